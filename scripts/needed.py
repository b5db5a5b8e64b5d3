"""Tells in one sentence which Python package a script lacks, instead of a traceback. Knows the standard library alone."""
import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

OLDEST_TORCH = (1, 13)
DEBIAN_PYTHON = "/usr/bin/python3"
PACKAGES = "python3-torch python3-numpy"


def need(*names):
    """Imports packages, or ends the script with exit code 1 and what to do."""
    problem = next(filter(None, map(problem_of, names)), None)
    if problem:
        sys.exit(f"{Path(sys.argv[0]).name}: {sys.executable} {problem}. {remedy(names)}")


def problem_of(name):
    """What is wrong with a package; nothing where it can be used."""
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as e:
        return f"has no {e.name}"
    except Exception as e:  # A library that does not load says so in many ways.
        return f"cannot load {name} ({type(e).__name__}: {str(e).splitlines()[0] if str(e) else 'no reason given'})"
    version = getattr(module, "__version__", "")
    if name == "torch" and numbers(version) < OLDEST_TORCH:
        return f"has torch {version}, and 1.13 or newer is needed"
    return None


def numbers(version):
    """`2.7.1+cpu` as (2, 7, 1)."""
    return tuple(int(part) for part in re.match(r"[\d.]*", version).group().split(".") if part)


def remedy(names):
    """Another Python of this machine that has the packages, or how to get them."""
    if other_has(names):
        return f"Run it with the Python that has what it needs: {DEBIAN_PYTHON} {shlex.join(sys.argv)}"
    return f"Install it (Debian: apt-get install {PACKAGES}), then run: {DEBIAN_PYTHON} {shlex.join(sys.argv)}"


def other_has(names):
    """Whether Debian's own Python, not this one, finds the packages."""
    if not os.access(DEBIAN_PYTHON, os.X_OK) or os.path.samefile(DEBIAN_PYTHON, sys.executable):
        return False
    found = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {list(names)!r})))"
    return subprocess.run([DEBIAN_PYTHON, "-c", found], stderr=subprocess.DEVNULL, check=False).returncode == 0
