"""Reads the tables that WrittenTables wrote in Java with PyArrow and with DuckDB, beside Spark's own of the same rows.

Usage: tables.py [--check]
It checks either way. ``mvn -B -q test-compile exec:exec@written-tables`` writes the tables; check.sh calls it. A check is one
folder of ours and one of: its rows, schema, statistics and page checksums by PyArrow; its rows, row counts and filters by DuckDB.
"""

from __future__ import annotations

import math
import struct
import sys
from pathlib import Path
from typing import Any, Callable

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TREE = Path(__file__).resolve().parents[3] / "target" / "written-tables"


class Different(Exception):
    """What is not as in Spark's table."""


def files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("part-*.parquet"))
    if not found:
        raise Different(f"no files in {folder}")
    return found


def bits(value: Any) -> Any:
    """A value whose equality is equality to the bit, NaN included."""
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else struct.pack("<d", value)
    if isinstance(value, dict):
        return {key: bits(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [bits(item) for item in value]
    return value


def same_values(ours: list[Any], sparks: list[Any], where: str) -> None:
    if len(ours) != len(sparks):
        raise Different(f"{where}: {len(ours)} values, not {len(sparks)}")
    for row, (left, right) in enumerate(zip(ours, sparks)):
        if bits(left) != bits(right):
            raise Different(f"{where}, row {row}: {left!r} instead of {right!r}")


def arrow(folder: Path) -> pa.Table:
    return pa.concat_tables(pq.ParquetFile(file, page_checksum_verification=True).read() for file in files(folder))


def arrow_rows(ours: Path, sparks: Path) -> None:
    left, right = arrow(ours), arrow(sparks)
    if left.num_rows == 0:
        raise Different("no rows")
    for name in right.column_names:
        same_values(left[name].to_pylist(), right[name].to_pylist(), name)


def arrow_schema(ours: Path, sparks: Path) -> None:
    left, right = arrow(ours).schema, arrow(sparks).schema
    if left.names != right.names:
        raise Different(f"columns {left.names}, not {right.names}")
    for mine, theirs in zip(left, right):
        # A copied column is required where the input's is.
        if mine.type != theirs.type or (mine.nullable and not theirs.nullable):
            raise Different(f"{mine}, not {theirs}")
    keys = right.metadata.keys() if right.metadata else set()
    if dict(left.metadata or {}) != dict(right.metadata or {}):
        raise Different(f"metadata {left.metadata}, not {keys}")


def statistics(folder: Path) -> dict[str, dict[str, Any]]:
    """Of each leaf: the values, the nulls, and the extremes, unless a row group is silent about them."""
    leaves: dict[str, dict[str, Any]] = {}
    for file in files(folder):
        metadata = pq.ParquetFile(file).metadata
        for group in range(metadata.num_row_groups):
            for index in range(metadata.num_columns):
                chunk = metadata.row_group(group).column(index)
                leaf = leaves.setdefault(chunk.path_in_schema, {"values": 0, "nulls": 0, "min": None, "max": None, "silent": False})
                leaf["values"] += chunk.num_values
                stats = chunk.statistics
                if stats is None or not stats.has_null_count:
                    leaf["silent"] = True
                    continue
                leaf["nulls"] += stats.null_count
                # parquet-java writes an extreme of NaN, which readers are to ignore.
                if stats.has_min_max and stats.min == stats.min and stats.max == stats.max:
                    leaf["min"] = stats.min if leaf["min"] is None else min(leaf["min"], stats.min)
                    leaf["max"] = stats.max if leaf["max"] is None else max(leaf["max"], stats.max)
                elif stats.null_count < chunk.num_values:
                    leaf["silent"] = True
    for leaf in leaves.values():
        if leaf["silent"]:
            leaf["min"] = leaf["max"] = None
    return leaves


def arrow_statistics(ours: Path, sparks: Path) -> None:
    left, right = statistics(ours), statistics(sparks)
    if left.keys() != right.keys():
        raise Different(f"leaves {left.keys() ^ right.keys()}")
    for path, leaf in right.items():
        if bits(left[path]) != bits(leaf):
            raise Different(f"{path}: {left[path]}, not {leaf}")
    flat = [leaf for path, leaf in right.items() if "." not in path and leaf["min"] is not None]
    if len(flat) < 10:
        raise Different(f"only {len(flat)} columns with statistics to compare")


def true_nulls(ours: Path, _: Path) -> None:
    """The null counts of the footers, against the values."""
    table = arrow(ours)
    for path, leaf in statistics(ours).items():
        if "." not in path and not leaf["silent"] and leaf["nulls"] != table[path].null_count:
            raise Different(f"{path}: {leaf['nulls']} nulls by its statistics, {table[path].null_count} by its values")


def true_extremes(ours: Path, _: Path) -> None:
    """The extremes of the footers, against the values of the columns that can be compared in Python."""
    table = arrow(ours)
    compared = 0
    for path, leaf in statistics(ours).items():
        if "." in path or leaf["min"] is None or pa.types.is_decimal(table[path].type):
            continue
        kind = table[path].type
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind):
            found = pc.min_max(table[path]).as_py()
            if found["min"] != leaf["min"] or found["max"] != leaf["max"]:
                raise Different(f"{path}: {leaf['min']} to {leaf['max']} by its statistics, {found} by its values")
            compared += 1
    if compared < 5:
        raise Different(f"only {compared} columns to compare")


def duck(folder: Path, select: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
    names = [str(file) for file in files(folder)]
    # By way of Arrow, for DuckDB's own rows need pytz.
    table = duckdb.sql(f"select {select} from read_parquet($names) where {where}", params={"names": names}).to_arrow_table()
    return list(zip(*(column.to_pylist() for column in table.columns)))


def duck_rows(ours: Path, sparks: Path) -> None:
    left, right = duck(ours), duck(sparks)
    if not right:
        raise Different("no rows")
    same_values(left, right, "row")


def duck_schema(ours: Path, sparks: Path) -> None:
    describe = "describe select * from read_parquet($names)"
    left, right = (
        [row[:2] for row in duckdb.execute(describe, {"names": [str(file) for file in files(folder)]}).fetchall()] for folder in (ours, sparks)
    )
    if left != right:
        raise Different(f"{left}, not {right}")


def duck_filters(ours: Path, sparks: Path) -> None:
    """Filters that DuckDB checks against row groups' statistics and Bloom filters first."""
    found = 0
    for where in ("id < 40", "id = 555", "id >= 890", "probability_low > 0.9", "feature between 0 and 0.1", "prediction = 'middle'"):
        left, right = duck(ours, "id", where), duck(sparks, "id", where)
        every = [row for row in duck(ours, f"id, {where}") if row[1]]
        if left != right or [row[:1] for row in every] != left:
            raise Different(f"{where}: {len(left)} rows, not {len(right)}, and {len(every)} without the filter")
        found += len(left)
    if found < 100:
        raise Different(f"only {found} rows found")


CHECKS: tuple[Callable[[Path, Path], None], ...] = (
    arrow_rows,
    arrow_schema,
    arrow_statistics,
    true_nulls,
    true_extremes,
    duck_rows,
    duck_schema,
    duck_filters,
)


def main() -> None:
    passed = failed = 0
    for case in sorted(TREE.iterdir()):
        for which in ("copied", "decoded"):
            for check in CHECKS:
                try:
                    check(case / which, case / "sparks")
                    passed += 1
                except Exception as failure:  # noqa: BLE001: whatever a reader raises is the finding
                    print(f"{case.name}/{which}: {check.__name__}: {type(failure).__name__}: {str(failure)[:500]}")
                    failed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
