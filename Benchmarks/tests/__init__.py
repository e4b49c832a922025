"""Tests of the benchmark's arithmetic and parsers: `python3 -m unittest` in Benchmarks."""

import sys
from pathlib import Path

# The modules are scripts' parts, not a package that is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SAMPLES = Path(__file__).resolve().parent / "samples"


def sample(name: str) -> str:
    """What a program really printed; the samples are kept as they came."""
    return (SAMPLES / name).read_text()
