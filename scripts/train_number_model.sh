#!/usr/bin/env bash
# Trains the model that reads numbers on plates, and puts it in OUT. After a crash the same command goes on from the last
# checkpoint. Takes 45 to 80 minutes on two free cores. See docs/small-text.md.
#
# Usage: scripts/train_number_model.sh [OUT]     default of OUT: models/numbers
#   TRAINING_WORK     pictures, checkpoints, cached features (default target/training-numbers; 2 GB)
#   TRAINING_OPTIONS  more options of scripts/train_bundled_model.py, such as "--scale 0.01 --limit 2000" for a trial
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/training/common.sh

train_composed scripts/number_scenes.py 24000 tokenquarry-numbers-2m "${1:-models/numbers}" \
  "${TRAINING_WORK:-target/training-numbers}" --ground 0.1 --steps tower=3000 --steps few=1200 --steps decoder=350 --steps joint=1000
