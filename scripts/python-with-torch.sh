#!/usr/bin/env bash
# Prints the interpreter that has torch: TOKENQUARRY_PYTHON, Debian's own, or the first on the path. Nothing where none has.
for python in "${TOKENQUARRY_PYTHON:-}" /usr/bin/python3 python3; do
  if [[ -n $python ]] && "$python" -c 'import torch' 2>/dev/null; then
    command -v "$python"
    exit
  fi
done
