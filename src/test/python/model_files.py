"""Reads a Keras file as plain values, without Keras, so that two files can be compared."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import h5py
import numpy as np

# Written by Keras from the clock or from object addresses: says nothing about the model.
VOLATILE_KEYS = ("date_saved", "shared_object_id")


def without_volatile(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_volatile(one) for key, one in value.items() if key not in VOLATILE_KEYS}
    if isinstance(value, list):
        return [without_volatile(one) for one in value]
    return value


def plain_attribute(name: str, value: Any) -> Any:
    if name == "model_config":
        return without_volatile(json.loads(value))
    if isinstance(value, np.ndarray):
        return [plain_attribute("", one) for one in value]
    return value.decode() if isinstance(value, bytes) else value


def hdf5_content(file: h5py.File) -> dict[str, Any]:
    """Attributes and datasets by path."""
    content: dict[str, Any] = {}

    def visit(path: str, node: h5py.Group | h5py.Dataset) -> None:
        for name, value in node.attrs.items():
            content[f"{path}@{name}"] = plain_attribute(name, value)
        if isinstance(node, h5py.Dataset):
            content[path] = node[()]

    visit("", file)
    file.visititems(visit)
    return content


def model_content(data: bytes) -> dict[str, Any]:
    """Everything a model file says, by place: JSON members, attributes, datasets."""
    if not data.startswith(b"PK"):
        with h5py.File(io.BytesIO(data)) as file:
            return hdf5_content(file)
    content: dict[str, Any] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                content[name] = without_volatile(json.loads(archive.read(name)))
            else:
                with h5py.File(io.BytesIO(archive.read(name))) as file:
                    content |= {f"{name}:{place}": value for place, value in hdf5_content(file).items()}
    return content


def same_value(one: Any, other: Any) -> bool:
    if not isinstance(one, (np.ndarray, np.generic)):
        return one == other
    left, right = np.asarray(one), np.asarray(other)
    if left.shape != right.shape or left.dtype != right.dtype:
        return False
    if left.dtype.kind == "f":
        return np.allclose(left, right, rtol=1e-6, atol=1e-7, equal_nan=True)
    return left.tobytes() == right.tobytes()


def differences(expected: bytes, actual: bytes) -> list[str]:
    """The places in which two model files disagree."""
    one, other = model_content(expected), model_content(actual)
    lines = [f"{place} is only in one of the two" for place in sorted(one.keys() ^ other.keys())]
    return lines + [f"{place} differs" for place in sorted(one.keys() & other.keys()) if not same_value(one[place], other[place])]
