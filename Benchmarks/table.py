"""From measurements to Markdown tables."""

from __future__ import annotations

from summary import Ratio, Summary, summarise


class Results:
    """All measurements by group, row and round, and what was skipped and why."""

    def __init__(self):
        self.rounds = {}
        self.skipped = {}

    def add(self, group: str, row: str, measurement):
        self.rounds.setdefault((group, row), []).append(measurement)

    def skip(self, group: str, row: str, reason: str):
        """A row that is skipped in one round is in all; in the rounds' lists its place is kept."""
        self.skipped[(group, row)] = reason
        self.add(group, row, None)

    def summary(self, group, row: str, key: str) -> Summary | None:
        """Over the rounds whose measurement can be used."""
        ratio = next((ratio for ratio in group.ratios if ratio.key == key), None)
        if ratio:
            return summarise(self.ratios(group.name, row, ratio))
        return summarise(
            measurement.values.get(key) for measurement in self.rounds.get((group.name, row), [])
            if measurement and not measurement.problems)

    def ratios(self, group: str, row: str, ratio: Ratio) -> list:
        bases = self.rounds.get((ratio.group, ratio.row or row), [])
        return [ratio.of(own, base) for own, base in zip(self.rounds.get((group, row), []), bases)]

    def problems(self, group: str, row: str) -> list:
        """Sentences about the rounds that were left out."""
        return [
            f"round {number}: {'; '.join(measurement.problems)}"
            for number, measurement in enumerate(self.rounds.get((group, row), []), 1)
            if measurement and measurement.problems]


def cell(summary: Summary | None, form: str) -> str:
    """Median and, in brackets, lowest and highest."""
    if summary is None:
        return ""
    median, low, high = (format(value, form) for value in (summary.median, summary.low, summary.high))
    return median if low == high else f"{median} ({low}-{high})"


def to_reach(group, row, results: Results) -> str:
    """Goals and whether they are met; empty for the peers."""
    if not row.ours:
        return ""
    count = len([measurement for measurement in results.rounds.get((group.name, row.name), []) if measurement])
    left_out = len(results.problems(group.name, row.name))
    parts = []
    for goal in group.goals:
        verdict = goal.verdict(results.summary(group, row.name, goal.metric))
        if left_out:
            verdict = "**INVALID**" if left_out == count else f"{verdict}, but {left_out} of {count} rounds INVALID"
        parts.append(f"{goal.text}: {verdict}")
    return "; ".join(parts)


def table(group, results: Results) -> str:
    """One group as Markdown, with what was skipped or left out beneath it."""
    headings = ["", *(column.heading for column in group.columns), "to reach"]
    lines = [f"### {group.title}", ""]
    if group.note:
        lines += [group.note, ""]
    measured = [row for row in group.rows if (group.name, row.name) not in results.skipped
                and (group.name, row.name) in results.rounds]
    if measured:
        lines.append("| " + " | ".join(headings) + " |")
        lines.append("|---|" + "---:|" * len(group.columns) + "---|")
    # Divided by another metric: of use for our goals alone, since a peer divided by itself is not 1.
    unequal = {ratio.key for ratio in group.ratios if ratio.base_metric}
    for row in measured:
        cells = [
            cell(results.summary(group, row.name, column.key), column.form)
            if row.ours or column.key not in unequal else "" for column in group.columns]
        name = f"**{row.name}**" if row.ours else row.name
        flag = " (!)" if results.problems(group.name, row.name) else ""
        lines.append("| " + " | ".join([name + flag, *cells, to_reach(group, row, results)]) + " |")
    notes = [
        f"- (!) {row.name}, left out of the medians: {sentence}"
        for row in measured for sentence in results.problems(group.name, row.name)]
    notes += [
        f"- Skipped: {row.name}: {results.skipped[(group.name, row.name)]}"
        + ("; to reach: " + "; ".join(f"{goal.text}: not measured" for goal in group.goals) if row.ours else "")
        for row in group.rows if (group.name, row.name) in results.skipped]
    if measured and notes:
        lines.append("")
    return "\n".join(lines + [note.replace("\n", " ") for note in notes])


def misses(groups, results: Results) -> list:
    """Every goal of ours that is not plainly met, for the end of the run."""
    found = []
    for group in groups:
        for row in group.rows:
            if not row.ours:
                continue
            if (group.name, row.name) in results.skipped:
                found.append(f"{group.name}, {row.name}: not measured ({results.skipped[(group.name, row.name)]})")
                continue
            found += [
                f"{group.name}, {row.name}: {part}" for part in to_reach(group, row, results).split("; ")
                if part and not part.endswith(": met")]
    return found
