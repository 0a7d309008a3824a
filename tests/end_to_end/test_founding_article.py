"""The founding article, tagged in a real terminal with all that its quotes need, in at most 65 keys."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from export_lines import checked
from founding_tags import SETTINGS, TAGS, keys
from program import zhupi_here

LABELS = {"c": "claim", "o": "opinion", "q": "quote"}
MOST = 65
"""Keys for the whole article; 76 for labels and moves alone where nothing goes on by itself."""


def expected(texts: list[str], starts: list[int]) -> list[dict[str, Any]]:
    """Return what was written down, in the words of an export; `texts` are the sentences at `starts`."""
    rows = []
    for tag in TAGS:
        quotes = []
        if tag.speaker is not None:
            start = starts[tag.place - 1] + texts[tag.place - 1].index(tag.speaker) if tag.speaker else None
            end = None if start is None else start + len(tag.speaker)
            name = tag.speaker if tag.name is None else tag.name
            one = {"text": tag.speaker, "name": name, "start": start, "end": end}
            quotes = [{"form": tag.form, "cont": tag.cont, "speakers": [one]}]
        labels = [LABELS[letter] for letter in tag.labels]
        rows.append({"labels": labels, "quotes": quotes, "voice": tag.voice, "flag": tag.flag})
    return rows


def found(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a line of the export says of what was written down."""
    quotes = [
        {
            "form": quote["form"],
            "cont": quote["cont"],
            "speakers": [
                {key: one[key] for key in ("text", "name", "start", "end")} for one in quote["speakers"]
            ],
        }
        for quote in row["quotes"]
    ]
    return {**{key: row[key] for key in ("labels", "voice", "flag")}, "quotes": quotes}


def test_what_was_written_down_is_what_the_guidelines_ask_for() -> None:
    counts = Counter(tag.labels for tag in TAGS)
    assert counts == {"c": 13, "oq": 6, "cq": 3, "coq": 3, "co": 3, "o": 1}
    assert all((tag.speaker is None) == ("q" not in tag.labels) for tag in TAGS)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_the_founding_article_in_65_keys(run, founding: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    assert len(keys()) <= MOST
    terminal = run("open", founding, "--as", "mei", columns=size[0], rows=size[1])
    # Who reads a sentence before tagging it gives the names the time that they need.
    terminal.wait(lambda text: "OpenAI ORG" in text and re.search(r"  saved\b", text) is not None)
    for key in keys():
        terminal.send(key)
    terminal.wait(lambda text: re.search(r"29/29  done .*  saved\b", text.split("\n")[0]) is not None)
    assert terminal.leave() == 0

    exported = zhupi_here("export", founding.parent, "--as", "mei")
    assert exported.returncode == 0, exported.stderr
    rows = list(checked(exported.stdout))
    written = expected([row["text"] for row in rows], [row["start"] for row in rows])
    for number, (row, wanted) in enumerate(zip(rows, written, strict=True), 1):
        assert (number, found(row)) == (number, wanted)
    assert all(row["done"] for row in rows)
