#!/usr/bin/env bash
#
# Runs registry.py in target/registry-venv, which it makes with the pinned packages where it is missing or the pins have
# changed, on the job jar, which it makes where that is older than what it is made of. Python 3.11, or what PYTHON names.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
venv=$PWD/target/registry-venv
pins=$(cat "$here/registry-requirements.txt" "$here/registry-constraints.txt" | sha256sum | cut -d' ' -f1)

if [ "$(cat "$venv/pins.sha256" 2>/dev/null || true)" != "$pins" ]; then
  python=${PYTHON:-python3.11}
  command -v "$python" >/dev/null || { echo "registry.sh: $python not found; set PYTHON to a Python 3.11" >&2; exit 1; }
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install -r "$here/registry-requirements.txt" -c "$here/registry-constraints.txt"
  echo "$pins" > "$venv/pins.sha256"
fi

jar=target/forwardpass.jar
if [[ ! -f $jar || -n "$(find pom.xml src/main conf -newer $jar -print -quit)" ]]; then
  mvn -B -q package -DskipTests >&2
fi

# Keras and TensorFlow on the processor; no registry and no Spark but those of the check.
export CUDA_VISIBLE_DEVICES=-1 KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3
unset SPARK_HOME "${!MLFLOW_@}"
exec "$venv/bin/python" "$here/registry.py"
