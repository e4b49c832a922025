"""Results replace results, and nothing else of the document."""

import tempfile
import unittest
from pathlib import Path

import tests  # noqa: F401
from document import BEGIN, END, replaced, results_text, write


class Documents(unittest.TestCase):
    def test_replaces_what_is_between_the_markers(self):
        self.assertEqual(
            replaced(f"# Title\n\n{BEGIN}\nold\n{END}\nafter\n", "new"), f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\nafter\n")

    def test_twice_is_the_same_as_once(self):
        once = replaced("# Title\n", "new")
        self.assertEqual(replaced(once, "new"), once)

    def test_a_document_without_markers_keeps_all_it_had(self):
        self.assertTrue(replaced("# Title\n", "new").startswith(f"# Title\n\n{BEGIN}"))
        self.assertTrue(replaced("", "new").startswith(BEGIN))

    def test_broken_markers_are_refused(self):
        for text in (BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}{BEGIN}{END}"):
            with self.assertRaises(ValueError):
                replaced(text, "new")

    def test_write(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "README.md"
            path.write_text(f"before\n{BEGIN}\n{END}\n")
            write(path, results_text([("CPU", "two cores")], "How.", ["### GET"]))
            text = path.read_text()
            self.assertIn("| CPU | two cores |\n\n### GET", text)
            self.assertTrue(text.startswith("before\n"))
            self.assertEqual([each.name for each in Path(directory).iterdir()], ["README.md"])
