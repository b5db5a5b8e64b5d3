#!/usr/bin/env bash
# Runs the tests of the Python scripts. Without torch they are skipped, and that is said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ! -d scripts/tests ]]; then
  echo "Python tests: SKIPPED, there is no scripts/tests."
  exit 0
fi
# Debian's own Python comes first: its python3-torch is what training is written for.
for python in "${TOKENQUARRY_PYTHON:-}" /usr/bin/python3 python3; do
  if [[ -n $python ]] && "$python" -c 'import torch' 2>/dev/null; then
    echo "Python tests: running with $(command -v "$python")"
    exec "$python" -m unittest discover -s scripts/tests -t scripts
  fi
done
echo "Python tests: SKIPPED, no Python here has torch. On Debian: apt-get install python3-torch."
