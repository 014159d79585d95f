#!/usr/bin/env bash
# Verifies everything the Python scripts made: goldens, refused files, sample data, summaries and evaluations; that Keras
# opens what Java writes; that Java computes what Keras computes for 200 networks drawn at random; that PyArrow and DuckDB
# read what our Parquet writer wrote; that a browser (Debian's chromium) shows the pages of reports; that models of an MLflow
# registry are found; that Airflow runs our DAG, and Kubernetes would our manifests. Ends with one line of totals. Runs all
# even if one fails, so that one run shows everything that is wrong.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=$root/target/venv/bin/python

# Jobs start sooner from the archive that mvn verify has made; without one nothing changes.
export SPARK_SUBMIT_OPTS="-XX:SharedArchiveFile=$root/target/spark/classes.jsa -XX:TieredStopAtLevel=1"

"$here/setup.sh" || exit 1

jar=$root/target/forwardpass.jar
sources=("$root/pom.xml" "$root/conf" "$root/src/main" "$root/src/test/java" "$root/src/test/resources")
if [[ ! -f $jar || -n "$(find "${sources[@]}" -newer "$jar" -print -quit)" ]]; then
  (cd "$root" && mvn -B -q package -DskipTests) || echo "check.sh: the jar was not built" >&2
fi

# The goldens keep one core busy for minutes, and a registry's server waits for others: they run beside the other checks.
beside=$root/target/checks-beside
rm -rf "$beside"
mkdir -p "$beside"
{
  "$python" "$here/goldens.py" --check > "$beside/goldens" 2> >(grep -v -e absl -e cuda >&2)
  echo $? > "$beside/goldens.status"
  "$here/registry.sh" > "$beside/registry" 2> >(grep -v -e absl -e oneDNN >&2)
  echo $? > "$beside/registry.status"
} &

rm -rf "$root/target/written-models" "$root/target/written-tables" "$root/target/report-pages"
(cd "$root" && mvn -B -q exec:exec@written-models exec:exec@written-tables exec:exec@report-pages) \
  || echo "check.sh: models, tables or report pages were not written" >&2

passed=0
failed=0

# Adds up a check's line of totals; without one the check has failed.
count() { # name, output, status
  echo "$1:"
  echo "$2"
  if [[ ! "$(tail -n 1 <<< "$2")" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    echo "check.sh: $1 ended with status $3 before it could count" >&2
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + BASH_REMATCH[1]))
  failed=$((failed + BASH_REMATCH[2]))
}

for script in refused samples summaries drifts evaluations written tables pages; do
  log=$("$python" "$here/$script.py" --check 2> >(grep -v -e absl -e cuda >&2))
  count "$script" "$log" $?
done

rm -rf "$root/target/random-stacks"
log=$("$python" "$here/random_stacks.py" "$root/target/random-stacks" 2> /dev/null \
  && cd "$root" && mvn -B -q exec:exec@random-stacks 2> /dev/null | sed 's/\x1b\[[0-9;]*m//g' | grep -v '^$')
count "random stacks" "$log" $?

for script in daily_runs manifests; do
  log=$("$here/jobs.sh" $script --check)
  count "$script" "$log" $?
done

wait
for check in goldens registry; do
  count "$check" "$(cat "$beside/$check")" "$(cat "$beside/$check.status")"
done

echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
