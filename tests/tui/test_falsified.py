"""No command and no screen ends because of what stands in a layer, whoever's it is."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotations.model.article import Analysis, Article, Name, Number
from annotations.model.prediction import ArticlePrediction, PredictedSentence
from annotations.project.project import Project
from annotations.records.record import layer_head, revise
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import TAIL, encode_line, render
from annotations.storage.predictions.prediction_file import PredictionFile
from tests.support.falsified import ARTICLE, LEAD, good_records, layer
from tui.cli import main
from tui.screens.review import ReviewScreen

WHO = ("mei", "kai", LEAD)
CASES = {"one's own": ("mei", "mei"), "a colleague's": ("kai", LEAD), "the lead's": (LEAD, LEAD)}
"""Whose layer is full of falsified records, and who works."""
_ODD: dict[str, Any] = {
    "labels": ["\x1b[31m", "\ud800"],
    "note": "\x9b31m\n\u202e",
    "voice": "\0",
    "quotes": [{}, {"form": [], "speakers": [{"name": "\x1b[31m"}, 3]}],
    "attributes": {"worth": [[]], "\x1b": {"x": None}},
}
"""What follows the schema and nobody would write."""
_OF_PROJECT = ("carry", "migration")  # these say nothing of a sentence, and a command takes the one back
cases = pytest.mark.parametrize(("whose", "who"), CASES.values(), ids=CASES)


_layers: dict[tuple[str, str, bool], bytes] = {}


def falsified_layer(article: Article, annotator: str, readable: bool) -> bytes:
    """Return the layer of `annotator` with a third of what may be false; in the three layers together is all.

    What follows no schema no screen and no command sees: storage leaves it out, and is tested with all of it.
    One in five is here: each key is wrong in one way, and each value stands where it may not.
    """
    key = article.id, annotator, readable
    if key not in _layers:
        third: dict[str, Any] = {"one_of": len(WHO), "first": WHO.index(annotator), "invalid": 5}
        _layers[key] = layer(article, annotator, readable=readable, **third)[2]
    return _layers[key]


def project(root: Path, whose: str, *, readable: bool = True) -> Article:
    """Write a project in which the layer of `whose` is full of falsified records, and the others are good."""
    root.mkdir()
    (root / "zhupi.toml").write_text(f'lead = "{LEAD}"\nothers = "always"\n', encoding="utf-8")
    (root / "a.txt").write_text(ARTICLE.text, encoding="utf-8")
    opened = Project.open([root], annotator="mei", root=root)
    article = opened.article(opened.places[0])
    opened.frozen.freeze(article)
    at, amount = article.text.index("張三"), article.text.index("3億元")
    names = Name(2, 4, "LOC"), Name(at, at + 2, "PER")
    number = Number(amount, amount + 2, "money", 3, unit="CNY")
    opened.frozen.freeze_analysis(article, Analysis(names, (number,), "v"))
    for annotator in WHO:
        good = good_records(article, annotator)
        data = render([("0", layer_head(annotator)), *((str(doc_id(one["uid"])), one) for one in good)])
        if annotator == whose:
            data = falsified_layer(article, annotator, readable)
        path = root / "annotations" / f"{annotator}.json"
        path.write_bytes(data)
        if annotator == whose and readable:
            mark = next(one for one in good if one["kind"] == "sentence")
            rows = [revise(mark, **_ODD, writer="a"), revise(mark, note="", writer="b")]
            lines = b"".join(encode_line(str(doc_id(mark["uid"])), one) for one in rows)
            path.write_bytes(data[: -len(TAIL)] + lines + TAIL)
    (root / "rulings.md").write_text("## claim\n- 央行今天宣布降息\n", encoding="utf-8")
    first = article.sentences[0]
    quote = article.text[first.start : first.end]
    said = PredictedSentence(first.start, first.end, quote, ("claim",), {"claim": 0.8})
    PredictionFile.of(root, "bert").put([ArticlePrediction(article.id, (said,))])
    return article


def commands() -> Iterator[str]:
    """Yield the names of all commands."""
    for action in main._parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices


def lines_of(command: str, root: Path, who: str, out: Path) -> Sequence[Sequence[str]]:
    """Return the ways to run a command; one that is not known here must be added."""
    here, mine = str(root), ["--as", who]
    tags, handed = str(out / "tags.jsonl"), str(out / "in.jsonl")
    formats = [["--format", one] for one in ("table", "json", "csv", "md")]
    return {
        "open": [[here, *mine]],
        "init": [[here, "--yes"]],
        "tour": [mine],
        "serve": [[here, *mine, "--team"]],
        "show": [[f"{here}/a.txt", *mine]],
        "tag": [
            [f"{here}/a.txt", "1-2", "+claim", "-quote", "--note", "?", *mine],
            ["--undo", "--project", here, *mine],
        ],
        "analyse": [[f"{here}/a.txt", "--jobs", "1"]],
        "export": [
            [here, *mine, "-o", tags],
            [here, *mine, "--unit", "article"],
            [here, *mine, "--gold", "--review"],
        ],
        "import": [[tags, "--project", here, *mine], [tags, "--project", here, *mine, "--replace"]],
        "hand-in": [[here, *mine, "-o", handed]],
        "collect": [[handed, "--project", here, *mine, "--replace"]],
        "join": [["postgresql://mei@127.0.0.1:1/news", str(out / "joined")]],
        "hub": [[act, *more, "--project", here, *mine] for act, *more in (["status"], ["add", "kai"])],
        "stats": [[here, *mine, "--review"], [here, *mine, "--format", "json"]],
        "agree": [[here, *mine, "--review", *more] for more in (*formats, ["--positions"])],
        "score": [["bert", "--project", here, *mine, "--format", form] for form in ("table", "json")],
        "settle": [[here, *mine, "--review"]],
        "scheme": [
            [here, *mine, "--review"],
            ["rename", "claim", "fact", "--dry-run", "--project", here, *mine],
            ["split", "claim", "fact", "forecast", "--project", here, *mine],
            ["undo", "--project", here, *mine],
        ],
        "assign": [[here, *mine, "--dry-run"], [here, *mine], [here, *mine, "--show"]],
        "find": [
            ["央行", here, *mine],
            ["label:claim", here, *mine, "--json"],
            ["annotator:*", here, *mine, "--review"],
        ],
        "progress": [[here, *mine], [here, *mine, "--json"]],
        "rename": [[who, f"{who}2", "--project", here], [who, who, "--project", here]],
        "carry": [[here, *mine, "--dry-run"], [here, *mine], [here, *mine, "--undo"]],
        "check": [[here], [here, "--repair"]],
    }[command]


@pytest.mark.parametrize("readable", [True, False], ids=["json", "beyond json"])
@cases
def test_every_command_says_in_lines_what_is_wrong(tmp_path, capfd, whose, who, readable) -> None:
    if not readable and whose != "kai":
        pytest.skip("what no JSON reader takes comes to the same in all layers")
    root = tmp_path / "news"
    project(root, whose, readable=readable)
    ran = set()
    for command in sorted(commands(), key=lambda name: (name == "check", name == "import", name)):
        for line in lines_of(command, root, who, tmp_path):
            code = main.run([command, *line])
            told = capfd.readouterr()
            said = f"{command} {line}: {code}\n{told.err[-2000:]}"
            assert code in (0, 1, 2), said
            assert "something is wrong inside zhupi" not in told.err, said
            assert "Traceback" not in told.err + told.out, said
            assert "\x1b" not in told.err + told.out, said
            assert "\0" not in told.err, said
            assert all(one.startswith("zhupi: ") for one in told.err.splitlines()), said
            if command == "stats" and "json" in line:
                counted = [json.loads(row) for row in told.out.splitlines()]
                of_texts = [one for one in good_records(ARTICLE, who) if one["kind"] not in _OF_PROJECT]
                assert sum(one["records"] for one in counted) >= len(of_texts)
            ran.add(command)
    assert ran == set(commands())


SHOWN = {
    False: {
        "ConflictScreen", "FindScreen", "GuidelinesScreen", "HelpScreen", "LibraryScreen",
        "NotedScreen", "ReadingScreen", "SourceScreen", "ThreadScreen", "a list",
    },
    True: {
        "AgreementScreen", "FindScreen", "GuidelinesScreen", "LibraryScreen", "NotedScreen",
        "ReviewScreen", "a list",
    },
}  # fmt: skip
"""The screens that keys must have opened, those of review where somebody reviews."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LEAVING = ("leave", "leave-review", "review", "show-palette")


@cases
@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize("review", [False, True], ids=["reading", "review"])
async def test_no_key_ends_any_screen(opened, tmp_path, whose, who, review) -> None:
    if review and who != LEAD:
        pytest.skip("only the lead reviews")
    root = tmp_path / "news"
    project(root, whose)
    seen = set()
    async with opened(root, annotator=who, review=review) as reader:
        assert isinstance(reader.screen, ReviewScreen) is review
        keymap = reader.app._keys.review if review else reader.app._keys.reading
        commands = sorted(keymap.commands.values(), key=lambda one: one.id != "settle-conflict")
        for sentence, only in ((0, ""), (1, "span")):  # the lead joined the first two
            for command in commands:
                if command.id in _LEAVING or not keymap.keys[command.id] or only not in command.id:
                    continue
                if reader.view.cursor != sentence:
                    await reader.press("home", *["down"] * sentence)
                if "span" in command.id or "edge" in command.id:
                    await reader.press("tab")
                await reader.press(keymap.keys[command.id][0])
                seen |= {type(reader.app.screen).__name__, *["a list"] * (reader.screen.picker is not None)}
                for key in ("down", "2", "enter", "1", "escape", "escape", "escape"):
                    shown = "".join(strip.text for strip in reader.frame())
                    assert not _CONTROL.search(shown), command.id
                    if reader.screen.picker is None and reader.app.screen is reader.screen:
                        break
                    await reader.press(key)
                assert reader.app.failure is None, command.id
                assert reader.app.screen is reader.screen, command.id
    async with opened(root, annotator=who, review=review) as reader:
        await reader.press("u", "u", "ctrl+r")
        assert reader.app.failure is None
        assert "undone" in reader.message or "again" in reader.message or "nothing" in reader.message
    assert seen >= SHOWN[review] - ({"ConflictScreen"} if whose != who else set())
