#!/usr/bin/env bash
# Lets verbs start sooner: does a small night once, and keeps the classes that it needed, as the JVM has read and checked
# them, in a file beside the jars (class data sharing). Once after each build or installation; about two minutes, 170 MB.
#
# Usage: faster-start.sh [VERB ARGUMENT...]   learns from this command in place of the small night
# scripts/tokenquarry uses the file where it fits jars and Java, and says nothing where it does not. To do without,
# delete it. Environment: as for scripts/tokenquarry, but without SPARK_HOME.
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
program="$here/tokenquarry"
dist="$here/../jobs/target/dist"
if [[ ! -x $program ]]; then
  program="$here/../bin/tokenquarry"
  dist="$here/.."
fi
unset SPARK_HOME
[[ -d $dist && -w $dist ]] || {
  echo "error: $dist cannot be written. Build first, or run this as the owner of the release." >&2
  exit 1
}

work="$(mktemp -d)"
unfinished="$dist/classes.$$"
trap 'rm -rf "$work" "$unfinished"' EXIT

learn() {
  TOKENQUARRY_JAVA_OPTS="${TOKENQUARRY_JAVA_OPTS:-} -XX:ArchiveClassesAtExit=$work/classes.jsa -Xlog:cds*=off -Xlog:cds*=off:stderr" \
    "$program" "$@"
}

rm -f "$dist/classes.jsa"
if (($#)); then
  learn "$@"
else
  "$program" scenes --count 8 --seed 1 --out "$work/mined" >/dev/null
  "$program" scenes --count 4 --seed 2 --out "$work/heldout" >/dev/null
  # What the gate says of so few images does not matter here.
  learn nightly "$work/mined/images" --questions "$work/heldout" --warehouse "$work/warehouse" --set preset=bundled \
    --set publish.minQuestions=1 --set publish.minImages=1 --set publish.notWorseThanRandom=false \
    --set report.file="$work/report.html" --set export.directory="$work/export" >/dev/null || [[ $? == 2 ]]
fi
# A JVM that finds half a file does not live, so it gets its name when it is known to serve, and whole.
TOKENQUARRY_JAVA_OPTS="-XX:SharedArchiveFile=$work/classes.jsa -Xshare:on" "$program" --version >/dev/null
cp "$work/classes.jsa" "$unfinished"
chmod 0644 "$unfinished"
mv "$unfinished" "$dist/classes.jsa"
echo "Verbs start sooner now: $(cd "$dist" && pwd)/classes.jsa" >&2
