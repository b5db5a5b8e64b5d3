#!/usr/bin/env bash
# Tells Spark which GPUs a process on this machine can use: {"name": "gpu", "addresses": ["0", "1"]}.
#
# Give its path as spark.worker.resource.gpu.discoveryScript (standalone) or
# spark.executor.resource.gpu.discoveryScript (YARN, Kubernetes). It must be executable on every node.
# An address is the number by which CUDA, and so PyTorch, knows the GPU; CUDA_DEVICE_ORDER=PCI_BUS_ID makes it the
# number that nvidia-smi shows. Where CUDA_VISIBLE_DEVICES hides some, CUDA counts what is left from 0.
set -euo pipefail

fail() {
  echo "discover-gpus.sh: $1" >&2
  exit 1
}

# One number a line.
all() {
  command -v nvidia-smi >/dev/null ||
    fail "there is no nvidia-smi on this node's PATH. Install NVIDIA's driver, or ask for no GPU resource here."
  local listed
  listed="$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1)" ||
    fail "nvidia-smi failed: $(head -n 1 <<<"$listed") Look whether the driver is loaded."
  tr -d ' ' <<<"$listed"
}

# CUDA ends its list at the first entry that is empty or negative.
visible() {
  local entries entry count=0
  IFS=, read -ra entries <<<"$CUDA_VISIBLE_DEVICES"
  for entry in "${entries[@]}"; do
    [[ -z $entry || $entry == -* || $entry == NoDevFiles ]] && break
    echo "$((count++))"
  done
}

numbers="$(if [[ -n ${CUDA_VISIBLE_DEVICES+set} ]]; then visible; else all; fi)"
[[ -n $numbers ]] || fail "no GPU is visible here. Look at nvidia-smi and CUDA_VISIBLE_DEVICES."
addresses="$(sed 's/.*/"&"/' <<<"$numbers" | paste -sd , -)"
echo "{\"name\": \"gpu\", \"addresses\": [${addresses//,/, }]}"
