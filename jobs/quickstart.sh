#!/usr/bin/env bash
#
# Builds Forwardpass and scores the sample penguins on an embedded Spark. Needs JDK 17 and Maven;
# can be run again and again.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
# Not the first line alone: Java says there which options it has picked up from its environment.
version="$("$java" -version 2>&1 | sed -nE 's/^[a-z]+ version "([0-9]+).*/\1/p' || true)"
if [[ "$version" != 17 && "$version" != 21 ]]; then
  echo "quickstart: JDK 17 (or 21) is needed, and $java is ${version:-missing}; set JAVA_HOME to one" >&2
  exit 69
fi
if ! command -v mvn > /dev/null; then
  echo "quickstart: Maven is needed and there is no mvn on the PATH" >&2
  exit 69
fi

# A jar that is newer than all that it is made of needs no build.
jar=target/forwardpass.jar
if [[ ! -f $jar || -n "$(find pom.xml src/main conf -newer $jar -print -quit)" ]]; then
  echo "Building (the first time Maven fetches Spark and ND4J, which takes minutes) ..."
  mvn -B -q -ntp package -DskipTests
fi

job() {
  # The embedded Spark, whatever cluster SPARK_HOME may belong to.
  env -u SPARK_HOME SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}" \
    jobs/spark-submit --master 'local[*]' --conf spark.ui.enabled=false $jar "$@"
}

job inspect data-samples/penguins/penguins.keras
echo
job score --config jobs/penguins.conf --show 10
