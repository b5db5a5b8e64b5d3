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
