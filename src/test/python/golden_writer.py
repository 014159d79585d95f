"""Builds golden cases with one Keras and writes them. Runs in a process of its own per Keras version.

Usage: golden_writer.py PACKAGE OUT < cases.json, with PACKAGE ``keras`` or ``tf_keras`` as found on PYTHONPATH.
Weights are random, never trained and never left at their initial 0 or 1, so that a reader that forgets one is caught and
the expected outputs depend on the seed alone.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow.compat.v2 as tf

BENDS = (0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.5, -2.5, 3.0, -3.0, 6.0, -6.0, 30.0, -30.0)


def load_keras(package: str) -> Any:
    """Keras 2 registers a function that TensorFlow 2.21 no longer has and that only loading a SavedModel calls."""
    if not hasattr(tf.__internal__, "register_load_context_function"):
        tf.__internal__.register_load_context_function = lambda function: None
    keras = importlib.import_module(package)
    if not hasattr(keras, "layers"):
        keras = importlib.import_module(f"{package}.api._v2.keras")
    return keras


def sample_inputs(kind: str, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    if kind == "special":
        values = rng.uniform(-8, 8, shape).astype(np.float32)
        values.flat[: len(BENDS)] = BENDS
        return values
    scale = {"normal": 1.5, "half": 1.5, "large": 300.0}[kind]
    values = rng.normal(0, scale, shape).astype(np.float32)
    return values.astype(np.float16).astype(np.float32) if kind == "half" else values


def make_layer(keras: Any, spec: list[Any], extra: dict[str, Any]) -> Any:
    class_name, arguments = spec
    values = {key: make_argument(keras, value) for key, value in arguments.items()}
    return getattr(keras.layers, class_name)(**values, **extra)


def make_argument(keras: Any, value: Any) -> Any:
    if isinstance(value, dict) and "layer" in value:
        return make_layer(keras, value["layer"], {})
    return value


def adapt(layer: Any, shape: tuple[int, ...], rng: np.random.Generator) -> None:
    """Fits a Normalization to features of different means and spreads."""
    spread = rng.uniform(0.3, 3.0, shape)
    layer.adapt((rng.normal(0, 1, (64, *shape)) * spread + rng.normal(0, 2, shape)).astype(np.float32))


def needs_adapting(spec: list[Any]) -> bool:
    return spec[0] == "Normalization" and "mean" not in spec[1]


def make_layers(keras: Any, case: dict[str, Any], rng: np.random.Generator) -> list[Any]:
    shape = tuple(case["shape"])
    first = {"first": {"input_shape": shape}, "batch": {"batch_input_shape": (None, *shape)}}.get(case["declared"], {})
    layers = []
    for index, spec in enumerate(case["layers"]):
        layers.append(make_layer(keras, spec, first if index == 0 else {}))
        if needs_adapting(spec):
            adapt(layers[-1], shape, rng)
    return layers


def make_model(keras: Any, case: dict[str, Any], rng: np.random.Generator) -> Any:
    shape = tuple(case["shape"])
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
    if name == "kernel":
        return rng.normal(0, 1.2 / np.sqrt(shape[0]), shape)
    if name == "gamma":
        return rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)
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


def shortest(values: np.ndarray) -> list[float]:
    """The shortest decimals that read back as the same float32."""
    return [float(str(value)) for value in np.asarray(values, np.float32).ravel()]


def write_case(keras: Any, case: dict[str, Any], out: Path) -> None:
    keras.backend.clear_session()
    keras.mixed_precision.set_global_policy(case["policy"])
    rng = np.random.default_rng(case["seed"])
    model = make_model(keras, case, rng)
    randomise(model, rng)
    inputs = sample_inputs(case["inputs"], (case["rows"], *case["shape"]), rng)
    outputs = np.asarray(model(inputs, training=False)).astype(np.float32)
    if not np.isfinite(outputs).all() or not inputs.any():
        raise ValueError(f"{case['folder']}: a golden needs finite outputs and inputs that are not all zero")

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
    if case["tolerance"]:
        golden["tolerance"] = case["tolerance"]
    golden["inputs"] = shortest(inputs)
    golden["outputs"] = shortest(outputs)
    (folder / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n", encoding="utf-8")


def main(package: str, out: str) -> None:
    keras = load_keras(package)
    for case in json.load(sys.stdin):
        try:
            write_case(keras, case, Path(out))
        except Exception as failure:
            raise RuntimeError(f"{case['folder']}: {failure}") from failure


if __name__ == "__main__":
    main(*sys.argv[1:])
