#!/usr/bin/env bash
# Runs the tests of the Python scripts. Without torch they are skipped, and that is said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ! -d scripts/tests ]]; then
  echo "Python tests: SKIPPED, there is no scripts/tests."
  exit 0
fi
# Debian's own Python comes first: its python3-torch is what training is written for.
python="$(scripts/python-with-torch.sh)"
if [[ -n $python ]]; then
  echo "Python tests: running with $python"
  exec "$python" -m unittest discover -s scripts/tests -t scripts
fi
echo "Python tests: SKIPPED, no Python here has torch. On Debian: apt-get install python3-torch."
