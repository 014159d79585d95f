#!/usr/bin/env bash
#
# Runs peers.py, whose arguments it takes, in target/peers-venv, which it makes with the pinned packages where it is
# missing or the pins have changed. Python 3.11, or what PYTHON names.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$here/../../.." && pwd)/target/peers-venv
. "$here/venv.sh"
make_venv peers

# Keras and TensorFlow on the processor, and Spark's own cluster without a distribution's folders.
export CUDA_VISIBLE_DEVICES=-1 KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 SPARK_SCALA_VERSION=2.13
unset SPARK_HOME
exec "$venv/bin/python" "$here/peers.py" "$@"
