"""Turns a file saved by Keras into a valid variant that no Keras here can be made to write.

Each function takes the saved file, changes it in place, and returns what to record in golden.json.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

WEIGHTS = "model.weights.h5"
CopyDataset = Callable[[h5py.Group, str, h5py.Dataset], None]


def read_members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of the members. Their dates are fixed: they are no part of the model."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.filterwarnings("ignore", message="Duplicate name")
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, method)
    return buffer.getvalue()


def undated(path: Path) -> bytes:
    """The archive that Keras saved, without the dates that make it differ from one run to the next."""
    members = read_members(path)
    metadata = json.loads(members["metadata.json"]) | {"date_saved": "2026-01-01@00:00:00"}
    return packed((members | {"metadata.json": json.dumps(metadata).encode()}).items())


def copy_group(source: h5py.Group, target: h5py.Group, copy_dataset: CopyDataset) -> None:
    for name, value in source.attrs.items():
        target.attrs[name] = value
    for name, node in source.items():
        if isinstance(node, h5py.Dataset):
            copy_dataset(target, name, node)
        else:
            copy_group(node, target.create_group(name), copy_dataset)


def rewrite_hdf5(data: bytes, copy_dataset: CopyDataset, **file_options: Any) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(io.BytesIO(data)) as source, h5py.File(buffer, "w", **file_options) as target:
        copy_group(source, target, copy_dataset)
    return buffer.getvalue()


def rewrite_weights(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Applies a change to the HDF5 part of either format."""
    if not zipfile.is_zipfile(path):
        path.write_bytes(change(path.read_bytes()))
        return
    members = read_members(path)
    members[WEIGHTS] = change(members[WEIGHTS])
    path.write_bytes(packed(members.items(), zipfile.ZIP_STORED))


def copy_plainly(target: h5py.Group, name: str, node: h5py.Dataset) -> None:
    target.create_dataset(name, data=node[()])


def gzip_chunked(path: Path) -> dict[str, str]:
    def compressed(target: h5py.Group, name: str, node: h5py.Dataset) -> None:
        chunks = tuple(max(1, (size + 1) // 2) for size in node.shape)
        target.create_dataset(name, data=node[()], chunks=chunks, compression="gzip", shuffle=True)

    rewrite_weights(path, lambda data: rewrite_hdf5(data, compressed))
    return {"made": "saved by Keras, weights then chunked and gzip-compressed with h5py"}


def newest_hdf5(path: Path) -> dict[str, str]:
    rewrite_weights(path, lambda data: rewrite_hdf5(data, copy_plainly, libver="latest"))
    return {"made": "saved by Keras, weights then rewritten by h5py in the newest HDF5 file format"}


def big_endian(path: Path) -> dict[str, str]:
    def swapped(target: h5py.Group, name: str, node: h5py.Dataset) -> None:
        target.create_dataset(name, data=node[()].astype(">f4"))

    rewrite_weights(path, lambda data: rewrite_hdf5(data, swapped))
    return {"made": "saved by Keras, weights then rewritten by h5py as big-endian float32"}


def deflated_zip(path: Path) -> dict[str, str]:
    path.write_bytes(packed(read_members(path).items()))
    return {"made": "saved by Keras, archive then compressed"}


def numbered_attributes(path: Path) -> dict[str, str]:
    """Keras splits an attribute above 64,512 bytes; here it is split early to keep the file small."""

    def split(data: bytes) -> bytes:
        buffer = io.BytesIO(data)
        with h5py.File(buffer, "r+") as file:
            weights = file["model_weights"]
            names = weights.attrs.pop("layer_names")
            for index, part in enumerate(np.array_split(names, 3)):
                weights.attrs[f"layer_names{index}"] = part
        return buffer.getvalue()

    rewrite_weights(path, split)
    return {"made": "saved by Keras, layer_names then split as Keras does when it is long"}


def windows_links(path: Path) -> dict[str, str]:
    """Keras 2.12 to 2.15 on Windows joined group names with a backslash, into one link below the root."""

    def backslashes(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with h5py.File(io.BytesIO(data)) as source, h5py.File(buffer, "w") as target:
            container = next(name for name in source if name != "vars")
            for name in source[container]:
                source.copy(source[container][name], target, name=f"{container}\\{name}")
            target.create_group("vars")
        return buffer.getvalue()

    rewrite_weights(path, backslashes)
    return {"made": "saved by Keras on Linux, links then renamed with h5py as Keras on Windows names them"}


KERAS_1_WEIGHTS = {
    "kernel": "W",
    "bias": "b",
    "gamma": "gamma",
    "beta": "beta",
    "moving_mean": "running_mean",
    "moving_variance": "running_std",
}


def keras_1_layer(layer: dict[str, Any]) -> dict[str, Any]:
    """The configuration Keras 1.2.2 writes for the layer, with the names of that time."""
    config = layer["config"]
    common = {"name": keras_1_name(config["name"]), "trainable": True}
    own: dict[str, Any] = {
        "Dense": lambda: {
            "output_dim": config["units"],
            "init": "glorot_uniform",
            "activation": config["activation"],
            "W_regularizer": None,
            "b_regularizer": None,
            "activity_regularizer": None,
            "W_constraint": None,
            "b_constraint": None,
            "bias": config["use_bias"],
            "input_dim": None,
        },
        "BatchNormalization": lambda: {
            "epsilon": config["epsilon"],
            "mode": 0,
            "axis": -1,
            "gamma_regularizer": None,
            "beta_regularizer": None,
            "momentum": config["momentum"],
        },
        "Activation": lambda: {"activation": config["activation"]},
        "Dropout": lambda: {"p": config["rate"]},
    }[layer["class_name"]]()
    return {"class_name": layer["class_name"], "config": common | own}


def keras_1_name(name: str) -> str:
    """Keras 1 counts from one and writes the class in one word: dense_2, batchnormalization_1."""
    base, _, number = name.rpartition("_")
    if not number.isdigit():
        base, number = name, "0"
    return f"{base.replace('_', '')}_{int(number) + 1}"


def keras_1_layout(path: Path, suffix: str, attributes: dict[str, bytes]) -> None:
    """Moves configuration and weights of a tf-keras file to the Keras 1 layout: arrays as they are, names of that time."""
    with h5py.File(path) as source:
        layers = [one for one in json.loads(source.attrs["model_config"])["config"]["layers"] if one["class_name"] != "InputLayer"]
        weights = source["model_weights"]
        arrays = {
            one["config"]["name"]: [(name, weights[one["config"]["name"]][name][()]) for name in weights[one["config"]["name"]].attrs["weight_names"]]
            for one in layers
        }
    config = [keras_1_layer(one) for one in layers]
    inputs = arrays[layers[0]["config"]["name"]][0][1].shape[0]
    config[0]["config"] |= {"batch_input_shape": [None, inputs], "input_dtype": "float32", "input_dim": inputs}
    with h5py.File(path, "w") as target:
        target.attrs.update(attributes)
        target.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": config}).encode()
        group = target.create_group("model_weights")
        group.attrs["layer_names"] = np.array([one["config"]["name"].encode() for one in config])
        for layer, new in zip(layers, config):
            write_keras_1_weights(group.create_group(new["config"]["name"]), arrays[layer["config"]["name"]], new["config"]["name"], suffix)


def write_keras_1_weights(group: h5py.Group, arrays: list[tuple[str, np.ndarray]], layer_name: str, suffix: str) -> None:
    names = []
    for name, array in arrays:
        kind = name.split("/")[-1].split(":")[0]
        names.append(f"{layer_name}_{KERAS_1_WEIGHTS[kind]}{suffix}")
        group.create_dataset(names[-1], data=array)
    group.attrs["weight_names"] = np.array([name.encode() for name in names])


def keras_1(path: Path) -> dict[str, str]:
    keras_1_layout(path, ":0", {"keras_version": b"1.2.2"})
    return {"keras": "1.2.2", "made": "by hand with h5py after the Keras 1 layout; outputs by tf-keras with the same weights"}


def keras_1_theano(path: Path) -> dict[str, str]:
    """The oldest Keras 1 files carry no version, and Theano put no ``:0`` behind a name."""
    keras_1_layout(path, "", {})
    return {"keras": "1", "made": "by hand with h5py after the Keras 1 layout of Theano; outputs by tf-keras with the same weights"}


REWRITES: dict[str, Callable[[Path], dict[str, str]]] = {
    one.__name__: one
    for one in (gzip_chunked, newest_hdf5, big_endian, deflated_zip, numbered_attributes, windows_links, keras_1, keras_1_theano)
}
