#!/usr/bin/env bash
# One night, unattended: tokenquarry nightly ARGUMENT..., with its log and one JSON summary kept in a folder.
#
# Usage: nightly.sh PATH... [OPTION]...   (as `tokenquarry nightly --help` says)
#
# The exit code is that of the night's last try (docs/operations.md). A night that lost against another run (3) or failed
# for a reason that may pass (4) is tried again; every try goes on where the one before stopped. SIGTERM, SIGINT and SIGHUP
# are handed on, and end the night. Environment:
#   TOKENQUARRY_NIGHTS     folder of logs and summaries; default: nights in the user's state directory
#   TOKENQUARRY_KEEP_DAYS  how long they are kept; default 30, 0 keeps them for ever
#   TOKENQUARRY_TRIES      how often a night is tried; default 3
#   TOKENQUARRY_WAIT       seconds before the next try; default 300
#   TOKENQUARRY            the command line; default: the tokenquarry beside this script, or of its release
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
program="${TOKENQUARRY:-$here/tokenquarry}"
[[ -x $program ]] || program="$here/../bin/tokenquarry"
nights="${TOKENQUARRY_NIGHTS:-${XDG_STATE_HOME:-${HOME:-/tmp}/.local/state}/tokenquarry/nights}"
keep="${TOKENQUARRY_KEEP_DAYS:-30}"
tries="${TOKENQUARRY_TRIES:-3}"
wait="${TOKENQUARRY_WAIT:-300}"

for number in "$keep" "$tries" "$wait"; do
  [[ $number =~ ^[0-9]+$ ]] || {
    echo "error: TOKENQUARRY_KEEP_DAYS, TOKENQUARRY_TRIES and TOKENQUARRY_WAIT are whole numbers, not $number." >&2
    exit 1
  }
done
mkdir -p "$nights"

# Only files that this script has named.
if ((keep > 0)); then
  find "$nights" -maxdepth 1 -type f -name 'night-[0-9]*' -mtime "+$keep" -delete
fi

night="$nights/night-$(date -u +%Y%m%dT%H%M%SZ)-$$"
child=
stopped=
# The running verb gets the signal and ends by itself, in seconds; a pause ends at once.
stop() {
  stopped=$2
  [[ -z $child ]] || kill -"$1" "$child" 2>/dev/null || true
}
trap 'stop TERM 143' TERM
trap 'stop TERM 130' INT
trap 'stop HUP 129' HUP

# `wait` returns early for each signal that has a trap.
await() {
  local code
  while :; do
    code=0
    wait "$1" || code=$?
    kill -0 "$1" 2>/dev/null || return "$code"
  done
}

code=4
for ((try = 1; try <= tries; try++)); do
  code=0
  # A child of a script ignores SIGINT and SIGQUIT unless it asks for them, so Ctrl-C is handed on as SIGTERM.
  TOKENQUARRY_LOG="${TOKENQUARRY_LOG:-$night.trace.log}" "$program" nightly "$@" --output json \
    >"$night.json" 2>>"$night.log" &
  child=$!
  [[ -z $stopped ]] || kill -TERM "$child"
  await "$child" || code=$?
  child=
  [[ -n $stopped || $code -ne 3 && $code -ne 4 || $try -eq $tries ]] && break
  echo "try $try of $tries ended with $code; the next one begins in $wait s" >>"$night.log"
  sleep "$wait" &
  child=$!
  await "$child" || true
  child=
  [[ -z $stopped ]] || break
done
[[ -z $stopped ]] || code=$stopped

# A process that was killed has told nothing.
if [[ ! -s $night.json ]]; then
  printf '{"error":{"code":"killed","message":"The night ended with exit code %d and told nothing.","remedy":"%s"}}\n' \
    "$code" "Look at the end of the log; 137 means that it was killed, mostly for memory." >"$night.json"
fi
ln -sfn "$(basename "$night.json")" "$nights/latest.json"
# The exit code stays, also if nobody reads what is printed.
trap '' PIPE
cat "$night.json" 2>/dev/null || true
if ((code != 0)); then
  grep '^error: ' "$night.log" >&2 || true
  echo "The log is $night.log." >&2 || true
fi
exit "$code"
