"""Lays out a file saved by tf-keras as Keras 1 and the first releases of Keras 2 did, which cannot run here.

The names of arguments and weights are those of keras-team/keras at 1.2.2 and 2.1.6 (2.2.4 for CuDNN layers), and the
arrays are the inverse of what ``preprocess_weights_for_loading`` of 2.2.4 does to such a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Weights = list[tuple[str, np.ndarray]]
Config = dict[str, Any]

KERAS_1_WEIGHTS = {
    "kernel": "W",
    "recurrent_kernel": "U",
    "embeddings": "W",
    "bias": "b",
    "gamma": "gamma",
    "beta": "beta",
    "moving_mean": "running_mean",
    "moving_variance": "running_std",
    "alpha": "alphas",
    "depthwise_kernel": "depthwise_kernel",
    "pointwise_kernel": "pointwise_kernel",
}
DIM_ORDERINGS = {"channels_last": "tf", "channels_first": "th"}
WEIGHT_OPTIONS = {"W_regularizer": None, "b_regularizer": None, "activity_regularizer": None, "W_constraint": None, "b_constraint": None}
ROTATED = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")
GATES = {"LSTM": "icfo", "GRU": "zrh"}
STORED_GATES = {"LSTM": "ifco", "GRU": "zrh"}


def read_layers(path: Path) -> tuple[list[Any], list[tuple[Config, Weights]]]:
    """The batch input shape, and every layer's configuration with its weights by their last names."""
    with h5py.File(path) as file:
        first, *layers = json.loads(file.attrs["model_config"])["config"]["layers"]
        groups = file["model_weights"]
        found = []
        for one in layers:
            group = groups[one["config"]["name"]]
            found.append((one, [(name.split("/")[-1].split(":")[0], group[name][()]) for name in group.attrs["weight_names"]]))
    return first["config"]["batch_input_shape"], found


def write_layers(path: Path, attributes: dict[str, bytes], config: Any, weights: list[tuple[str, Weights]]) -> None:
    """Weights under the full names that they get below their layer's group."""
    with h5py.File(path, "w") as file:
        file.attrs.update(attributes)
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": config}).encode()
        groups = file.create_group("model_weights")
        groups.attrs["layer_names"] = np.array([name.encode() for name, _ in weights])
        for layer_name, arrays in weights:
            group = groups.create_group(layer_name)
            group.attrs["weight_names"] = np.array([name.encode() for name, _ in arrays])
            for name, array in arrays:
                group.create_dataset(name, data=array)


def counted_from_one(name: str, separator: str) -> str:
    """Keras counts layers from zero since tf.keras, and did from one before: dense becomes dense_1."""
    base, _, number = name.rpartition("_")
    if not number.isdigit():
        base, number = name, "0"
    return f"{base.replace('_', separator)}_{int(number) + 1}"


def keras_1_convolution(config: Config, **own: Any) -> Config:
    return {
        "nb_filter": config["filters"],
        "init": "glorot_uniform",
        "activation": config["activation"],
        "border_mode": config["padding"],
        **WEIGHT_OPTIONS,
        "bias": config["use_bias"],
        **own,
    }


def keras_1_convolution_1d(config: Config) -> Config:
    own = {"filter_length": config["kernel_size"][0], "subsample_length": config["strides"][0], "input_dim": None, "input_length": None}
    atrous = {"atrous_rate": config["dilation_rate"][0]} if config["dilation_rate"] != [1] else {}
    return keras_1_convolution(config, **own, **atrous)


def keras_1_convolution_2d(config: Config) -> Config:
    rows, columns = config["kernel_size"]
    own = {"nb_row": rows, "nb_col": columns, "subsample": config["strides"], "dim_ordering": DIM_ORDERINGS[config["data_format"]]}
    atrous = {"atrous_rate": config["dilation_rate"]} if config["dilation_rate"] != [1, 1] else {}
    return keras_1_convolution(config, **own, **atrous)


def keras_1_separable(config: Config) -> Config:
    extra = {f"{part}_{kind}": None for part in ("depthwise", "pointwise") for kind in ("regularizer", "constraint")}
    own = {key: value for key, value in keras_1_convolution_2d(config).items() if not key.startswith("W_")}
    return own | extra | {"depth_multiplier": config["depth_multiplier"]}


def keras_1_pooling_2d(config: Config) -> Config:
    return {
        "pool_size": config["pool_size"],
        "border_mode": config["padding"],
        "strides": config["strides"],
        "dim_ordering": DIM_ORDERINGS[config["data_format"]],
    }


def keras_1_pooling_1d(config: Config) -> Config:
    return {"stride": config["strides"][0], "pool_length": config["pool_size"][0], "border_mode": config["padding"]}


def keras_1_recurrent(config: Config) -> Config:
    gates = {"inner_activation": config["recurrent_activation"]} if "recurrent_activation" in config else {}
    forget = {"forget_bias_init": "one"} if "unit_forget_bias" in config else {}
    kept = {key: config[key] for key in ("activation", "return_sequences", "go_backwards", "stateful", "unroll")}
    regularizers = {"W_regularizer": None, "U_regularizer": None, "b_regularizer": None, "dropout_W": 0.0, "dropout_U": 0.0}
    common = {"output_dim": config["units"], "init": "glorot_uniform", "inner_init": "orthogonal", "consume_less": "cpu"}
    return common | kept | gates | forget | regularizers | {"input_dim": None, "input_length": None}


def keras_1_embedding(config: Config) -> Config:
    kept = {key: config[key] for key in ("input_dim", "output_dim", "mask_zero", "input_length")}
    return kept | {"init": "uniform", "activity_regularizer": None, "W_regularizer": None, "W_constraint": None, "dropout": 0.0}


def keras_1_dense(config: Config) -> Config:
    common = {"output_dim": config["units"], "init": "glorot_uniform", "activation": config["activation"]}
    return common | WEIGHT_OPTIONS | {"bias": config["use_bias"], "input_dim": None}


def keras_1_batch_normalization(config: Config) -> Config:
    options = {"mode": 0, "axis": -1, "gamma_regularizer": None, "beta_regularizer": None}
    return options | {"epsilon": config["epsilon"], "momentum": config["momentum"]}


def keras_1_zero_padding(config: Config) -> Config:
    (top, bottom), (left, right) = config["padding"]
    return {"padding": {"top_pad": top, "bottom_pad": bottom, "left_pad": left, "right_pad": right}}


def kept(*keys: str) -> Callable[[Config], Config]:
    return lambda config: {key: config[key] for key in keys}


def wrapped(*keys: str) -> Callable[[Config], Config]:
    return lambda config: kept(*keys)(config) | {"layer": keras_1_layer(config["layer"])}


KERAS_1_LAYERS: dict[str, tuple[str, Callable[[Config], Config]]] = {
    "Dense": ("Dense", keras_1_dense),
    "BatchNormalization": ("BatchNormalization", keras_1_batch_normalization),
    "Activation": ("Activation", kept("activation")),
    "Dropout": ("Dropout", lambda config: {"p": config["rate"]}),
    "GaussianDropout": ("GaussianDropout", lambda config: {"p": config["rate"]}),
    "GaussianNoise": ("GaussianNoise", lambda config: {"sigma": config["stddev"]}),
    "Flatten": ("Flatten", kept()),
    "Permute": ("Permute", kept("dims")),
    "Reshape": ("Reshape", kept("target_shape")),
    "RepeatVector": ("RepeatVector", kept("n")),
    "Masking": ("Masking", kept("mask_value")),
    "Embedding": ("Embedding", keras_1_embedding),
    "Conv1D": ("Convolution1D", keras_1_convolution_1d),
    "Conv2D": ("Convolution2D", keras_1_convolution_2d),
    "Conv2DTranspose": ("Deconvolution2D", lambda config: keras_1_convolution_2d(config) | {"output_shape": None}),
    "SeparableConv2D": ("SeparableConvolution2D", keras_1_separable),
    "MaxPooling1D": ("MaxPooling1D", keras_1_pooling_1d),
    "AveragePooling1D": ("AveragePooling1D", keras_1_pooling_1d),
    "MaxPooling2D": ("MaxPooling2D", keras_1_pooling_2d),
    "AveragePooling2D": ("AveragePooling2D", keras_1_pooling_2d),
    "GlobalMaxPooling1D": ("GlobalMaxPooling1D", kept()),
    "GlobalAveragePooling2D": ("GlobalAveragePooling2D", lambda config: {"dim_ordering": DIM_ORDERINGS[config["data_format"]]}),
    "ZeroPadding1D": ("ZeroPadding1D", kept("padding")),
    "ZeroPadding2D": ("ZeroPadding2D", keras_1_zero_padding),
    "Cropping2D": ("Cropping2D", kept("cropping")),
    "UpSampling1D": ("UpSampling1D", lambda config: {"length": config["size"]}),
    "UpSampling2D": ("UpSampling2D", kept("size")),
    "SimpleRNN": ("SimpleRNN", keras_1_recurrent),
    "LSTM": ("LSTM", keras_1_recurrent),
    "GRU": ("GRU", keras_1_recurrent),
    "Bidirectional": ("Bidirectional", wrapped("merge_mode")),
    "TimeDistributed": ("TimeDistributed", wrapped()),
    "LeakyReLU": ("LeakyReLU", kept("alpha")),
    "ELU": ("ELU", kept("alpha")),
    "ThresholdedReLU": ("ThresholdedReLU", kept("theta")),
    "PReLU": ("PReLU", lambda config: {"init": "zero"}),
}


def keras_1_layer(one: Config) -> Config:
    """The configuration Keras 1.2.2 writes for the layer."""
    config = one["config"]
    class_name, own = KERAS_1_LAYERS[one["class_name"]]
    values = own(config)
    if "atrous_rate" in values:
        class_name = class_name.replace("Convolution", "AtrousConvolution")
    return {"class_name": class_name, "config": {"name": counted_from_one(config["name"], ""), "trainable": True} | values}


def with_input_shape(one: Config, shape: list[Any]) -> None:
    config = one["config"]
    if one["class_name"] != "Embedding" and "input_dim" in config:
        config["input_dim"] = shape[-1]
    if "input_length" in config:
        config["input_length"] = shape[1]
    config |= {"batch_input_shape": shape, "input_dtype": "int32" if one["class_name"] == "Embedding" else "float32"}


def gate_arrays(class_name: str, weights: Weights) -> Weights:
    """One kernel, recurrent kernel and bias per gate, gate by gate."""
    stored = STORED_GATES[class_name]
    parts = {kind: dict(zip(stored, np.split(array, len(stored), axis=-1))) for kind, array in weights}
    return [(f"{KERAS_1_WEIGHTS[kind]}_{gate}", parts[kind][gate]) for gate in GATES[class_name] for kind, _ in weights]


def keras_1_kernel(one: Config, kernel: np.ndarray, oldest: bool, turned: bool) -> np.ndarray:
    if turned and one["class_name"] in ROTATED:
        kernel = np.flip(kernel, tuple(range(kernel.ndim - 2)))
    if one["class_name"] == "Conv2DTranspose":
        return kernel.transpose(0, 1, 3, 2)
    if one["class_name"] == "Conv1D":
        with_row = kernel[:, np.newaxis]
        return with_row.transpose(3, 2, 0, 1) if oldest else with_row
    if one["class_name"] == "Conv2D" and one["config"]["data_format"] == "channels_first":
        return kernel.transpose(3, 2, 0, 1)
    return kernel


def keras_1_arrays(one: Config, weights: Weights, name: str, *, by_gate: bool = True, oldest: bool = False, turned: bool = False) -> Weights:
    """Under the names they have in Keras 1, without what the backend puts behind them."""
    class_name, config = one["class_name"], one["config"]
    if class_name == "TimeDistributed":
        return keras_1_arrays(config["layer"], weights, counted_from_one(config["layer"]["config"]["name"], ""))
    if class_name == "Bidirectional":
        half, inner = len(weights) // 2, counted_from_one(config["layer"]["config"]["name"], "")
        halves = (("forward", weights[:half]), ("backward", weights[half:]))
        return [pair for side, part in halves for pair in keras_1_arrays(config["layer"], part, f"{side}_{inner}")]
    if class_name in GATES and by_gate:
        return [(f"{name}_{kind}", array) for kind, array in gate_arrays(class_name, weights)]
    return [(f"{name}_{KERAS_1_WEIGHTS[kind]}", keras_1_kernel(one, array, oldest, turned) if kind == "kernel" else array) for kind, array in weights]


def to_keras_1(path: Path, suffix: str, attributes: dict[str, bytes], *, by_gate: bool = True, oldest: bool = False, turned: bool = False) -> None:
    shape, found = read_layers(path)
    config = [keras_1_layer(one) for one, _ in found]
    with_input_shape(config[0], shape)
    named = []
    for (one, weights), new in zip(found, config):
        if not by_gate and one["class_name"] in GATES:
            new["config"]["consume_less"] = "gpu"
        name = new["config"]["name"]
        arrays = keras_1_arrays(one, weights, name, by_gate=by_gate, oldest=oldest, turned=turned)
        named.append((name, [(full + suffix, array) for full, array in arrays]))
    write_layers(path, attributes, config, named)


def keras_1_note(keras: str, variant: str = "") -> dict[str, str]:
    return {"keras": keras, "made": f"by hand with h5py after the Keras 1 layout{variant}; outputs by tf-keras with the same weights"}


def keras_1(path: Path) -> dict[str, str]:
    to_keras_1(path, ":0", {"keras_version": b"1.2.2"})
    return keras_1_note("1.2.2")


def keras_1_theano(path: Path) -> dict[str, str]:
    """The oldest Keras 1 files carry no version, and Theano put no ``:0`` behind a name and turned the kernels of convolutions."""
    to_keras_1(path, "", {}, turned=True)
    return keras_1_note("1", " of Theano")


def keras_1_oldest_kernels(path: Path) -> dict[str, str]:
    """Up to Keras 1.1 the kernel of a Conv1D was (filters, channels, length, 1)."""
    to_keras_1(path, ":0", {}, oldest=True)
    return keras_1_note("1", " with the kernels of Keras 1.1")


def keras_1_joined_gates(path: Path) -> dict[str, str]:
    """With ``consume_less="gpu"`` the gates of an LSTM or a GRU lie in one array, in the order of Keras 2."""
    to_keras_1(path, ":0", {"keras_version": b"1.2.2"}, by_gate=False)
    return keras_1_note("1.2.2", " with joined gates")


def keras_1_time_distributed_dense(path: Path) -> dict[str, str]:
    """TimeDistributedDense is what Keras 1 had before TimeDistributed, and still read afterwards."""
    to_keras_1(path, ":0", {"keras_version": b"1.0.8"})
    with h5py.File(path, "r+") as file:
        model = json.loads(file.attrs["model_config"])
        for one in model["config"]:
            if one["class_name"] == "TimeDistributed":
                inner = one["config"].pop("layer")["config"]
                one["class_name"] = "TimeDistributedDense"
                one["config"] = inner | one["config"] | {"input_length": None}
        file.attrs["model_config"] = json.dumps(model).encode()
    return keras_1_note("1.0.8")


# Keys that tf-keras has added since Keras 2.1.6.
LATER_KEYS = ("module", "registered_name", "build_config", "groups", "time_major", "keepdims", "output_padding", "ragged", "reset_after", "dtype", "zero_output_for_mask")


def without_later_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_later_keys(one) for key, one in value.items() if key not in LATER_KEYS and key != "batch_input_shape"}
    if isinstance(value, list):
        return [without_later_keys(one) for one in value]
    return value


def keras_2_layer(one: Config) -> Config:
    new = without_later_keys(one)
    new["config"]["name"] = counted_from_one(one["config"]["name"], "_")
    return new


def keras_2_names(name: str, weights: Weights) -> Weights:
    """TensorFlow numbers a name that it has given before, such as those of the second direction."""
    kinds = [kind for kind, _ in weights]
    earlier = [kinds[:index].count(kind) for index, kind in enumerate(kinds)]
    return [(f"{name}/{kind}{f'_{count}' if count else ''}:0", array) for (kind, array), count in zip(weights, earlier)]


def to_keras_2(path: Path, attributes: dict[str, bytes], change: Callable[[Config, Config, Weights], Weights]) -> None:
    """The layout of Keras 2.1.6: a list of layers, the first of which says the input shape. change: may edit the new layer."""
    shape, found = read_layers(path)
    config, named = [], []
    for one, weights in found:
        new = keras_2_layer(one)
        changed = change(one, new, weights)
        config.append(new)
        named.append((new["config"]["name"], keras_2_names(new["config"]["name"], changed)))
    config[0]["config"] |= {"batch_input_shape": shape, "dtype": "float32"}
    write_layers(path, attributes, config, named)


def as_they_are(one: Config, new: Config, weights: Weights) -> Weights:
    return weights


def keras_2(path: Path) -> dict[str, str]:
    to_keras_2(path, {"keras_version": b"2.1.6", "backend": b"tensorflow"}, as_they_are)
    return {"keras": "2.1.6", "made": "by hand with h5py after the layout of Keras 2.1.6; outputs by tf-keras with the same weights"}


def rotated_kernels(one: Config, new: Config, weights: Weights) -> Weights:
    if one["class_name"] not in ROTATED:
        return weights
    (kind, kernel), *rest = weights
    return [(kind, np.flip(kernel, tuple(range(kernel.ndim - 2)))), *rest]


def keras_2_theano(path: Path) -> dict[str, str]:
    """Theano convolves where TensorFlow correlates, so its kernels lie rotated; those of separable and depthwise layers do not."""
    to_keras_2(path, {"keras_version": b"2.1.6", "backend": b"theano"}, rotated_kernels)
    return {
        "keras": "2.1.6",
        "made": "by hand with h5py after the layout of Keras 2.1.6 on Theano, kernels rotated; outputs by tf-keras with the kernels as they were",
    }


CUDNN_KEYS = ("activation", "recurrent_activation", "use_bias", "dropout", "recurrent_dropout", "implementation", "unroll")


def by_gate(array: np.ndarray, gates: int, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    return np.hstack([change(gate) for gate in np.hsplit(array, gates)])


def cudnn_layer(one: Config, new: Config, weights: Weights) -> Weights:
    """CuDNN keeps each gate's kernel transposed, and one bias for the inputs and one for the state."""
    class_name = one["class_name"]
    if class_name == "Bidirectional":
        half = len(weights) // 2
        inner, renamed = one["config"]["layer"], new["config"]["layer"]
        return [*cudnn_layer(inner, renamed, weights[:half]), *cudnn_layer(inner, dict(renamed), weights[half:])]
    if class_name not in GATES:
        return weights
    new["class_name"] = f"CuDNN{class_name}"
    new["config"] = {key: value for key, value in new["config"].items() if key not in CUDNN_KEYS}
    (_, kernel), (_, recurrent_kernel), (_, bias) = weights
    gates = len(GATES[class_name])
    biases = np.concatenate([0.25 * bias, 0.75 * bias]) if class_name == "LSTM" else bias.ravel()
    return [
        ("kernel", by_gate(kernel, gates, lambda gate: gate.T.reshape(gate.shape))),
        ("recurrent_kernel", by_gate(recurrent_kernel, gates, np.transpose)),
        ("bias", biases.astype(np.float32)),
    ]


def keras_2_cudnn(path: Path) -> dict[str, str]:
    to_keras_2(path, {"keras_version": b"2.2.2", "backend": b"tensorflow"}, cudnn_layer)
    return {
        "keras": "2.2.2",
        "made": "by hand with h5py after the CuDNN layout of Keras 2.2.2; outputs by tf-keras from the usual layers with the same weights",
    }
