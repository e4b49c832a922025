"""Runs one process on one core and measures what it took: the same way for every generator."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

# Seconds between looks at a running process: often until the load begins, seldom afterwards, because a look costs
# CPU on a machine that has two cores.
WATCHING_START, WATCHING_LOAD = 0.01, 0.1
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """One finished process."""

    code: int
    # Seconds, user and system, of the process and all children it has waited for (wait4).
    cpu: float
    # The part of `cpu` that was spent before the first half of the connections was open; None if that was not seen.
    start_up: float | None
    # Bytes of resident memory at the highest.
    peak: int
    wall: float
    # Cores that were kept busy by others than the process and its server.
    others: float
    output: str
    errors: str

    @property
    def last_words(self) -> str:
        """The last line that it wrote to standard error, else to standard output."""
        lines = [line.strip() for line in (self.output + "\n" + self.errors).splitlines() if line.strip()]
        return lines[-1][:200] if lines else "it said nothing"


def run(command, core, directory, environment=None, timeout=120, connections=None, server_cpu=lambda: 0.0) -> Run:
    """Runs a command pinned to a core until it ends, and kills its process group after `timeout` seconds.

    `connections` is how many TCP connections mark the begin of the load.
    """
    directory = Path(directory)
    paths = directory / "output", directory / "errors"
    before, machine, server = sockets_in_use(), busy_seconds(), server_cpu()
    start_up, peak, begin = None, 0, time.monotonic()
    with open(paths[0], "wb") as output, open(paths[1], "wb") as errors:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *command], stdout=output, stderr=errors, stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})}, start_new_session=True)
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() - begin > timeout:
                    os.killpg(process.pid, signal.SIGKILL)
                peak = max(peak, peak_memory(process.pid))
                if start_up is None and connections and sockets_in_use() - before >= connections:
                    start_up = cpu_seconds(process.pid)
                waits = connections and start_up is None and time.monotonic() - begin < 10
                time.sleep(WATCHING_START if waits else WATCHING_LOAD)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    wall, cpu = time.monotonic() - begin, usage.ru_utime + usage.ru_stime
    others = busy_seconds() - machine - cpu - (server_cpu() - server)
    # A process inherits the high-water mark of the one that started it: below that the kernel's figure is this
    # program's own, and what was seen along the way stands in.
    if usage.ru_maxrss * 1024 > own:
        peak = usage.ru_maxrss * 1024
    return Run(
        process.returncode, cpu, start_up, peak, wall, max(0.0, others / wall),
        paths[0].read_text(errors="replace"), paths[1].read_text(errors="replace"))


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and the children it has waited for, 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def peak_memory(pid: int) -> int:
    """Bytes of resident memory at the highest so far, 0 when the process is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def sockets_in_use() -> int:
    """TCP sockets of this machine that are open, both ends counted on loopback."""
    for line in Path("/proc/net/sockstat").read_text().splitlines():
        if line.startswith("TCP:"):
            return int(line.split()[2])
    return 0


def busy_seconds() -> float:
    """Seconds that all cores together have not been idle."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    user, nice, system, _, _, irq, softirq, steal = fields
    return (user + nice + system + irq + softirq + steal) / TICKS
