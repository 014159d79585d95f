"""The models as the peers load and call them, in Spark's Python workers.

A worker has one thread, as a task slot has one core, and keeps its models for the tasks and runs to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from pyspark.ml.functions import predict_batch_udf
from pyspark.sql import Column
from pyspark.sql.functions import pandas_udf
from pyspark.sql.types import FloatType, StructField, StructType

Predict = Callable[[np.ndarray], np.ndarray]
Load = Callable[[Path], Predict]


@cache
def onnx_runtime(models: Path) -> Predict:
    """A session of ONNX Runtime; batches are (rows, features)."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(models.with_suffix(".onnx"), options, providers=["CPUExecutionProvider"])
    features = session.get_inputs()[0]
    return lambda batch: session.run(None, {features.name: batch.reshape(-1, *features.shape[1:])})[0]


@cache
def keras_model(models: Path) -> Predict:
    """A model of Keras on TensorFlow; batches are (rows, features)."""
    import keras
    import tensorflow

    threading = tensorflow.config.threading
    if threading.get_intra_op_parallelism_threads() != 1:  # a worker that holds another model has set it
        threading.set_intra_op_parallelism_threads(1)
        threading.set_inter_op_parallelism_threads(1)
    model = keras.models.load_model(models.with_suffix(".keras"))
    return lambda batch: model.predict_on_batch(batch.reshape(-1, *model.input_shape[1:]))


def floats(names: list[str]) -> StructType:
    return StructType([StructField(name, FloatType()) for name in names])


def predict_batch(load: Load, models: Path, outputs: list[str], features: int, rows: int) -> Callable[..., Column]:
    """predict_batch_udf over one column: an array, or a struct of scalars, which arrives as a DataFrame."""

    def make() -> Callable[[np.ndarray], dict[str, np.ndarray]]:
        predict = load(models)

        def columns(batch: np.ndarray) -> dict[str, np.ndarray]:
            return dict(zip(outputs, predict(batch).T, strict=True))

        return columns

    return predict_batch_udf(make, return_type=floats(outputs), batch_size=rows, input_tensor_shapes=[[features]])


def pandas_iterator(load: Load, models: Path, outputs: list[str], array: bool) -> Callable[..., Column]:
    """pandas_udf in its iterator form, which gets the model once a task and predicts an Arrow batch at a time."""

    def structs(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        predict = load(models)
        for batch in batches:
            yield pd.DataFrame(predict(batch.to_numpy()), columns=outputs)

    def arrays(batches: Iterator[pd.Series]) -> Iterator[pd.DataFrame]:
        predict = load(models)
        for batch in batches:
            yield pd.DataFrame(predict(np.vstack(batch)), columns=outputs)

    return pandas_udf(arrays if array else structs, floats(outputs))
