#!/usr/bin/env bash
# Runs every command of README.md and docs/*.md as it is pasted: each fenced block of bash (or of python) in a shell of
# its own. Each page has a directory of its own that looks like a checkout after scripts/quickstart.sh, which runs first
# of all, with scripts/faster-start.sh behind it; two pages are run at once.
#
# Usage: scripts/check-docs.sh [--all] [FILE.md]...
#
# A word behind ```bash says what a block needs that is not here:
#   cluster   a cluster, HDFS or its machines   only checked: syntax, verbs, options, settings, files
#   weights   a checkpoint that was downloaded  only checked, likewise
#   slow      half a minute or more             run with --all, otherwise only checked
#   long      minutes, or Maven                 run with --all, otherwise SKIPPED
#   by-hand   hours, or changes this machine     SKIPPED, but for its syntax
# A word behind ```python: bundle   runs in the folder of the bundled model, and not in a checkout
# `./mvnw -q -DskipTests package` comes before. Ends with 1 if a block failed, and with a line that counts.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
all=no
pages=()
for argument in "$@"; do
  case $argument in
    --all) all=yes ;;
    -*) echo "error: there is no option $argument; usage: scripts/check-docs.sh [--all] [FILE.md]..." >&2; exit 1 ;;
    *) pages+=("$argument") ;;
  esac
done
if ((${#pages[@]} == 0)); then
  mapfile -t pages < <(cd "$root" && LC_ALL=C ls README.md docs/*.md)
fi

# The commands are short: with one JIT compiler and one thread of the garbage collector they take two thirds of the CPU, and
# of that four fifths where Spark makes no code for a few rows.
export TOKENQUARRY_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dspark.sql.codegen.wholeStage=false \
-Dspark.sql.codegen.factoryMode=NO_CODEGEN -Dspark.sql.adaptive.enabled=false ${TOKENQUARRY_JAVA_OPTS:-}"
# Most of a command is one thread's work, so two pages fill two cores; more would want more memory than most machines have.
lanes=2
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Prints blocks as files NNN.LANGUAGE, and a line "file page:line language needs" for each.
extract() {
  (cd "$root" && awk -v out="$work" '
    FNR == 1 { inside = 0 }
    !inside && /^ *```/ {
      inside = 1
      line = $0; sub(/^ *```/, "", line)
      split(line, words, " ")
      if (words[1] ~ /^(bash|sh|shell|console|python)$/) {
        file = sprintf("%s/%03d.%s", out, ++count, words[1])
        print file, FILENAME ":" FNR, words[1], (words[2] == "" ? "here" : words[2])
      } else file = ""
      next
    }
    inside && /^ *```/ { inside = 0; if (file != "") close(file); next }
    inside && file != "" { print > file }
  ' "${pages[@]}")
}

# A directory like a checkout whose results do not fall into this one.
checkout() {
  mkdir "$work/checkout"
  for each in "$root"/* "$root/.mvn"; do
    if [[ -f $each ]]; then
      # With their times, by which quickstart.sh sees that nothing is to be built.
      cp -p "$each" "$work/checkout/"
    elif [[ $(basename "$each") != quickstart ]]; then
      ln -s "$each" "$work/checkout/"
    fi
  done
  # For README's "your own images": photographs that the tests have.
  mkdir "$work/checkout/photos"
  find "$root/udfs/src/test/resources/org/tokenquarry/image" -name '*.jpg' -size +8k -exec cp {} "$work/checkout/photos/" \;
}

# The same, but what cannot be run is only checked: programs that are no part of this project do nothing, and our own
# command line reads verb, options and settings, and does no work.
rehearsal() {
  cp -a "$work/checkout" "$work/rehearsal"
  rm "$work/rehearsal/scripts"
  mkdir "$work/rehearsal/scripts" "$work/rehearsal/bin"
  for each in "$root"/scripts/*; do
    ln -s "$each" "$work/rehearsal/scripts/"
  done
  rm "$work"/rehearsal/scripts/{tokenquarry,export_model.py,random_bundle.py}
  cat >"$work/rehearsal/scripts/tokenquarry" <<END
#!/usr/bin/env bash
# A setting that does not exist ends a run after all arguments and files were read; it must be the only mistake.
set -euo pipefail
told="\$("$root/scripts/tokenquarry" "\$@" --set rehearsal=true 2>&1 >/dev/null)" && exit 1
[[ \$(grep -c '^error: ' <<<"\$told") == 1 && \$told == *rehearsal* ]] || { echo "\$told" >&2; exit 1; }
END
  for script in export_model.py random_bundle.py; do
    cat >"$work/rehearsal/scripts/$script" <<END
#!/usr/bin/env bash
for word in "\$@"; do
  [[ \$word != --* ]] || grep -qe "'\$word'" -e "\"\$word\"" "$root/scripts/$script" "$root"/scripts/checkpoint/*.py ||
    { echo "$script has no option \$word" >&2; exit 1; }
done
END
  done
  cat >"$work/rehearsal/bin/spark-submit" <<'END'
#!/usr/bin/env bash
set -euo pipefail
while [[ $1 == --* ]]; do shift 2; done
[[ -f $1 ]] || { echo "there is no $1" >&2; exit 1; }
exec scripts/tokenquarry "${@:2}"
END
  for program in hadoop hdfs huggingface-cli kubectl scp ssh; do
    printf '#!/bin/sh\n' >"$work/rehearsal/bin/$program"
  done
  # A build that a page shows is .ci/run's own.
  printf '#!/bin/sh\n' >"$work/rehearsal/mvnw"
  chmod +x "$work"/rehearsal/{mvnw,bin/*,scripts/tokenquarry,scripts/export_model.py,scripts/random_bundle.py}
}

result() {
  local what=$1 place=$2 detail=$3
  printf '%-8s %-32s %s\n' "$what" "$place" "$detail"
}

run() {
  local file=$1 place=$2 needs=$3 directory=$4 begin=$SECONDS output="$1.output"
  shift 4
  if (cd "$directory" && "$@" "$file") </dev/null >"$output" 2>&1; then
    result passed "$place" "$needs, $((SECONDS - begin)) s"
  else
    result FAILED "$place" "$needs, $((SECONDS - begin)) s"
    sed 's/^/    /' "$file"
    echo "    ---- printed:"
    tail -n 40 "$output" | sed 's/^/    /'
  fi
}

block() {
  local file=$1 place=$2 language=$3 needs=$4 checkout=$5 directory python
  if [[ $needs == slow && $all == yes ]]; then needs=here; fi
  case $language-$needs in
    bash-here) run "$file" "$place" run "$checkout" bash -e ;;
    bash-cluster | bash-weights | bash-slow) PATH="$work/rehearsal/bin:$PATH" run "$file" "$place" "checked ($needs)" "$work/rehearsal" bash -e ;;
    bash-long)
      if [[ $all == yes ]]; then
        run "$file" "$place" run "$checkout" bash -e
      else
        result SKIPPED "$place" "long: scripts/check-docs.sh --all"
      fi
      ;;
    bash-by-hand)
      if bash -n "$file"; then result SKIPPED "$place" "by hand only"; else run "$file" "$place" syntax "$work" bash -n; fi
      ;;
    python-here | python-bundle)
      directory="$checkout"
      if [[ $needs == bundle ]]; then directory="$root/udfs/src/main/resources/bundled-model"; fi
      python="$("$root/scripts/python-with-torch.sh")"
      if [[ -n $python ]]; then
        run "$file" "$place" run "$directory" "$python"
      else
        result SKIPPED "$place" "no Python here has torch"
      fi
      ;;
    *) result FAILED "$place" "no such block as '$language $needs'; the head of scripts/check-docs.sh says what there is" ;;
  esac
}

# All blocks of a page, one after another, in a checkout of its own.
page() {
  local name=$1 own file place language needs
  own="$(mktemp -d "$work/page.XXXXXX")"
  cp -a "$work/checkout" "$own/"
  while read -r file place language needs; do
    if [[ ${place%:*} == "$name" ]]; then block "$file" "$place" "$language" "$needs" "$own/checkout"; fi
  done <"$work/blocks"
  rm -rf "$own"
}

# A page starts when another one ends; its lines are printed at its end, so that they stand together.
lane() {
  page "$1" >"$work/lane.$2" 2>&1
  flock "$work/results" tee -a "$work/results" <"$work/lane.$2"
}

checkout
rehearsal
extract >"$work/blocks"
touch "$work/results"
# Before all pages: the block that begins with a script, or a command where no page has one to run.
lead() {
  local script=$1 command=$2 file place
  file="$(awk '$4 == "here" { print $1 }' "$work/blocks" | xargs -r grep -l "^scripts/$script" | head -n 1 || true)"
  if [[ -z $file ]]; then
    file="$work/$script.bash"
    echo "$command" >"$file"
  fi
  place="$(awk -v file="$file" '$1 == file { print $2 }' "$work/blocks")"
  run "$file" "${place:-scripts/$script}" run "$work/checkout" bash -e | tee -a "$work/results"
  awk -v file="$file" '$1 != file' "$work/blocks" >"$work/left" && mv "$work/left" "$work/blocks"
}
lead quickstart.sh scripts/quickstart.sh
# Commands that follow start sooner then. To learn from a whole night takes longer than it saves here.
lead faster-start.sh "scripts/faster-start.sh export latest --warehouse quickstart/warehouse --out $work/learnt"
number=0
for name in "${pages[@]}"; do
  while (($(jobs -rp | wc -l) >= lanes)); do wait -n || true; done
  number=$((number + 1))
  lane "$name" "$number" &
done
wait
count() { grep -c "^$1 " "$work/results" || true; }
failed="$(count FAILED)" passed="$(count passed)" skipped="$(count SKIPPED)"
echo "Docs: $passed passed, $failed failed, $skipped skipped"
# A block of which nothing was said has not passed.
((failed == 0 && passed + skipped == $(wc -l <"$work/blocks") + 2))
