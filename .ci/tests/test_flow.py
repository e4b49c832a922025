import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

PATH = str(pathlib.Path(__file__).resolve().parent.parent / "flow")
LOADER = importlib.machinery.SourceFileLoader("flow", PATH)
flow = importlib.util.module_from_spec(importlib.util.spec_from_loader("flow", LOADER))
LOADER.exec_module(flow)

HEAD = "// A target.\n//\n// Left             first\n// Middle, Beside   second and third\n// Right            last\n"
ROOMS = {
    "Left": "struct Left {}\n",
    "Middle": "extension Left { var ofMiddle: Int { 1 } }\n",
    "Beside": "func ofBeside() -> Left { Left() }\n",
    "Right": "struct Right { var left = Left() }\nextension Left { var ofRight: Int { ofMiddle } }\nfunc ofRight() {}\n",
}


class FlowTests(unittest.TestCase):
    def problems(self, head=HEAD, **changes):
        """What is found where the rooms are as above but for one file more in some of them."""
        with tempfile.TemporaryDirectory() as directory:
            target = pathlib.Path(directory) / "Target"
            for name, text in ROOMS.items():
                (target / name).mkdir(parents=True)
                (target / name / f"{name}.swift").write_text(text)
            for name, text in changes.items():
                (target / name).mkdir(exist_ok=True)
                (target / name / "More.swift").write_text(text)
            (target / "Flow.swift").write_text(head)
            return flow.violations(target, pathlib.Path(directory))

    def test_that_nothing_is_found_where_all_flows_to_the_right(self):
        self.assertEqual(self.problems(), [])

    def test_that_a_type_a_function_and_a_member_from_the_right_are_found_with_their_line(self):
        for line in ["let right: Right? = nil", "func wrong() { ofRight() }", "func wrong(_ left: Left) { _ = left.ofRight }"]:
            found = self.problems(Middle="// The next line is wrong.\n" + line + "\n")
            self.assertEqual(len(found), 1, line)
            self.assertIn("Middle uses what stands to its right", found[0])
            self.assertIn("More.swift:2:", found[0])
            self.assertIn("ight", found[0].split("error:")[1])

    def test_that_rooms_of_one_step_do_not_see_each_other(self):
        self.assertEqual(len(self.problems(Middle="let wrong = ofBeside()\n")), 1)
        self.assertEqual(len(self.problems(Beside="let wrong = Left().ofMiddle\n")), 1)

    def test_that_each_folder_has_a_place_and_each_room_a_folder(self):
        self.assertIn("Other has no place", self.problems(Other="struct Other {}\n")[0])
        self.assertIn("Gone of the flow does not exist", self.problems(head=HEAD + "// Gone   nowhere\n")[0])
        self.assertIn("does not begin with a flow", self.problems(head="struct Flow {}\n")[0])

    def test_that_readme_says_the_same(self):
        with tempfile.TemporaryDirectory() as directory:
            target = pathlib.Path(directory)
            (target / "Flow.swift").write_text(HEAD)
            self.assertEqual(flow.told(target, HEAD), [])
            self.assertEqual(len(flow.told(target, HEAD.replace("second and", ""))), 1)


if __name__ == "__main__":
    unittest.main()
