"""Whole jobs on two task slots of one machine: this project, Spark alone and the peers, in turn on one session.

    mvn -B -q test-compile exec:exec@job-benchmark
    mvn -B -q test-compile exec:exec@job-benchmark -Dtables=a,d -Dcontestants=copy,batch-onnx -Druns=3 -Dscale=0.05

Tables are made once below target/benchmark. Every contestant writes the same columns to Parquet, is warmed up (this
project and Spark alone on the whole table, the others on a quarter), and is then compared: its probabilities must be
this project's to 1e-4. Then all run in turn. This project's rules are off while others run. For each table, Markdown
with the medians goes to the standard output, and what happens in between to the standard error.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from peer_contestants import CONTESTANTS, FOLDER, MODELS, Contestant, features_of, scorer, takes
from peer_tables import ARRAY, TABLES, Table
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import abs as absolute
from pyspark.sql.functions import col, greatest
from pyspark.sql.functions import max as largest

TOLERANCE = 1e-4
FILES = 8  # of a table; a quarter of them still keeps both task slots busy
OUTPUT = FOLDER / "output"
EXECUTORS = "executors"
OURS = CONTESTANTS[0]

# What Spark's own jars lack of the class path of the tests.
GROUPS = ("org/nd4j", "org/bytedeco", "io/jhdf", "info/picocli", "com/typesafe/config", "com/google/protobuf", "com/microsoft/onnxruntime")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    keys = [contestant.key for contestant in CONTESTANTS]
    parser.add_argument("--class-path", required=True, help="the tests' class path")
    parser.add_argument("--tables", type=chosen([*TABLES, EXECUTORS]), default="all")
    parser.add_argument("--contestants", type=chosen(keys), default="all", help="besides this project")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each contestant")
    parser.add_argument("--scale", type=float, default=1, help="of the tables' rows")
    return parser.parse_args()


def chosen(known: list[str]) -> Callable[[str], list[str]]:
    """A reader of names with commas, or of the word all."""

    def read(names: str) -> list[str]:
        given = known if names == "all" else names.split(",")
        unknown = [name for name in given if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(known)}")
        return given

    return read


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def added(class_path: str) -> str:
    """The compiled classes, and the jars that Spark does not have."""
    entries = class_path.split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if not entry.endswith(".jar") or any(group in entry for group in GROUPS))


def session(master: str, class_path: str) -> SparkSession:
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path(__file__).parent)}  # for the workers
    spark = (
        SparkSession.builder.master(master)
        .appName("job-benchmark")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.extraClassPath", added(class_path))
        .config("spark.executor.extraClassPath", added(class_path))
        .config("spark.executor.memory", "1g")
        .config("spark.executor.extraJavaOptions", "-XX:ActiveProcessorCount=1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.codegen.maxFields", "1000")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


class Job:
    """A table's files, the runs over them, and how long they took."""

    def __init__(self, spark: SparkSession, table: Table, scale: float) -> None:
        self.spark = spark
        self.table = table
        self.rows = int(table.rows * scale)
        self.seconds: dict[str, list[float]] = {}
        self.shares: list[float] = []
        self.task_times = spark._jvm.io.forwardpass.benchmark.TaskTimes.of(spark._jsc.sc())

    def folder(self, array: bool) -> Path:
        """Where the rows are, made if need be."""
        scalars = FOLDER / f"{self.table.key}-{self.rows}"
        self.make(scalars, self.spark.range(0, self.rows, 1, FILES), self.table.columns)
        if not array:
            return scalars
        arrays = FOLDER / f"{self.table.key}-{self.rows}-array"
        self.make(arrays, self.spark.read.parquet(str(scalars)), ["id", f"array({', '.join(self.table.features)}) {ARRAY}"])
        return arrays

    def make(self, folder: Path, source: DataFrame, columns: list[str]) -> None:
        if not (folder / "_SUCCESS").exists():
            say(f"making {folder.name}")
            source.selectExpr(*columns).write.mode("overwrite").parquet(str(folder))

    def whole(self, contestant: Contestant) -> DataFrame:
        return self.spark.read.parquet(str(self.folder(contestant.array)))

    def warm_up(self, contestant: Contestant) -> None:
        if contestant.peer:
            quarter = sorted(self.folder(contestant.array).glob("part-*"))[: FILES // 4]
            self.run(contestant, self.spark.read.parquet(*map(str, quarter)))
        else:
            self.run(contestant, self.whole(contestant))

    def run(self, contestant: Contestant, frame: DataFrame) -> float:
        """The seconds of one run, planning included."""
        self.spark.conf.set("spark.forwardpass.columnarWrite", str(contestant.ours).lower())
        start = time.perf_counter()
        writer = contestant.rows(self.table, frame).write.mode("overwrite")
        if contestant.sink == "noop":
            writer.format("noop").save()
        else:
            writer.parquet(str(OUTPUT / contestant.key))
        return time.perf_counter() - start

    def timed_run(self, contestant: Contestant) -> None:
        frame = self.whole(contestant)
        before = self.spent()
        seconds = self.run(contestant, frame)
        self.seconds.setdefault(contestant.key, []).append(seconds)
        if contestant == OURS:
            forward, tasks = (after - earlier for after, earlier in zip(self.spent(), before, strict=True))
            self.shares.append(forward / tasks)
        say(f"  {contestant.key} {seconds:.2f} s")

    def spent(self) -> tuple[float, float]:
        """Seconds in forward passes, and in tasks, until now."""
        counts = scorer(self.spark, self.table.network, tuple(self.table.features)).statistics()
        return counts.forwardNanos() / 1e9, self.task_times.millis() / 1e3

    def check(self, contestant: Contestant) -> None:
        """Compares what was written with what this project wrote, about 10,000 rows of it."""
        ours, theirs = (self.spark.read.parquet(str(OUTPUT / key)) for key in (OURS.key, contestant.key))
        if [(field.name, field.dataType) for field in ours.schema] != [(field.name, field.dataType) for field in theirs.schema]:
            raise SystemExit(f"{contestant.key} wrote {theirs.schema.simpleString()}, not {ours.schema.simpleString()}")
        if not contestant.scores:
            return
        sample = col("id") % max(1, self.rows // 40_000) == 0
        rows = ours.where(sample).alias("ours").join(theirs.where(sample).alias("theirs"), "id")
        errors = [absolute(col(f"ours.{name}") - col(f"theirs.{name}")) for name in self.table.outputs]
        error, count = rows.select(greatest(*errors).alias("error")).selectExpr("max(error)", "count(error)").first()
        if not count or not error <= TOLERANCE:
            raise SystemExit(f"{contestant.key} differs by {error} in {count} rows")
        say(f"  {contestant.key} agrees to {error:.1e} in {count:,} rows")

    def check_count(self, contestant: Contestant) -> None:
        count = self.spark.read.parquet(str(OUTPUT / contestant.key)).count()
        if count != self.rows:
            raise SystemExit(f"{contestant.key} wrote {count:,} rows, not {self.rows:,}")

    def markdown(self, contestants: list[Contestant]) -> Iterator[str]:
        base = median(self.seconds[OURS.key])
        yield f"| {self.table.key}: {self.rows:,} rows, {self.table.what} | seconds (range) | ratio |"
        yield "|---|---|---|"
        for contestant in contestants:
            times = self.seconds[contestant.key]
            words = contestant.words(self.table)
            yield f"| {words} | {median(times):.2f} ({min(times):.2f} to {max(times):.2f}) | {median(times) / base:.2f} |"
        yield f"\n{median(self.shares):.0%} of Forwardpass' task time is in forward passes.\n"


def compare(job: Job, contestants: list[Contestant], runs: int) -> None:
    say(f"{job.table.key}: {job.rows:,} rows")
    for contestant in contestants:
        job.warm_up(contestant)
        if contestant.sink == "parquet" and contestant.key not in (OURS.key, "copy"):
            job.check(contestant)
    for _ in range(runs):
        for contestant in contestants:
            job.timed_run(contestant)
    for contestant in contestants:
        if contestant.sink == "parquet":
            job.check_count(contestant)
    print("\n".join(job.markdown(contestants)), flush=True)
    shutil.rmtree(OUTPUT)


def pin_executors(spark: SparkSession, executors: int) -> None:
    """Binds each executor to one processor, as a cluster does; unbound, its collector and compiler take another's time."""
    driver = spark._jvm.java.lang.ProcessHandle.current()
    deadline = time.monotonic() + 60
    while len(children := driver.children().toArray()) < executors:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(children)} of {executors} executors after 60 seconds")
        time.sleep(0.2)
    for processor, child in zip(sorted(os.sched_getaffinity(0)), children, strict=False):
        for thread in Path(f"/proc/{child.pid()}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {processor})


def compare_executors(options: argparse.Namespace) -> None:
    """One executor of one core against two, each in a process of its own and on a processor of its own, in two rounds, on
    four times table b.
    """
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for executors in (1, 2, 1, 2):
        spark = session(f"local-cluster[{executors},1,1536]", options.class_path)
        job = Job(spark, TABLES["b"], 4 * options.scale)
        say(f"{executors} of {EXECUTORS}: {job.rows:,} rows")
        pin_executors(spark, executors)
        job.warm_up(OURS)
        for _ in range(math.ceil(options.runs / 2)):
            job.timed_run(OURS)
        seconds[executors] += job.seconds[OURS.key]
        spark.stop()
    print(f"| {EXECUTORS} of one core: {job.rows:,} rows, {job.table.what} | seconds (range) | speed |\n|---|---|---|")
    for executors, times in seconds.items():
        speed = median(seconds[1]) / median(times)
        print(f"| {executors} | {median(times):.2f} ({min(times):.2f} to {max(times):.2f}) | {speed:.2f} |")
    shutil.rmtree(OUTPUT)


def write_models(spark: SparkSession, tables: list[str]) -> None:
    for network in {TABLES[key].network for key in tables if key != EXECUTORS} | {TABLES["b"].network}:
        spark._jvm.io.forwardpass.benchmark.PeerModels.write(network, str(MODELS))


def main() -> None:
    options = arguments()
    spark: Any = session("local[2]", options.class_path)
    write_models(spark, options.tables)
    for key in options.tables:
        if key != EXECUTORS:
            wanted = [contestant for contestant in CONTESTANTS if contestant.key in options.contestants or contestant == OURS]
            job = Job(spark, TABLES[key], options.scale)
            compare(job, [contestant for contestant in wanted if takes(contestant, TABLES[key])], options.runs)
    spark.stop()
    if EXECUTORS in options.tables:
        compare_executors(options)


if __name__ == "__main__":
    main()
