"""Room for many connections from one address to one port."""

from __future__ import annotations

import contextlib
from pathlib import Path

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
WIDE = "1024 65535"


@contextlib.contextmanager
def enough_for(connections: int):
    """Widens the system's range of local ports while the body runs, where it is too narrow and may be changed.

    Linux looks for a free port among those of one parity first: once half of the range is taken, each connect walks
    through thousands of taken ones before it looks at the others, and a generator stands still meanwhile. Yields a
    sentence when the range is too narrow and cannot be changed, else None.
    """
    before = RANGE.read_text()
    low, high = map(int, before.split())
    if (high - low) // 2 > connections:
        yield None
        return
    try:
        RANGE.write_text(WIDE)
    except OSError as error:
        yield f"half of the local ports ({low} to {high}) are fewer than {connections:,}, and root alone widens them: {error}"
        return
    try:
        yield None
    finally:
        RANGE.write_text(before)
