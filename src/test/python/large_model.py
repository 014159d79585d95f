"""Writes a model with 1 GiB of weights, a table for it, and what Keras predicts for the table.

Usage: large_model.py FOLDER
FOLDER gets model.keras, table.parquet (id, x) and expected.parquet (id, probabilities). Needs about 6 GB of memory.
"""

from __future__ import annotations

import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}

import sys
from pathlib import Path

import keras
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 5
FEATURES = 4_096
UNITS = 32_768
CLASSES = 10
ROWS = 1_000


def write(path: Path, column: str, rows: np.ndarray) -> None:
    values = pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows.shape[1])
    table = pa.table({"id": pa.array(np.arange(len(rows))), column: values.cast(pa.list_(pa.float32()))})
    pq.write_table(table, path)


def main(folder: Path) -> None:
    keras.utils.set_random_seed(SEED)
    model = keras.Sequential(
        [
            keras.Input((FEATURES,)),
            keras.layers.Dense(UNITS, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(FEATURES, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.save(folder / "model.keras")
    rows = np.random.default_rng(SEED).normal(size=(ROWS, FEATURES)).astype(np.float32)
    write(folder / "table.parquet", "x", rows)
    write(folder / "expected.parquet", "probabilities", model.predict(rows, batch_size=100, verbose=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
