"""Warns where torch multiplies matrices by a slow library, with which training takes ten times as long."""
import os
import sys
import time

GFLOPS = 20
SIZE = 768


def gflops():
    """What one thread does in this process, in 10^9 operations a second of its own time."""
    import torch

    torch.set_num_threads(1)
    matrix = torch.ones(SIZE, SIZE)
    matrix @ matrix
    began = time.process_time()
    matrix @ matrix
    return 2 * SIZE ** 3 / max(time.process_time() - began, 1e-9) / 1e9


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    speed = gflops()
    if speed < GFLOPS:
        print(f"warning: matrices are multiplied at {speed:.0f} GFLOP/s, so training takes many times as long; "
              "on Debian: apt-get install libopenblas0-pthread", file=sys.stderr)
