#!/usr/bin/env bash
# Trains both control models one after another, on the bundled model's data and steps, and puts each beside the other in
# OUT/no-drops and OUT/random-drops. After a crash the same command goes on from the last checkpoint; a model that is
# finished is left as it is. Takes about two hours on two free cores. See docs/bundled-model.md.
#
# Usage: scripts/train_control_models.sh [OUT]        default of OUT: models
#   TRAINING_WORK     scenes, checkpoints, cached features (default target/training-controls; 3 GB)
#   TRAINING_OPTIONS  more options of scripts/train_bundled_model.py, such as "--scale 0.01 --limit 2000" for a trial
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out="${1:-models}"
work="${TRAINING_WORK:-target/training-controls}"
read -ra options <<<"${TRAINING_OPTIONS:-}"
mkdir -p "$work"

. scripts/training/common.sh
complete "$work/scenes" scripts/tokenquarry scenes --count 40000 --seed 1 --format npy
complete "$work/heldout" scripts/tokenquarry scenes --count 1000 --seed 2 --format npy

tower="$work/no-drops"
for control in no-drops random-drops; do
  mine="$work/$control"
  if [[ -f $mine/finished && -f $out/$control/bundle.json ]]; then
    echo "$control: finished before, in $out/$control"
    continue
  fi
  mkdir -p "$mine"
  # The tower is trained without the decoder and never sees a drop, so the second model takes over the first one's.
  if [[ ! -f $mine/checkpoint.pt && -f $tower/before-stage-1.pt && -f $tower/features.done ]]; then
    cp "$tower/before-stage-1.pt" "$mine/checkpoint.part"
    ln -f "$tower/features.npy" "$tower/features.done" "$mine/"
    mv "$mine/checkpoint.part" "$mine/checkpoint.pt"
  fi
  echo "$control: training in $mine"
  "$python" scripts/train_bundled_model.py --control "$control" --scenes "$work/scenes" --heldout "$work/heldout" \
    --scenes-seed 1 --heldout-seed 2 --work "$mine" --out "$out/$control" "${options[@]}"
  touch "$mine/finished"
done
echo "Both are in $out: scripts/tokenquarry evaluate --model $out/no-drops, and so on."
