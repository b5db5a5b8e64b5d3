# For the scripts that train: the Python with torch, and folders that are either complete or made again. To be sourced.

python="$(scripts/python-with-torch.sh)"
if [[ -z $python ]]; then
  echo "error: no Python here has torch; on Debian: apt-get install python3-torch python3-numpy libopenblas0-pthread" >&2
  exit 1
fi
"$python" scripts/training/blas.py

# complete FOLDER COMMAND...: unless the folder is there, runs the command with `--out` another name, then renames it.
complete() {
  local folder="$1"
  shift
  if [[ ! -d $folder ]]; then
    rm -rf "$folder.part"
    "$@" --out "$folder.part"
    mv "$folder.part" "$folder"
  fi
}

# train_composed SCENES_SCRIPT COUNT NAME OUT WORK OPTION...: composes COUNT pictures in WORK, trains on them, and writes the
# bundle NAME to OUT. TRAINING_OPTIONS come last.
train_composed() {
  local script="$1" count="$2" name="$3" out="$4" work="$5"
  local compose=("$python" "$script" --format npy)
  shift 5
  read -ra more <<<"${TRAINING_OPTIONS:-}"
  mkdir -p "$work"
  complete "$work/scenes" "${compose[@]}" --count "$count" --seed 1 --split train
  complete "$work/heldout" "${compose[@]}" --count 1000 --seed 2 --split validation
  "$python" scripts/train_bundled_model.py --name "$name" --scenes "$work/scenes" --heldout "$work/heldout" \
    --scenes-seed 1 --heldout-seed 2 --work "$work" --out "$out" "$@" "${more[@]}"
}
