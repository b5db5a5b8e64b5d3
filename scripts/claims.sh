#!/usr/bin/env bash
# What the method claims, tried on drawn scenes with the bundled model or another one that knows them. docs/claims.md says
# what each table means.
#
# Usage: scripts/claims.sh [random-tokens|other-world|hallucination]...   all of them without a name
# Writes ./claims and prints tables. A step that is done is not done again. Environment:
#   CLAIMS_MINED, CLAIMS_ASKED   scenes to mine and to ask about; 240 and 300 if unset
#   CLAIMS_MODEL                 the folder of a bundle; the bundled model if unset
#   CLAIMS_OUT                   where to write, one folder for each model; claims if unset
#   TOKENQUARRY_JAVA_OPTS        as for scripts/tokenquarry
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="${CLAIMS_OUT:-claims}"
model="${CLAIMS_MODEL:-bundled}"
mined="${CLAIMS_MINED:-240}"
asked="${CLAIMS_ASKED:-300}"

tokenquarry() {
  "$root/scripts/tokenquarry" "$@" --set "model.location=$model"
}

# Runs a step unless its mark is there.
once() {
  local mark="$out/$1.done"
  shift
  [[ -e $mark ]] && return
  "$@"
  touch "$mark"
}

asked_scenes() { # WORLD
  tokenquarry scenes --world "$1" --count "$asked" --seed 404 --out "$out/asked-$1" >&2
}

# The preset of the bundled model, whose thresholds suit no other one: that gets thresholds at the default quantiles.
settle() { # WORLD
  echo "preset = bundled" >"$out/settings-$1.conf"
  if [[ $model != bundled ]]; then
    tokenquarry calibrate --warehouse "$out/mined-$1" | grep '^experiment\.' >>"$out/settings-$1.conf"
  fi
}

# A warehouse whose codebook was mined in one world, and is published without a measurement: this script measures.
mined_world() { # WORLD
  local warehouse="$out/mined-$1"
  tokenquarry scenes --world "$1" --count "$mined" --seed 1 --out "$out/images-$1" >&2
  tokenquarry ingest "$out/images-$1" --warehouse "$warehouse" >&2
  settle "$1"
  tokenquarry mine --warehouse "$warehouse" --conf "$out/settings-$1.conf" >&2
  tokenquarry cluster --warehouse "$warehouse" --conf "$out/settings-$1.conf" --output json >"$out/mined-$1.json"
  tokenquarry publish --warehouse "$warehouse" --conf "$out/settings-$1.conf" --set publish.requireEvaluation=false \
    --set publish.minPrototypes=1 >&2
}

# Compares the newest version with the published one, and with pruners that have no codebook.
evaluate() { # WAREHOUSE WORLD PRUNERS SETTING...
  tokenquarry ingest "$out/asked-$2" --split heldout --warehouse "$1" >&2
  tokenquarry evaluate --questions "$out/asked-$2" --warehouse "$1" --set "evaluate.pruners=[$3]" \
    --set evaluate.reference=codebook-diverse --set 'evaluate.budgets=[0.2, 0.1, 0.05]' "${@:4}"
}

random_tokens() {
  local redundant warehouse="$out/random-tokens"
  once mined-all mined_world all
  once asked-all asked_scenes all
  redundant="$(sed -n 's/.*"redundantTokens" *: *\([0-9]*\).*/\1/p' "$out/mined-all.json")"
  random_codebook() {
    rm -rf "$warehouse"
    cp -r "$out/mined-all" "$warehouse"
    tokenquarry mine --warehouse "$warehouse" --conf "$root/conf/random-tokens.conf" >&2
    tokenquarry cluster --warehouse "$warehouse" --conf "$root/conf/random-tokens.conf" \
      --set "cluster.maxCandidates=$redundant" >&2
  }
  once random-tokens random_codebook
  echo "== random-tokens: a codebook of $redundant random tokens; ...-v1 is that of the experiments"
  evaluate "$warehouse" all "codebook, codebook-diverse, random" --conf "$root/conf/random-tokens.conf"
}

# The codebook of one world becomes a version beside that of another.
other_world() {
  local from to pair
  for pair in smooth:patterned patterned:smooth all:coarse; do
    from="${pair%:*}" to="${pair#*:}"
    once "mined-$from" mined_world "$from"
    once "mined-$to" mined_world "$to"
    once "asked-$to" asked_scenes "$to"
    foreign_codebook() {
      local warehouse="$out/$from-in-$to"
      rm -rf "$warehouse"
      cp -r "$out/mined-$to" "$warehouse"
      tokenquarry export --warehouse "$out/mined-$from" --conf "$out/settings-$from.conf" --set "export.directory=$out/export-$from" >&2
      tokenquarry import "$out/export-$from/codebook-v1" --warehouse "$warehouse" >&2
    }
    once "$from-in-$to" foreign_codebook
    echo "== other-world: a codebook of $from scenes asked in $to ones; ...-v1 was mined there"
    evaluate "$out/$from-in-$to" "$to" "codebook, codebook-diverse, divprune, random" --conf "$out/settings-$to.conf"
  done
}

hallucination() {
  once mined-all mined_world all
  once asked-pairs asked_scenes pairs
  echo "== hallucination: things that go together"
  evaluate "$out/mined-all" pairs \
    "codebook, codebook-diverse, divprune, gprune, scope, scope-redundancy, vispruner, random" --conf "$out/settings-all.conf"
  echo "== hallucination: share of wrong yes, with its interval"
  tokenquarry sql --warehouse "$out/mined-all" "
    select split(question_set, '#')[0] as questions, pruner, keep, round(value, 3) as wrong_yes, round(low, 3) as low,
      round(high, 3) as high
    from evaluations where metric = 'wrong-yes' and question_set not like 'all#%' order by questions, keep desc, wrong_yes"
}

mkdir -p "$out"
claims=("$@")
((${#claims[@]})) || claims=(random-tokens other-world hallucination)
for claim in "${claims[@]}"; do
  case $claim in
    random-tokens) random_tokens ;;
    other-world) other_world ;;
    hallucination) hallucination ;;
    *) echo "error: there is no claim $claim; usage: scripts/claims.sh [random-tokens|other-world|hallucination]..." >&2; exit 1 ;;
  esac
done
