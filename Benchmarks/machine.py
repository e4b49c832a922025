"""What the numbers were measured on and with."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from bench import ROOT, VENV

# Tool -> command that tells its version, or the Debian package of one that has no such option.
VERSIONS = {
    "Swift": ["swift", "--version"],
    "nginx": ["nginx", "-v"],
    "wrk": ["wrk", "--version"],
    "h2load": ["h2load", "--version"],
    "hey": ["dpkg-query", "-W", "-f", "${Version}", "hey"],
    "k6": ["k6", "version"],
    "Locust": ["locust", "--version"],
    "OpenSSL": ["openssl", "version"],
}


def facts(date: str) -> list:
    """Pairs of name and value for the document."""
    return [
        ("date", date),
        ("suite", suite()),
        ("CPU", f"{processor()}, {os.cpu_count()} cores"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", f"{distribution()}, Linux {platform.release()}"),
        ("tools", ", ".join(f"{name} {version(command)}" for name, command in VERSIONS.items())
         + f", Python {platform.python_version()}"),
    ]


def processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1).strip() if found else platform.machine()


def distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return "Linux"


def suite() -> str:
    """The commit that was measured, and whether the work tree differed from it."""
    def git(*arguments):
        return subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True).stdout.strip()
    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "Sources", "Package.swift")
        return git("rev-parse", "--short", "HEAD") + (" with changes that are not committed" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def version(command) -> str:
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '')}:/usr/sbin"
    program = shutil.which(command[0], path=path)
    if not program:
        return "not installed"
    # wrk ends with code 1 after its version.
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    return version_number(done.stdout + "\n" + done.stderr)


def version_number(text: str) -> str:
    """The first thing in a program's answer that looks like a version."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return found.group(0) if found else "unknown"
