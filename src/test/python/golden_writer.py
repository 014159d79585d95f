"""Builds golden cases with one Keras and writes them. Runs in a process of its own per Keras version.

Usage: golden_writer.py PACKAGE OUT < cases.json, with PACKAGE ``keras`` or ``tf_keras`` as found on PYTHONPATH.
Weights are random, never trained and never left at their initial 0 or 1, so that a reader that forgets one is caught and
the expected outputs depend on the seed alone.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow.compat.v2 as tf

BENDS = (0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.5, -2.5, 3.0, -3.0, 6.0, -6.0, 30.0, -30.0)

ENABLE_LORA = "enable_lora"

TWIN_NOTE = "saved by Keras; outputs by Keras from channels_last layers with the same weights, because TensorFlow cannot run channels_first on a CPU"


def load_keras(package: str) -> Any:
    """Keras 2 uses two functions that TensorFlow 2.21 no longer has: for loading a SavedModel, and to choose a GPU's kernels."""
    if not hasattr(tf.__internal__, "register_load_context_function"):
        tf.__internal__.register_load_context_function = lambda function: None
    if not hasattr(tf.__internal__.function, "defun_with_attributes"):
        tf.__internal__.function.defun_with_attributes = lambda func, attributes, autograph: tf.function(func, autograph=autograph)
    keras = importlib.import_module(package)
    if not hasattr(keras, "layers"):
        keras = importlib.import_module(f"{package}.api._v2.keras")
    return keras


def valid_steps(sequences: int, steps: int) -> np.ndarray:
    """(sequences, steps), false where a step is to be skipped: at the end, the start, in the middle, all but one, none."""
    third = max(1, steps // 3)
    valid = np.ones((sequences, steps), bool)
    valid[0::5, steps - third :] = False
    valid[1::5, :third] = False
    valid[2::5, 1:-1:2] = False
    valid[3::5] = np.arange(steps) == steps // 2
    return valid


def sample_indices(kind: str, count: int, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Both the first and the last index are among them; a fraction is to be cut off, which gives 0 for -0.6 too."""
    lowest = 1 if kind == "masked_indices" else 0
    values = rng.integers(lowest, count, shape).astype(np.float32)
    values.flat[:2] = (count - 1, lowest)
    if kind == "masked_indices":
        values *= valid_steps(values.size // shape[-1], shape[-1]).reshape(shape)
    if kind == "fractional_indices":
        values += np.where(values == 0, rng.uniform(-0.9, 0.9, shape), rng.uniform(0.1, 0.9, shape)).astype(np.float32)
    return values


def masked_sequences(value: float, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Some of the steps that are not to be skipped hold the value too, in their first feature only."""
    values = rng.normal(0, 1.5, shape).astype(np.float32)
    values[:, ::2, ..., 0] = value
    values[~valid_steps(shape[0], shape[1])] = value
    return values


def sample_inputs(kind: str, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    kind, _, detail = kind.partition(":")
    if kind == "masked":
        return masked_sequences(float(detail), shape, rng)
    if kind.endswith("indices"):
        return sample_indices(kind, int(detail), shape, rng)
    if kind == "special":
        values = rng.uniform(-8, 8, shape).astype(np.float32)
        values.flat[: len(BENDS)] = BENDS
        return values
    scale = {"normal": 1.5, "half": 1.5, "large": 300.0}[kind]
    values = rng.normal(0, scale, shape).astype(np.float32)
    return values.astype(np.float16).astype(np.float32) if kind == "half" else values


def make_layer(keras: Any, spec: list[Any], extra: dict[str, Any]) -> Any:
    class_name, arguments = spec
    values = {key: make_argument(keras, value) for key, value in arguments.items() if key != ENABLE_LORA}
    make = keras.Sequential if class_name == "Sequential" else getattr(keras.layers, class_name)
    return make(**values, **extra)


def make_argument(keras: Any, value: Any) -> Any:
    if isinstance(value, dict) and "layer" in value:
        return make_layer(keras, value["layer"], {})
    if isinstance(value, dict) and "operation" in value:
        class_name, arguments = value["operation"]
        operations = importlib.import_module("keras.src.ops.nn")
        activations = importlib.import_module("keras.src.activations.activations")
        return getattr(operations if hasattr(operations, class_name) else activations, class_name)(**arguments)
    if isinstance(value, list):
        return [make_argument(keras, one) for one in value]
    return value


def adapt(layer: Any, shape: tuple[int, ...], rng: np.random.Generator) -> None:
    """Fits a Normalization to features of different means and spreads."""
    spread = rng.uniform(0.3, 3.0, shape)
    layer.adapt((rng.normal(0, 1, (64, *shape)) * spread + rng.normal(0, 2, shape)).astype(np.float32))


def needs_adapting(spec: list[Any]) -> bool:
    return spec[0] == "Normalization" and "mean" not in spec[1]


def declared_shape(case: dict[str, Any]) -> tuple[int | None, ...]:
    return (None if case["open_time"] else case["shape"][0], *case["shape"][1:])


def make_layers(keras: Any, case: dict[str, Any], rng: np.random.Generator) -> list[Any]:
    shape = declared_shape(case)
    first = {"first": {"input_shape": shape}, "batch": {"batch_input_shape": (None, *shape)}}.get(case["declared"], {})
    layers = []
    for index, spec in enumerate(case["layers"]):
        layers.append(make_layer(keras, spec, first if index == 0 else {}))
        if needs_adapting(spec):
            adapt(layers[-1], tuple(case["shape"]), rng)
    return layers


def make_model(keras: Any, case: dict[str, Any], rng: np.random.Generator) -> Any:
    shape = declared_shape(case)
    layers = make_layers(keras, case, rng)
    if case["functional"]:
        inputs = outputs = keras.Input(shape)
        for layer in layers:
            outputs = layer(outputs)
        return keras.Model(inputs, outputs)
    if case["declared"] == "input":
        return keras.Sequential([keras.Input(shape), *layers])
    model = keras.Sequential(layers)
    if case["declared"] == "build":
        model.build((None, *shape))
    return model


def random_weight(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Kernels keep activations near their inputs' size, so that no softmax or sigmoid saturates."""
    if name in ("kernel", "depthwise_kernel", "pointwise_kernel"):
        return rng.normal(0, 1.2 / np.sqrt(np.prod(shape[:-1])), shape)
    if name == "recurrent_kernel":
        return rng.normal(0, 0.8 / np.sqrt(shape[0]), shape)
    if name.startswith("lora_"):
        return rng.normal(0, 0.5, shape)
    if name == "embeddings":
        return rng.normal(0, 1, shape)
    if name in ("gamma", "scale"):
        return rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)
    if name == "alpha":
        return rng.uniform(0.1, 0.7, shape) * rng.choice([-1, 1], shape)
    if name == "moving_variance":
        return rng.uniform(0.5, 2.0, shape)
    if name in ("bias", "beta", "moving_mean"):
        return rng.normal(0, 0.5, shape)
    raise ValueError(f"no rule to randomise a weight called {name!r}")


def randomise(model: Any, rng: np.random.Generator) -> None:
    for layer in model.layers:
        if type(layer).__name__ == "Normalization":
            continue
        for weight in layer.weights:
            name = weight.name.split("/")[-1].split(":")[0]
            weight.assign(random_weight(name, tuple(weight.shape), rng).astype(weight.dtype if isinstance(weight.dtype, str) else weight.dtype.as_numpy_dtype))


def enable_lora(model: Any, case: dict[str, Any]) -> None:
    """For the layers that ask for it: only this way, not in a constructor, Dense and Embedding keep an alpha of their own."""
    for layer, (_, arguments) in zip(model.layers, case["layers"]):
        if ENABLE_LORA in arguments:
            layer.enable_lora(**arguments[ENABLE_LORA])


def compute(keras: Any, case: dict[str, Any]) -> tuple[Any, np.ndarray, np.ndarray]:
    """The model of the case with random weights, its inputs, and its outputs: by the model itself, or by its twin."""
    keras.backend.clear_session()
    keras.mixed_precision.set_global_policy(case["policy"])
    rng = np.random.default_rng(case["seed"])
    model = computing = make_model(keras, case, rng)
    enable_lora(model, case)
    randomise(model, rng)
    inputs = sample_inputs(case["inputs"], (case["rows"], *case["shape"]), rng)
    if case["twin"]:
        computing = make_model(keras, case | {"layers": case["twin"]}, rng)
        computing.set_weights(model.get_weights())
    return model, inputs, computed_outputs(computing, inputs)


def computed_outputs(model: Any, inputs: np.ndarray) -> np.ndarray:
    return np.asarray(model(inputs, training=False)).astype(np.float32)


def shortest(values: np.ndarray) -> list[float]:
    """The shortest decimals that read back as the same float32."""
    return [float(str(value)) for value in np.asarray(values, np.float32).ravel()]


def write(keras: Any, case: dict[str, Any], model: Any, inputs: np.ndarray, outputs: np.ndarray, out: Path) -> None:
    folder = out / case["folder"]
    folder.mkdir(parents=True)
    format_argument = {"save_format": case["save_format"]} if case["save_format"] else {}
    model.save(str(folder / case["file"]), **format_argument)
    golden = {
        "keras": keras.__version__,
        "seed": case["seed"],
        "inputShape": list(case["shape"]),
        "outputShape": list(outputs.shape[1:]),
        "rows": case["rows"],
    }
    if case["open_time"]:
        golden["openTime"] = True
    if case["twin"]:
        golden["made"] = TWIN_NOTE
    if case["tolerance"]:
        golden["tolerance"] = case["tolerance"]
    golden["inputs"] = shortest(inputs)
    golden["outputs"] = shortest(outputs)
    (folder / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n", encoding="utf-8")


def write_case(keras: Any, case: dict[str, Any], out: Path) -> None:
    model, inputs, outputs = compute(keras, case)
    if not np.isfinite(outputs).all() or not inputs.any():
        raise ValueError(f"{case['folder']}: a golden needs finite outputs and inputs that are not all zero")
    write(keras, case, model, inputs, outputs, out)


def main(package: str, out: str) -> None:
    keras = load_keras(package)
    # Keras collects garbage before each model, and what was imported is none: without this line it takes nine tenths of the time.
    gc.freeze()
    for case in json.load(sys.stdin):
        try:
            write_case(keras, case, Path(out))
        except Exception as failure:
            raise RuntimeError(f"{case['folder']}: {failure}") from failure


if __name__ == "__main__":
    main(*sys.argv[1:])
