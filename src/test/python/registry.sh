#!/usr/bin/env bash
#
# Runs registry.py in target/registry-venv, which it makes with the pinned packages where it is missing or the pins have
# changed, on the job jar, which it makes where that is older than what it is made of. Python 3.11, or what PYTHON names.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
venv=$PWD/target/registry-venv
. "$here/venv.sh"
make_venv registry

jar=target/forwardpass.jar
if [[ ! -f $jar || -n "$(find pom.xml src/main conf -newer $jar -print -quit)" ]]; then
  mvn -B -q package -DskipTests >&2
fi

# Keras and TensorFlow on the processor; no registry and no Spark but those of the check.
export CUDA_VISIBLE_DEVICES=-1 KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3
unset SPARK_HOME "${!MLFLOW_@}"
exec "$venv/bin/python" "$here/registry.py"
