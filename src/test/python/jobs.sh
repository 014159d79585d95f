#!/usr/bin/env bash
#
# Runs a script of this folder that checks jobs/: jobs.sh daily_runs --check. Makes target/jobs-venv with the pinned packages where
# it is missing or the pins have changed. Python 3.11, or what PYTHON names; the jar has to be built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$here/../../.." && pwd)/target/jobs-venv
. "$here/venv.sh"
make_venv jobs

# The samples run on the Spark that Maven resolved, whatever cluster SPARK_HOME may belong to.
unset SPARK_HOME
export PATH=$venv/bin:$PATH SPARK_LOCAL_IP=127.0.0.1
script=$1
shift
exec "$venv/bin/python" "$here/$script.py" "$@"
