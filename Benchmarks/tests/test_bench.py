"""A load with many connections is divided by its neighbour, and latency is compared between one user and many."""

import contextlib
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import tests  # noqa: F401
import peers
import servers
from bench import beside_few, latency
from errors import Invalid
from summary import Measurement


def load(_, users, cpu):
    """A load that takes these microseconds by its number of users, and measures nothing for another number."""
    return Measurement({"cpu": cpu[users]} if users in cpu else {})


class BesideFew(unittest.TestCase):
    def test_the_ratio_is_that_of_many_to_few(self):
        found = beside_few(None, load, few=100, users=2000, cpu={100: 8, 2000: 10})
        self.assertEqual((found.values["cpu"], found.values["ofFew"], found.problems), (10, 1.25, []))

    def test_a_problem_with_few_spoils_the_measurement(self):
        def spoilt(_, users):
            return Measurement({"cpu": 8}, ["3 requests failed"] if users == 100 else [])
        found = beside_few(None, spoilt, few=100, users=2000)
        self.assertEqual(found.problems, ["at 100: 3 requests failed"])

    def test_nothing_measured_is_no_ratio(self):
        found = beside_few(None, load, few=100, users=2000, cpu={2000: 10})
        self.assertNotIn("ofFew", found.values)


class LatencyAtOneAndMany(unittest.TestCase):
    def measured(self, p50, configuration=None, code=0):
        """A latency measurement whose program prints these medians by its number of users."""
        def generate(server, command, directory, users):
            self.assertIn(str(users), command)
            said = {"p50Microseconds": p50[users], "p99Microseconds": 99}
            return SimpleNamespace(code=code, output=json.dumps(said), errors="", last_words="", others=0)
        bench = SimpleNamespace(
            server_core=0, generator_core=0, seconds=1, program=lambda peer: "latency", tool=lambda _: "LoadTools",
            generate=generate, scratch=lambda: contextlib.nullcontext("/"))
        server = contextlib.nullcontext(SimpleNamespace(url="http://127.0.0.1:1"))
        awake = mock.patch("bench.kept_awake", lambda _: contextlib.nullcontext())
        with mock.patch("servers.Sleepless", lambda *_: server), awake:
            return latency(bench, 100, configuration)

    def test_the_gap_is_that_between_one_and_many_whichever_is_slower(self):
        for many in (60, 140):
            found = self.measured({1: 100, 100: many})
            self.assertEqual((found.values["p50"], found.values["p50Many"], found.values["gap"]), (100, many, 40))

    def test_a_program_that_fails_is_a_problem(self):
        self.assertTrue(self.measured({1: 1, 100: 1}, "debug", code=3).problems)
        with self.assertRaises(Invalid):
            self.measured({1: None, 100: 1})


@unittest.skipUnless(shutil.which("cc") and shutil.which("taskset"), "needs a C compiler and taskset")
class BareLoop(unittest.TestCase):
    def test_each_call_is_answered_and_counted(self):
        with tempfile.TemporaryDirectory() as directory:
            program = Path(directory) / "latency"
            subprocess.run(["cc", "-O2", "-Wall", "-Werror", "-o", program, peers.LATENCY.source], check=True)
            with servers.Sleepless(0, directory, program) as server:
                done = subprocess.run(
                    peers.LATENCY.command(program, server.url, 5, 0.2), capture_output=True, text=True, timeout=30,
                    check=True)
        said = json.loads(done.stdout)
        self.assertEqual((said["requests"], said["users"]), (50, 5))
        self.assertTrue(0 < said["p50Microseconds"] <= said["p99Microseconds"], said)


if __name__ == "__main__":
    unittest.main()
