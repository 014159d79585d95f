#!/usr/bin/env bash
# Makes target/venv with the pinned packages, and below it one folder per other Keras (writers.txt).
# Each goes there without its dependencies, because one environment holds one Keras; golden_writer.py finds it by
# PYTHONPATH. Does nothing when the pins have not changed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$(cd "$here/../../.." && pwd)/target/venv
pins=$(cat "$here/requirements.txt" "$here/constraints.txt" "$here/writers.txt" | sha256sum | cut -d' ' -f1)

if [ "$(cat "$venv/pins.sha256" 2>/dev/null || true)" = "$pins" ]; then
  exit 0
fi

python=${PYTHON:-python3.11}
command -v "$python" >/dev/null || { echo "setup.sh: $python not found; set PYTHON to a Python 3.11" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
  || { echo "setup.sh: the pinned packages need Python 3.11, got $("$python" --version)" >&2; exit 1; }

rm -rf "$venv"
"$python" -m venv "$venv"
pip=("$venv/bin/pip" --quiet --disable-pip-version-check)
"${pip[@]}" install -r "$here/requirements.txt" -c "$here/constraints.txt"
while read -r pin; do
  "${pip[@]}" install --no-deps --target "$venv/writers/${pin/==/-}" "$pin"
done < "$here/writers.txt"
echo "$pins" > "$venv/pins.sha256"
