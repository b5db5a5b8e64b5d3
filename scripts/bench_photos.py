#!/usr/bin/env python3
"""Runs ingest, mine, cluster and report on many large photographs, with the default heap, and prints what they needed.

The photographs are copies of one file, each with another comment of random bytes, so that they have any size and are all
different. Everything is written below --out, which is removed at the end.

Example:
  scripts/bench_photos.py --count 2000 --megabytes 3 --photo holiday.jpg

A row has the exit code, the seconds, the peak of resident memory, and the bytes that the process read from files, as
Linux counts them, over the bytes of the photographs. Needs nothing but Python 3.9 and Linux. See docs/performance.md.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PHOTO = ROOT / "udfs/src/test/resources/org/tokenquarry/image/hostile/made_exif_orientation_99.jpg"
COMMENT = b"\xff\xfe"
LONGEST = 65_533
MEGABYTE = 1_000_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="photographs (default %(default)s)")
    parser.add_argument("--megabytes", type=float, default=3, help="size of each (default %(default)s)")
    parser.add_argument("--photo", type=Path, default=PHOTO, help="a JPEG file (default: a small one of the tests)")
    parser.add_argument("--out", type=Path, default=Path("bench-photos"), help="new folder (default %(default)s)")
    parser.add_argument("--set", action="append", default=[], help="setting KEY=VALUE of every verb")
    return parser.parse_args()


def write_photos(options, folder):
    photo = options.photo.read_bytes()
    if photo[:2] != b"\xff\xd8":
        sys.exit(f"error: {options.photo} is no JPEG file. Name one with --photo.")
    folder.mkdir(parents=True)
    for number in range(options.count):
        with open(folder / f"{number:06d}.jpg", "wb") as file:
            file.write(photo[:2])
            left = max(0, int(options.megabytes * MEGABYTE) - len(photo))
            while left > 0:
                size = min(LONGEST, max(left - 4, 8))
                file.write(COMMENT + (size + 2).to_bytes(2, "big") + os.urandom(size))
                left -= size + 4
            file.write(photo[2:])
    return sum(file.stat().st_size for file in folder.iterdir())


def descendants(pid):
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def bytes_read(pid):
    total = 0
    for process in descendants(pid):
        try:
            lines = Path(f"/proc/{process}/io").read_text().splitlines()
            total += int(lines[0].split()[1])
        except OSError:
            pass
    return total


def run(verb, *more):
    begin = time.monotonic()
    process = subprocess.Popen([ROOT / "scripts/tokenquarry", verb, *more], stdout=subprocess.PIPE, stderr=sys.stderr)
    read = 0
    while True:
        try:
            read = max(read, bytes_read(process.pid))
        except OSError:
            pass
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(0.2)
    summary = json.loads(process.stdout.read() or "{}")
    return {
        "verb": verb,
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": round(time.monotonic() - begin, 1),
        "residentMegabytes": round(usage.ru_maxrss * 1024 / MEGABYTE),
        "bytesRead": read,
        "summary": summary,
    }


def main():
    options = arguments()
    if options.out.exists():
        sys.exit(f"error: {options.out} exists. Name a new folder with --out.")
    try:
        total = write_photos(options, options.out / "photos")
        common = ["--warehouse", str(options.out / "warehouse"), "--output", "json"]
        for setting in ["experiment.maxTop1Probability=1", "experiment.maxDivergence=1", *options.set]:
            common += ["--set", setting]
        rows = [
            run("ingest", str(options.out / "photos"), *common),
            run("mine", *common),
            run("cluster", *common),
            run("report", "--out", str(options.out / "report.html"), *common),
        ]
    finally:
        shutil.rmtree(options.out, ignore_errors=True)
    print(f"{options.count} photographs of {options.megabytes} MB, {total / 1e9:.2f} GB")
    print(f"{'verb':>8} {'exit':>5} {'seconds':>8} {'resident MB':>12} {'read / size':>12}")
    for row in rows:
        print(
            f"{row['verb']:>8} {row['exit']:>5} {row['seconds']:>8} {row['residentMegabytes']:>12} "
            f"{row['bytesRead'] / total:>12.2f}"
        )
    print(f"{'all':>8} {'':>5} {'':>8} {'':>12} {sum(row['bytesRead'] for row in rows) / total:>12.2f}")
    print(json.dumps({"photos": options.count, "bytes": total, "rows": rows}))
    sys.exit(max(row["exit"] for row in rows))


if __name__ == "__main__":
    main()
