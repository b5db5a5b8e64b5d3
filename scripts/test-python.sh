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
  "$python" -m unittest discover -s scripts/tests -t scripts
else
  echo "Python tests: SKIPPED, no Python here has torch. On Debian: apt-get install python3-torch."
fi

# Where the pinned transformers is, it writes the numbers of the families again (scripts/tests/references).
if [[ -x scripts/serving/.venv/bin/python ]]; then
  echo "Python tests of references: running with scripts/serving/.venv"
  (cd scripts && serving/.venv/bin/python -W ignore -m unittest tests.test_references tests.test_qwen)
else
  echo "Python tests of references: SKIPPED, see scripts/serving/environment.sh."
fi

# Debian's torch brings numpy, which is all that the package itself needs. Its tests with transformers and with vLLM
# need environments, which scripts/serving/environment.sh makes.
cd scripts/serving
if [[ -x .venv/bin/python ]]; then
  python="$PWD/.venv/bin/python"
fi
python="${python:-python3}"
if "$python" -c 'import numpy' 2>/dev/null; then
  echo "Python tests of serving: running with $python"
  "$python" -c 'import torch, torchvision, transformers' 2>/dev/null ||
    echo "Python tests of serving with transformers: SKIPPED, see scripts/serving/environment.sh."
  "$python" -m unittest discover -s tests -t .
else
  echo "Python tests of serving: SKIPPED, no Python here has numpy. On Debian: apt-get install python3-numpy."
fi
if [[ -x .venv-vllm/bin/python ]]; then
  echo "Python tests of serving with vLLM: running with $PWD/.venv-vllm/bin/python"
  .venv-vllm/bin/python -m unittest tests.test_vllm
else
  echo "Python tests of serving with vLLM: SKIPPED, see scripts/serving/environment.sh."
fi
