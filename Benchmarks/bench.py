"""How one subject is measured: server on one core, generator on the other, counts compared afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import ours
import peers
import ports
import records
import servers
from errors import Invalid, Skipped
from lookers import Lookers
from measuring import peak_memory, run
from peers import Peer, last_line
from summary import Measurement, disagreement

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".build-benchmark" / "venv"
# Go's scheduler counts cores for itself; there is one. Our loops are told the same.
ONE_CORE = {"GOMAXPROCS": "1", "LOAD_EVENT_LOOPS": "1"}
# Users that the memory of an idle user is compared with, so that the program itself does not count.
FEW = 10


@dataclass
class Bench:
    """What every measurement needs to know."""

    seconds: int
    server_core: int
    generator_core: int
    directory: Path
    # Configuration (debug, release) -> directory with the built products
    products: dict
    lock: str | None = None
    # Measurements that come in two parts, whose order changes.
    turns: int = 0

    @contextlib.contextmanager
    def turn(self):
        """Holds the lock file that users of this machine have agreed on, if one was given."""
        if not self.lock:
            yield
            return
        with open(self.lock, "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def scratch(self):
        """A directory of its own for each measurement; the certificate is made once."""
        with tempfile.TemporaryDirectory(dir=self.directory) as path:
            servers.make_certificate(self.directory)
            for name in ("certificate.pem", "key.pem"):
                shutil.copy(self.directory / name, path)
            yield Path(path)

    def tool(self, configuration: str) -> Path:
        if configuration not in self.products:
            raise Skipped(f"LoadTools is not built in {configuration}")
        return self.products[configuration] / "LoadTools"

    def agent(self, directory, *options) -> servers.Agent:
        # The release build where there is one: the server is not what is measured.
        configuration = "release" if "release" in self.products else "debug"
        return servers.Agent(self.server_core, directory, self.tool(configuration), *options)

    def program(self, peer: Peer) -> str:
        if peer.source:
            return self.compiled(peer)
        found = shutil.which(peer.program, path=f"{VENV / 'bin'}:{os.environ.get('PATH', '')}")
        if not found:
            raise Skipped(f"{peer.program} is not installed ({peer.package})")
        return found

    def compiled(self, peer: Peer) -> str:
        """Where the program is that is made from the peer's C file, once a run."""
        program = self.directory / peer.program
        if not program.exists():
            compiler = shutil.which("cc")
            if not compiler:
                raise Skipped(f"{peer.program} cannot be built ({peer.package})")
            done = subprocess.run(
                [compiler, "-O2", "-o", str(program), str(peer.source)], capture_output=True, text=True, check=False)
            if done.returncode:
                raise Invalid(f"{peer.source.name} cannot be compiled: {last_line(done.stderr)}")
        return str(program)

    def generate(self, server, command, directory, connections, environment=None, timeout=None):
        return run(
            command, self.generator_core, directory, {**ONE_CORE, **(environment or {})},
            timeout or self.seconds * 2 + 60, connections, server.cpu)


def judged(account, finished, served: int, users: int, instrument: int = 0) -> Measurement:
    """CPU per request, rate and memory of one run, with everything that is wrong about it."""
    problems = []
    if finished.code != 0:
        problems.append(f"ended with code {finished.code}: {finished.last_words}")
    if account.errors:
        problems.append(f"{account.errors:,} requests failed")
    if account.requests == 0:
        problems.append("made no request")
        return Measurement({}, problems)
    wrong = disagreement(account.requests, served, users, instrument)
    if wrong:
        problems.append(wrong)
    cpu = finished.cpu / account.requests * 1e6
    start_up = None if finished.start_up is None else finished.start_up / account.requests * 1e6
    return Measurement({
        "cpu": cpu, "startUp": start_up, "net": None if start_up is None else cpu - start_up,
        "rate": account.requests / (account.seconds or finished.wall), "peak": finished.peak / 1e6,
        "requests": account.requests, "served": served, "others": finished.others,
    }, problems)


def peer_load(bench: Bench, peer: Peer, users: int, tls=False, agent=False) -> Measurement:
    """A peer's closed load against nginx, or its funnel against the reference agent."""
    program = bench.program(peer)
    with bench.scratch() as directory:
        with bench.agent(directory) if agent else servers.Nginx(bench.server_core, directory) as server:
            # Locust takes a host, the others a whole address.
            url = server.tls_url if tls else server.url
            url += "" if peer.program == "locust" else "/"
            finished = bench.generate(server, peer.command(program, url, users, bench.seconds), directory, users)
            served = server.finish()
    return judged(peer.parse(finished.output, finished.errors), finished, served, users)


def proxied(bench: Bench, users: int, configuration=None) -> Measurement:
    """What a proxy takes of its core for a request that wrk sends through it: ours, or nginx's."""
    program = bench.program(peers.WRK)
    with bench.scratch() as directory, servers.Nginx(bench.server_core, directory) as server:
        (directory / "beside").mkdir()
        place = bench.generator_core, directory / "beside", server
        proxy = servers.FaultProxy(*place, bench.tool(configuration)) if configuration else servers.StreamProxy(*place)
        with proxy:
            before = proxy.cpu()
            # wrk shares the server's core: the proxy has the other for itself.
            finished = run(
                peers.WRK.command(program, proxy.url + "/", users, bench.seconds), bench.server_core, directory,
                ONE_CORE, bench.seconds * 2 + 60, None, lambda: server.cpu() + proxy.cpu())
            cpu, peak = proxy.cpu() - before, peak_memory(proxy.process.pid)
        served = server.finish()
    found = judged(peers.WRK.parse(finished.output, finished.errors), finished, served, users)
    if found.values:
        found.values.update(cpu=cpu / served * 1e6, peak=peak / 1e6)
    return found


def probe_load(bench: Bench, configuration: str, users: int, tls=False, rate=None) -> Measurement:
    """Our `probe` against nginx: closed, or at a rate."""
    with bench.scratch() as directory, servers.Nginx(bench.server_core, directory) as server:
        command = [
            str(bench.tool(configuration)), "probe", (server.tls_url if tls else server.url) + "/", "--users",
            str(users), "--duration", str(bench.seconds), "--json"]
        if rate:
            command += ["--rate", str(rate)]
        environment = {"LOAD_TLS_CA_FILE": str(directory / "certificate.pem")} if tls else {}
        # An open load opens as many connections as it needs.
        finished = bench.generate(server, command, directory, 1 if rate else users, environment)
        ours.refuse_if_absent(finished.code, finished.output, finished.errors)
        served = server.finish()
    account = ours.probe(finished.output)
    measurement = judged(account, finished, served, users, account.instrument)
    if account.invalid:
        measurement.problems.append(account.invalid)
    if rate and account.requests:
        measurement.values["rate"] = sum(account.by_second[:bench.seconds]) / bench.seconds
        measurement.values["missed"] = ours.worst_second(account.by_second, rate, bench.seconds)
        measurement.values["lateness"] = account.lateness_p99
        measurement.values["busy"] = finished.cpu / finished.wall * 100
    return measurement


def beside_few(bench: Bench, load, few: int, users: int, **options) -> Measurement:
    """A load with many users, and its CPU time divided by that of the same with few, measured right before it."""
    base = load(bench, users=few, **options)
    measurement = load(bench, users=users, **options)
    measurement.problems += [f"at {few}: {problem}" for problem in base.problems]
    if base.values.get("cpu") and measurement.values.get("cpu"):
        measurement.values["ofFew"] = measurement.values["cpu"] / base.values["cpu"]
    return measurement


def tool_benchmark(bench: Bench, configuration: str, *arguments, users=None, agent=True, environment=None):
    """One `LoadTools benchmark ...`, most against the reference agent: its process and the agent's count."""
    with bench.scratch() as directory, contextlib.ExitStack() as stack:
        server = stack.enter_context(bench.agent(directory)) if agent else None
        command = [str(bench.tool(configuration)), "benchmark", *arguments]
        if server:
            command += ["--host", server.url]
        credentials = {"LOAD_EMAIL": servers.EMAIL, "LOAD_PASSWORD": servers.PASSWORD}
        finished = run(
            command, bench.generator_core, directory, {**ONE_CORE, **credentials, **(environment or {})},
            bench.seconds * 2 + 120, users, server.cpu if server else lambda: 0.0)
        ours.refuse_if_absent(finished.code, finished.output, finished.errors)
        served = server.finish() if server else 0
    return finished, served


def funnel(bench: Bench, configuration: str, users: int) -> Measurement:
    """The SalesUser without think time."""
    finished, served = tool_benchmark(
        bench, configuration, "funnel", "--users", str(users), "--duration", str(bench.seconds), users=users)
    result = ours.benchmark(finished.output, "requests", "cpuSeconds")
    account = ours.Account(int(result["requests"]), 0, result.get("seconds") or result.get("duration") or bench.seconds)
    measurement = judged(account, finished, served, users, int(result.get("instrument", 0)))
    measurement.values["own"] = result["cpuSeconds"] / max(account.requests, 1) * 1e6
    return measurement


# Seconds of a run that is looked at: a push comes every ten.
WATCHED_SECONDS = 30


def watched(bench: Bench, configuration: str, users: int, browsers: int) -> Measurement:
    """What it costs a run to tell those who look on: the same run with all outputs and without, A B or B A."""
    def measured(lookers):
        finished, served = tool_benchmark(
            bench, configuration, "watched", "--users", str(users), "--duration", str(WATCHED_SECONDS), users=users,
            environment=lookers.environment if lookers else None)
        result = ours.benchmark(finished.output, "requests", "cpuSeconds", "p99LatenessMicroseconds")
        problems = [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
        wrong = disagreement(int(result["requests"]), served, users, int(result.get("instrument", 0)))
        return result, problems + ([wrong] if wrong else []), finished.others

    def with_lookers():
        with Lookers(browsers) as lookers:
            result, problems, _ = measured(lookers)
        counts = (min(lookers.events), lookers.scrapes, lookers.pushes)
        if counts[0] < WATCHED_SECONDS / 2 or counts[1] < WATCHED_SECONDS / 2 or counts[2] < 3:
            problems.append("who looked on saw too little: {} events, {} scrapes, {} pushes".format(*counts))
        return result, problems

    bench.turns += 1
    if bench.turns % 2:
        (alone, problems, others), (seen, more) = measured(None), with_lookers()
    else:
        (seen, more), (alone, problems, others) = with_lookers(), measured(None)
    return Measurement({
        "extra": (seen["cpuSeconds"] - alone["cpuSeconds"]) / WATCHED_SECONDS * 100,
        "busy": alone["cpuSeconds"] / WATCHED_SECONDS * 100,
        "calls": abs(seen["requests"] / alone["requests"] - 1) * 100,
        "lateness": alone["p99LatenessMicroseconds"], "latenessSeen": seen["p99LatenessMicroseconds"],
        "others": others}, problems + more)


def idle(bench: Bench, configuration: str, users: int) -> Measurement:
    """Memory that our process grows by for each user with a connection that waits."""
    runs, problems = [], []
    for count in (FEW, users):
        finished, served = tool_benchmark(bench, configuration, "idle", "--users", str(count), users=count)
        result = ours.benchmark(finished.output, "requests", "bytesPerUser")
        wrong = disagreement(int(result["requests"]), served, count, int(result.get("instrument", 0)))
        problems += [wrong] if wrong else []
        problems += [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
        runs.append(finished)
    return Measurement(
        {"perUser": (runs[1].peak - runs[0].peak) / (users - FEW), "own": result["bytesPerUser"],
         "peak": runs[1].peak / 1e6, "users": users, "others": runs[1].others}, problems)


def peer_idle(bench: Bench, peer: Peer, users: int) -> Measurement:
    """The same for a peer whose users make one request and then wait."""
    program, runs, problems = bench.program(peer), [], []
    for count in (FEW, users):
        with bench.scratch() as directory, servers.Nginx(bench.server_core, directory) as server:
            # Time to connect all: a thousand users a second is more than the slowest needs.
            seconds = bench.seconds + count // 400
            url = server.url + ("" if peer.program == "locust" else "/")
            finished = bench.generate(
                server, peer.command(program, url, count, seconds), directory, count, timeout=seconds * 3 + 60)
            served = server.finish()
        account = peer.parse(finished.output, finished.errors)
        runs.append(finished)
        if account.errors or served != count:
            problems.append(f"{served:,} of {count:,} users got an answer, {account.errors:,} failed")
    return Measurement(
        {"perUser": (runs[1].peak - runs[0].peak) / (users - FEW), "peak": runs[1].peak / 1e6, "users": users,
         "others": runs[1].others}, problems)


def recorder(bench: Bench, configuration: str) -> Measurement:
    """What recording one sample costs."""
    finished, _ = tool_benchmark(bench, configuration, "recorder", agent=False)
    result = ours.benchmark(finished.output, "nanosecondsPerSample")
    problems = [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
    return Measurement({"sample": result["nanosecondsPerSample"], "others": finished.others}, problems)


def report(bench: Bench, configuration: str) -> Measurement:
    """What making the reports of ten long runs costs."""
    with bench.scratch() as directory, servers.Nginx(bench.server_core, directory) as server:
        tool = str(bench.tool(configuration))
        example = run(
            [tool, "probe", server.url + "/", "--users", "2", "--duration", "1", "--json"], bench.generator_core,
            directory)
        ours.refuse_if_absent(example.code, example.output, example.errors)
        results = directory / "results"
        results.mkdir()
        records.write(results, json.loads(example.output[example.output.index("{"):]))
        finished = run([tool, "report", str(results)], bench.generator_core, directory)
        page = results / "report.html"
        problems = [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
        if not page.exists() or page.read_text().count("<article") != 10:
            problems.append("the page does not show the ten runs")
        size = page.stat().st_size if page.exists() else 0
    return Measurement(
        {"seconds": finished.cpu, "peak": finished.peak / 1e6, "page": size / 1e6, "others": finished.others}, problems)


@contextlib.contextmanager
def kept_awake(core):
    """A core that never sleeps: a process of the idle class is on it, which anything else takes it from at once.

    A sleeping core of a virtual machine takes some 100 us to wake up, more than all that is compared here.
    """
    process = subprocess.Popen(
        ["chrt", "--idle", "0", "taskset", "-c", str(core), sys.executable, "-c", "while True: pass"],
        stdin=subprocess.DEVNULL)
    try:
        yield
        if process.poll() is not None:
            raise Invalid(f"the process that was to keep core {core} awake ended with code {process.returncode}")
    finally:
        process.kill()
        process.wait()


def latency(bench: Bench, users: int, configuration: str | None = None) -> Measurement:
    """What is added to the server's own time with one user and with many, at the same rate a user.

    Without a configuration: by the loop in C that does no more than it must.
    """
    values, problems, program = {}, [], bench.program(peers.LATENCY)
    for count, name in ((1, ""), (users, "Many")):
        with (bench.scratch() as directory, servers.Sleepless(bench.server_core, directory, program) as server,
              kept_awake(bench.generator_core)):
            if configuration:
                command = [str(bench.tool(configuration)), "benchmark", "latency", "--host", server.url, "--users",
                           str(count), "--duration", str(bench.seconds)]
            else:
                command = peers.LATENCY.command(program, server.url, count, bench.seconds)
            finished = bench.generate(server, command, directory, count)
        ours.refuse_if_absent(finished.code, finished.output, finished.errors)
        result = ours.benchmark(finished.output, "p50Microseconds", "p99Microseconds")
        problems += [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
        values |= {f"p50{name}": result["p50Microseconds"], f"p99{name}": result["p99Microseconds"]}
    return Measurement({**values, "gap": abs(values["p50Many"] - values["p50"])}, problems)


# Seconds that the crowd is there; half of them pass until the last one has come.
CROWD_SECONDS = 40


def crowd(bench: Bench, configuration: str, users: int) -> Measurement:
    """SalesUsers who think for 2 to 5 s in one process, all connected at the same time."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files < users + 200:
        raise Skipped(f"{users:,} users need {users + 200:,} file descriptors, ulimit -n is {files:,}")
    with ports.enough_for(users) as too_narrow:
        if too_narrow:
            raise Skipped(too_narrow)
        finished, served = tool_benchmark(
            bench, configuration, "idle", "--users", str(users), "--duration", str(CROWD_SECONDS), users=2 * users)
    result = ours.benchmark(finished.output, "requests")
    problems = [f"ended with code {finished.code}: {finished.last_words}"] if finished.code else []
    wrong = disagreement(int(result["requests"]), served, users, int(result.get("instrument", 0)))
    problems += [wrong] if wrong else []
    # Both ends of a connection on loopback count, so this was seen when the last user had come.
    if finished.start_up is None:
        problems.append(f"{users:,} connections were never open at the same time")
    return Measurement(
        {"users": users, "rate": result["requests"] / finished.wall, "busy": finished.cpu / finished.wall * 100,
         "peak": finished.peak / 1e6, "others": finished.others}, problems)


def build_options(configuration: str, tree: Path) -> list:
    """Each configuration has a build directory of its own, so that neither undoes the other."""
    return ["-c", "release", "--scratch-path", str(tree / ".build-release")] if configuration == "release" else []


def pin_to(core: int):
    """What this process does itself must not take the generator's core."""
    os.sched_setaffinity(0, {core})
