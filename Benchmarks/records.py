"""Records of long runs for measuring what a report of them costs: made from nothing, with all that a run leaves."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path


def latency(scale: float) -> dict:
    shares = {"mean": 1.3, "min": .2, "p50": 1, "p90": 2.1, "p95": 2.9, "p99": 7.7, "p999": 14.2, "max": 22.9}
    values = {name: share * scale for name, share in shares.items()}
    # A dictionary by percentile, as the record writes it.
    values["intervals"] = {name: {"low": values[name] * .98, "high": values[name] * 1.03}
                           for name in ("p50", "p90", "p95", "p99", "p999")}
    return values


def request(name: str, count: int, scale: float, seconds: int) -> dict:
    failures = count // 200
    phases = [{"percentile": percentile, "count": count // 9, "from": scale * .9, "to": scale * 1.2, "start": .01,
               "connect": .02, "tls": 0, "wait": scale * .95, "receive": .2} for percentile in ("p50", "p95")]
    return {
        "name": name, "count": count, "failures": failures, "errorRate": failures / count,
        "requestRate": count / seconds, "throughput": (count - failures) / seconds, "latency": latency(scale),
        "serviceTime": latency(scale * .9), "failureLatency": latency(scale * .3),
        "phases": {"connect": .4, "wait": scale, "receive": .2, "connections": 100}, "cancelled": 3,
        "cancelledLatency": latency(scale), "failureKinds": {"status 503": failures}, "phaseProfiles": phases}


def record(example: dict, number: int, seconds: int, requests: int) -> dict:
    """A copy of a run's record, stretched to so many seconds and requests."""
    chance = random.Random(number)
    made = dict(example)
    made["scenario"], made["duration"], made["warmUp"] = f"long-{number}", seconds + .5, 10
    made["requests"] = [request(f"request {index}", 20_000, 20 + 7 * index, seconds) for index in range(requests)]
    made["total"] = request("total", 20_000 * requests, 60, seconds)
    made["stages"] = [
        {"name": f"{users} users", "start": users * seconds / 100, "end": (users + 20) * seconds / 100,
         "target": users + 20, "warmUp": users == 0, "statistics": request("stage", 5_000, 50 + users, seconds / 5)}
        for users in range(0, 100, 20)]
    level = [50 + 20 * math.sin(second / 40) + chance.random() * 10 for second in range(seconds)]
    made["timeline"] = [
        {"second": second, "users": 20 * (1 + 5 * second // seconds), "completed": int(9 * value), "failed": second % 3,
         "dropped": 0, "p50": value, "p95": value * 2.7, "p99": value * 6.1, "max": value * 9,
         "failureKinds": {"status 503": second % 3}, "lateness": chance.random(), "loopLag": chance.random(),
         "cpu": .2 + chance.random() / 10}
        for second, value in enumerate(level)]
    made["distribution"] = [{"upTo": 2 * 1.15 ** index, "count": chance.randrange(4_000)} for index in range(60)]
    made["failureDistribution"] = [{"upTo": 2 * 1.15 ** index, "count": chance.randrange(90)} for index in range(40)]
    made["curve"] = [
        {"quantile": 1 - 10 ** (-step / 16), "response": 30 * 1.06 ** step, "low": 29 * 1.06 ** step,
         "high": 31 * 1.06 ** step} for step in range(1, 70)]
    made["heatMap"] = {"interval": 4, "columns": [
        {"failed": index % 3, "firstRow": 12, "counts": [chance.randrange(90) for _ in range(24)], "p50": 50, "p95": 120,
         "max": 400} for index in range(seconds // 4)]}
    made["failureKinds"] = {"status 503": sum(point["failed"] for point in made["timeline"])}
    made.pop("failures", None)
    return made


def write(directory: Path, example: dict, count=10, seconds=720, requests=15):
    """So many records of long runs, as a results directory holds them."""
    for number in range(count):
        made = record(example, number, seconds, requests)
        (directory / f"{made['scenario']}.json").write_text(json.dumps(made, indent=2, sort_keys=True))
