"""A process is measured, its failure seen, and a hanging one ended."""

import os
import shutil
import sys
import tempfile
import unittest

from tests import sample

import servers
from errors import Invalid
from machine import version_number
from measuring import run


@unittest.skipUnless(shutil.which("taskset"), "taskset is not installed")
class Processes(unittest.TestCase):
    def measure(self, code, **options):
        core = min(os.sched_getaffinity(0))
        with tempfile.TemporaryDirectory() as directory:
            return run([sys.executable, "-S", "-c", code], core, directory, **options)

    def test_cpu_includes_children_that_ended(self):
        burn = "import time, os\nwhile time.process_time() < 0.05: pass\n"
        finished = self.measure(f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {burn!r}])")
        self.assertGreaterEqual(finished.cpu, 0.05)
        self.assertEqual(finished.code, 0)

    def test_memory_and_output(self):
        finished = self.measure("import sys, time; x = b'x' * 60_000_000; print('out'); sys.exit('last words')")
        self.assertGreater(finished.peak, 60_000_000)
        self.assertEqual((finished.code, finished.output, finished.last_words), (1, "out\n", "last words"))
        self.assertEqual(finished.errors, "last words\n")

    def test_a_process_that_hangs_is_killed(self):
        finished = self.measure("import time; time.sleep(60)", timeout=0.1)
        self.assertEqual(finished.code, -9)


class Servers(unittest.TestCase):
    def test_the_answer_has_133_bytes(self):
        self.assertEqual(len(servers.BODY.encode()), 133)

    def test_nginx_count(self):
        self.assertEqual(servers.stub_status_requests(sample("stub-status.txt")), 794135)
        with self.assertRaises(Invalid):
            servers.stub_status_requests("<html>404 Not Found</html>")


class Versions(unittest.TestCase):
    def test_the_first_number_with_a_dot(self):
        for text, number in (
            ("nginx version: nginx/1.22.1", "1.22.1"), ("h2load nghttp2/1.52.0", "1.52.0"),
            ("wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012", "4.1.0"), ("no version", "unknown"),
        ):
            self.assertEqual(version_number(text), number)
