"""Our own subjects: how LoadTools is called, and how its answers are read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from errors import Invalid, Skipped
from peers import Account, last_line


@dataclass
class ProbeAccount(Account):
    """What `probe` says, with what only it says."""

    # Requests that the instrument made for itself, beside `requests`.
    instrument: int = 0
    scheduled: int = 0
    # Milliseconds, None when nothing was started.
    lateness_p99: float | None = None


def refuse_if_absent(code: int, output: str, errors: str):
    """Raises Skipped when the build does not know the command or https, and Invalid when it ended badly."""
    said = errors + "\n" + output
    if "https is not supported" in said:
        raise Skipped("probe answers that https is not supported")
    if "unknown command" in said or "usage: LoadTools" in said:
        raise Skipped("this build of LoadTools has no such command")
    if code != 0 and not output.strip().startswith("{"):
        raise Invalid(f"LoadTools ended with code {code}: {last_line(errors or output)}")


def probe(output: str) -> ProbeAccount:
    """Reads a RunRecord. A run that the instrument itself calls invalid is invalid here."""
    record = read(output)
    try:
        counts, verdict = record["counts"], record["verdict"]
        if verdict["status"] == "invalid":
            raise Invalid("the record says INVALID: " + "; ".join(map(str, verdict.get("reasons", []))))
        lateness = record["generator"]["startLateness"]
        return ProbeAccount(
            requests=counts["completed"], errors=counts["failed"] + counts["dropped"], seconds=record["duration"],
            instrument=counts.get("instrument", 0), scheduled=counts["scheduled"],
            lateness_p99=lateness.get("p99") if lateness else None)
    except (KeyError, TypeError) as error:
        raise Invalid(f"the record lacks {error}") from None


def benchmark(output: str, *keys: str) -> dict:
    """Reads the one JSON object that `benchmark` prints, with these keys in it as numbers."""
    result = read(output)
    for key in keys:
        if not isinstance(result.get(key), (int, float)):
            raise Invalid(f"LoadTools benchmark printed no number for {key}: {sorted(result)}")
    failures = sum(result.get(key) or 0 for key in ("failed", "failures", "errors", "dropped"))
    if failures:
        raise Invalid(f"{failures} calls failed")
    return result


def read(output: str) -> dict:
    """The JSON object in a program's output, which may be spread over lines."""
    begin = output.find("{")
    try:
        result = json.loads(output[begin:]) if begin >= 0 else None
    except ValueError as error:
        raise Invalid(f"LoadTools printed no JSON ({error}): {last_line(output)}") from None
    if not isinstance(result, dict):
        raise Invalid(f"LoadTools printed no JSON object: {last_line(output)}")
    return result


@dataclass
class Crowd:
    """What the record of a crowd of users says."""

    status: str
    reasons: list
    users: int
    requests: int
    errors: int
    instrument: int
    duration: float
    cpu_share: float | None
    lateness_p99: float | None
    peak: int | None


def crowd(record: dict) -> Crowd:
    """Reads the RunRecord of a scenario of users with think time."""
    try:
        counts, generator = record["counts"], record["generator"]
        return Crowd(
            status=record["verdict"]["status"], reasons=record["verdict"].get("reasons", []),
            users=max((point["users"] for point in record["timeline"]), default=0), requests=counts["completed"],
            errors=counts["failed"] + counts["dropped"], instrument=counts.get("instrument", 0),
            duration=record["duration"], cpu_share=generator.get("cpuShare"),
            lateness_p99=generator["startLateness"].get("p99"), peak=generator.get("peakMemory"))
    except (KeyError, TypeError) as error:
        raise Invalid(f"the record lacks {error}") from None
