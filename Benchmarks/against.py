"""Two builds of the suite side by side: what a change costs. `scripts/benchmark --against REV`."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import bench as measure
from bench import ROOT, Bench
from errors import Invalid, Skipped
from subjects import IDLE, USERS
from summary import Measurement, geometric_median, median_interval, summarise

BEFORE, AFTER = "before", "after"
# A ratio is believed from so many pairs on.
PAIRS = 10
LIMIT = 1.05
WORKTREE = ROOT / ".build-benchmark" / "against"


@dataclass(frozen=True)
class Subject:
    name: str
    title: str
    metric: str
    unit: str
    # (Bench, configuration) -> Measurement
    measure: object


SUBJECTS = [
    Subject("get", f"GET, {USERS} connections", "cpu", "CPU us/request", partial(measure.probe_load, users=USERS)),
    Subject("funnel", f"SalesUser funnel, {USERS} users", "cpu", "CPU us/request", partial(measure.funnel, users=USERS)),
    Subject("idle", f"{IDLE:,} users that think", "perUser", "bytes/user", partial(measure.idle, users=IDLE)),
]


@dataclass
class Pairs:
    """The measurements of one subject, in pairs that were made one right after the other."""

    subject: Subject
    good: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def add(self, before: Measurement, after: Measurement):
        """Takes a pair; one with a problem on either side is left out, and said."""
        problems = [f"{side}: {problem}" for side, measurement in ((BEFORE, before), (AFTER, after))
                    for problem in measurement.problems]
        values = before.values.get(self.subject.metric), after.values.get(self.subject.metric)
        if not problems and not all(value and value > 0 for value in values):
            problems = [f"no {self.subject.metric} to divide: {values}"]
        if problems:
            self.problems.append("; ".join(problems))
        else:
            self.good.append(values)

    @property
    def ratios(self) -> list:
        return [after / before for before, after in self.good]

    @property
    def verdict(self) -> str:
        """`met` when not even the upper bound is beyond the limit."""
        interval = median_interval(self.ratios)
        if interval is None or len(self.good) < PAIRS:
            return f"not shown: {len(self.good)} pairs of {PAIRS}"
        return "met" if interval[1] <= LIMIT else "**MISSED**"


def order(number: int) -> tuple:
    """Which build comes first in a pair, from 1 on: A B, B A, so that a drift of the machine favours neither."""
    return (BEFORE, AFTER) if number % 2 else (AFTER, BEFORE)


def compare(bench: Bench, chosen, rounds: int, say) -> list:
    """`rounds` good pairs of each subject, interleaved; bad ones are made again, half as many at most."""
    found = [Pairs(subject) for subject in chosen]
    for number in range(1, rounds + rounds // 2 + 1):
        for pairs in found:
            if len(pairs.good) >= rounds:
                continue
            taken = {side: measured(bench, pairs.subject, side) for side in order(number)}
            pairs.add(taken[BEFORE], taken[AFTER])
            values = ", ".join(
                f"{side} {taken[side].values.get(pairs.subject.metric, 0):,.2f}" for side in (BEFORE, AFTER))
            problems = "".join(f" (!) {problem}" for side in taken for problem in taken[side].problems)
            say(f"pair {number} {pairs.subject.name}: {values} {pairs.subject.unit}{problems}")
    return found


def measured(bench: Bench, subject: Subject, side: str) -> Measurement:
    with bench.turn():
        try:
            return subject.measure(bench, configuration=side)
        except (Invalid, Skipped) as reason:
            return Measurement({}, [str(reason)])


def table(found, before: str, after: str) -> str:
    lines = [
        f"| {before} against {after} | | pairs | before | after | ratio | 95 % interval | upper bound <= {LIMIT} |",
        "|---|---|---:|---:|---:|---:|---:|---|"]
    for pairs in found:
        sides = [summarise(values[side] for values in pairs.good) for side in (0, 1)]
        medians = ["" if side is None else f"{side.median:,.1f}" for side in sides]
        interval = median_interval(pairs.ratios)
        middle = geometric_median(pairs.ratios)
        lines.append("| " + " | ".join([
            pairs.subject.title, pairs.subject.unit, str(len(pairs.good)), *medians,
            "" if middle is None else f"{middle:.3f}",
            "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}", pairs.verdict]) + " |")
    left_out = [f"- (!) {pairs.subject.name}, left out: {text}" for pairs in found for text in pairs.problems]
    return "\n".join(lines + ([""] + left_out if left_out else []))


def check_out(revision: str) -> str:
    """Puts the revision into a work tree of its own, and tells its commit."""
    def git(*arguments, tree=ROOT):
        done = subprocess.run(["git", "-C", str(tree), *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"benchmark: git {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip()
    commit = git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if WORKTREE.exists():
        git("checkout", "--quiet", "--force", "--detach", commit, tree=WORKTREE)
    else:
        git("worktree", "prune")
        git("worktree", "add", "--quiet", "--detach", str(WORKTREE), commit)
    return git("rev-parse", "--short", commit)


def products(build, configuration: str) -> dict:
    """Both builds by side; the server of either is the later one, so that only the generator differs."""
    after = build(configuration, ROOT)
    return {BEFORE: build(configuration, WORKTREE), AFTER: after, configuration: after}


def run(bench: Bench, options, build, suite: str, say) -> int:
    """Prints the table; 1 when it is not shown for each subject that it costs 5 % at most."""
    chosen = [subject for subject in SUBJECTS if subject.name in options.subjects]
    if not chosen:
        raise SystemExit(f"benchmark: --against measures {', '.join(subject.name for subject in SUBJECTS)} only")
    before = check_out(options.against)
    configuration = options.configurations[0]
    with bench.turn():
        bench.products.update(products(build, configuration))
    measure.pin_to(bench.server_core)
    found = compare(bench, chosen, options.rounds, say)
    print(table(found, before, suite))
    return 0 if all(pairs.verdict == "met" for pairs in found) else 1
