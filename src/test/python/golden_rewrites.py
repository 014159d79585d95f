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

import golden_older

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
    """Keras 2.12 to 2.15 on Windows joined the path of a layer with backslashes, into one link below the root.

    The links of a layer and of a cell inside it so lie side by side.
    """

    def backslashes(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with h5py.File(io.BytesIO(data)) as source, h5py.File(buffer, "w") as target:

            def link(name: str, node: h5py.Group | h5py.Dataset) -> None:
                if isinstance(node, h5py.Group) and "vars" in node:
                    source.copy(node["vars"], target.create_group(name.replace("/", "\\")), name="vars")

            source.visititems(link)
            target.create_group("vars")
        return buffer.getvalue()

    rewrite_weights(path, backslashes)
    return {"made": "saved by Keras on Linux, links then renamed with h5py as Keras on Windows names them"}


REWRITES: dict[str, Callable[[Path], dict[str, str]]] = {
    one.__name__: one
    for one in (
        gzip_chunked,
        newest_hdf5,
        big_endian,
        deflated_zip,
        numbered_attributes,
        windows_links,
        golden_older.keras_1,
        golden_older.keras_1_theano,
        golden_older.keras_1_oldest_kernels,
        golden_older.keras_1_joined_gates,
        golden_older.keras_1_time_distributed_dense,
        golden_older.keras_2,
        golden_older.keras_2_theano,
        golden_older.keras_2_cudnn,
    )
}
