"""Scores one day of a partitioned table with Forwardpass every night, and publishes it as an Asset.

validate → score → read_report → gates → publish, or stop

A day is scored as a whole and replaces that day of the output, so that any run can be repeated. A day that fails a gate
leaves the output as it was, is not tried again, publishes nothing and fails the run. The worker needs `spark-submit` on its PATH
(Spark's own, that of `pip install pyspark`, or `jobs/spark-submit`), the connection `spark_default`, and, to read the report, whatever
Airflow's ObjectStoragePath needs for the store that holds it.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Asset, CronDataIntervalTimetable, ObjectStoragePath, Param, task
from airflow.sdk.exceptions import AirflowFailException

# The checkout, so that the sample runs as it is. On a cluster these are URIs that every node reads: hdfs://, abfss://.
HERE = Path(__file__).resolve().parents[2].as_uri()
ZONE = "UTC"
SCORES = Asset("penguin_scores")


def day(date: str | None, dag_run: Any) -> str:
    """The day to score: the one that was asked for, or the one in which the run's data interval starts."""
    if date:
        return date
    if dag_run.data_interval_start is None:
        raise AirflowFailException('this run has no data interval, for it was triggered without a logical date; give it a day: {"date": "2026-11-22"}')
    # The interval's start is in UTC whatever the timetable's zone: midnight in Berlin would be the day before.
    return dag_run.data_interval_start.astimezone(ZoneInfo(ZONE)).date().isoformat()


def read(uri: str) -> dict[str, Any] | None:
    """The report of a run, if it lived long enough to write one."""
    path = ObjectStoragePath(uri)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


class Forwardpass(SparkSubmitOperator):
    """spark-submit of Forwardpass, tried again only where that may help.

    The operator knows no exit codes: to it a failed gate and a lost executor are the same. Forwardpass' own codes are 64 to 79, and of
    those only 69 and 75 may go away by themselves. Where the code is lost on the way, as on YARN in cluster mode, the report has it.

    :param report: where the job writes its report; empty for none. Pushed as the XCom ``report``. (templated)
    """

    template_fields = (*SparkSubmitOperator.template_fields, "report")

    def __init__(self, *, report: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.report = report

    def execute(self, context: Any) -> None:
        if self.report:
            context["ti"].xcom_push(key="report", value=self.report)
            earlier = read(self.report)
            # What a try that is worth another one left is for the job, which takes the same version of a registered model again. Any
            # other is of a run that was cleared, and would be taken for this run's if the job died without a word.
            if earlier is not None and not (earlier["status"] == "failed" and earlier["retryable"]):
                ObjectStoragePath(self.report).unlink()
        try:
            super().execute(context)
        except Exception as failure:
            if self.is_final(str(failure)):
                raise AirflowFailException(f"the same command would fail again: {failure}") from failure
            raise

    def is_final(self, failure: str) -> bool:
        codes = [int(code) for code in re.findall(r"(?:Error|exit) code is: (\d+)", failure)]
        if any(64 <= code <= 79 for code in codes):
            return not {69, 75} & set(codes)
        report = read(self.report) if self.report else None
        return report is not None and report["status"] == "failed" and not report["retryable"]


with DAG(
    "score_penguins",
    description="Scores one day of penguins and publishes it",
    doc_md=__doc__,
    # A plain cron text would make intervals of no length in Airflow 3, and each run would score the day after.
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone=ZONE),
    start_date=datetime(2026, 11, 1, tzinfo=ZoneInfo(ZONE)),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "execution_timeout": timedelta(minutes=15)},
    user_defined_macros={"day": day},
    params={
        "date": Param(None, type=["null", "string"], format="date", description="The day to score, in place of the data interval's"),
        "jar": Param(f"{HERE}/target/forwardpass.jar", type="string", description="forwardpass.jar"),
        "job": Param(f"{HERE}/jobs/penguins-daily.conf", type="string", description="The job file: features, labels, gates, ..."),
        "model": Param(f"{HERE}/data-samples/penguins/penguins.keras", type="string", description="The Keras model"),
        "input": Param(f"{HERE}/target/daily/penguins", type="string", description="The table, with a folder ds=<day> for each day"),
        "output": Param(f"{HERE}/target/daily/scores", type="string", description="The scored table, with the same folders"),
        "reports": Param(f"{HERE}/target/daily/reports", type="string", description="The folder of the runs' reports"),
    },
):
    slice_ = "ds={{ day(params.date, dag_run) }}"
    # One for all tries of a run; no file system of Hadoop's has a colon in a name.
    report = "{{ params.reports }}/" + slice_ + "/{{ run_id | replace(':', '') }}.json"
    arguments = [
        "score",
        "--config", "{{ params.job }}",
        "--model", "{{ params.model }}",
        "--input", "{{ params.input }}",
        "--output", "{{ params.output }}",
        "--partition", slice_,
        "--report", report,
    ]
    # What changes from run to run has to be an argument or in conf: memory and cores as parameters of the operator are no templates.
    submit = {
        "application": "{{ params.jar }}",
        "name": f"score_penguins {slice_}",
        "conf": {
            # Within one try YARN would run a failed job a second time.
            "spark.yarn.maxAppAttempts": "1",
        },
        # A retry submits anew: the day is replaced as a whole, and a job that is still alive keeps others off the output until it ends.
        "durable": False,
    }

    validate = Forwardpass(task_id="validate", application_args=[*arguments, "--dry-run"], **submit)

    score = Forwardpass(
        task_id="score",
        application_args=arguments,
        report=report,
        execution_timeout=timedelta(hours=2),
        # A backfill does not count among the DAG's max_active_runs; this keeps it off the output while another run writes.
        max_active_tis_per_dag=1,
        **submit,
    )

    @task(trigger_rule="all_done")
    def read_report(ti: Any = None, params: Any = None, dag_run: Any = None) -> dict[str, Any]:
        """A few fields of the report, and its place; runs after a failed score too, for there it says the most."""
        uri = ti.xcom_pull(task_ids="score", key="report")
        report = read(uri) if uri else None
        if report is None:
            raise AirflowFailException(f"there is no report ({uri or 'score did not start'}); the logs of validate and score say why")
        return {
            "output": params["output"],
            "partition": f"ds={day(params['date'], dag_run)}",
            "report": uri,
            "status": report["status"],
            "exit_code": report["exit_code"],
            "message": report["message"],
            "model_sha256": report["model"]["sha256"],
            "rows_in": report["rows"]["in"],
            "rows_scored": report["rows"]["scored"],
            "rows_invalid": report["rows"]["invalid"],
            "rows_out": report["rows"]["out"],
            "gates": report["gates"],
        }

    @task.branch
    def gates(report: dict[str, Any]) -> str:
        passed = report["status"] == "succeeded" and all(gate["passed"] for gate in report["gates"])
        return "publish" if passed else "stop"

    @task(outlets=[SCORES])
    def publish(report: dict[str, Any], outlet_events: Any = None) -> None:
        """Whoever is scheduled on the Asset is started now, and finds in the event's extra what was scored."""
        outlet_events[SCORES].extra = report

    @task
    def stop(report: dict[str, Any]) -> None:
        """Fails, for a run whose last task ended well is a success, whatever failed before."""
        failed = [f"{gate['name']} is {gate['value']}, limit {gate['limit']}" for gate in report["gates"] if not gate["passed"]]
        raise AirflowFailException(f"not published: {'; '.join(failed) or report['message']}; see {report['report']}")

    facts = read_report()
    validate >> score >> facts
    gates(facts) >> [publish(facts), stop(facts)]
