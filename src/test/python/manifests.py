"""Checks jobs/kubernetes: the schema of Kubeflow's manifest, and the arguments of both with the real job.

Usage: manifests.py [--check]
It checks either way; jobs.sh calls it. The schema is that of Kubeflow's own client. That of spark.apache.org/v1 is in no package
registry, so that of Apache's manifest only what both have in common is checked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Callable

import yaml
from counted import run
from kubeflow_spark_api.models import SparkV1beta2SparkApplication

ROOT = Path(__file__).resolve().parents[3]
MANIFESTS = ROOT / "jobs" / "kubernetes"
LAKE = ROOT / "target" / "manifests" / "lake"
KUBEFLOW = yaml.safe_load((MANIFESTS / "kubeflow.yaml").read_text(encoding="utf-8"))
APACHE = yaml.safe_load((MANIFESTS / "apache.yaml").read_text(encoding="utf-8"))


class Different(Exception):
    """What is not as it should be."""


def equal(what: str, found: Any, expected: Any) -> None:
    if found != expected:
        raise Different(f"{what}: {found!r} instead of {expected!r}")


def fits_the_schema() -> None:
    """Types are checked on the way in; a key that the schema lacks does not come out again."""
    understood = SparkV1beta2SparkApplication.from_dict(KUBEFLOW).to_dict()
    equal("kubeflow.yaml", understood, KUBEFLOW)


def says_the_same_to_both() -> None:
    equal("arguments", APACHE["spec"]["driverArgs"], KUBEFLOW["spec"]["arguments"])
    equal("jar", APACHE["spec"]["jars"], KUBEFLOW["spec"]["mainApplicationFile"])
    equal("class", APACHE["spec"]["mainClass"], KUBEFLOW["spec"]["mainClass"])


def names_the_build() -> None:
    """Spark's version is the pom's, and the jar lies where the Dockerfile puts it."""
    version = re.search(r"<spark.version>(.+?)</spark.version>", (ROOT / "pom.xml").read_text(encoding="utf-8")).group(1)
    dockerfile = (MANIFESTS / "Dockerfile").read_text(encoding="utf-8")
    equal("kubeflow.yaml's Spark", KUBEFLOW["spec"]["sparkVersion"], version)
    equal("apache.yaml's Spark", APACHE["spec"]["runtimeVersions"]["sparkVersion"], version)
    equal("the Dockerfile's Spark", re.search(r"^FROM apache/spark:([0-9.]+)-", dockerfile, re.MULTILINE).group(1), version)
    jar = re.search(r"^COPY target/forwardpass.jar (\S+)$", dockerfile, re.MULTILINE).group(1)
    equal("jar", KUBEFLOW["spec"]["mainApplicationFile"], f"local://{jar}")


def says_what_the_job_understands() -> None:
    """The arguments, with a folder here for the lake, pass the job's own check."""
    shutil.rmtree(LAKE, ignore_errors=True)
    (LAKE / "jobs").mkdir(parents=True)
    (LAKE / "models").mkdir()
    (LAKE / "penguins" / "ds=2026-11-22").mkdir(parents=True)
    for name in ("penguins.conf", "penguins-daily.conf"):
        shutil.copy(ROOT / "jobs" / name, LAKE / "jobs")
    shutil.copy(ROOT / "data-samples" / "penguins" / "penguins.keras", LAKE / "models")
    shutil.copy(ROOT / "data-samples" / "penguins" / "penguins.parquet", LAKE / "penguins" / "ds=2026-11-22")
    spec = KUBEFLOW["spec"]
    arguments = [argument.replace("hdfs://namenode:8020/lake/", f"{LAKE}/") for argument in spec["arguments"]]
    submit = ["jobs/spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false", "--class", spec["mainClass"]]
    done = subprocess.run(
        [*submit, "target/forwardpass.jar", *arguments, "--dry-run"],
        cwd=ROOT,
        env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    equal(f"exit code of the dry run ({done.stderr[-1000:]})", done.returncode, 0)


CHECKS: tuple[Callable[[], None], ...] = (fits_the_schema, says_the_same_to_both, names_the_build, says_what_the_job_understands)


def main() -> None:
    run(CHECKS)


if __name__ == "__main__":
    main()
