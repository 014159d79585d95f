"""Makes data-samples/, or with --check verifies that the committed models still give the committed expectations.

Usage: samples.py [--check]
Training is not reproducible to the bit on every machine, so a check does not train: it compares the predictions of the
committed model with the committed ones, and the penguins with the package they come from.
"""

from __future__ import annotations

import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}

import argparse
import csv
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TREE = Path(__file__).resolve().parents[3] / "data-samples"
SEED = 20_240
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Sample:
    folder: str
    table: str
    features: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def model_path(self) -> Path:
        return TREE / self.folder / f"{self.folder}.keras"

    @property
    def table_path(self) -> Path:
        return TREE / self.folder / self.table

    @property
    def expected_path(self) -> Path:
        return TREE / self.folder / "expected.parquet"


PENGUINS = Sample(
    "penguins",
    "penguins.parquet",
    ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
    ("Adelie", "Chinstrap", "Gentoo"),
)
OVERWEIGHT = Sample("overweight", "people.parquet", ("height_cm", "weight_kg"), ("normal", "overweight"))
ANIMALS = Sample(
    "animals",
    "animals.parquet",
    ("weight_kg", "height_cm", "ear_length_cm", "tail_length_cm", "leg_length_cm", "fur_length_cm", "neck_length_cm", "top_speed_kmh"),
    ("cat", "dog", "llama", "lizard"),
)
SAMPLES = (PENGUINS, OVERWEIGHT, ANIMALS)

PENGUIN_TYPES = {
    "species": pa.string(),
    "island": pa.string(),
    "bill_length_mm": pa.float64(),
    "bill_depth_mm": pa.float64(),
    "flipper_length_mm": pa.int32(),
    "body_mass_g": pa.int32(),
    "sex": pa.string(),
    "year": pa.int32(),
}
# Mean and spread of the eight measurements, in the order of ANIMALS.features.
ANIMAL_MEASURES = {
    "cat": ((4.5, 25, 6.5, 28, 15, 3, 8, 45), (1.0, 2, 0.8, 3, 2, 1, 1, 4)),
    "dog": ((25, 55, 11, 35, 33, 4, 17, 42), (8.0, 9, 2, 6, 6, 2, 3, 6)),
    "llama": ((135, 115, 14, 22, 72, 14, 62, 50), (15.0, 8, 1.5, 3, 6, 3, 6, 5)),
    "lizard": ((0.3, 6, 0.2, 24, 4, 0, 3, 22), (0.1, 1.5, 0.1, 5, 1, 0, 0.6, 5)),
}


def penguins_table() -> pa.Table:
    """The package's CSV with an id in front; NA becomes null."""
    package = importlib.util.find_spec("palmerpenguins")
    path = Path(package.submodule_search_locations[0]) / "data" / "penguins.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {"id": pa.array(range(1, len(rows) + 1), pa.int64())}
    for name, kind in PENGUIN_TYPES.items():
        parse: Callable[[str], object] = str if kind == pa.string() else float if kind == pa.float64() else int
        columns[name] = pa.array([None if row[name] in ("", "NA") else parse(row[name]) for row in rows], kind)
    return pa.table(columns)


def features_of(sample: Sample, table: pa.Table) -> np.ndarray:
    return np.stack([table[name].to_numpy().astype(np.float32) for name in sample.features], axis=1)


def without_nulls(sample: Sample, table: pa.Table) -> pa.Table:
    keep = np.ones(len(table), bool)
    for name in sample.features:
        keep &= table[name].is_valid().to_numpy()
    return table.filter(pa.array(keep))


def expected_table(sample: Sample, table: pa.Table, model: keras.Model) -> pa.Table:
    scored = without_nulls(sample, table)
    probabilities = np.asarray(model(features_of(sample, scored), training=False))
    columns = {f"probability_{label}": pa.array(probabilities[:, index]) for index, label in enumerate(sample.labels)}
    return pa.table({"id": scored["id"], **columns})


def fit(layers: list[keras.Layer], inputs: np.ndarray, classes: np.ndarray, epochs: int) -> keras.Model:
    """Smoothed labels keep probabilities away from 0 and 1, where a wrong forward pass would not show."""
    model = keras.Sequential([keras.Input((inputs.shape[1],)), *layers])
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.15)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    model.fit(inputs, np.eye(classes.max() + 1)[classes], epochs=epochs, batch_size=32, verbose=0)
    return model


def accuracy(model: keras.Model, inputs: np.ndarray, classes: np.ndarray) -> float:
    return float(np.mean(np.asarray(model(inputs, training=False)).argmax(axis=1) == classes))


def penguin_classes(table: pa.Table) -> np.ndarray:
    return np.array([PENGUINS.labels.index(one) for one in table["species"].to_pylist()])


def make_penguins() -> tuple[pa.Table, keras.Model]:
    table = penguins_table()
    training = without_nulls(PENGUINS, table)
    inputs = features_of(PENGUINS, training)
    normalization = keras.layers.Normalization()
    normalization.adapt(inputs)
    layers = [
        normalization,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
    return table, fit(layers, inputs, penguin_classes(training), epochs=60)


def make_overweight() -> tuple[pa.Table, keras.Model]:
    """Learns the rule: a body mass index of 25 or more is overweight."""
    rng = np.random.default_rng(SEED)
    inputs = np.stack([rng.uniform(148, 202, 2000), rng.uniform(42, 130, 2000)], axis=1).astype(np.float32)
    classes = (inputs[:, 1] / (inputs[:, 0] / 100) ** 2 >= 25).astype(int)
    normalization = keras.layers.Normalization()
    normalization.adapt(inputs)
    layers = [normalization, keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2, activation="softmax")]
    model = fit(layers, inputs, classes, epochs=40)
    people = [(152, 48), (158, 71.5), (163, 55), (165, 65), (168, 92), (170, 60.5), (172, 76.5), (175, 82), (178, 68), (181, 101), (185, 79), (190, 88.5), (195, 118), (198, 84)]
    columns = {name: pa.array([one[index] for one in people], pa.float32()) for index, name in enumerate(OVERWEIGHT.features)}
    return pa.table({"id": pa.array(range(1, len(people) + 1), pa.int64()), **columns}), model


def animal_rows(rng: np.random.Generator, of_each: int) -> tuple[np.ndarray, np.ndarray]:
    inputs = [np.abs(rng.normal(*map(np.array, ANIMAL_MEASURES[label]), (of_each, len(ANIMALS.features)))) for label in ANIMALS.labels]
    classes = np.repeat(np.arange(len(ANIMALS.labels)), of_each)
    order = rng.permutation(len(classes))
    return np.concatenate(inputs)[order].round(1).astype(np.float32), classes[order]


def make_animals() -> tuple[pa.Table, keras.Model]:
    """A plain 8-6-6-4 network on kilograms and centimetres.

    It is trained on standardised inputs; mean and spread are then folded into the first kernel and bias, so that the
    file needs no layer for them.
    """
    rng = np.random.default_rng(SEED)
    inputs, classes = animal_rows(rng, 300)
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    layers = [keras.layers.Dense(6, activation="relu"), keras.layers.Dense(6, activation="relu"), keras.layers.Dense(4, activation="softmax")]
    model = fit(layers, (inputs - mean) / spread, classes, epochs=20)
    kernel, bias = layers[0].get_weights()
    kernel = kernel / spread[:, None]
    layers[0].set_weights([kernel, bias - mean @ kernel])
    rows, _ = animal_rows(rng, 5)
    columns = {name: pa.array(rows[:, index]) for index, name in enumerate(ANIMALS.features)}
    return pa.table({"id": pa.array(range(1, len(rows) + 1), pa.int64()), **columns}), model


def write(sample: Sample, made: tuple[pa.Table, keras.Model]) -> None:
    table, model = made
    sample.table_path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, sample.table_path)
    model.save(sample.model_path)
    pq.write_table(expected_table(sample, table, model), sample.expected_path)
    print(f"wrote data-samples/{sample.folder}")


def write_all() -> None:
    keras.utils.set_random_seed(SEED)
    for sample, make in zip(SAMPLES, (make_penguins, make_overweight, make_animals), strict=True):
        write(sample, make())


def check_expected(sample: Sample) -> str | None:
    expected = pq.read_table(sample.expected_path)
    predicted = expected_table(sample, pq.read_table(sample.table_path), keras.models.load_model(sample.model_path, compile=False))
    if predicted.schema != expected.schema or predicted["id"] != expected["id"]:
        return f"columns or ids are not those of {sample.table}"
    for name in expected.column_names[1:]:
        error = np.abs(predicted[name].to_numpy() - expected[name].to_numpy())
        if not error.max() <= TOLERANCE:
            return f"{name} of id {expected['id'][int(error.argmax())]} is off by {error.max()}, tolerance {TOLERANCE}"
    return None


def check_penguins() -> str | None:
    table = pq.read_table(PENGUINS.table_path)
    if table != penguins_table():
        return "the table is not the package's"
    scored = without_nulls(PENGUINS, table)
    right = accuracy(keras.models.load_model(PENGUINS.model_path, compile=False), features_of(PENGUINS, scored), penguin_classes(scored))
    return None if right >= 0.97 else f"accuracy is {right}, expected at least 0.97"


def check_all() -> int:
    """Prints each failure, then the count; returns how many failed."""
    checks = [(f"{one.folder}/expected.parquet", check_expected(one)) for one in SAMPLES]
    checks.append(("penguins/penguins.parquet", check_penguins()))
    failures = [(place, failure) for place, failure in checks if failure]
    for place, failure in failures:
        print(f"data-samples/{place}: {failure}")
    print(f"{len(checks) - len(failures)} passed, {len(failures)} failed")
    return len(failures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="verify the committed samples, train nothing")
    if parser.parse_args().check:
        sys.exit(check_all() > 0)
    write_all()


if __name__ == "__main__":
    main()
