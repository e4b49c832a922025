"""What is measured: the groups in the order of their tables, their rows, columns and goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import bench as measure
import peers
from summary import Goal, Ratio

OURS = {"debug": "ours, debug", "release": "ours, release"}
USERS, MANY, IDLE, CROWD, RATE = 100, 2_000, 10_000, 19_000, 30_000
# The others need minutes or gigabytes for 10,000 users; a user's share is the same.
IDLE_K6, IDLE_LOCUST = 1_000, 2_000
BROWSERS = 10


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    # As for format().
    form: str = ",.1f"


@dataclass(frozen=True)
class Row:
    name: str
    # (Bench) -> Measurement; raises Skipped or Invalid.
    measure: object
    ours: bool = False


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    rows: list
    columns: list
    goals: list
    ratios: list = field(default_factory=list)
    # Rounds at most, for what takes long.
    rounds: int = 1_000_000
    note: str = ""


LOAD = [
    Column("cpu", "CPU us/request"), Column("startUp", "of it start-up"), Column("rate", "requests/s", ",.0f"),
    Column("peak", "peak memory MB")]
OF_WRK = Column("ofWrk", "x wrk", ".2f")


def groups(configurations) -> list:
    """All groups, with our rows in these configurations."""

    def own(function, *arguments, **options):
        return [
            Row(OURS[configuration], partial(function, configuration=configuration, *arguments, **options), True)
            for configuration in configurations]

    def peer(subject, users=USERS, function=measure.peer_load, **options):
        return Row(subject.name, partial(function, peer=subject, users=users, **options))

    return [
        Group(
            "get", f"GET, {USERS} connections",
            own(measure.probe_load, users=USERS)
            + [peer(subject) for subject in (
                peers.BARE, peers.WRK, peers.H2LOAD, peers.HEY, peers.K6, peers.FAST_LOCUST, peers.LOCUST)],
            LOAD + [OF_WRK], [Goal("ofWrk", 1.0, "<= 1.0 x wrk")],
            [Ratio("ofWrk", "cpu", "get", "wrk")]),
        Group(
            "connections", f"GET, {MANY:,} connections",
            own(measure.beside_few, load=measure.probe_load, few=USERS, users=MANY)
            + [peer(subject, MANY, measure.beside_few, load=measure.peer_load, few=USERS)
               for subject in (peers.BARE, peers.WRK)],
            LOAD + [OF_WRK, Column("ofFew", f"x itself at {USERS}", ".2f")],
            [Goal("ofFew", 1.2, f"<= 1.2 x at {USERS}")],
            [Ratio("ofWrk", "cpu", "connections", "wrk")],
            note=f"Each measurement follows one of the same generator with {USERS} connections, that it is divided by. "
            "What the kernel adds for more connections is seen in the bare sockets, which do nothing else."),
        Group(
            "tls", f"GET over TLS 1.3, {USERS} connections",
            own(measure.probe_load, users=USERS, tls=True)
            + [peer(peers.WRK, tls=True), peer(peers.H2LOAD, tls=True)],
            LOAD + [Column("ofWrk", "x wrk over TLS", ".2f")], [Goal("ofWrk", 1.25, "<= 1.25 x wrk over TLS")],
            [Ratio("ofWrk", "cpu", "tls", "wrk")]),
        Group(
            "proxy", f"A proxy without faults, {USERS} connections of wrk through it",
            own(measure.proxied, users=USERS)
            + [Row("nginx stream", partial(measure.proxied, users=USERS))],
            [Column("cpu", "the proxy's CPU us/request"), Column("rate", "requests/s", ",.0f"),
             Column("peak", "its memory MB"), Column("ofNginx", "x nginx", ".2f")],
            [Goal("ofNginx", 1.2, "<= 1.2 x nginx's stream proxy")],
            [Ratio("ofNginx", "cpu", "proxy", "nginx stream")],
            note="The proxy has one core, wrk and the server share the other."),
        Group(
            "funnel", f"SalesUser funnel without think time, {USERS} users",
            own(measure.funnel, users=USERS)
            + [peer(peers.FAST_LOCUST_FUNNEL, agent=True), peer(peers.LOCUST_FUNNEL, agent=True)],
            LOAD + [Column("ofLocust", "x HttpUser", ".3f"), Column("ofFast", "x FastHttpUser", ".3f")],
            [Goal("cpu", 20, "<= 20 us"), Goal("ofLocust", 1 / 20, "<= 1/20 of HttpUser"),
             Goal("ofFast", 1 / 20, "<= 1/20 of FastHttpUser")],
            [Ratio("ofLocust", "cpu", "funnel", "Locust HttpUser", "net"),
             Ratio("ofFast", "cpu", "funnel", "Locust FastHttpUser", "net")],
            note="JSON is built, each answer parsed and checked. Locust is divided by without its start-up. A "
            "twentieth of FastHttpUser is about what the bare sockets above need for a GET."),
        Group(
            "idle", "Memory of an idle connected user",
            own(measure.idle, users=IDLE)
            + [peer(peers.K6_IDLE, IDLE_K6, measure.peer_idle),
               peer(peers.FAST_LOCUST_IDLE, IDLE_LOCUST, measure.peer_idle),
               peer(peers.LOCUST_IDLE, IDLE_LOCUST, measure.peer_idle)],
            [Column("users", "users", ",.0f"), Column("perUser", "bytes/user", ",.0f"),
             Column("own", "by its own account", ",.0f"), Column("peak", "peak memory MB")],
            [Goal("perUser", 4_000, f"<= 4 kB at {IDLE:,}")], rounds=3,
            note=f"Growth of peak memory between {measure.FEW} users and this many, divided by the difference. k6 and "
            f"Locust have fewer users because {IDLE:,} would take them minutes or gigabytes."),
        Group(
            "crowd", f"{CROWD:,} users with 2 to 5 s of think time in one process",
            own(measure.crowd, users=CROWD),
            [Column("users", "users", ",.0f"), Column("rate", "requests/s", ",.0f"),
             Column("busy", "% of the core"), Column("peak", "peak memory MB")],
            [Goal("users", CROWD, f"{CROWD:,} users, run valid", at_least=True)], rounds=1,
            note=f"SalesUsers for {measure.CROWD_SECONDS} s, half of it until all have come; one round. Valid is the "
            "instrument's own word; beside it all must have been connected at the same time. The local port range is "
            "widened to 1024-65535 meanwhile: beyond half of it each connect searches through the taken ports."),
        Group(
            "watched", f"A run of {USERS} users that is looked at: {BROWSERS} browsers, Prometheus, a collector",
            own(measure.watched, users=USERS, browsers=BROWSERS),
            [Column("extra", "more, % of a core", ".2f"), Column("busy", "unwatched, % of a core"),
             Column("calls", "calls, % apart", ".2f"), Column("lateness", "p99 start lateness us", ",.0f"),
             Column("latenessSeen", "the same, watched", ",.0f")],
            [Goal("extra", 1.0, "<= 1 % of a core"), Goal("calls", 1.0, "calls within 1 %")], rounds=5,
            note=f"SalesUsers that think for 0.1 to 0.25 s, {measure.WATCHED_SECONDS} s each with and without; live page "
            "and metrics each second, pushes each ten. CPU is that of our process."),
        Group(
            "report", "Reports of ten runs of 12 minutes with 15 requests each", own(measure.report),
            [Column("seconds", "CPU s", ".2f"), Column("peak", "peak memory MB"), Column("page", "report.html MB", ".2f")],
            [Goal("seconds", 1.0, "<= 1 s of CPU"), Goal("peak", 200, "<= 200 MB"), Goal("page", 2.0, "<= 2 MB")],
            note="Records as such runs leave them; page, JSON, Markdown, JUnit, CSV and metrics are all made."),
        Group(
            "recorder", "Recorder", own(measure.recorder),
            [Column("sample", "ns/sample")], [Goal("sample", 50, "<= 50 ns")]),
        Group(
            "rate", f"Open model, {RATE:,} arrivals/s", own(measure.probe_load, users=1_000, rate=RATE),
            [Column("rate", "requests/s", ",.0f"), Column("missed", "worst second, % off", ".2f"),
             Column("lateness", "p99 start lateness ms", ".3f"), Column("busy", "% of the core"),
             Column("cpu", "CPU us/request"), Column("peak", "peak memory MB")],
            [Goal("missed", 1.0, "rate within 1 % in every second")]),
        Group(
            "punctual", f"Open model, {RATE // 2:,} arrivals/s: a loop that is about half idle",
            own(measure.probe_load, users=1_000, rate=RATE // 2),
            [Column("rate", "requests/s", ",.0f"), Column("lateness", "p99 start lateness ms", ".3f"),
             Column("busy", "% of the core"), Column("cpu", "CPU us/request")],
            [Goal("lateness", 1.0, "p99 lateness <= 1 ms")]),
        Group(
            "latency", f"Latency added to the server's own time, 1 and {USERS} users",
            own(measure.latency, users=USERS)
            + [Row(peers.LATENCY.name, partial(measure.latency, users=USERS))],
            [Column("p50", "p50 us, 1 user"), Column("p50Many", f"p50 us, {USERS} users"),
             Column("gap", "us apart"), Column("p99", "p99 us, 1 user"), Column("p99Many", f"p99 us, {USERS} users"),
             Column("ofBare", "x bare, 1 user", ".2f"), Column("ofBareMany", f"x bare, {USERS} users", ".2f")],
            [Goal("gap", 15, "p50 within 15 us of each other"), Goal("ofBare", 1.5, "<= 1.5 x bare with 1 user"),
             Goal("ofBareMany", 1.5, f"<= 1.5 x bare with {USERS} users")],
            [Ratio("ofBare", "p50", "latency", peers.LATENCY.name),
             Ratio("ofBareMany", "p50Many", "latency", peers.LATENCY.name)],
            note="50 calls a second and user, spread evenly. The server has the other core, never sleeps, and answers "
            "with the time that it took; the rest is the engine, the wake-up of its thread and the kernel. The bare "
            "loop sends, waits in epoll and receives, and does nothing else. The generator's core is kept awake by a "
            "process of the idle class: left to sleep, it takes the bare loop up to 100 us longer with 1 user."),
    ]
