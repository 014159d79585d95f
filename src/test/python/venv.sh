# Sourced by scripts of this folder. make_venv NAME makes target/NAME-venv with the packages that NAME-requirements.txt and
# NAME-constraints.txt pin, where it is missing or the pins have changed. Python 3.11, or what PYTHON names.
make_venv() {
  local here venv pins python
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  venv=$(cd "$here/../../.." && pwd)/target/$1-venv
  pins=$(cat "$here/$1-requirements.txt" "$here/$1-constraints.txt" | sha256sum | cut -d' ' -f1)
  if [ "$(cat "$venv/pins.sha256" 2>/dev/null || true)" != "$pins" ]; then
    python=${PYTHON:-python3.11}
    command -v "$python" >/dev/null || { echo "$1.sh: $python not found; set PYTHON to a Python 3.11" >&2; exit 1; }
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/pip" --quiet --disable-pip-version-check install -r "$here/$1-requirements.txt" -c "$here/$1-constraints.txt"
    echo "$pins" > "$venv/pins.sha256"
  fi
}
