"""Each peer's output is read right, failures included, and other text is refused."""

import json
import unittest

from tests import sample

import peers
from errors import Invalid
from peers import Account


class GoodRuns(unittest.TestCase):
    def test_wrk(self):
        self.assertEqual(peers.wrk(sample("wrk.txt")), Account(155839, 0, 1.10))

    def test_bare(self):
        self.assertEqual(peers.bare("97224 answers in 1.001 s\n"), Account(97224, 0, 1.001))

    def test_h2load(self):
        self.assertEqual(peers.h2load(sample("h2load.txt")), Account(126502, 0, 1.0))

    def test_h2load_over_tls(self):
        self.assertEqual(peers.h2load(sample("h2load-tls.txt")).errors, 0)
        self.assertGreater(peers.h2load(sample("h2load-tls.txt")).requests, 10_000)

    def test_hey(self):
        account = peers.hey(sample("hey.txt"))
        self.assertEqual((account.requests, account.errors), (38163, 0))
        self.assertAlmostEqual(account.seconds, 1.0, delta=0.1)

    def test_k6(self):
        self.assertEqual(peers.k6(sample("k6.json")), Account(13666, 0, 1.009212179))

    def test_locust(self):
        account = peers.locust(sample("locust.json"))
        self.assertEqual((account.requests, account.errors), (7934, 0))
        self.assertAlmostEqual(account.seconds, 0.803, places=3)

    def test_locust_adds_up_its_requests_by_name(self):
        entry = json.loads(sample("locust.json"))[0]
        later = {**entry, "num_requests": 6, "num_failures": 2, "start_time": entry["start_time"] + 1,
                 "last_request_timestamp": entry["start_time"] + 3}
        self.assertEqual(peers.locust(json.dumps([entry, later])), Account(7940, 2, 3.0))


class FailedRuns(unittest.TestCase):
    def test_statuses_that_are_no_success_are_failures(self):
        for parse, name, count in (
            (peers.wrk, "wrk-503.txt", 151934), (peers.h2load, "h2load-503.txt", 121099),
            (peers.hey, "hey-503.txt", 47001), (peers.k6, "k6-503.json", 19163),
            (peers.locust, "locust-failed.json", 4169),
        ):
            with self.subTest(name):
                account = parse(sample(name))
                self.assertEqual((account.requests, account.errors), (count, count))

    def test_wrk_counts_broken_connections(self):
        self.assertEqual(peers.wrk(sample("wrk-cut.txt")), Account(0, 23571, 1.10))

    def test_hey_counts_refused_connections(self):
        account = peers.hey(sample("hey-refused.txt"))
        self.assertEqual((account.requests, account.errors), (0, 20))

    def test_hey_does_not_take_its_histogram_for_errors(self):
        text = sample("hey.txt")
        self.assertIn("0.000 [1]", text)
        self.assertEqual(peers.hey(text).errors, 0)

    def test_h2load_timeouts(self):
        text = sample("h2load.txt").replace("126502 succeeded, 0 failed, 0 errored, 0 timeout",
                                            "126500 succeeded, 2 failed, 0 errored, 3 timeout")
        self.assertEqual(peers.h2load(text).errors, 5)

    def test_locust_that_made_no_request(self):
        self.assertEqual(peers.locust("[]"), Account(0, 0))


class OtherText(unittest.TestCase):
    def test_is_refused_with_the_last_line(self):
        for parse in (peers.bare, peers.wrk, peers.h2load, peers.hey, peers.k6, peers.locust):
            with self.subTest(parse.__name__):
                with self.assertRaisesRegex(Invalid, "unable to connect"):
                    parse("", "warning\nunable to connect to 127.0.0.1:1\n")

    def test_json_of_another_shape_is_refused(self):
        for parse, text in ((peers.k6, '{"metrics": {}}'), (peers.locust, '[{"name": "/"}]'), (peers.locust, "{}")):
            with self.subTest(text):
                with self.assertRaises(Invalid):
                    parse(text)

    def test_a_cut_summary_is_refused(self):
        for parse, name in ((peers.k6, "k6.json"), (peers.locust, "locust.json"), (peers.h2load, "h2load.txt")):
            with self.subTest(name):
                with self.assertRaises(Invalid):
                    parse(sample(name)[:300])


class Commands(unittest.TestCase):
    def test_one_thread_and_the_number_of_connections(self):
        self.assertEqual(
            peers.WRK.command("wrk", "http://h/", 100, 5),
            ["wrk", "-t1", "-c100", "-d5s", "--timeout", "10s", "http://h/"])
        self.assertEqual(
            peers.H2LOAD.command("h2load", "http://h/", 100, 5), ["h2load", "--h1", "-t1", "-c100", "-D5", "http://h/"])
        self.assertEqual(peers.HEY.command("hey", "http://h/", 100, 5)[:5], ["hey", "-cpus", "1", "-c", "100"])

    def test_the_files_of_the_scripted_peers_exist(self):
        for peer in (peers.K6, peers.K6_IDLE, peers.LOCUST, peers.FAST_LOCUST, peers.LOCUST_FUNNEL,
                     peers.FAST_LOCUST_FUNNEL, peers.LOCUST_IDLE, peers.FAST_LOCUST_IDLE):
            files = [word for word in peer.command("p", "http://h", 1, 1) if word.startswith(str(peers.HERE))]
            with self.subTest(peer.name):
                self.assertEqual(len(files), 1)
                with open(files[0]) as file:
                    self.assertTrue(file.readline())
