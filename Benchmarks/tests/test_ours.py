"""LoadTools' answers are read right, and what it refuses is skipped, not measured."""

import json
import unittest

import tests  # noqa: F401
import ours
from errors import Invalid, Skipped

RECORD = {
    "verdict": {"status": "passed", "reasons": []}, "duration": 2.0,
    "counts": {"scheduled": 60010, "completed": 60000, "failed": 3, "dropped": 4, "cancelled": 3, "instrument": 1},
    "generator": {"startLateness": {"p99": 0.4}},
    "timeline": [{"completed": 30000, "failed": 3}, {"completed": 30000, "failed": 0}],
}


def record(**changes):
    return {**RECORD, **changes}


class Probe(unittest.TestCase):
    def test_record(self):
        account = ours.probe(json.dumps(RECORD, indent=2))
        self.assertEqual(
            (account.requests, account.errors, account.seconds, account.instrument, account.lateness_p99,
             account.by_second), (60000, 7, 2.0, 1, 0.4, (30003, 30000)))

    def test_an_invalid_run_is_invalid_here(self):
        text = json.dumps(record(verdict={"status": "invalid", "reasons": ["generator late", "out of CPU"]}))
        self.assertEqual(ours.probe(text).invalid, "the record says INVALID: generator late; out of CPU")
        self.assertIsNone(ours.probe(json.dumps(RECORD)).invalid)

    def test_a_record_that_lacks_a_count_is_refused(self):
        with self.assertRaisesRegex(Invalid, "completed"):
            ours.probe(json.dumps(record(counts={"scheduled": 1})))

    def test_no_json_is_refused(self):
        for text in ("", "cannot connect", '{"counts": ', "[1]"):
            with self.assertRaises(Invalid):
                ours.probe(text)


class Rate(unittest.TestCase):
    def test_the_worst_of_the_whole_seconds(self):
        self.assertAlmostEqual(ours.worst_second((99, 104, 100, 7), 100, 3), 4.0)

    def test_a_second_that_is_missing_is_no_success(self):
        self.assertIsNone(ours.worst_second((100, 100), 100, 3))


class Benchmark(unittest.TestCase):
    def test_reads_its_keys(self):
        self.assertEqual(ours.benchmark('{"nanosecondsPerSample": 31.5}', "nanosecondsPerSample"),
                         {"nanosecondsPerSample": 31.5})

    def test_a_key_that_is_absent_is_refused(self):
        with self.assertRaisesRegex(Invalid, "p99Microseconds"):
            ours.benchmark('{"p50Microseconds": 3}', "p50Microseconds", "p99Microseconds")

    def test_an_invalid_run_is_no_measurement(self):
        with self.assertRaisesRegex(Invalid, "generator late"):
            ours.benchmark('{"requests": 9, "status": "invalid", "reasons": ["generator late"]}', "requests")

    def test_failed_calls_are_no_measurement(self):
        with self.assertRaisesRegex(Invalid, "2 calls failed"):
            ours.benchmark('{"requests": 9, "failed": 2}', "requests")


class Refusals(unittest.TestCase):
    def test_an_unknown_command_and_https_are_skipped(self):
        for text in ("unknown command probe\nusage: LoadTools run", "https is not supported by this version"):
            with self.assertRaises(Skipped):
                ours.refuse_if_absent(104, "", text)

    def test_another_failure_is_not(self):
        with self.assertRaisesRegex(Invalid, "code 1: 'no route'"):
            ours.refuse_if_absent(1, "", "warning\nno route")

    def test_a_record_is_read_whatever_the_code(self):
        self.assertIsNone(ours.refuse_if_absent(99, '{"a": 1}', ""))
