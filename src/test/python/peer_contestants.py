"""The contestants of the job benchmark: each makes the same table of scores in the way that its makers recommend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from peer_models import Load, keras_model, onnx_runtime, pandas_iterator, predict_batch
from peer_tables import ARRAY, Table
from pyspark.ml.classification import MultilayerPerceptronClassifier
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.functions import array_to_vector, vector_to_array
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql.functions import array, col, expr, struct

FOLDER = Path(__file__).resolve().parents[3] / "target" / "benchmark"
MODELS = FOLDER / "models"


@dataclass(frozen=True)
class Contestant:
    """A way of getting from a table to a job's rows.

    sink: where the rows go, parquet or noop
    ours: whether this project's rules may change the plan
    scores: whether the model's probabilities must come out
    peer: whether it is warmed up on a quarter of the table, as it takes long
    array: whether it takes the features from one array column where the table has scalars
    """

    key: str
    words: Callable[[Table], str]
    rows: Callable[[Table, DataFrame], DataFrame]
    sink: str = "parquet"
    ours: bool = False
    scores: bool = False
    peer: bool = False
    array: bool = False


def java_list(spark: SparkSession, values: list[str]) -> Any:
    result = spark._jvm.java.util.ArrayList()
    for value in values:
        result.add(value)
    return result


@cache
def scorer(spark: SparkSession, network: str, features: tuple[str, ...]) -> Any:
    """This project's Scorer, which counts over all its runs."""
    loaded = spark._jvm.io.forwardpass.spark.Scorer.load(spark._jsparkSession, str(MODELS / f"{network}.keras"))
    return loaded.features(java_list(spark, list(features))).predictionCol("")


def features_of(table: Table, frame: DataFrame) -> tuple[str, ...]:
    return tuple(table.features) if table.features[0] in frame.columns else (ARRAY,)


def forwardpass(table: Table, frame: DataFrame) -> DataFrame:
    spark = frame.sparkSession
    scored = scorer(spark, table.network, features_of(table, frame)).score(frame._jdf)
    return DataFrame(scored, spark).select(*table.kept, *table.outputs)


def copied(table: Table, frame: DataFrame) -> DataFrame:
    return frame.selectExpr(*table.copied)


def read(table: Table, frame: DataFrame) -> DataFrame:
    return frame.select(*dict.fromkeys([*table.kept, *table.features]))


@cache
def perceptron(spark: SparkSession, widths: tuple[int, ...]) -> Any:
    """Sigmoid in the hidden layers is all that MLlib has; what it was fitted to does not change how long it takes."""
    rows = spark.range(200).selectExpr(f"array_repeat(rand(1), {widths[0]}) x", f"cast(id % {widths[-1]} as double) label")
    rows = rows.select(array_to_vector("x").alias("features"), "label")
    return MultilayerPerceptronClassifier(layers=list(widths), maxIter=1, seed=1, predictionCol="", rawPredictionCol="").fit(rows)


def mllib(table: Table, frame: DataFrame) -> DataFrame:
    widths = tuple(int(width) for width in table.network.split("-"))
    if table.layout == "array":
        vectors = frame.withColumn("features", array_to_vector(ARRAY))
    else:
        vectors = VectorAssembler(inputCols=table.features, outputCol="features").transform(frame)
    scored = perceptron(frame.sparkSession, widths).transform(vectors)
    scored = scored.select(*table.kept, vector_to_array("probability", "float32").alias("p"))
    return scored.select(*table.kept, *(expr(f"p[{index}]").alias(name) for index, name in enumerate(table.outputs)))


def unpacked(table: Table, frame: DataFrame, function: Callable[..., Column], features: Column, arrow_rows: int) -> DataFrame:
    """A select of its own for the function, which Spark would otherwise call once for each field of what it returns."""
    frame.sparkSession.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(arrow_rows))
    return frame.select(*table.kept, function(features).alias("p")).select(*table.kept, "p.*")


def arrives_as_array(table: Table) -> bool:
    """A struct becomes a matrix in one step, an array an object a row; but hundreds of fields cost more than that."""
    return table.layout == "array" or len(table.features) > 100


def packed(table: Table) -> Column:
    if table.layout == "array":
        return col(ARRAY)
    return array(*table.features) if arrives_as_array(table) else struct(*table.features)


def predicted_in_batches(load: Load, batch: Callable[[Table], int]) -> Callable[[Table, DataFrame], DataFrame]:
    functions: dict[str, Callable[..., Column]] = {}  # the workers keep the model of a function for its next run

    def rows(table: Table, frame: DataFrame) -> DataFrame:
        if table.key not in functions:
            functions[table.key] = predict_batch(load, MODELS / table.network, table.outputs, table.widths[0], batch(table))
        return unpacked(table, frame, functions[table.key], packed(table), arrow_rows=10_000)

    return rows


def predicted_by_pandas(table: Table, frame: DataFrame) -> DataFrame:
    function = pandas_iterator(keras_model, MODELS / table.network, table.outputs, arrives_as_array(table))
    return unpacked(table, frame, function, packed(table), arrow_rows=table.batches.keras)


def onnx_rows(table: Table, frame: DataFrame) -> DataFrame:
    spark = frame.sparkSession
    scored = spark._jvm.io.forwardpass.benchmark.OnnxRows.score(
        frame._jdf,
        str(MODELS / f"{table.network}.onnx"),
        java_list(spark, table.features),
        java_list(spark, table.kept),
        java_list(spark, table.outputs),
        table.widths[0],
        table.batches.rows,
    )
    return DataFrame(scored, spark)


CONTESTANTS = [
    Contestant("forwardpass", lambda table: "**Forwardpass**", forwardpass, ours=True, scores=True),
    Contestant("array", lambda table: "Forwardpass, the same in one array column", forwardpass, ours=True, scores=True, array=True),
    Contestant("noop", lambda table: "Forwardpass, scored to `noop`", forwardpass, sink="noop", ours=True),
    Contestant("read", lambda table: "Spark reads what is needed, to `noop`", read, sink="noop"),
    Contestant("copy", lambda table: f"Spark copies {table.copied_words}", copied),
    Contestant("mllib", lambda table: "Spark MLlib, a perceptron of as many units", mllib, peer=True),
    Contestant(
        "batch-onnx",
        lambda table: f"`predict_batch_udf`, ONNX Runtime, batches of {table.batches.onnx:,}",
        predicted_in_batches(onnx_runtime, lambda table: table.batches.onnx),
        scores=True,
        peer=True,
    ),
    Contestant(
        "batch-keras",
        lambda table: f"`predict_batch_udf`, Keras, batches of {table.batches.keras:,}",
        predicted_in_batches(keras_model, lambda table: table.batches.keras),
        scores=True,
        peer=True,
    ),
    Contestant(
        "pandas-keras",
        lambda table: f"`pandas_udf`, Keras, batches of {table.batches.keras:,}",
        predicted_by_pandas,
        scores=True,
        peer=True,
    ),
    Contestant(
        "rows-onnx",
        lambda table: f"`mapPartitions`, ONNX Runtime in Java, batches of {table.batches.rows:,}",
        onnx_rows,
        scores=True,
        peer=True,
    ),
]


def takes(contestant: Contestant, table: Table) -> bool:
    if contestant.key == "mllib":
        # It has dense layers alone, and the code for assembling 784 columns is more than a JVM takes in one method.
        return table.key not in ("c", "e")
    return table.key == "c" or not contestant.array
