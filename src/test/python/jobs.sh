#!/usr/bin/env bash
#
# Runs a script of this folder that checks jobs/: jobs.sh daily_runs --check. Makes target/jobs-venv with the pinned packages where
# it is missing or the pins have changed. Python 3.11, or what PYTHON names; the jar has to be built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$here/../../.." && pwd)/target/jobs-venv
pins=$(cat "$here/jobs-requirements.txt" "$here/jobs-constraints.txt" | sha256sum | cut -d' ' -f1)

if [ "$(cat "$venv/pins.sha256" 2>/dev/null || true)" != "$pins" ]; then
  python=${PYTHON:-python3.11}
  command -v "$python" >/dev/null || { echo "jobs.sh: $python not found; set PYTHON to a Python 3.11" >&2; exit 1; }
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install -r "$here/jobs-requirements.txt" -c "$here/jobs-constraints.txt"
  echo "$pins" > "$venv/pins.sha256"
fi

# The samples run on the Spark that Maven resolved, whatever cluster SPARK_HOME may belong to.
unset SPARK_HOME
export PATH=$venv/bin:$PATH SPARK_LOCAL_IP=127.0.0.1
script=$1
shift
exec "$venv/bin/python" "$here/$script.py" "$@"
