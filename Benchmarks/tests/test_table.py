"""What a reader sees: medians with spread, and no failure, gap or miss without a word."""

import unittest

import tests  # noqa: F401
from subjects import Column, Group, Row, groups
from summary import Goal, Measurement, Ratio, Summary
from table import Results, cell, misses, table


def group(**options):
    return Group(
        "get", "GET", [Row("ours, debug", None, True), Row("wrk", None)],
        [Column("cpu", "CPU us/request"), Column("ofWrk", "x wrk", ".2f")],
        [Goal("ofWrk", 1.0, "<= 1.0 x wrk")], [Ratio("ofWrk", "cpu", "get", "wrk")], **options)


def results(ours, wrk):
    found = Results()
    for row, rounds in (("ours, debug", ours), ("wrk", wrk)):
        for value in rounds:
            found.add("get", row, value if isinstance(value, Measurement) else Measurement({"cpu": value}))
    return found


class Cells(unittest.TestCase):
    def test_median_and_spread(self):
        self.assertEqual(cell(Summary(7.04, 6.96, 12.5, 5), ",.1f"), "7.0 (7.0-12.5)")
        self.assertEqual(cell(Summary(142548, 90000, 150001, 5), ",.0f"), "142,548 (90,000-150,001)")

    def test_one_value_stands_alone(self):
        self.assertEqual(cell(Summary(7.0, 7.0, 7.0, 1), ".2f"), "7.00")

    def test_nothing_is_empty_and_zero_is_not(self):
        self.assertEqual(cell(None, ".1f"), "")
        self.assertEqual(cell(Summary(0, 0, 0, 1), ".1f"), "0.0")


class Tables(unittest.TestCase):
    def test_met(self):
        text = table(group(), results([8, 9, 10], [10, 10, 20]))
        self.assertIn("| **ours, debug** | 9.0 (8.0-10.0) | 0.80 (0.50-0.90) | <= 1.0 x wrk: met |", text)
        self.assertIn("| wrk | 10.0 (10.0-20.0) | 1.00 |  |", text)
        self.assertEqual(misses([group()], results([8], [10])), [])

    def test_missed(self):
        found = results([12], [10])
        self.assertIn("<= 1.0 x wrk: **MISSED**", table(group(), found))
        self.assertEqual(misses([group()], found), ["get, ours, debug: <= 1.0 x wrk: **MISSED**"])

    def test_a_bad_round_is_left_out_and_said(self):
        text = table(group(), results([8, Measurement({"cpu": 1}, ["3 requests failed"]), 9], [10, 10, 10]))
        self.assertIn("| **ours, debug** (!) | 8.5 (8.0-9.0) | 0.85 (0.80-0.90) "
                      "| <= 1.0 x wrk: met, but 1 of 3 rounds INVALID |", text)
        self.assertIn("- (!) ours, debug, left out of the medians: round 2: 3 requests failed", text)

    def test_only_bad_rounds_meet_nothing(self):
        found = results([Measurement({"cpu": 1}, ["counts disagree"])], [10])
        text = table(group(), found)
        self.assertIn("| **ours, debug** (!) |  |  | <= 1.0 x wrk: **INVALID** |", text)
        self.assertEqual(len(misses([group()], found)), 1)

    def test_a_peer_that_fails_is_marked_and_takes_the_ratio_with_it(self):
        text = table(group(), results([8], [Measurement({"cpu": 10}, ["7 requests failed"])]))
        self.assertIn("| wrk (!) |", text)
        self.assertIn("<= 1.0 x wrk: not measured", text)

    def test_a_ratio_by_another_metric_is_shown_for_ours_alone(self):
        special = Group(
            "get", "GET", [Row("ours, debug", None, True), Row("wrk", None)], [Column("x", "x wrk", ".2f")], [],
            [Ratio("x", "cpu", "get", "wrk", "net")])
        text = table(special, results([8], [Measurement({"cpu": 20, "net": 16})]))
        self.assertIn("| **ours, debug** | 0.50 |", text)
        self.assertIn("| wrk |  |", text)

    def test_skipped_is_said_with_its_goals(self):
        found = Results()
        found.skip("get", "ours, debug", "no such\ncommand")
        found.add("get", "wrk", Measurement({"cpu": 10}))
        text = table(group(), found)
        self.assertIn("- Skipped: ours, debug: no such command; to reach: <= 1.0 x wrk: not measured", text)
        self.assertNotIn("| **ours", text)
        self.assertEqual(len(misses([group()], found)), 1)

    def test_rounds_of_a_skipped_row_keep_their_places(self):
        found = results([8, 9], [])
        found.skip("get", "wrk", "not there")
        found.add("get", "wrk", Measurement({"cpu": 18}))
        self.assertEqual(found.summary(group(), "ours, debug", "ofWrk").median, 0.5)


class Subjects(unittest.TestCase):
    def test_every_goal_ratio_and_row_name_fits(self):
        found = groups(["debug", "release"])
        rows = {(group.name, row.name) for group in found for row in group.rows}
        self.assertEqual(len(rows), sum(len(group.rows) for group in found))
        for each in found:
            with self.subTest(each.name):
                shown = {column.key for column in each.columns}
                self.assertTrue({goal.metric for goal in each.goals} <= shown)
                self.assertTrue({ratio.key for ratio in each.ratios} <= shown)
                self.assertEqual(len([row for row in each.rows if row.ours]), 2)
                for ratio in each.ratios:
                    for row in [ratio.row] if ratio.row else [row.name for row in each.rows]:
                        self.assertIn((ratio.group, row), rows)
