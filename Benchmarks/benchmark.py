"""Measures the suite beside other load generators and writes the tables. Called by scripts/benchmark."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import against
import machine
from bench import ROOT, Bench, build_options, pin_to
from document import results_text, write
from errors import Invalid, Skipped
from subjects import groups
from summary import Measurement, summarise
from table import Results, misses, table

NAMES = [group.name for group in groups([])]
CONFIGURATIONS = ["debug", "release"]


def arguments():
    def positive(text):
        number = int(text)
        if number < 1:
            raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
        return number

    parser = argparse.ArgumentParser(prog="benchmark", description=__doc__)
    parser.add_argument("--rounds", type=positive,
                        help=f"rounds over all subjects, interleaved (5); pairs of --against ({against.PAIRS})")
    parser.add_argument("--seconds", type=positive, default=5, help="whole seconds of each measurement (5)")
    parser.add_argument("--subjects", nargs="+", choices=NAMES, default=NAMES, metavar="NAME",
                        help=f"some of: {' '.join(NAMES)} (all)")
    parser.add_argument("--configurations", nargs="+", choices=CONFIGURATIONS,
                        help="of ours (both); one for --against (debug)")
    parser.add_argument("--only", nargs="+", metavar="TEXT",
                        help="rows whose name contains one of these, such as: ours wrk (all)")
    parser.add_argument("--output", type=Path, default=ROOT / "Benchmarks" / "README.md",
                        help="Markdown file whose results are replaced (Benchmarks/README.md)")
    parser.add_argument("--raw", type=Path, help="JSON file for every single measurement (none)")
    parser.add_argument("--against", metavar="REV",
                        help="compare this build with that of a revision in get, funnel and idle, and print the table; "
                        f"code 1 unless it costs {against.LIMIT} times as much at most")
    parser.add_argument("--lock", help="file to lock around each build and measurement, on a machine that is shared")
    options = parser.parse_args()
    options.rounds = options.rounds or (against.PAIRS if options.against else 5)
    options.configurations = options.configurations or (["debug"] if options.against else CONFIGURATIONS)
    return options


def say(text: str):
    print(text, file=sys.stderr, flush=True)


def cores():
    """The server's core and the generator's: the first two that this process may use."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < 2:
        raise SystemExit("benchmark: it needs two cores, one for the server and one for the generator; there is one")
    return allowed[0], allowed[1]


def build(configuration: str, tree: Path = ROOT) -> Path:
    """Builds one configuration of a work tree and returns where its products are."""
    say(f"building {configuration}{'' if tree == ROOT else ' of ' + tree.name} ...")
    options = ["--package-path", str(tree), *build_options(configuration, tree)]
    done = subprocess.run(
        ["swift", "build", *options, "--product", "LoadTools"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"benchmark: swift build failed in {configuration}:\n{(done.stdout + done.stderr)[-2000:]}")
    shown = subprocess.run(
        ["swift", "build", *options, "--show-bin-path"], capture_output=True, text=True, check=True)
    return Path(shown.stdout.strip())


def measure(bench: Bench, chosen, rounds: int) -> Results:
    """All rounds. Every second one goes backwards, so that a drift of the machine favours nobody."""
    results = Results()
    for number in range(1, rounds + 1):
        for group in chosen:
            if number > group.rounds:
                continue
            for row in group.rows if number % 2 else reversed(group.rows):
                if (group.name, row.name) in results.skipped:
                    results.add(group.name, row.name, None)
                    continue
                with bench.turn():
                    try:
                        measurement = row.measure(bench)
                    except Skipped as reason:
                        say(f"round {number} {group.name}: {row.name}: skipped: {reason}")
                        results.skip(group.name, row.name, str(reason))
                        continue
                    except Invalid as reason:
                        measurement = Measurement({}, [str(reason)])
                    except Exception as error:  # noqa: BLE001
                        # A fault of the benchmark's own must be seen, and must not cost an hour's results.
                        traceback.print_exc()
                        measurement = Measurement({}, [f"the benchmark itself failed: {error!r}"])
                results.add(group.name, row.name, measurement)
                values = ", ".join(
                    f"{column.heading} {format(measurement.values[column.key], column.form)}"
                    for column in group.columns if measurement.values.get(column.key) is not None)
                problems = "".join(f" (!) {problem}" for problem in measurement.problems)
                say(f"round {number} {group.name}: {row.name}: {values}{problems}")
    return results


def how(options, results: Results, bench: Bench) -> str:
    """How this run was made, in sentences."""
    others = summarise(
        measurement.values.get("others") for rounds in results.rounds.values() for measurement in rounds if measurement)
    text = (
        f"Rounds: {options.rounds}, interleaved, {options.seconds} s a measurement; server on core "
        f"{bench.server_core}, generator on core {bench.generator_core}. Cells: median (lowest-highest) "
        "over the rounds; ratios are taken within a round.")
    if others:
        text += (
            f" Other processes and the kernel's own work kept {others.median * 100:.0f} % of a core busy meanwhile "
            f"(median; at most {others.high * 100:.0f} %).")
    return text


def raw(path: Path, facts, results: Results):
    path.write_text(json.dumps({
        "machine": dict(facts),
        "skipped": [{"subject": group, "row": row, "reason": text} for (group, row), text in results.skipped.items()],
        "measurements": [
            {"subject": group, "row": row, "round": number, **vars(measurement)}
            for (group, row), rounds in results.rounds.items()
            for number, measurement in enumerate(rounds, 1) if measurement],
    }, indent=1) + "\n")


def main() -> int:
    options = arguments()
    # A polite end: servers and generators are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server_core, generator_core = cores()
    chosen = [group for group in groups(options.configurations) if group.name in options.subjects]
    if options.only:
        for group in chosen:
            group.rows[:] = [row for row in group.rows if any(text in row.name for text in options.only)]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as directory:
        bench = Bench(options.seconds, server_core, generator_core, Path(directory), {}, options.lock)
        if options.against:
            return against.run(bench, options, build, machine.suite(), say)
        for configuration in options.configurations if any(row.ours for group in chosen for row in group.rows) else []:
            with bench.turn():
                bench.products[configuration] = build(configuration)
        pin_to(server_core)
        begin = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        results = measure(bench, chosen, options.rounds)
    facts = machine.facts(begin)
    tables = [table(group, results) for group in chosen]
    write(options.output, results_text(facts, how(options, results, bench), tables))
    if options.raw:
        raw(options.raw, facts, results)
    print("\n\n".join(tables))
    missed = misses(chosen, results)
    print("\nAll goals are met." if not missed else "\nNot plainly met:\n" + "\n".join(f"- {miss}" for miss in missed))
    print(f"written to {options.output}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
