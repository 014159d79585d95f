"""Scores with models of a real MLflow registry: the pinned MLflow's tracking server on loopback, filled with its own client.

Usage: registry.sh, which makes the environment and the job jar and runs this.
A check is one behaviour of jobs/spark-submit on the job jar; the last one stops the server.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ |= {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false"}
os.environ |= {"MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true", "MLFLOW_LOGGING_LEVEL": "ERROR"}

import keras
import mlflow
import numpy as np
import pyarrow.parquet as pq
from counted import run
from mlflow import MlflowClient

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "target" / "registry"
SAMPLE = ROOT / "data-samples" / "penguins"
FEATURES = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
CHAMPION = "models:/penguins@champion"
USER, PASSWORD = "scorer", "a-password-of-sixteen"


class Different(Exception):
    """What is not as it should be."""


def equal(received: Any, expected: Any, what: str) -> None:
    if received != expected:
        raise Different(f"{what} is {received!r}, not {expected!r}")


class Server:
    """A tracking server with its own store, in a group of processes of its own."""

    def __init__(self, name: str, *options: str, **environment: str) -> None:
        self.folder = WORK / name
        self.folder.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        command += ["--backend-store-uri", f"sqlite:///{self.folder}/mlflow.db"]
        command += ["--artifacts-destination", str(self.folder / "artifacts"), *options]
        environment = os.environ | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"} | environment
        self.log = self.folder / "server.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def __enter__(self) -> Server:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                    return self
            except OSError:
                time.sleep(0.5)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(20)

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("forwardpass: ")]


def forwardpass(*arguments: str, spark: tuple[str, ...] = (), **environment: str) -> Run:
    command = ["jobs/spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false", *spark, "target/forwardpass.jar"]
    done = subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"} | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def succeeded(run: Run) -> Run:
    if run.code != 0:
        raise Different(f"exit code {run.code}: {run.err[-1000:]}")
    return run


def refused(run: Run, code: int, *parts: str) -> None:
    if run.code != code or len(run.lines) != 1 or not all(part in run.lines[0] for part in parts):
        raise Different(f"exit code {run.code}, not {code} with {parts}: {run.err[-1000:]}")


class Checks:
    """The registry of one server, and what is to hold of it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.client = MlflowClient(server.url)
        self.first = keras.saving.load_model(SAMPLE / "penguins.keras")
        keras.utils.set_random_seed(7)
        self.second = keras.Sequential(
            [keras.Input((4,)), keras.layers.Rescaling(0.01), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3, activation="softmax")]
        )
        table = pq.read_table(SAMPLE / "penguins.parquet", columns=["id", *FEATURES]).to_pandas().dropna()
        self.ids = table["id"].tolist()
        self.inputs = table[FEATURES].to_numpy(np.float32)

    def register(self) -> None:
        """Two versions of penguins, and models that other libraries, or in another way, have stored."""
        mlflow.set_tracking_uri(self.server.url)
        # Named, for MLflow would load the model in another process to see what it imports.
        needs = {"pip_requirements": ["keras"]}
        with mlflow.start_run():
            mlflow.keras.log_model(self.first, name="model", registered_model_name="penguins", **needs)
        with mlflow.start_run():
            mlflow.keras.log_model(self.second, name="model", registered_model_name="penguins", **needs)
            mlflow.tensorflow.log_model(self.second, name="tf", registered_model_name="by-tensorflow", **needs)
            mlflow.tensorflow.log_model(
                self.second, name="h5", registered_model_name="as hdf5", keras_model_kwargs={"save_format": "h5"}, **needs
            )
            mlflow.pyfunc.log_model(
                name="function", python_model=lambda model_input: model_input, registered_model_name="function", **needs
            )
        stored = mlflow.create_experiment("stored", artifact_location=(self.server.folder / "stored").as_uri())
        with mlflow.start_run(experiment_id=stored):
            mlflow.keras.log_model(self.second, name="model", registered_model_name="stored", **needs)
        self.client.set_registered_model_alias("penguins", "champion", "1")

    def inspect(self, model: str, **environment: str) -> Run:
        return forwardpass("inspect", "--registry", self.server.url, model, **environment)

    def score(self, report: Path, output: str, *options: str, spark: tuple[str, ...] = ()) -> Run:
        arguments = ["--model", CHAMPION, "--input", str(SAMPLE / "penguins.parquet"), "--features", ",".join(FEATURES)]
        arguments += ["--keep", "id", "--on-invalid", "drop", "--report", str(report), "--output", output]
        return forwardpass("score", *arguments, *options, spark=spark, MLFLOW_TRACKING_URI=self.server.url)

    def recorded(self, report: Path, version: str) -> dict[str, Any]:
        """The report, which must name the version with what MLflow's client says of it."""
        written = json.loads(report.read_text())
        known = self.client.get_model_version("penguins", version)
        expected = {"name": "penguins", "version": version, "alias": "champion", "run_id": known.run_id}
        expected |= {"source": known.source, "tracking_uri": self.server.url}
        equal(written["model"]["registry"], expected, "model.registry")
        return written

    def predicted(self, output: Path, model: keras.Model) -> None:
        table = pq.read_table(output).sort_by("id")
        equal(table["id"].to_pylist(), self.ids, "id")
        ours = np.column_stack([table[f"probability_{label}"].to_numpy() for label in range(3)])
        worst = float(np.abs(ours - model.predict(self.inputs, verbose=0)).max())
        if not worst < 1e-5:
            raise Different(f"probabilities differ by {worst}")

    def stored_file(self, uri: str, file: str) -> str:
        folder = Path(mlflow.artifacts.download_artifacts(uri))
        return hashlib.sha256((folder / file).read_bytes()).hexdigest()

    def an_alias_is_resolved_and_recorded(self) -> None:
        report, output = WORK / "alias.json", WORK / "alias"
        succeeded(self.score(report, str(output)))
        written = self.recorded(report, "1")
        equal(written["model"]["sha256"], self.stored_file("models:/penguins/1", "data/model.keras"), "sha256")
        self.predicted(output, self.first)

    def a_retry_scores_with_the_same_version(self) -> None:
        report, output = WORK / "retry.json", WORK / "retry"
        self.client.set_registered_model_alias("penguins", "champion", "1")
        # There is no name node: the version is resolved by then, and the run may be retried.
        nowhere = ("--conf", "spark.hadoop.ipc.client.connect.max.retries=0")
        equal(self.score(report, "hdfs://127.0.0.1:1/retry", spark=nowhere).code, 75, "exit code")
        equal(self.recorded(report, "1")["retryable"], True, "retryable")
        self.client.set_registered_model_alias("penguins", "champion", "2")
        retried = succeeded(self.score(report, str(output)))
        if "the last run failed with version 1 of 'penguins' and is retried with it" not in retried.err:
            raise Different(f"nothing is said of the version: {retried.err[-1000:]}")
        self.recorded(report, "1")
        self.predicted(output, self.first)
        equal(succeeded(self.score(report, str(output), "--mode", "overwrite")).lines, [], "lines")
        self.recorded(report, "2")
        self.predicted(output, self.second)

    def inspected(self, uri: str, file: str) -> None:
        shown = succeeded(self.inspect(uri)).out
        for part in (f"({uri})", self.stored_file(uri, file), self.server.url):
            if part not in shown:
                raise Different(f"{part} is not in:\n{shown}")

    def a_version_is_inspected(self) -> None:
        self.inspected("models:/penguins/2", "data/model.keras")

    def a_model_of_tensorflow_is_read(self) -> None:
        self.inspected("models:/by-tensorflow/1", "data/model.keras")

    def a_model_in_hdf5_is_read(self) -> None:
        self.inspected("models:/as hdf5/1", "data/model.h5")

    def a_model_in_another_store_is_read(self) -> None:
        place = self.client.get_model_version_download_uri("stored", "1")
        equal(place.split(":")[0], "file", f"the scheme of {place}")
        self.inspected("models:/stored/1", "data/model.keras")

    def another_flavor_is_refused(self) -> None:
        refused(self.inspect("models:/function/1"), 78, "its flavors are python_function;")

    def an_unknown_name_is_refused(self) -> None:
        refused(self.inspect("models:/pengiuns/1"), 66, "no registered model 'pengiuns'", "the nearest is 'penguins' of 5")

    def an_unknown_alias_is_refused(self) -> None:
        self.client.set_registered_model_alias("penguins", "next", "2")
        versions = self.client.get_registered_model("penguins").aliases
        known = ", ".join(f"{alias} (version {versions[alias]})" for alias in sorted(versions))
        refused(self.inspect("models:/penguins@nxet"), 66, "has no alias 'nxet'", f"it has {known}")
        refused(self.inspect("models:/pengiuns@next"), 66, "no registered model 'pengiuns'")

    def an_unknown_version_is_refused(self) -> None:
        refused(self.inspect("models:/penguins/9"), 66, "has no models:/penguins/9; the newest is models:/penguins/2")

    def deleted_files_are_noticed(self) -> None:
        shutil.rmtree(self.server.folder / "stored")
        refused(self.inspect("models:/stored/1"), 66, "there is no MLmodel file at file:")
        shutil.rmtree(self.server.folder / "artifacts")
        refused(self.inspect("models:/by-tensorflow/1"), 66, "there is no MLmodel file at mlflow-artifacts:")

    def passwords_are_sent_and_not_shown(self) -> None:
        config = WORK / "auth.ini"
        config.write_text(
            f"[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///{WORK}/auth.db\n"
            f"admin_username = {USER}\nadmin_password = {PASSWORD}\n"
            "authorization_function = mlflow.server.auth:authenticate_request_basic_auth\n"
        )
        secrets = {"MLFLOW_TRACKING_USERNAME": USER, "MLFLOW_TRACKING_PASSWORD": PASSWORD}
        environment = {"MLFLOW_AUTH_CONFIG_PATH": str(config), "MLFLOW_FLASK_SERVER_SECRET_KEY": "of-no-importance"}
        with Server("auth", "--app-name", "basic-auth", **environment) as server:
            os.environ |= secrets
            try:
                mlflow.set_tracking_uri(server.url)
                with mlflow.start_run():
                    mlflow.keras.log_model(self.first, name="model", registered_model_name="penguins", pip_requirements=["keras"])
            finally:
                mlflow.set_tracking_uri(self.server.url)
                for name in secrets:
                    del os.environ[name]
            ask = ("inspect", "--registry", server.url, "models:/penguins/1")
            refused(forwardpass(*ask), 66, "(HTTP 401)", "set MLFLOW_TRACKING_USERNAME")
            wrong = forwardpass(*ask, **(secrets | {"MLFLOW_TRACKING_PASSWORD": PASSWORD[::-1]}))
            refused(wrong, 66, "(HTTP 401)")
            right = succeeded(forwardpass(*ask, **secrets))
        for run in (wrong, right):
            if PASSWORD in run.out + run.err or PASSWORD[::-1] in run.out + run.err:
                raise Different("the password is shown")

    def a_server_that_is_down_is_waited_for_in_vain(self) -> None:
        self.server.stop()
        refused(self.inspect(CHAMPION), 69, "the registry does not answer at", self.server.url, "tried 3 times")
        report = WORK / "down.json"
        refused(self.score(report, str(WORK / "down")), 69, "tried 3 times")
        equal(json.loads(report.read_text())["retryable"], True, "retryable")

    def all(self) -> list[Callable[[], None]]:
        return [
            self.an_alias_is_resolved_and_recorded,
            self.a_retry_scores_with_the_same_version,
            self.a_version_is_inspected,
            self.a_model_of_tensorflow_is_read,
            self.a_model_in_hdf5_is_read,
            self.a_model_in_another_store_is_read,
            self.another_flavor_is_refused,
            self.an_unknown_name_is_refused,
            self.an_unknown_alias_is_refused,
            self.an_unknown_version_is_refused,
            self.deleted_files_are_noticed,
            self.passwords_are_sent_and_not_shown,
            self.a_server_that_is_down_is_waited_for_in_vain,
        ]


def main() -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    with Server("server") as server:
        checks = Checks(server)
        checks.register()
        run(checks.all())


if __name__ == "__main__":
    main()
