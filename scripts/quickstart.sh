#!/usr/bin/env bash
# From nothing to a codebook: builds if needed, draws scenes, runs the whole pipeline on the bundled model.
#
# Usage: scripts/quickstart.sh [KEY=VALUE]...   settings for the run, as with --set
# Writes ./quickstart; a second run mines nothing again. Environment:
#   MAVEN_ARGS              more arguments for Maven, which reads them itself
#   TOKENQUARRY_JAVA_OPTS   as for scripts/tokenquarry
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out=quickstart
train_scenes=240
heldout_scenes=120

phase() {
  local name=$1 begin=$SECONDS
  shift
  echo "== $name" >&2
  "$@"
  echo "== $name: $((SECONDS - begin)) s" >&2
}

built() {
  local jar
  jar="$(compgen -G "$root/jobs/target/tokenquarry-jobs-*[0-9TS].jar" | head -n 1)" || return 1
  cmp -s "$jar" "$root/jobs/target/dist/lib/tokenquarry-jobs.jar" || return 1
  [[ -z "$(find "$root"/pom.xml "$root"/{udfs,jobs}/pom.xml "$root"/{udfs,jobs}/src/main -newer "$jar" -print -quit)" ]]
}

build() {
  (cd "$root" && ./mvnw -q -B -Dmaven.test.skip=true package)
}

tokenquarry() {
  "$root/scripts/tokenquarry" "$@"
}

scenes() {
  tokenquarry scenes --count "$train_scenes" --seed 1 --out "$out/images"
  tokenquarry scenes --count "$heldout_scenes" --seed 2 --out "$out/heldout"
}

pipeline() {
  tokenquarry nightly "$out/images" --questions "$out/heldout" --warehouse "$out/warehouse" \
    --set preset=bundled --set report.file="$out/report.html" --set export.directory="$out/codebook" "$@"
}

settings=()
for setting in "$@"; do
  settings+=(--set "$setting")
done

begin=$SECONDS
if built; then
  echo "== build: up to date" >&2
else
  phase "build (the first time Maven fetches 700 MB; then about a minute)" build
fi
phase scenes scenes
phase pipeline pipeline "${settings[@]}"
echo "== all: $((SECONDS - begin)) s" >&2
echo "Report: $PWD/$out/report.html"
