"""Medians, spread, ratios, goals and the comparison of counts."""

import unittest

import tests  # noqa: F401
from summary import Goal, Measurement, Ratio, Summary, disagreement, summarise


class Summaries(unittest.TestCase):
    def test_median_and_spread(self):
        self.assertEqual(summarise([3, 1, 2]), Summary(2, 1, 3, 3))
        self.assertEqual(summarise([4, 1, 2, 3]), Summary(2.5, 1, 4, 4))

    def test_what_is_absent_does_not_count_as_zero(self):
        self.assertEqual(summarise([None, 5, None, 7]), Summary(6, 5, 7, 2))
        self.assertEqual(summarise([0]), Summary(0, 0, 0, 1))
        self.assertIsNone(summarise([None]))
        self.assertIsNone(summarise([]))


class Ratios(unittest.TestCase):
    ratio = Ratio("x", "cpu", "get", "wrk")

    def test_divides_within_the_round(self):
        self.assertEqual(self.ratio.of(Measurement({"cpu": 9}), Measurement({"cpu": 10})), 0.9)

    def test_divides_by_another_metric(self):
        ratio = Ratio("x", "cpu", "funnel", "Locust", "net")
        self.assertEqual(ratio.of(Measurement({"cpu": 9}), Measurement({"cpu": 300, "net": 180})), 0.05)

    def test_nothing_without_two_good_values(self):
        good = Measurement({"cpu": 1})
        for own, base in (
            (None, good), (good, None), (Measurement({"cpu": 1}, ["bad"]), good),
            (good, Measurement({"cpu": 1}, ["bad"])),
            (good, Measurement({})), (Measurement({"cpu": None}), good), (good, Measurement({"cpu": 0})),
        ):
            self.assertIsNone(self.ratio.of(own, base))


class Goals(unittest.TestCase):
    goal = Goal("cpu", 1.0, "<= 1.0")

    def test_by_the_median(self):
        self.assertEqual(self.goal.verdict(Summary(1.0, 0.9, 1.0, 3)), "met")
        self.assertEqual(self.goal.verdict(Summary(1.01, 1.005, 1.2, 3)), "**MISSED**")

    def test_a_round_that_misses_is_said(self):
        self.assertEqual(self.goal.verdict(Summary(0.95, 0.9, 1.2, 3)), "met by the median, not in every round")

    def test_a_round_that_meets_does_not_save_the_median(self):
        self.assertEqual(self.goal.verdict(Summary(1.1, 0.9, 1.2, 3)), "**MISSED**")

    def test_not_measured_is_not_met(self):
        self.assertEqual(self.goal.verdict(None), "not measured")

    def test_at_least(self):
        goal = Goal("users", 19_000, "users", at_least=True)
        self.assertEqual(goal.verdict(Summary(19_000, 19_000, 19_000, 1)), "met")
        self.assertEqual(goal.verdict(Summary(18_999, 18_999, 18_999, 1)), "**MISSED**")


class Counts(unittest.TestCase):
    def test_requests_in_flight_at_the_end_are_allowed(self):
        self.assertIsNone(disagreement(1000, 1000, 100))
        self.assertIsNone(disagreement(1000, 1100, 100))

    def test_more_than_the_connections_is_not(self):
        self.assertIn("1,000 reported, 1,101 answered", disagreement(1000, 1101, 100))

    def test_an_answer_that_the_server_never_gave_is_not(self):
        self.assertIn("1,000 reported, 999 answered", disagreement(1000, 999, 100))
        self.assertIsNotNone(disagreement(1000, 999, 100, instrument=5))

    def test_the_instruments_own_calls_are_allowed(self):
        self.assertIsNone(disagreement(1000, 1103, 100, instrument=3))
