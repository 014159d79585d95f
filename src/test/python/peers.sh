#!/usr/bin/env bash
#
# Runs peers.py, whose arguments it takes, in target/peers-venv, which it makes with the pinned packages where it is
# missing or the pins have changed. Python 3.11, or what PYTHON names.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$here/../../.." && pwd)/target/peers-venv
pins=$(cat "$here/peers-requirements.txt" "$here/peers-constraints.txt" | sha256sum | cut -d' ' -f1)

if [ "$(cat "$venv/pins.sha256" 2>/dev/null || true)" != "$pins" ]; then
  python=${PYTHON:-python3.11}
  command -v "$python" >/dev/null || { echo "peers.sh: $python not found; set PYTHON to a Python 3.11" >&2; exit 1; }
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install -r "$here/peers-requirements.txt" -c "$here/peers-constraints.txt"
  echo "$pins" > "$venv/pins.sha256"
fi

# Keras and TensorFlow on the processor, and Spark's own cluster without a distribution's folders.
export CUDA_VISIBLE_DEVICES=-1 KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 SPARK_SCALA_VERSION=2.13
unset SPARK_HOME
exec "$venv/bin/python" "$here/peers.py" "$@"
