#!/usr/bin/env bash
# Trains the model that answers questions about composed photographs, and puts it in OUT. After a crash the same command
# goes on from the last checkpoint. Takes about 50 minutes on two free cores. See docs/photographs-model.md.
#
# Usage: scripts/train_photographs_model.sh [OUT]     default of OUT: models/photographs
#   TRAINING_WORK     pictures, checkpoints, cached features (default target/training-photographs; 3 GB)
#   TRAINING_OPTIONS  more options of scripts/train_bundled_model.py, such as "--scale 0.01 --limit 2000" for a trial
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out="${1:-models/photographs}"
work="${TRAINING_WORK:-target/training-photographs}"
read -ra options <<<"${TRAINING_OPTIONS:-}"
mkdir -p "$work"
. scripts/training/common.sh

compose=("$python" scripts/photograph_scenes.py --format npy)
complete "$work/scenes" "${compose[@]}" --count 40000 --seed 1 --split train
complete "$work/heldout" "${compose[@]}" --count 1000 --seed 2 --split validation
"$python" scripts/train_bundled_model.py --name tokenquarry-photographs-2m --steps tower=2200 \
  --scenes "$work/scenes" --heldout "$work/heldout" --scenes-seed 1 --heldout-seed 2 \
  --work "$work" --out "$out" "${options[@]}"
