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
    # Why the instrument itself calls the run INVALID, None when it does not.
    invalid: str | None = None
    # Milliseconds, None when nothing was started.
    lateness_p99: float | None = None
    # Answers by second of the run.
    by_second: tuple = ()


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
    """Reads a RunRecord."""
    record = read(output)
    try:
        counts, verdict = record["counts"], record["verdict"]
        invalid = None
        if verdict["status"] == "invalid":
            invalid = "the record says INVALID: " + "; ".join(map(str, verdict.get("reasons", [])))
        lateness = record["generator"]["startLateness"]
        return ProbeAccount(
            requests=counts["completed"], errors=counts["failed"] + counts["dropped"], seconds=record["duration"],
            instrument=counts.get("instrument", 0), invalid=invalid,
            lateness_p99=lateness.get("p99") if lateness else None,
            by_second=tuple(point["completed"] + point["failed"] for point in record["timeline"]))
    except (KeyError, TypeError) as error:
        raise Invalid(f"the record lacks {error}") from None


def worst_second(by_second, rate: float, seconds: int) -> float | None:
    """How far off the rate the worst second of the run was, in percent; None when a second is missing."""
    if len(by_second) < seconds:
        return None
    return max(abs(count - rate) / rate * 100 for count in by_second[:seconds])


def benchmark(output: str, *keys: str) -> dict:
    """Reads the one JSON object that `benchmark` prints, with these keys in it as numbers."""
    result = read(output)
    if result.get("status") == "invalid":
        raise Invalid("the run is INVALID: " + "; ".join(map(str, result.get("reasons") or [])))
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
