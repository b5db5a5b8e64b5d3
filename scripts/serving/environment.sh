#!/usr/bin/env bash
# Makes a virtual environment for the tests with transformers: scripts/serving/.venv, 5 GB, because torch brings CUDA.
#
# Usage: scripts/serving/environment.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

python3 -m venv .venv
# Git ignores the folder. Python does so itself since 3.13.
echo '*' >.venv/.gitignore
.venv/bin/pip install --quiet --requirement requirements/transformers.txt
echo "scripts/serving/.venv is ready; scripts/test-python.sh takes it."
