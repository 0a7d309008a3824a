"""A tagger in a process of its own: what it finds, what is made of it, and what happens when it fails."""

from __future__ import annotations

import queue
import re
import sys
import time
from pathlib import Path

import pytest
from tagger_models import installed_tagger

from annotations.analysis import pipeline
from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.pipeline import RULES, Analyser
from annotations.analysis.sentences import split
from annotations.analysis.service import AnalysisService
from annotations.analysis.taggers.external import ExternalTagger
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import TaggerFailed
from annotations.model.article import Analysis

MINE = TaggerSpec("entry", "mine")


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(installed_tagger(folder)))


def found(analysis: Analysis, text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.type) for one in analysis.names]


def test_names_are_its_own_and_numbers_the_rules() -> None:
    text = "王小明六月在臺北賺了三百萬元。\n王小\u200b明說明年見,張大偉不說。"
    analyser = Analyser.of(None, MINE)
    analysis = analyser.analyse(text)
    assert found(analysis, text) == [("王小明", "PER"), ("臺北", "LOC"), ("王小\u200b明", "PER")]
    assert [text[one.start : one.end] for one in analysis.numbers] == ["六月", "三百萬元", "明年"]
    assert analysis.version == analyser.version == f"{RULES}+entry:mine@1.5,first"
    plain = Analyser()
    assert ("張大偉", "PER") in found(plain.analyse(text), text), "which the built-in one would have found"
    assert plain.version != analysis.version


def test_no_mention_is_added_to_what_it_finds() -> None:
    text = "王小明說,王小明不說。\n不說的是王小\n明。"
    assert found(Analyser.of(None, MINE).analyse(text), text) == [("王小明", "PER")]


@pytest.mark.parametrize("at", [0, 1])
def test_an_article_on_its_way_to_the_screen_has_one_tagger(at: int) -> None:
    """It fails in the second piece at the earliest; what it found before is not kept."""
    lines = ["王小明在臺北,不在高雄。\n"] * 150
    lines.insert(-at * 150 or 150, "死掉。\n" * at)
    text = "".join(lines)
    told: queue.Queue[Analysis | str] = queue.Queue()
    lines_of_tagger: list[str] = []
    service = AnalysisService(None, MINE, lines_of_tagger.append)
    try:
        service.analyse(
            "id",
            text,
            split(text),
            first=149,
            on_part=lambda part, names, numbers: None,
            on_done=told.put,
            on_failed=told.put,
        )
        analysis = told.get(timeout=60)
    finally:
        service.close()
    assert analysis == Analyser.of(None, None if at else MINE).analyse(text)
    assert len(lines_of_tagger) == at


def test_the_projects_own_names_win() -> None:
    text = "王小明在臺北。"
    analyser = Analyser(None, Gazetteer({"王小明": "ORG", "臺北": "-"}), ExternalTagger(MINE))
    assert found(analyser.analyse(text), text) == [("王小明", "ORG")]
    assert analyser.version.startswith(f"{RULES}+entry:mine@1.5,first+")


def test_what_cannot_be_is_left_out_and_told_once() -> None:
    told: list[str] = []
    analyser = Analyser.of(None, MINE, told.append)
    for _ in range(2):
        text = "越界的王小明。"
        assert found(analyser.analyse(text), text) == [("王小明", "PER")]
    assert told == ["entry:mine: 4 names left out (not where it says: 4)"]
    text = "王小明重疊,法案。"
    assert found(analyser.analyse(text), text) == [("王小明", "PER")]
    _, more = told
    assert "(of types that the project lacks: LAW 1; overlapping: 2; not where it says: 8)" in more
    own = Analyser.of(None, MINE._replace(types=("PER", "LAW")))
    assert found(own.analyse(text), text) == [("王小明", "PER"), ("法案", "LAW")]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("出錯。", "RuntimeError: ValueError: a fault of its own"),
        ("死掉。", "exit code 3"),
        ("少了。", "it does not answer for each sentence"),
    ],
)
def test_where_it_fails_all_of_the_text_is_the_built_in_ones(
    sentence: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_BATCH", 30)  # it has answered for some by then
    told: list[str] = []
    text = "王小明在臺北。" * 20 + sentence
    analyser = Analyser.of(None, MINE, told.append)
    texts = [("華AI在臺北。", None, None), (text, None, None)]
    assert analyser.analyse_many(texts) == Analyser().analyse_many(texts)
    assert told == [f"entry:mine finds no names: {why}; the built-in tagger is at work instead"]
    assert analyser.version == Analyser().version
    with pytest.raises(TaggerFailed, match="finds no names"):
        Analyser.of(None, MINE).analyse(text)


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("none", None, "no installed package has such an entry point zhupi.taggers; there are: .*mine"),
        (
            "broken",
            "import nothing_of_the_kind",
            "ModuleNotFoundError: No module named 'nothing_of_the_kind'",
        ),
        ("empty", "def other(): ...", "module.* object is not callable"),
    ],
)
def test_one_that_cannot_be_loaded_is_told_in_a_line(
    name: str, code: str | None, why: str, tmp_path: Path
) -> None:
    if code is not None:
        installed_tagger(tmp_path / "installed", code, name)
    with pytest.raises(TaggerFailed, match=why) as failed:
        Analyser.of(None, TaggerSpec("entry", name)).analyse("王小明。")
    assert "\n" not in str(failed.value)


def test_a_class_is_a_tagger_too(tmp_path: Path) -> None:
    code = "class Own:\n    def names(self, texts):\n        return [[[0, 2, 'PER', None]] for _ in texts]\n"
    installed_tagger(tmp_path / "installed", code, "whole")
    entry = tmp_path / "installed/whole_tagger-1.5.dist-info/entry_points.txt"
    entry.write_text("[zhupi.taggers]\nwhole = whole_tagger:Own\n")
    analyser = Analyser.of(None, TaggerSpec("entry", "whole"))
    assert found(analyser.analyse("王小明。"), "王小明。") == [("王小", "PER")]
    assert analyser.version == f"{RULES}+entry:whole@1.5"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_its_process_ends_with_whoever_asked(tmp_path: Path) -> None:
    code = "import os\n\ndef names(texts):\n    return [[(0, 1, str(os.getpid()))] for _ in texts]\n"
    installed_tagger(tmp_path / "installed", code, "own_process")
    analyser = Analyser.of(None, TaggerSpec("entry", "own_process"))
    assert analyser.external is not None
    analyser.analyse("王小明。")
    (first,) = map(int, analyser.external.left_out.types)
    assert not gone(first)
    del analyser
    assert gone(first)
    lines: queue.Queue[str] = queue.Queue()
    service = AnalysisService(None, TaggerSpec("entry", "own_process"), lines.put)
    heard: queue.Queue[object] = queue.Queue()
    service.analyse(
        "id", "王小明。", split("王小明。"),
        on_part=lambda *part: None, on_done=heard.put, on_failed=heard.put,
    )  # fmt: skip
    heard.get(timeout=60)
    (second,) = re.findall(r"lacks: (\d+) 1", lines.get(timeout=60))
    service.close()
    until = time.monotonic() + 60
    while not gone(int(second)) and time.monotonic() < until:
        time.sleep(0.01)
    assert gone(int(second))


def gone(pid: int) -> bool:
    """Tell whether a process has ended, be it that nobody has asked for its end yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True
