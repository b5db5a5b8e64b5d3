#!/usr/bin/env bash
# Trains the model that answers questions about composed photographs, and puts it in OUT. After a crash the same command
# goes on from the last checkpoint. Takes 50 to 80 minutes on two free cores. See docs/photographs-model.md.
#
# Usage: scripts/train_photographs_model.sh [OUT]     default of OUT: models/photographs
#   TRAINING_WORK     pictures, checkpoints, cached features (default target/training-photographs; 3 GB)
#   TRAINING_OPTIONS  more options of scripts/train_bundled_model.py, such as "--scale 0.01 --limit 2000" for a trial
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/training/common.sh

train_composed scripts/photograph_scenes.py 40000 tokenquarry-photographs-2m "${1:-models/photographs}" \
  "${TRAINING_WORK:-target/training-photographs}" --steps tower=2200
