"""The tables of the job benchmark: what is in them, which columns are scored with which network, and what is kept."""

from __future__ import annotations

from dataclasses import dataclass

ARRAY = "x"


@dataclass(frozen=True)
class Batches:
    """Rows in a call of the model: those of 64, 256, 1024, 4096 and 10,000 that took the least processor time a row in
    Python, conversions included, and in Java those that the kernel benchmark found. Spark's Arrow batches have 10,000.
    """

    onnx: int
    keras: int
    rows: int


@dataclass(frozen=True)
class Table:
    """A table in Parquet, made by Spark from ``id``.

    columns: SQL expressions over id
    features: the names of scalar columns, or of one array column
    copied: what Spark's copy job selects, and what that is in words
    """

    key: str
    what: str
    rows: int
    columns: list[str]
    features: list[str]
    kept: list[str]
    copied: list[str]
    copied_words: str
    network: str
    batches: Batches

    @property
    def widths(self) -> list[int]:
        return [784, 10] if self.network == "cnn" else [int(width) for width in self.network.split("-")]

    @property
    def outputs(self) -> list[str]:
        return [f"probability_{index}" for index in range(self.widths[-1])]

    @property
    def layout(self) -> str:
        return "array" if self.features == [ARRAY] else "scalars"


def normal(count: int) -> list[str]:
    return [f"cast(randn({seed}) as float)" for seed in range(count)]


def scalars(prefix: str, count: int) -> tuple[list[str], list[str]]:
    """Names of columns, and the columns."""
    names = [f"{prefix}{index}" for index in range(count)]
    return names, [f"{value} {name}" for name, value in zip(names, normal(count), strict=True)]


def array(count: int) -> str:
    return f"array({', '.join(normal(count))}) {ARRAY}"


def narrow() -> Table:
    features, columns = scalars("f", 8)
    return Table(
        key="a",
        what="8 float columns, 8-6-6-4; keeps `id`, writes 4 probabilities",
        rows=20_000_000,
        columns=["id", *columns],
        features=features,
        kept=["id"],
        copied=["id", *features[:4]],
        copied_words="as many columns",
        network="8-6-6-4",
        batches=Batches(onnx=10_000, keras=10_000, rows=4096),
    )


def one_array() -> Table:
    return Table(
        key="b",
        what="64 features in one array column, 64-256-128-10; keeps `id`, writes 10 probabilities",
        rows=2_000_000,
        columns=["id", array(64)],
        features=[ARRAY],
        kept=["id"],
        copied=["id", ARRAY],
        copied_words="the whole table",
        network="64-256-128-10",
        batches=Batches(onnx=4096, keras=10_000, rows=256),
    )


def wide() -> Table:
    features, columns = scalars("x", 784)
    return Table(
        key="c",
        what="784 float columns, 784-512-512-10; keeps `id`, writes 10 probabilities",
        rows=300_000,
        columns=["id", *columns],
        features=features,
        kept=["id"],
        copied=["id", *features[:10]],
        copied_words="as many columns",
        network="784-512-512-10",
        batches=Batches(onnx=1024, keras=10_000, rows=32),
    )


def word(seed: int, distinct: int) -> str:
    """A word out of so many, always the same for an id."""
    return f"concat('{'value' if distinct < 1000 else 'v'}_', pmod(xxhash64(id, {seed}), {distinct}))"


def often_null(value: str, seed: int) -> str:
    return f"if(pmod(xxhash64(id, 'null', {seed}), 20) = 0, null, {value})"


def strings() -> list[str]:
    """Thirty: codes and categories, names and cities, keys that are all different, and text."""
    distinct = [2, 3, 5, 8, 12, 20, 30, 50, 75, 100, 200, 500, 1000, 2000, 3000, 5000, 10_000, 20_000]
    distinct += [50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000]
    values = [word(seed, count) for seed, count in enumerate(distinct)]
    values += [f"substr(md5(concat(id, '-{seed}')), 1, 16)" for seed in range(3)]
    values += [f"concat_ws(' ', {', '.join(word(100 + 10 * text + part, 300) for part in range(5))})" for text in range(3)]
    return [f"{often_null(value, seed) if seed % 3 == 0 else value} s{seed}" for seed, value in enumerate(values)]


def others() -> list[str]:
    """Twenty-one: ints, longs, doubles, dates, timestamps, decimals."""
    draws = [f"pmod(xxhash64(id, {seed}), 1000000007)" for seed in range(200, 221)]
    columns = [f"cast({value} % {modulus} as int)" for value, modulus in zip(draws[:5], (2, 10, 100, 10_000, 1_000_000), strict=True)]
    columns += [f"{value} * 1009" for value in draws[5:9]]
    columns += [f"{value} / 997" for value in draws[9:13]]
    columns += [f"date_add(date'2020-01-01', cast({value} % 2000 as int))" for value in draws[13:16]]
    columns += [f"timestamp_micros(1577836800000000 + {value} * 180000)" for value in draws[16:19]]
    columns += [f"cast({value} / 100 as decimal(12, 2))" for value in draws[19:21]]
    return [f"{often_null(value, 300 + index) if index % 4 == 0 else value} o{index}" for index, value in enumerate(columns)]


def many_kept() -> Table:
    features, columns = scalars("f", 8)
    columns = ["id", *strings()[:15], *columns, *strings()[15:], *others()]
    names = [column.split()[-1] for column in columns]
    return Table(
        key="d",
        what="8 float features among 60 columns, 30 of them strings, 8-6-6-4; keeps all 60, writes 4 probabilities",
        rows=2_000_000,
        columns=columns,
        features=features,
        kept=names,
        copied=[*names, *(f"{feature} again_{feature}" for feature in features[:4])],
        copied_words="as many columns",
        network="8-6-6-4",
        batches=Batches(onnx=10_000, keras=10_000, rows=4096),
    )


def images() -> Table:
    return Table(
        key="e",
        what="images of 28×28 in one array column, the CNN; keeps `id`, writes 10 probabilities",
        rows=100_000,
        columns=["id", array(784)],
        features=[ARRAY],
        kept=["id"],
        copied=["id", ARRAY],
        copied_words="the whole table",
        network="cnn",
        batches=Batches(onnx=64, keras=4096, rows=32),
    )


TABLES = {table.key: table for table in (narrow(), one_array(), wide(), many_kept(), images())}
