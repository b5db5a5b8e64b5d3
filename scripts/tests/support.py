"""Import path and torch for the tests; without torch they are skipped, and say so."""
import sys
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SCRIPTS))

REASON = "torch is missing (Debian: apt-get install python3-torch python3-numpy)"


def require_torch():
    """Skips the importing module, with a printed line, where torch cannot be imported."""
    try:
        import torch
    except ImportError:
        print(f"SKIPPED: {REASON}", file=sys.stderr)
        raise unittest.SkipTest(REASON) from None
    torch.set_num_threads(1)
