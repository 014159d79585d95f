#!/usr/bin/env bash
# Verifies everything the Python scripts made: goldens, refused files, sample data and summaries; and that Keras opens
# what Java writes. Ends with one line of totals. Runs all even if one fails, so that one run shows everything that is
# wrong.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=$root/target/venv/bin/python

"$here/setup.sh" || exit 1
rm -rf "$root/target/written-models"
(cd "$root" && mvn -B -q test-compile exec:exec@written-models) || echo "check.sh: no models were written" >&2

passed=0
failed=0
for script in goldens refused samples summaries written; do
  log=$("$python" "$here/$script.py" --check 2> >(grep -v -e absl -e cuda >&2))
  status=$?
  echo "$script:"
  echo "$log"
  if [[ ! "$(tail -n 1 <<< "$log")" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    echo "check.sh: $script.py ended with status $status before it could count" >&2
    failed=$((failed + 1))
    continue
  fi
  passed=$((passed + BASH_REMATCH[1]))
  failed=$((failed + BASH_REMATCH[2]))
done
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
