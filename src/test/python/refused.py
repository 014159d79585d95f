"""Writes small files that a safe reader of Keras models must refuse, or with --check makes them again and compares.

Usage: refused.py [--check]
index.json says of each what is wrong with it. Most are a golden file with one thing broken, so that nothing else in them
can be the reason. Writing leaves alone every committed file that still says the same.
"""

from __future__ import annotations

import argparse
import io
import json
import pickle
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import model_files
import refused_models
from golden_rewrites import WEIGHTS, packed, read_members

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TREE = RESOURCES / "refused"
LESSON = "Sequential/lesson-2-3-2"
REMOVED = object()
MIB = 1 << 20
# A marshalled ``lambda x: x * 2``, as Keras stores it; a literal, because marshal's output varies from run to run.
CODE = "4wEAAAAAAAAAAAAAAAEAAAACAAAAAwAAAPMMAAAAlwB8AGQBegUAAFMAKQJO6QIAAACpACkB2gF4cwEAAAAg+gg8c3RyaW5nPg=="

MADE_WITH_ADDRESSES = {*refused_models.MODELS, "virtual-dataset.keras", "virtual-dataset.h5"}
# Archives that cannot be unpacked to compare them; stored, so that they are the same to the byte everywhere.
UNCOMPRESSED = {"encrypted.keras", "truncated.keras", "pickle.keras"}

Refused = dict[str, tuple[str, bytes]]


def golden(folder: str, extension: str) -> Path:
    suffix = "-h5" if extension == "h5" else ""
    return RESOURCES / "goldens" / f"{folder}{suffix}" / f"model.{extension}"


def with_value(tree: Any, place: str, value: Any) -> None:
    """Sets or removes what the dotted place names; an index one past the end appends."""
    *parents, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    for key in parents:
        tree = tree[key]
    if value is REMOVED:
        del tree[last]
    elif isinstance(tree, list) and last == len(tree):
        tree.append(value)
    else:
        tree[last] = value


def with_config(folder: str, extension: str, change: Callable[[str], str | bytes]) -> bytes:
    """The golden file with its configuration's text changed."""
    path = golden(folder, extension)
    if extension == "keras":
        members = read_members(path)
        text = change(members["config.json"].decode())
        return packed((members | {"config.json": text if isinstance(text, bytes) else text.encode()}).items())
    return edited(path.read_bytes(), lambda file: file.attrs.modify("model_config", change(file.attrs["model_config"])))


def with_values(folder: str, extension: str, values: dict[str, Any]) -> bytes:
    def change(text: str) -> str:
        tree = json.loads(text)
        for place, value in values.items():
            with_value(tree, place, value)
        return json.dumps(tree)

    return with_config(folder, extension, change)


def edited(data: bytes, edit: Callable[[h5py.File], object]) -> bytes:
    buffer = io.BytesIO(data)
    with h5py.File(buffer, "r+") as file:
        edit(file)
    return buffer.getvalue()


def with_weights(edit: Callable[[h5py.File], object]) -> bytes:
    members = read_members(golden(LESSON, "keras"))
    return packed((members | {WEIGHTS: edited(members[WEIGHTS], edit)}).items())


def with_legacy(edit: Callable[[h5py.File], object]) -> bytes:
    return edited(golden(LESSON, "h5").read_bytes(), edit)


LAMBDA = {"class_name": "__lambda__", "config": {"code": CODE, "defaults": None, "closure": None}}
LAMBDA_LAYER = {
    "module": "keras.layers",
    "class_name": "Lambda",
    "config": {"name": "lambda", "trainable": True, "dtype": "float32", "function": LAMBDA, "arguments": {}},
    "registered_name": None,
}
LEGACY_LAMBDA_LAYER = {
    "class_name": "Lambda",
    "config": {
        "name": "lambda", "trainable": True, "dtype": "float32", "function": [CODE, None, None], "function_type": "lambda",
        "module": "__main__", "output_shape": None, "output_shape_type": "raw", "output_shape_module": None, "arguments": {},
    },
}  # fmt: skip
NAMED_FUNCTION_LAYER = {
    "class_name": "Lambda",
    "config": {
        "name": "lambda", "trainable": True, "dtype": "float32", "function": "system", "function_type": "function",
        "module": "os", "output_shape": None, "output_shape_type": "raw", "arguments": {},
    },
}  # fmt: skip
TFSM_LAYER = {
    "module": "keras.layers",
    "class_name": "TFSMLayer",
    "config": {"name": "tfsm_layer", "trainable": True, "dtype": "float32", "filepath": "saved_model", "call_endpoint": "serve"},
    "registered_name": None,
}
PATH_LOOKUP = {
    "module": "keras.layers",
    "class_name": "StringLookup",
    "config": {"name": "string_lookup", "vocabulary": "/etc/passwd", "dtype": "string"},
    "registered_name": None,
}
GADGET = {"module": "keras.utils", "class_name": "function", "config": "get_file", "registered_name": "get_file"}
UNKNOWN_POLICY = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float8"}, "registered_name": None}
DENSE = "config.layers.1.config"

# file, what is wrong, golden it starts from, what is changed in its configuration
CONFIG_VALUES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("lambda.keras", "a Lambda layer, which is Python code", LESSON, {"config.layers.3": LAMBDA_LAYER}),
    ("lambda.h5", "a Lambda layer, which is Python code, as Keras 2 writes it", LESSON, {"config.layers.3": LEGACY_LAMBDA_LAYER}),
    ("lambda-named-function.h5", "a Lambda layer that names a Python function to call", LESSON, {"config.layers.3": NAMED_FUNCTION_LAYER}),
    ("lambda-as-activation.keras", "a Dense whose activation is Python code", LESSON, {f"{DENSE}.activation": LAMBDA}),
    ("lambda-as-initializer.keras", "Python code where nothing is read, in the kernel_initializer of a Dense", LESSON, {f"{DENSE}.kernel_initializer": LAMBDA}),
    ("function-as-activation.keras", "a Dense whose activation names a Python function of Keras that downloads a file", LESSON, {f"{DENSE}.activation": GADGET}),
    ("tfsm-layer.keras", "a TFSMLayer, which runs another file", LESSON, {"config.layers.3": TFSM_LAYER}),
    ("vocabulary-path.keras", "a StringLookup that would read /etc/passwd", LESSON, {"config.layers.3": PATH_LOOKUP}),
    ("foreign-module.keras", "a Dense of another package", LESSON, {"config.layers.1.module": "shop.layers", "config.layers.1.registered_name": "shop>Dense"}),
    ("foreign-model-class.keras", "the model is of class Churn", LESSON, {"class_name": "Churn", "module": "shop", "registered_name": "Churn"}),
    ("unknown-layer.keras", "a layer class that does not exist, Dens", LESSON, {"config.layers.1.class_name": "Dens"}),
    ("unknown-layers.h5", "two layer classes that do not exist, Dens and Sofmax; both must be named", LESSON, {"config.layers.1.class_name": "Dens", "config.layers.2.class_name": "Sofmax"}),
    ("layer-without-class.keras", "a layer without class_name", LESSON, {"config.layers.1.class_name": REMOVED}),
    ("layer-without-config.keras", "a layer without config", LESSON, {"config.layers.1.config": REMOVED}),
    ("layers-missing.keras", "no list of layers", LESSON, {"config.layers": REMOVED}),
    ("unknown-activation.keras", "an activation that does not exist, reluu", LESSON, {f"{DENSE}.activation": "reluu"}),
    ("unknown-activation.h5", "an activation that does not exist, reluu", LESSON, {f"{DENSE}.activation": "reluu"}),
    ("activation-threshold.keras", "the activation threshold, which needs arguments that a name cannot carry", LESSON, {f"{DENSE}.activation": "threshold"}),
    ("activation-number.keras", "an activation that is a number", LESSON, {f"{DENSE}.activation": 7}),
    ("unknown-key.keras", "a Dense with a setting that Dense does not have, temperature", LESSON, {f"{DENSE}.temperature": 0.5}),
    ("unknown-key.h5", "a Dense with a setting that Dense does not have, temperature", LESSON, {f"{DENSE}.temperature": 0.5}),
    ("quantization-config.keras", "a Dense with a quantization_config", LESSON, {f"{DENSE}.quantization_config": {"mode": "int8"}}),
    ("unknown-dtype-policy.keras", "the dtype policy float8", LESSON, {f"{DENSE}.dtype": UNKNOWN_POLICY}),
    ("unknown-dtype.h5", "the dtype complex64", LESSON, {f"{DENSE}.dtype": "complex64"}),
    ("integer-dtype.keras", "the dtype int32 for a Dense", LESSON, {f"{DENSE}.dtype": "int32"}),
    ("units-negative.keras", "a Dense of -3 units", LESSON, {f"{DENSE}.units": -3}),
    ("units-zero.keras", "a Dense of 0 units", LESSON, {f"{DENSE}.units": 0}),
    ("units-fraction.keras", "a Dense of 2.5 units", LESSON, {f"{DENSE}.units": 2.5}),
    ("units-text.keras", "a Dense whose units are text", LESSON, {f"{DENSE}.units": "3"}),
    ("units-null.keras", "a Dense whose units are null", LESSON, {f"{DENSE}.units": None}),
    ("units-missing.keras", "a Dense without units", LESSON, {f"{DENSE}.units": REMOVED}),
    ("units-huge.keras", "a Dense of 2147483648 units, more than an int holds", LESSON, {f"{DENSE}.units": 1 << 31}),
    ("units-overflow.keras", "a kernel of 2000000000 by 2000000000", LESSON, {f"{DENSE}.units": 2_000_000_000, "config.layers.0.config.batch_shape": [None, 2_000_000_000]}),
    ("use-bias-text.keras", "a Dense whose use_bias is text", LESSON, {f"{DENSE}.use_bias": "yes"}),
    ("no-layers.keras", "a Sequential model without layers", LESSON, {"config.layers": []}),
    ("only-input.keras", "a Sequential model with an input and nothing behind it", LESSON, {"config.layers.2": REMOVED, "config.layers.1": REMOVED}),
    ("no-input-shape.keras", "no input shape anywhere: the model was never built", LESSON, {"config.layers.0": REMOVED, "config.build_input_shape": REMOVED, "build_config": REMOVED, "config.layers.0.build_config": REMOVED, "config.layers.1.build_config": REMOVED}),
    ("input-size-unknown.keras", "the number of features is unknown", LESSON, {"config.layers.0.config.batch_shape": [None, None]}),
    ("input-size-zero.keras", "an input of 0 features", LESSON, {"config.layers.0.config.batch_shape": [None, 0]}),
    ("input-size-negative.keras", "an input of -2 features", LESSON, {"config.layers.0.config.batch_shape": [None, -2]}),
    ("input-sparse.keras", "a sparse input", LESSON, {"config.layers.0.config.sparse": True}),
    ("input-string.keras", "an input of strings", LESSON, {"config.layers.0.config.dtype": "string"}),
    ("renorm.keras", "a BatchNormalization with renorm, which has other weights", "BatchNormalization/plain", {f"{DENSE}.renorm": True}),
    ("batch-normalization-axis.keras", "a BatchNormalization over axis 5 of a row of rank 1", "BatchNormalization/plain", {f"{DENSE}.axis": 5}),
    ("batch-normalization-axes.h5", "a BatchNormalization over two axes", "BatchNormalization/plain", {f"{DENSE}.axis": [1, 2]}),
    ("batch-normalization-epsilon.keras", "a BatchNormalization with a negative epsilon", "BatchNormalization/plain", {f"{DENSE}.epsilon": -1.0}),
    ("normalization-length.keras", "a Normalization of three features with a mean of two", "Normalization/config", {f"{DENSE}.mean": [0.5, -1.0]}),
    ("normalization-mean-only.keras", "a Normalization with a mean and no variance", "Normalization/config", {f"{DENSE}.variance": None}),
    ("normalization-negative-variance.keras", "a Normalization with a negative variance", "Normalization/config", {f"{DENSE}.variance": [0.25, -4.0, 1.5]}),
    ("reshape-size.keras", "a Reshape of 15 values to 4 by 4", "Reshape/to-rank-2", {f"{DENSE}.target_shape": [4, 4]}),
    ("reshape-remainder.keras", "a Reshape of 15 values to 4 by whatever is left", "Reshape/to-rank-2", {f"{DENSE}.target_shape": [4, -1]}),
    ("reshape-two-unknowns.keras", "a Reshape with two unknown sizes", "Reshape/to-rank-2", {f"{DENSE}.target_shape": [-1, -1]}),
    ("rescaling-length.keras", "a Rescaling of three features with a scale of two", "Rescaling/lists", {f"{DENSE}.scale": [0.5, 2.0]}),
    ("softmax-axis.keras", "a Softmax over axis 3 of a row of rank 1", "Softmax/default", {f"{DENSE}.axis": 3}),
    ("data-format.keras", "a Flatten with the data format channels_middle", "Flatten/channels-first", {f"{DENSE}.data_format": "channels_middle"}),
    ("glu-odd.keras", "the activation glu over 13 values, which have no halves", "Activation/softmax-large", {f"{DENSE}.activation": "glu"}),
]  # fmt: skip


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


# file, what is wrong, how the configuration's text is changed
CONFIG_TEXTS: list[tuple[str, str, Callable[[str], str | bytes]]] = [
    ("config-not-json.keras", "config.json is not JSON", lambda text: text[: len(text) // 2]),
    ("config-not-json.h5", "model_config is not JSON", lambda text: text[: len(text) // 2]),
    ("config-yaml.h5", "model_config is YAML", lambda text: "class_name: Sequential\nconfig:\n  name: sequential\n"),
    ("config-list.keras", "config.json is a list, not a model", lambda text: f"[{text}]"),
    ("config-empty.keras", "config.json is empty", lambda text: ""),
    ("config-trailing.keras", "something follows the JSON of config.json", lambda text: text + " {}"),
    ("config-not-utf-8.keras", "config.json is not UTF-8", lambda text: text.replace('"sequential"', '"sequ\xe9ntial"').encode("latin-1")),
    ("config-deep.keras", "config.json nests 10000 levels", lambda text: text[:-1] + f', "compile_config": {nested(10_000)}}}'),
    ("config-deep.h5", "model_config nests 10000 levels", lambda text: text[:-1] + f', "compile_config": {nested(10_000)}}}'),
    ("config-nan.keras", "a Dense of NaN units", lambda text: text.replace('"units": 3', '"units": NaN')),
    ("config-duplicate-key.keras", "a Dense with two different units", lambda text: text.replace('"units": 3', '"units": 3, "units": 4')),
]  # fmt: skip


def config_files() -> Refused:
    files = {}
    for file, reason, folder, values in CONFIG_VALUES:
        files[file] = (reason, with_values(folder, file.rpartition(".")[2], values))
    for file, reason, change in CONFIG_TEXTS:
        files[file] = (reason, with_config(LESSON, file.rpartition(".")[2], change))
    return files


def encrypted(data: bytes) -> bytes:
    """Sets the flag that says a member is encrypted, in every header."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 1)
    return bytes(changed)


def npz(values: dict[str, np.ndarray]) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **values)
    return buffer.getvalue()


def zip_files() -> Refused:
    members = read_members(golden(LESSON, "keras"))
    whole = packed(members.items(), zipfile.ZIP_STORED)
    config, weights = members["config.json"], members[WEIGHTS]
    without = lambda name: packed((one, data) for one, data in members.items() if one != name)  # noqa: E731
    plus = lambda name, data: packed([*members.items(), (name, data)])  # noqa: E731
    return {
        "no-config.keras": ("config.json is missing", without("config.json")),
        "no-weights.keras": ("model.weights.h5 is missing", without(WEIGHTS)),
        "npz-weights.keras": ("weights are in model.weights.npz, which can hold pickles", packed([*list(members.items())[:2], ("model.weights.npz", npz({"dense": np.ones(3)}))])),
        "npz-besides.keras": ("model.weights.npz lies besides model.weights.h5", plus("model.weights.npz", npz({"dense": np.ones(3)}))),
        "duplicate-config.keras": ("config.json is there twice", plus("config.json", config)),
        "duplicate-weights.keras": ("model.weights.h5 is there twice", plus(WEIGHTS, weights)),
        "unexpected-member.keras": ("a member that Keras does not write, run.py", plus("run.py", b"print('hello')\n")),
        "assets.keras": ("assets of a layer that is not in the model", plus("assets/vocabulary.txt", b"cat\ndog\n")),
        "parent-path.keras": ("a member whose name leaves the archive, ../config.json", plus("../config.json", config)),
        "absolute-path.keras": ("a member with an absolute name, /tmp/config.json", plus("/tmp/config.json", config)),
        "encrypted.keras": ("the members are marked as encrypted", encrypted(whole)),
        "bomb-config.keras": ("config.json grows from kilobytes to 72 MiB", packed((members | {"config.json": config + b" " * (72 * MIB)}).items())),
        "bomb-weights.keras": ("model.weights.h5 grows from kilobytes to 32 MiB", packed((members | {WEIGHTS: weights + bytes(32 * MIB)}).items())),
        "weights-not-hdf5.keras": ("model.weights.h5 is not HDF5", packed((members | {WEIGHTS: b"these are not weights\n" * 20}).items())),
        "weights-empty.keras": ("model.weights.h5 is empty", packed((members | {WEIGHTS: b""}).items())),
        "weights-truncated.keras": ("model.weights.h5 ends in the middle", packed((members | {WEIGHTS: weights[: len(weights) // 3]}).items())),
        "truncated.keras": ("the archive ends in the middle", whole[: len(whole) // 2]),
        "pickle.keras": ("a Python pickle around an archive", pickle.dumps({"model": whole}, protocol=4)),
        "other-zip.keras": ("an archive without a Keras model", packed([("hello.txt", b"hello\n")])),
    }  # fmt: skip


KERNEL = "layers/dense/vars/0"
BIAS = "layers/dense/vars/1"


def replaced(place: str, put: Callable[[h5py.Group, str], object]) -> Callable[[h5py.File], object]:
    """Removes what is at the place, then puts something else there."""

    def edit(file: h5py.File) -> None:
        parent = file[place].parent
        del file[place]
        put(parent, place.rpartition("/")[2])

    return edit


def changed(place: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[h5py.File], object]:
    def edit(file: h5py.File) -> None:
        array = change(file[place][()])
        replaced(place, lambda group, name: group.create_dataset(name, data=array))(file)

    return edit


def with_first(value: float) -> Callable[[np.ndarray], np.ndarray]:
    def change(array: np.ndarray) -> np.ndarray:
        array.flat[0] = value
        return array

    return change


def nothing(group: h5py.Group, name: str) -> None:
    """Leaves the place empty."""


def virtual(group: h5py.Group, name: str) -> None:
    layout = h5py.VirtualLayout((2, 3), np.float32)
    layout[:] = h5py.VirtualSource("elsewhere.h5", "kernel", (2, 3))
    group.create_virtual_dataset(name, layout)


def add_dataset(place: str) -> Callable[[h5py.File], object]:
    return lambda file: file.create_dataset(place, data=np.ones(3, np.float32))


# file, what is wrong, how the weights inside an archive are changed
WEIGHT_EDITS: list[tuple[str, str, Callable[[h5py.File], object]]] = [
    ("weight-missing.keras", "the kernel of the first Dense is missing", replaced(KERNEL, nothing)),
    ("layer-missing.keras", "the weights of the second Dense are missing", replaced("layers/dense_1", nothing)),
    ("all-weights-missing.keras", "there are no weights at all", replaced("layers", nothing)),
    ("weight-extra.keras", "a third weight for the first Dense", add_dataset("layers/dense/vars/2")),
    ("layer-extra.keras", "weights of a third Dense, which the model does not have", add_dataset("layers/dense_2/vars/0")),
    ("weight-transposed.keras", "the kernel of the first Dense is 3 by 2, not 2 by 3", changed(KERNEL, np.transpose)),
    ("weight-flat.keras", "the kernel of the first Dense has six values in a row, not 2 by 3", changed(KERNEL, np.ravel)),
    ("weight-longer.keras", "the bias of the first Dense has 4 values, not 3", changed(BIAS, lambda array: np.append(array, np.float32(1)))),
    ("weight-nan.keras", "the kernel of the first Dense holds NaN", changed(KERNEL, with_first(np.nan))),
    ("weight-infinite.keras", "the bias of the first Dense holds an infinity", changed(BIAS, with_first(np.inf))),
    ("weight-int8.keras", "the kernel of the first Dense is int8", changed(KERNEL, lambda array: array.astype(np.int8))),
    ("weight-int64.keras", "the kernel of the first Dense is int64", changed(KERNEL, lambda array: array.astype(np.int64))),
    ("weight-text.keras", "the kernel of the first Dense is text", replaced(KERNEL, lambda group, name: group.create_dataset(name, data=np.array([b"abc", b"def"])))),
    ("weight-shape-bomb.keras", "the kernel of the first Dense declares 16 GiB and stores nothing", replaced(KERNEL, lambda group, name: group.create_dataset(name, (1 << 16, 1 << 16), np.float32, chunks=(64, 64)))),
    ("weight-never-written.keras", "the kernel of the first Dense was never written", replaced(KERNEL, lambda group, name: group.create_dataset(name, (2, 3), np.float32, chunks=(2, 3)))),
    ("weight-empty.keras", "the bias of the first Dense has no values", replaced(BIAS, lambda group, name: group.create_dataset(name, (0,), np.float32))),
    ("soft-link.keras", "the kernel of the first Dense is a soft link to another weight", replaced(KERNEL, lambda group, name: group.__setitem__(name, h5py.SoftLink("/layers/dense_1/vars/0")))),
    ("soft-link-group.keras", "the group of the second Dense is a soft link to the first", replaced("layers/dense_1", lambda group, name: group.__setitem__(name, h5py.SoftLink("/layers/dense")))),
    ("external-link.keras", "the kernel of the first Dense is a link into another file", replaced(KERNEL, lambda group, name: group.__setitem__(name, h5py.ExternalLink("elsewhere.h5", "/kernel")))),
    ("external-link-absolute.keras", "the kernel of the first Dense is a link into /etc/passwd", replaced(KERNEL, lambda group, name: group.__setitem__(name, h5py.ExternalLink("/etc/passwd", "/kernel")))),
    ("external-storage.keras", "the kernel of the first Dense is stored in another file", replaced(KERNEL, lambda group, name: group.create_dataset(name, (2, 3), np.float32, external=[("elsewhere.bin", 0, 24)]))),
    ("virtual-dataset.keras", "the kernel of the first Dense is a view of another file", replaced(KERNEL, virtual)),
    ("link-cycle.keras", "the group of the first Dense contains itself", lambda file: file["layers/dense"].__setitem__("again", file["layers"])),
    ("group-for-dataset.keras", "the kernel of the first Dense is a group", replaced(KERNEL, lambda group, name: group.create_group(name).create_dataset("0", data=np.ones((2, 3), np.float32)))),
    ("dataset-for-group.keras", "the group of the first Dense is a dataset", replaced("layers/dense", lambda group, name: group.create_dataset(name, data=np.ones(3, np.float32)))),
]  # fmt: skip

LEGACY_DENSE = "model_weights/dense"
LEGACY_KERNEL = f"{LEGACY_DENSE}/sequential/dense/kernel"


def attribute(place: str, name: str, value: list[str]) -> Callable[[h5py.File], object]:
    return lambda file: file[place].attrs.__setitem__(name, np.array(value, "S"))


def without_attribute(place: str, name: str) -> Callable[[h5py.File], object]:
    return lambda file: file[place].attrs.pop(name)


# file, what is wrong, how a legacy file is changed
LEGACY_EDITS: list[tuple[str, str, Callable[[h5py.File], object]]] = [
    ("no-model-config.h5", "the weights of a model without its configuration", without_attribute("/", "model_config")),
    ("no-weights.h5", "the configuration of a model without its weights", replaced("model_weights", nothing)),
    ("no-layer-names.h5", "layer_names is missing", without_attribute("model_weights", "layer_names")),
    ("layer-names-short.h5", "layer_names names one layer where the model has two", attribute("model_weights", "layer_names", ["dense"])),
    ("layer-names-long.h5", "layer_names names a layer twice", attribute("model_weights", "layer_names", ["dense", "dense_1", "dense_1"])),
    ("layer-names-absent.h5", "layer_names names a layer that is not in the file, dense_9", attribute("model_weights", "layer_names", ["dense", "dense_9"])),
    ("no-weight-names.h5", "the first Dense has no weight_names", without_attribute(LEGACY_DENSE, "weight_names")),
    ("weight-names-short.h5", "the first Dense names one weight where it has two", attribute(LEGACY_DENSE, "weight_names", ["sequential/dense/kernel"])),
    ("weight-names-long.h5", "the first Dense names three weights where it has two", attribute(LEGACY_DENSE, "weight_names", ["sequential/dense/kernel", "sequential/dense/bias", "sequential/dense/bias"])),
    ("weight-names-absent.h5", "the first Dense names a weight that is not in the file", attribute(LEGACY_DENSE, "weight_names", ["sequential/dense/kernel", "sequential/dense/offset"])),
    ("weight-names-parent.h5", "the first Dense names a weight outside its group by ..", attribute(LEGACY_DENSE, "weight_names", ["../dense_1/sequential/dense_1/kernel", "sequential/dense/bias"])),
    ("weight-names-absolute.h5", "the first Dense names a weight by a path from the root", attribute(LEGACY_DENSE, "weight_names", [f"/{LEGACY_KERNEL}", "sequential/dense/bias"])),
    ("weight-missing.h5", "the kernel of the first Dense is missing", replaced(LEGACY_KERNEL, nothing)),
    ("weight-transposed.h5", "the kernel of the first Dense is 3 by 2, not 2 by 3", changed(LEGACY_KERNEL, np.transpose)),
    ("weight-nan.h5", "the kernel of the first Dense holds NaN", changed(LEGACY_KERNEL, with_first(np.nan))),
    ("weight-int8.h5", "the kernel of the first Dense is int8", changed(LEGACY_KERNEL, lambda array: array.astype(np.int8))),
    ("weight-shape-bomb.h5", "the kernel of the first Dense declares 16 GiB and stores nothing", replaced(LEGACY_KERNEL, lambda group, name: group.create_dataset(name, (1 << 16, 1 << 16), np.float32, chunks=(64, 64)))),
    ("soft-link.h5", "the kernel of the first Dense is a soft link to another weight", replaced(LEGACY_KERNEL, lambda group, name: group.__setitem__(name, h5py.SoftLink("/model_weights/dense_1/sequential/dense_1/kernel")))),
    ("external-link.h5", "the kernel of the first Dense is a link into another file", replaced(LEGACY_KERNEL, lambda group, name: group.__setitem__(name, h5py.ExternalLink("elsewhere.h5", "/kernel")))),
    ("external-storage.h5", "the kernel of the first Dense is stored in another file", replaced(LEGACY_KERNEL, lambda group, name: group.create_dataset(name, (2, 3), np.float32, external=[("elsewhere.bin", 0, 24)]))),
    ("virtual-dataset.h5", "the kernel of the first Dense is a view of another file", replaced(LEGACY_KERNEL, virtual)),
]  # fmt: skip


def weights_only_legacy(data: bytes) -> bytes:
    """What save_weights of Keras 1 and 2 writes: model_weights moved to the root."""
    buffer = io.BytesIO()
    with h5py.File(io.BytesIO(data)) as source, h5py.File(buffer, "w") as target:
        weights = source["model_weights"]
        target.attrs.update(weights.attrs)
        for name in weights:
            source.copy(weights[name], target, name)
    return buffer.getvalue()


def hdf5_without_model() -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_dataset("temperatures", data=np.arange(5.0))
    return buffer.getvalue()


def hdf5_files() -> Refused:
    legacy = golden(LESSON, "h5").read_bytes()
    files = {file: (reason, with_weights(edit)) for file, reason, edit in WEIGHT_EDITS}
    files |= {file: (reason, with_legacy(edit)) for file, reason, edit in LEGACY_EDITS}
    return files | {
        "weights-only.weights.h5": ("weights of the newer layout without a model", read_members(golden(LESSON, "keras"))[WEIGHTS]),
        "weights-only.h5": ("weights of the older layout without a model", weights_only_legacy(legacy)),
        "other-hdf5.h5": ("HDF5 without a Keras model", hdf5_without_model()),
        "truncated.h5": ("the file ends in the middle", legacy[: len(legacy) // 2]),
    }


def other_files() -> Refused:
    config = read_members(golden(LESSON, "keras"))["config.json"]
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a" * 16 + "\nsize 132735\n"
    return {
        "git-lfs-pointer.keras": ("a Git LFS pointer: the model was not fetched", pointer.encode()),
        "empty.keras": ("an empty file", b""),
        "empty.h5": ("an empty file", b""),
        "text.keras": ("text, not a model", b"This is not a model.\n"),
        "noise.h5": ("random bytes", np.random.default_rng(7).bytes(777)),
        "architecture.json": ("the architecture of a model without weights", config),
        "architecture.yaml": ("the architecture of a model as YAML", b"backend: tensorflow\nclass_name: Sequential\nconfig:\n  name: sequential\nkeras_version: 2.4.0\n"),
    }


def all_files() -> Refused:
    groups = (refused_models.all_models(), config_files(), zip_files(), hdf5_files(), other_files())
    files: Refused = {}
    for group in groups:
        twice = files.keys() & group.keys()
        if twice:
            raise ValueError(f"two files share a name: {sorted(twice)}")
        files |= group
    return files


def content() -> dict[str, bytes]:
    files = all_files()
    index = {file: files[file][0] for file in sorted(files)}
    return {file: data for file, (_, data) in files.items()} | {"index.json": (json.dumps(index, indent=1, ensure_ascii=False) + "\n").encode()}


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def same(name: str, committed: bytes | None, made: bytes | None) -> bool:
    """Equal to the byte, but for what the machine decides: how zlib compresses, and addresses that HDF5 and Keras leave."""
    if committed == made:
        return True
    if committed is None or made is None:
        return False
    if name in MADE_WITH_ADDRESSES:
        return not model_files.differences(committed, made)
    if name in UNCOMPRESSED or not zipfile.is_zipfile(io.BytesIO(committed)):
        return False
    return members_of(committed) == members_of(made)


def compare() -> tuple[dict[str, bytes], dict[str, str]]:
    """What is made now, and what is wrong with the committed files, by name."""
    made = content()
    committed = {path.name: path.read_bytes() for path in TREE.glob("*")}
    wrong = {}
    for name in sorted(made.keys() | committed.keys()):
        if not same(name, committed.get(name), made.get(name)):
            wrong[name] = "is not made any more" if name not in made else "is missing" if name not in committed else "differs"
    return made, wrong


def write_all() -> None:
    TREE.mkdir(parents=True, exist_ok=True)
    made, wrong = compare()
    for name in wrong:
        if name in made:
            (TREE / name).write_bytes(made[name])
        else:
            (TREE / name).unlink()
        print(f"wrote refused/{name}" if name in made else f"removed refused/{name}")


def check_all() -> int:
    """Prints each file that is not as committed, then the count; returns how many there are."""
    made, wrong = compare()
    for name, state in wrong.items():
        print(f"refused/{name} {state}")
    failed = len(wrong)
    print(f"{len(made.keys() | wrong.keys()) - failed} passed, {failed} failed")
    return failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed files, change nothing")
    if parser.parse_args().check:
        sys.exit(check_all() > 0)
    write_all()


if __name__ == "__main__":
    main()
