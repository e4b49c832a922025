"""Medians, spread and the judgement of goals: arithmetic only."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field


@dataclass
class Measurement:
    """One subject in one round. Problems mean that its values must not be used."""

    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    median: float
    low: float
    high: float
    count: int


def summarise(values) -> Summary | None:
    """Median, lowest and highest of the values that are there; None without any."""
    present = [value for value in values if value is not None]
    if not present:
        return None
    return Summary(statistics.median(present), min(present), max(present), len(present))


def geometric_median(ratios) -> float | None:
    """The median of ratios by their logarithms: twice as much and half as much cancel out."""
    return math.exp(statistics.median(map(math.log, ratios))) if ratios else None


def median_interval(values, confidence: float = 0.95) -> tuple | None:
    """Bounds between which the median lies with at least that confidence; None for too few values.

    From their order alone (the sign test turned round): whatever distribution they are drawn from, and the same for
    ratios as for their logarithms.
    """
    ordered = sorted(values)
    count = len(ordered)
    for rank in range(count // 2, 0, -1):
        # How likely fewer than `rank` of the values lie on one side of the median, and as likely on the other.
        outside = 2 * sum(math.comb(count, below) for below in range(rank)) / 2**count
        if 1 - outside >= confidence:
            return ordered[rank - 1], ordered[count - rank]
    return None


@dataclass(frozen=True)
class Ratio:
    """A metric divided by another one of the same round: machines change speed from minute to minute."""

    key: str
    metric: str
    # Group and row that are divided by; a row of None is the row itself.
    group: str
    row: str | None
    base_metric: str = ""

    def of(self, measurement: Measurement | None, base: Measurement | None) -> float | None:
        if measurement is None or base is None or measurement.problems or base.problems:
            return None
        value, divisor = measurement.values.get(self.metric), base.values.get(self.base_metric or self.metric)
        return value / divisor if value is not None and divisor else None


@dataclass(frozen=True)
class Goal:
    """A limit for the median of a metric."""

    metric: str
    limit: float
    text: str
    at_least: bool = False

    def holds(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def verdict(self, summary: Summary | None) -> str:
        """`met` or `MISSED` by the median, with a word when the rounds disagree."""
        if summary is None:
            return "not measured"
        met = self.holds(summary.median)
        if self.holds(summary.low) and self.holds(summary.high):
            return "met"
        if met:
            return "met by the median, not in every round"
        return "**MISSED**"


def disagreement(reported: int, served: int, in_flight: int, instrument: int = 0) -> str | None:
    """What is wrong between a generator's count and its server's.

    The server may have answered what the generator did not wait for, at most one request per connection, and what
    the generator asked for itself; some servers do not count the latter.
    """
    if 0 <= served - reported <= in_flight + instrument:
        return None
    return f"counts disagree: {reported:,} reported, {served:,} answered by the server"
