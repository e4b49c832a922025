"""Puts the results between two marker comments of a Markdown file and leaves the rest of it alone."""

from __future__ import annotations

import os
from pathlib import Path

BEGIN, END = "<!-- benchmark results: written by scripts/benchmark -->", "<!-- end of benchmark results -->"


def results_text(facts, how: str, tables) -> str:
    lines = ["## Results", "", how, "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in facts]
    for text in tables:
        lines += ["", text]
    return "\n".join(lines)


def replaced(document: str, results: str) -> str:
    """The document with new results; a document without the markers gets them at its end."""
    section = f"{BEGIN}\n\n{results}\n\n{END}"
    if document.count(BEGIN) == 1 and document.count(END) == 1 and document.index(BEGIN) < document.index(END):
        before, rest = document.split(BEGIN)
        return before + section + rest.split(END)[1]
    if BEGIN in document or END in document:
        raise ValueError(f"the marker comments are not one pair in order: {BEGIN} ... {END}")
    return (document.rstrip("\n") + "\n\n" if document.strip() else "") + section + "\n"


def write(path: Path, results: str):
    """Replaces the file as a whole, so that a stop in the middle leaves the old one."""
    document = replaced(path.read_text() if path.exists() else "", results)
    draft = path.with_name(path.name + ".new")
    draft.write_text(document)
    os.replace(draft, path)
