"""Makes `support` importable however the tests are discovered."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
