"""Runs the samples of a daily job on sample days: the README's commands in a real Airflow, and the job files.

Usage: daily_runs.py [--check]
It checks either way; jobs.sh calls it with Airflow on the PATH. The days are the three years of the penguins. What Airflow did is read
from its database, what was scored is compared with Keras' own probabilities.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path
from typing import Any, Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from counted import run

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data-samples" / "penguins"
HOME = ROOT / "target" / "airflow"
DAILY = ROOT / "target" / "daily"
SCORES = DAILY / "scores"
DAYS = {"2026-11-20": 2007, "2026-11-21": 2008, "2026-11-22": 2009}
TASKS = ["validate", "score", "read_report", "gates", "publish", "stop"]
TOLERANCE = 1e-5
# Retries come at once, where the DAG leaves them the five minutes that Airflow has by default.
QUICK = {"AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1"}
LIMIT = 600

Row = dict[str, Any]


class Different(Exception):
    """What is not as it should be."""


def equal(what: str, found: Any, expected: Any) -> None:
    if found != expected:
        raise Different(f"{what}: {found!r} instead of {expected!r}")


class Readme:
    """The commands of the README's section on Airflow; its exports stand before each."""

    def __init__(self) -> None:
        section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Run it from Airflow\n")[1].split("\n## ")[0]
        lines = section.split("```sh\n")[1].split("```")[0].splitlines()
        self.exports = [line for line in lines if line.startswith("export ")]
        self.commands = [line for line in lines if line.startswith("airflow ")]

    def command(self, start: str) -> str:
        found = [command for command in self.commands if command.startswith(start)]
        if len(found) != 1:
            raise Different(f"README.md has {len(found)} commands that start with '{start}', not one")
        return found[0]

    def run(self, command: str, *exports: str) -> tuple[int, str]:
        """The exit code and all output, errors among it."""
        script = "\n".join([*self.exports, *exports, command])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=ROOT,
            env=os.environ | QUICK,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        with (HOME / "commands.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {command}\n{done.stdout}\nexit code {done.returncode}\n\n")
        return done.returncode, done.stdout


README = Readme()


def succeed(command: str) -> str:
    code, output = README.run(command)
    if code != 0:
        raise Different(f"'{command}' ended with {code}: ...{output[-1500:]}")
    return output


def query(sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(HOME / "airflow.db") as database:
        return database.execute(sql).fetchall()


def tries() -> dict[str, tuple[str, int]]:
    """Of the latest run: each task's state, and how often it was tried."""
    rows = query("select task_id, state, try_number from task_instance where run_id = (select run_id from dag_run order by id desc limit 1)")
    return {task: (state, number) for task, state, number in rows}


def events() -> list[Row]:
    """The extras of the Asset's events, oldest first."""
    return [json.loads(extra) for (extra,) in query("select extra from asset_event order by id")]


def write_day(day: str, table: pa.Table) -> None:
    folder = DAILY / "penguins" / f"ds={day}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pq.write_table(table, folder / "part-0.parquet")


def day_of(table: pa.Table, day: str) -> pa.Table:
    return table.filter(pc.equal(table["year"], DAYS[day]))


def scored(day: str) -> list[Row]:
    files = sorted((SCORES / f"ds={day}").glob("part-*.parquet"))
    rows = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
    return sorted(rows, key=lambda row: row["id"])


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """What a run that changes nothing leaves as it was."""
    return {str(file): (file.stat().st_mtime_ns, file.read_bytes()) for file in sorted(folder.rglob("*")) if file.is_file()}


def check_scored(day: str) -> None:
    """One row for each of the day's penguins, with the probabilities that Keras computed."""
    table = day_of(pq.read_table(SAMPLE / "penguins.parquet"), day)
    rows = scored(day)
    equal("ids", [row["id"] for row in rows], table["id"].to_pylist())
    keras = {row["id"]: row for row in pq.read_table(SAMPLE / "expected.parquet").to_pylist()}
    for row in rows:
        expected = keras.get(row["id"])
        for label in ("Adelie", "Chinstrap", "Gentoo"):
            name = f"probability_{label}"
            if expected is None:
                equal(f"{name} of the unmeasured penguin {row['id']}", row[name], None)
            elif not abs(row[name] - expected[name]) <= TOLERANCE:
                raise Different(f"{name} of {row['id']}: {row[name]}, not {expected[name]} within {TOLERANCE}")


def check_published(tasks: dict[str, tuple[str, int]]) -> None:
    equal(
        "tasks",
        tasks,
        {
            "validate": ("success", 1),
            "score": ("success", 1),
            "read_report": ("success", 1),
            "gates": ("success", 1),
            "publish": ("success", 1),
            "stop": ("skipped", 0),
        },
    )


def loads() -> None:
    """Airflow finds the DAG, and nothing in its file that it cannot import."""
    succeed(README.command("airflow db migrate"))
    output = succeed("airflow tasks list score_penguins")
    equal("tasks", sorted(set(output.splitlines()) & set(TASKS)), sorted(TASKS))
    succeed("airflow dags list-import-errors --local")


def scores_the_day_of_the_data_interval() -> None:
    succeed(README.command("airflow dags test score_penguins 2026-11-23"))
    check_published(tries())
    equal("days", [folder.name for folder in sorted(SCORES.glob("ds=*"))], ["ds=2026-11-22"])
    check_scored("2026-11-22")
    (event,) = events()
    equal("partition", event["partition"], "ds=2026-11-22")
    equal("rows in", event["rows_in"], len(scored("2026-11-22")))
    report = json.loads(Path(event["report"].removeprefix("file://")).read_text(encoding="utf-8"))
    equal("model", event["model_sha256"], report["model"]["sha256"])
    ((run_id,),) = query("select run_id from dag_run")
    equal("the report's name, that of any try", Path(event["report"]).name, run_id.replace(":", "") + ".json")


def scores_the_same_day_again() -> None:
    before = scored("2026-11-22")
    succeed(README.command("airflow dags test score_penguins 2026-11-23"))
    check_published(tries())
    equal("rows", scored("2026-11-22"), before)
    equal("events", len(events()), 2)


def scores_a_day_that_is_asked_for() -> None:
    before = state_of(SCORES / "ds=2026-11-22")
    succeed(README.command("airflow dags test score_penguins --conf"))
    check_published(tries())
    equal("days", [folder.name for folder in sorted(SCORES.glob("ds=*"))], ["ds=2026-11-20", "ds=2026-11-22"])
    check_scored("2026-11-20")
    equal("the other day is as it was", state_of(SCORES / "ds=2026-11-22") == before, True)
    equal("partitions of the events", [event["partition"] for event in events()], ["ds=2026-11-22", "ds=2026-11-22", "ds=2026-11-20"])


def check_stopped(*exports: str) -> None:
    """Two in five of the day's penguins lose a measurement, where one in ten may."""
    table = day_of(pq.read_table(SAMPLE / "penguins.parquet"), "2026-11-22")
    spoiled = [None if index % 5 < 2 else value for index, value in enumerate(table["bill_length_mm"].to_pylist())]
    position = table.column_names.index("bill_length_mm")
    write_day("2026-11-22", table.set_column(position, "bill_length_mm", pa.array(spoiled, pa.float64())))
    scores, published = state_of(SCORES), len(events())
    code, output = README.run(README.command("airflow dags test score_penguins 2026-11-23"), *exports)
    write_day("2026-11-22", table)
    equal("the run failed", code != 0, True)
    equal(
        "tasks",
        tries(),
        {
            "validate": ("success", 1),
            "score": ("failed", 1),
            "read_report": ("success", 1),
            "gates": ("success", 1),
            "publish": ("skipped", 0),
            "stop": ("failed", 1),
        },
    )
    equal("submissions", output.count("Spark-Submit cmd"), 2)
    equal("the reason stands in the log", bool(re.search(r"not published: max-invalid-ratio is 0\.4\d*, limit 0\.1;", output)), True)
    equal("the output is as it was", state_of(SCORES) == scores, True)
    equal("events", len(events()), published)


def stops_a_bad_day() -> None:
    check_stopped()


def stops_a_bad_day_where_exit_codes_get_lost() -> None:
    """YARN in cluster mode has one exit code for all that fails."""
    flat = HOME / "flat"
    flat.mkdir(exist_ok=True)
    (flat / "spark-submit").write_text(f'#!/bin/sh\n"{ROOT}/jobs/spark-submit" "$@" || exit 1\n', encoding="utf-8")
    (flat / "spark-submit").chmod(0o755)
    check_stopped(f"export PATH={flat}:$PATH")


def tries_again_where_that_may_help() -> None:
    """A store that does not answer may do so later; it never does here, so that both retries are taken."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        model = f"http://127.0.0.1:{closed.getsockname()[1]}/penguins.keras"
        code, _ = README.run(f"airflow dags test score_penguins --conf '{json.dumps({'date': '2026-11-22', 'model': model})}'")
    equal("the run failed", code != 0, True)
    tasks = tries()
    equal("validate", tasks["validate"], ("failed", 3))
    equal("score", tasks["score"], ("upstream_failed", 0))
    equal("publish", tasks["publish"], ("upstream_failed", 0))


def plans_a_backfill() -> None:
    """One run for each day of the data, by data interval."""
    output = succeed(README.command("airflow backfill create") + " --dry-run")
    equal("runs", sorted(set(re.findall(r"\d{4}-\d\d-\d\d(?= 00:00:00)", output.split("Runs to be attempted")[1]))), ["2026-11-20", "2026-11-21"])


def backfills_by_job_file() -> None:
    before = state_of(SCORES / "ds=2026-11-22")
    first = scored("2026-11-20")
    succeed("jobs/spark-submit --master 'local[2]' target/forwardpass.jar score --config jobs/penguins-backfill.conf")
    equal("days", [folder.name for folder in sorted(SCORES.glob("ds=*"))], [f"ds={day}" for day in DAYS])
    equal("a day that was there", scored("2026-11-20"), first)
    check_scored("2026-11-21")
    equal("the day that is not in the range is as it was", state_of(SCORES / "ds=2026-11-22") == before, True)


CHECKS: tuple[Callable[[], None], ...] = (
    loads,
    scores_the_day_of_the_data_interval,
    scores_the_same_day_again,
    scores_a_day_that_is_asked_for,
    stops_a_bad_day,
    stops_a_bad_day_where_exit_codes_get_lost,
    tries_again_where_that_may_help,
    plans_a_backfill,
    backfills_by_job_file,
)


def main() -> None:
    for folder in (HOME, DAILY):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    table = pq.read_table(SAMPLE / "penguins.parquet")
    for day in DAYS:
        write_day(day, day_of(table, day))
    run(CHECKS)


if __name__ == "__main__":
    main()
