"""`zhupi show` and `zhupi export`: what stands beside a sentence, bounds that the lead set, bad layers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from export_lines import checked

from annotations.analysis.pipeline import Analyser
from annotations.editing.editor import Editor
from annotations.editing.quotes import UNKNOWN, speaker
from annotations.marks.bounds import bounds_record
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.records.record import as_act, sentence_mark
from annotations.storage.layer.layer import open_layer
from tui.cli.main import run

TEXT = (
    "大會昨日閉幕\n記者 王小明\n"
    "市長張三說,票價要漲,學生不受影響。李四則表示反對。「我不去。」他說。據悉雙方仍在談判。\n"
)
ZHANG = speaker("市長張三", "張三", 14, 18, "person")
LI = speaker("李四", "李四", 32, 34, "rule")
LONG = "很" * 5000
KINDS = {"form": "indirect", "cont": False, "content": None, "speakers": [], "by": "person"}

Acting = Callable[[Editor], Act | None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def frozen(path: Path, annotator: str) -> tuple[Project, Article]:
    project = Project.open([path], annotator=annotator)
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    return project, article


def annotate(path: Path, *acts: Acting, annotator: str = "mei") -> None:
    """Do `acts` in the layer of `annotator`."""
    project, article = frozen(path, annotator)
    annotating = Editor(project.scheme, annotator)
    annotating.ledger.open(article, ())
    with closing(open_layer(project.layer_path, annotator)) as layer:
        for act in acts:
            done = act(annotating)
            assert done is not None
            layer.put(done.after)


def put(path: Path, index: int, **fields: Any) -> None:
    """Write a mark of sentence `index` as another program may have written it."""
    project, article = frozen(path, "mei")
    sentence = article.sentences[index]
    words = article.text[sentence.start : sentence.end]
    who = {"annotator": "mei", "writer": "other", "scheme": "default/1"}
    mark = sentence_mark(article.id, sentence.start, sentence.end, words, **who, **fields)
    project.frozen.freeze_analysis(article, Analyser().analyse(article.text, article.sentences))
    with closing(open_layer(project.layer_path, "mei")) as layer:
        layer.put(as_act([mark]))


def bound(path: Path, at: int, act: str, start: int, end: int, *, annotator: str) -> None:
    project, article = frozen(path, annotator)
    record = bounds_record(article, start, end, at, act, annotator=annotator, writer="w", scheme="default/1")
    with closing(open_layer(project.layer_path, annotator)) as layer:
        layer.put(as_act([record]))


@pytest.fixture
def show(path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., list[str]]:
    """Return a function that shows the article to an annotator, line by line."""

    def lines(annotator: str = "mei") -> list[str]:
        capfdbinary.readouterr()
        assert run(["show", str(path), "--as", annotator]) == 0
        captured = capfdbinary.readouterr()
        assert captured.err == b""
        return captured.out.decode("utf-8").split("\n")[:-1]

    return lines


@pytest.fixture
def export(path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that exports an annotator's layer and gives its sentences, the same in both units."""

    def rows(annotator: str = "mei") -> list[dict[str, Any]]:
        found = []
        for unit in ("sentence", "article"):
            capfdbinary.readouterr()
            assert run(["export", str(path.parent), "--as", annotator, "--unit", unit]) == 0
            captured = capfdbinary.readouterr()
            assert captured.err == b""
            found.append(list(checked(captured.out)))
        by_sentence, [whole] = found
        assert whole["sentences"] == [
            {key: row[key] for key in row if key in whole["sentences"][0]} for row in by_sentence
        ]
        return by_sentence

    return rows


def test_what_stands_beside_a_sentence(path: Path, show) -> None:
    annotate(
        path,
        lambda one: one.labels.toggle([2], "claim"),
        lambda one: one.labels.toggle([2], "opinion"),
        lambda one: one.quotes.set_speakers([2], 0, [ZHANG, LI]),
        lambda one: one.quotes.set_voice([2], "both"),
        lambda one: one.quotes.go_on([3]),
        lambda one: one.labels.toggle_flag([3]),
        lambda one: one.labels.write_note(3, "查"),
        lambda one: one.labels.toggle([4], "quote"),
        lambda one: one.quotes.set_form([4], 0, "direct"),
        lambda one: one.quotes.set_speakers([5], 0, [UNKNOWN]),
        lambda one: one.labels.toggle([5], "claim"),
    )
    assert show() == [
        "大會昨日閉幕  a.txt  mei  4/4",
        "",
        "1      (title) 大會昨日閉幕",
        "",
        "2      (byline) 記者 王小明",
        "",
        "3 coq  市長張三說,票價要漲,學生不受影響。",
        "  quote: 張三 (市長張三) and 李四, indirect, voice both",
        "4   q* 李四則表示反對。",
        "  quote: 張三 (市長張三) and 李四, indirect, goes on",
        "  note: 查",
        "5   q  「我不去。」他說。",
        "  quote: speaker missing, direct",
        "6 c q  據悉雙方仍在談判。",
        "  quote: unknown, indirect, voice speaker",
    ]


def test_a_voice_without_a_quote_is_shown_unless_it_is_the_authors(path: Path, show) -> None:
    annotate(
        path,
        lambda one: one.labels.toggle([2, 3], "claim"),
        lambda one: one.quotes.set_voice([3], "speaker"),
    )
    assert [line for line in show() if ":" in line] == ["  voice: speaker"]


def test_several_quotes_in_one_sentence(path: Path, show) -> None:
    two = [{**KINDS, "speakers": [ZHANG]}, {**KINDS, "form": "direct", "cont": True, "speakers": [LI]}]
    put(path, 2, labels=["claim", "quote"], status="marked", voice="both", voice_by="person", quotes=two)
    at = show().index("3 c q  市長張三說,票價要漲,學生不受影響。")
    assert show()[at + 1 : at + 3] == [
        "  quote: 張三 (市長張三), indirect",
        "  quote: 李四, direct, goes on, voice both",
    ]


def test_the_bounds_of_the_lead_hold_for_everybody(path: Path, show, export) -> None:
    (path.parent / "zhupi.toml").write_text('lead = "bo"\n', encoding="utf-8")
    bound(path, 40, "join", 32, 49, annotator="bo")
    bound(path, 24, "split", 14, 32, annotator="bo")
    bound(path, 49, "join", 40, 58, annotator="mei")  # a proposal
    for annotator in ("bo", "mei"):
        annotate(path, lambda one: one.labels.toggle([2], "claim"), annotator=annotator)
        expected = [TEXT[14:24], TEXT[24:32], TEXT[32:49], TEXT[49:58]]
        rows = export(annotator)
        assert [row["text"] for row in rows if row["part"] == "body"] == expected
        assert [row["labels"] for row in rows[2:]] == [["claim"], ["claim"], [], []]
        shown = [line for line in show(annotator) if line[:1] in tuple("3456")]
        assert shown == [
            f"{number} {letters}  {text}"
            for number, letters, text in zip(range(3, 7), ("c  ", "c  ", "...", "..."), expected, strict=True)
        ]
        assert show(annotator)[0].endswith("2/4")


def test_an_export_with_other_bounds_says_nothing_new_to_its_own_project(
    path: Path, tmp_path: Path, capfd
) -> None:
    annotate(
        path,
        lambda one: one.quotes.set_speakers([2], 0, [ZHANG]),
        lambda one: one.quotes.set_speakers([3], 0, [LI]),
        lambda one: one.labels.toggle([4], "claim"),
    )
    bound(path, 40, "join", 32, 49, annotator="mei")
    bound(path, 24, "split", 14, 32, annotator="mei")
    layer = path.parent / "annotations" / "mei.json"
    before = layer.read_bytes()
    for unit in ("sentence", "article"):
        out = tmp_path / f"{unit}.jsonl"
        assert run(["export", str(path.parent), "--as", "mei", "--unit", unit, "-o", str(out)]) == 0
        assert run(["import", str(out), "--project", str(path.parent)]) == 0, capfd.readouterr().err
    assert layer.read_bytes() == before


BAD = {
    "a long name": {"quotes": [{**KINDS, "speakers": [{**ZHANG, "name": LONG}]}]},
    "a name with an escape": {"quotes": [{**KINDS, "speakers": [{**ZHANG, "name": "a\x1b[31mb\n\u202e"}]}]},
    "no numbers": {"quotes": [{**KINDS, "content": ["a", {}], "speakers": [{**ZHANG, "start": "x"}]}]},
    "outside the text": {
        "quotes": [
            {**KINDS, "content": [-5, 10**9], "speakers": [{**ZHANG, "start": 10**9, "end": 10**9 + 4}]}
        ]
    },
    "another place": {"quotes": [{**KINDS, "speakers": [{**ZHANG, "start": 0, "end": 4}]}]},
    "no objects": {"quotes": [{"form": 5, "cont": 1, "content": "x", "speakers": [None, 7, "張三"]}]},
    "hardly anything": {"quotes": [{}, {"speakers": {"a": 1}}]},
    "no such attribute": {"attributes": {"worth": ["x", {"y": None}], LONG: LONG, "是": True}},
    "no such voice": {"voice": LONG, "voice_by": ["x"], "quotes": [KINDS]},
}


BAD_AND_LONG = ("a long name", "a name with an escape", "no such attribute", "no such voice")
"""Those for which it matters how much room there is."""


@pytest.mark.parametrize("what", BAD)
def test_show_and_export_survive_a_bad_layer(path: Path, show, export, what: str) -> None:
    put(path, 2, **{"labels": ["claim", "quote"], "status": "marked", "voice": "speaker", **BAD[what]})
    shown = show()
    assert "3 c q  市長張三說,票價要漲,學生不受影響。" in shown
    assert "\x1b" not in "".join(shown)
    words = {
        "a long name": f"  quote: {LONG} (市長張三), indirect, voice speaker",
        "a name with an escape": "  quote: a¬[31mb¬¬ (市長張三), indirect, voice speaker",
        "no objects": "  quote: 張三, voice speaker",
        "hardly anything": "  quote: speaker missing, voice speaker",
        "no such attribute": "    是: yes",
        "no such voice": f"  quote: speaker missing, indirect, voice {LONG}",
    }
    assert words.get(what, "  quote: 張三 (市長張三), indirect, voice speaker") in shown
    row = export()[2]
    for quote in row["quotes"]:
        assert quote["content"] is None
        assert all(isinstance(one["name"], str) and one["by"] in ("person", "") for one in quote["speakers"])
        assert all((one["start"] is None) == (one["end"] is None) for one in quote["speakers"])
        for one in quote["speakers"]:
            assert one["start"] is None or row["text"].startswith(one["text"])
    assert row["attributes"] == BAD[what].get("attributes", {})


@pytest.mark.parametrize(
    ("what", "size"), [*((what, (80, 24)) for what in BAD), *((what, (160, 50)) for what in BAD_AND_LONG)]
)
async def test_the_screen_survives_a_bad_layer(path: Path, opened, what: str, size: tuple[int, int]) -> None:
    put(path, 2, **{"labels": ["claim", "quote"], "status": "marked", "voice": "speaker", **BAD[what]})
    async with opened(path, size=size) as reader:
        assert "claim quote" in reader.panel
        for strip in reader.frame():
            assert strip.cell_length == size[0]
        # Every act that builds on what is there, and the lists that show it.
        await reader.press("p", "escape", "p", "=", "escape", "h", "i", "Q", "1", "1", "p", "0")
        await reader.press("j", "y", ".", ",", "u", "u")
        assert "bad" not in reader.screen.message[1]
        assert reader.labels(2) == {"claim", "quote"}


def test_what_open_says_of_a_file_stands_below_its_title(tmp_path: Path, capfdbinary) -> None:
    damaged, broken = tmp_path / "a.txt", tmp_path / "b.txt"
    damaged.write_text("國(guó)家發(fā)展實(shí)力。", encoding="utf-8")
    broken.write_bytes("他說，明天有雨。".encode() + b"\xff" + "大家都帶傘。".encode())
    shown = []
    for path in (damaged, broken):
        assert run(["show", str(path), "--as", "mei"]) == 0
        shown.append(capfdbinary.readouterr().out.decode().split("\n")[1:3])
    assert shown[0] == ["note: 3 pinyin readings taken out", ""]
    assert shown[1] == ["note: not utf-8, shown as �: 1 place (byte 24)", ""]
