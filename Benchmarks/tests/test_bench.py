"""A load with many connections is divided by its neighbour, and only when both can be used."""

import unittest

import tests  # noqa: F401
from bench import beside_few
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


if __name__ == "__main__":
    unittest.main()
