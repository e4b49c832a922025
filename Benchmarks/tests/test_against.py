"""Two builds are compared in pairs, and nothing is called met that is not shown."""

import unittest

import tests  # noqa: F401
from against import AFTER, BEFORE, Pairs, Subject, compare, order, table
from bench import Bench
from errors import Invalid
from summary import Measurement, geometric_median, median_interval


def subject(ratio, log=None, spoilt=()):
    """A subject that costs 10 before and 10 times the ratio after; these measurements, from 1 on, fail."""
    made = []

    def measure(_, configuration):
        made.append(configuration)
        if log is not None:
            log.append(configuration)
        if len(made) in spoilt:
            raise Invalid("counts disagree")
        return Measurement({"cpu": 10 * (ratio if configuration == AFTER else 1) + len(made) / 1000})
    return Subject("get", "GET", "cpu", "us", measure)


def pairs(ratios):
    found = Pairs(subject(1))
    for ratio in ratios:
        found.add(Measurement({"cpu": 10}), Measurement({"cpu": 10 * ratio}))
    return found


BENCH = Bench(1, 0, 1, None, {})


class Intervals(unittest.TestCase):
    def test_ranks_are_those_of_the_sign_test(self):
        # Tables of the binomial distribution: the 1st of 6, the 2nd of 9 to 11, the 6th of 20.
        for count, rank in ((6, 1), (8, 1), (9, 2), (10, 2), (11, 2), (12, 3), (20, 6)):
            values = list(range(1, count + 1))
            self.assertEqual(median_interval(reversed(values)), (rank, count + 1 - rank), count)

    def test_too_few_values_have_none(self):
        for count in range(6):
            self.assertIsNone(median_interval(range(count)))

    def test_half_and_double_cancel_out(self):
        self.assertAlmostEqual(geometric_median([0.5, 2]), 1)
        self.assertIsNone(geometric_median([]))


class Verdicts(unittest.TestCase):
    def test_the_upper_bound_decides(self):
        self.assertEqual(pairs([1.0] * 8 + [1.04, 1.3]).verdict, "met")
        self.assertEqual(pairs([1.0] * 8 + [1.06, 1.3]).verdict, "**MISSED**")
        self.assertEqual(pairs([1.2] * 10).verdict, "**MISSED**")

    def test_nine_pairs_show_nothing(self):
        self.assertEqual(pairs([1.0] * 9).verdict, "not shown: 9 pairs of 10")
        self.assertEqual(pairs([]).verdict, "not shown: 0 pairs of 10")

    def test_a_pair_with_a_problem_is_left_out_and_said(self):
        found = pairs([1.0] * 10)
        found.add(Measurement({"cpu": 10}), Measurement({"cpu": 99}, ["3 requests failed"]))
        found.add(Measurement({"cpu": 0}), Measurement({"cpu": 99}))
        found.add(Measurement({}), Measurement({"cpu": 9}))
        self.assertEqual((len(found.good), len(found.problems), found.verdict), (10, 3, "met"))
        self.assertIn("after: 3 requests failed", table([found], "a", "b"))


class Order(unittest.TestCase):
    def test_every_second_pair_is_turned_round(self):
        log = []
        compare(BENCH, [subject(1, log)], 4, lambda _: None)
        self.assertEqual(log, [BEFORE, AFTER, AFTER, BEFORE] * 2)
        self.assertEqual(order(3), (BEFORE, AFTER))

    def test_a_bad_pair_is_made_again(self):
        found, = compare(BENCH, [subject(1, spoilt={2, 3})], 10, lambda _: None)
        self.assertEqual((len(found.good), len(found.problems), found.verdict), (10, 2, "met"))

    def test_but_not_for_ever(self):
        found, = compare(BENCH, [subject(1, spoilt=range(100))], 10, lambda _: None)
        self.assertEqual((len(found.good), len(found.problems)), (0, 15))

    def test_the_table_has_the_figures(self):
        text = table(compare(BENCH, [subject(1.02)], 10, lambda _: None), "abc", "def")
        self.assertIn("| abc against def |", text)
        self.assertRegex(text, r"\| GET \| us \| 10 \| 10\.0 \| 10\.2 \| 1\.02\d \| 1\.0\d\d to 1\.0\d\d \| met \|")


if __name__ == "__main__":
    unittest.main()
