"""Everybody's layers compared, here and in a process of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import numpy as np
import pytest
from simulated import SHARES, careful, random_on, simulate, skips, write

from annotations.agreement.evidence import behind
from annotations.agreement.measures import Question
from annotations.agreement.report import Report
from annotations.errors import BadName, ProjectError
from annotations.model.annotator import same_annotator
from annotations.model.scheme import DEFAULT
from annotations.processes.child import Child
from annotations.processes.messages import ChildFailed
from annotations.project.agreement import Compared, Layers, compare, figures_of, units_of
from annotations.project.agreement_process import ComparingApart
from annotations.project.project import Project
from annotations.records.spans import span_record
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.roster import read_roster


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of one who is careful, one who guesses opinions and one who skips quotes."""
    root = tmp_path_factory.mktemp("three") / "新聞"
    root.mkdir()
    behaviours = {"careful": careful(), "guesser": random_on("opinion"), "林語堂": skips("quote")}
    write(root, simulate(behaviours, articles=300, sentences=15))
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a project that two annotators have done."""
    write(tmp_path, simulate({"mei": careful(), "bo": skips("quote")}, articles=6, sentences=10))
    return tmp_path


def opened(root: Path) -> Project:
    return Project.at(root, annotator="mei")


def value(found: Report, measure: str, *about: object, **more: object) -> float:
    asked = Question(*about, **more)  # type: ignore[arg-type]
    (one,) = [one for one in found.figures if one.about == asked and one.measure == measure]
    assert one.value is not None
    return one.value


def rounded(found: Report) -> Report:
    """Return `found` to ten places: numpy adds in another order on several threads."""

    def to_places(value: float | None) -> float | None:
        return None if value is None else round(value, 10)

    figures = [
        replace(one, value=to_places(one.value), low=to_places(one.low), high=to_places(one.high))
        for one in found.figures
    ]
    return replace(found, figures=tuple(figures))


def same(one: Compared, other: Compared) -> bool:
    units, others = one.units, other.units
    fields = ("unit", "annotator", "value")
    return (
        rounded(one.report) == rounded(other.report)
        and one.sources == other.sources
        and one.lines == other.lines
        and units.articles == others.articles
        and units.labels.values == others.labels.values
        and all(np.array_equal(getattr(units.labels, name), getattr(others.labels, name)) for name in fields)
        and np.array_equal(units.start, others.start)
    )


# -- one layer each -------------------------------------------------------------------------


def test_spellings_of_one_name_are_one_annotator() -> None:
    assert same_annotator("Ｍei  Lin") == same_annotator("MEI LIN")
    assert same_annotator("mei") != same_annotator("mei2")


def test_of_two_spellings_the_larger_layer_is_kept_and_the_other_named(tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    folder.mkdir()
    for name, size in (("mei", 10), ("ＭＥＩ", 30), ("Mei", 20), ("bo", 1)):
        (folder / f"{name}.json").write_bytes(b" " * size)
    roster = read_roster(tmp_path)
    assert [one.path.name for one in roster.layers] == ["bo.json", "ＭＥＩ.json"]
    lines = roster.lines
    assert len(lines) == 2
    assert all("another spelling" in line and "ＭＥＩ" in line for line in lines)


# -- in this process ------------------------------------------------------------------------------


def test_units_and_figures_of_a_project(small: Path) -> None:
    project = opened(small)
    layers = Layers(project)
    units = units_of(layers, project)
    found = figures_of(layers, project, units)
    assert units.annotators == found.annotators == ("bo", "mei")
    assert (found.units, found.articles) == (60, 6)
    assert (layers.lines, layers.failed) == ([], False)
    assert layers.source(units.articles[0]) == "00000.txt"


def test_what_cannot_be_read_is_a_line_and_the_rest_is_counted(small: Path) -> None:
    (small / "annotations" / "broken.json").write_text("[", encoding="utf-8")
    shutil.copy(small / "annotations" / "mei.json", small / "annotations" / "copy.json")
    (small / "annotations" / "articles" / "00" / f"{0:020x}.json").write_text("{", encoding="utf-8")
    found = compare(opened(small))
    assert found.report.units == 50
    for words in ("broken.json", "a copy of mei's layer", "damaged", "the text of 1 article is missing"):
        assert any(words in str(line) for line in found.lines), words
    assert not any("\n" in str(line) for line in found.lines)


def test_one_layer_is_not_enough_and_why_there_are_no_more_is_said(small: Path) -> None:
    (small / "annotations" / "bo.json").unlink()
    with pytest.raises(ProjectError, match=r"two annotators, and 1 is there[^;]*;[^;]*$"):
        compare(opened(small))
    shutil.copy(small / "annotations" / "mei.json", small / "annotations" / "ＭＥＩ.json")
    with pytest.raises(ProjectError, match="another spelling"):
        compare(opened(small))


# -- in a process of its own --------------------------------------------------------------------------


def test_the_process_finds_the_same_and_says_what_it_does(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(three)
    decoy = three / "annotations" / "__init__.py"
    decoy.write_text("raise RuntimeError('the annotations of a project are no package')", encoding="utf-8")
    steps: list[str] = []
    found = ComparingApart(opened(three)).run(steps.append)
    decoy.unlink()
    assert found is not None
    assert same(found, compare(opened(three)))
    assert steps == [
        "reading layer 1 of 3: careful",
        "reading layer 2 of 3: guesser",
        "reading layer 3 of 3: 林語堂",
        "working out the figures of 13,500 judgements",
    ]
    # Each of the three is found as it was made.
    made = found.report
    careful_pair = ("careful", "林語堂")
    assert value(made, "percent", "pair", careful_pair, label="claim") == pytest.approx(
        0.97**2 + 0.03**2, abs=0.01
    )
    assert value(made, "alpha", "pair", careful_pair, label="opinion") > 0.8
    assert abs(value(made, "alpha", "pair", ("careful", "guesser"), label="opinion")) < 0.06
    assert value(made, "alpha", "without", ("guesser",), label="opinion") > 0.8
    assert value(made, "share", "annotator", ("林語堂",), label="quote") == 0
    assert value(made, "share_others", "annotator", ("林語堂",), label="quote") == pytest.approx(
        SHARES["quote"], abs=0.03
    )
    assert value(made, "positive", "pair", careful_pair, label="quote") == 0


def test_what_stands_behind_mended_names_comes_with_it(small: Path) -> None:
    first = f"{0:020x}"
    layer = open_layer(small / "annotations" / "mei.json", "mei")
    text = "第000000001句。"
    layer.put(
        [
            span_record(
                first,
                "number",
                "add",
                13,
                15,
                text[1:3],
                number={"kind": "cardinal", "value": 0},
                annotator="mei",
                writer="w",
                scheme=DEFAULT.id,
            )
        ]
    )
    layer.close()
    found = ComparingApart(opened(small)).run(lambda _: None)
    assert found is not None
    rows = list(behind(found.units, Question("pair", ("bo", "mei"), attribute="spans")).rows())
    assert [(row.article, row.start, row.end, row.said) for row in rows] == [
        (first, 13, 15, (None, "cardinal 0"))
    ]


def test_its_errors_come_back_as_one_line(small: Path) -> None:
    (small / "annotations" / "bo.json").unlink()
    with pytest.raises(ProjectError, match="two annotators, and 1 is there") as caught:
        ComparingApart(opened(small)).run(lambda _: None)
    assert "\n" not in str(caught.value)


def test_settings_that_were_broken_meanwhile_come_back_as_one_line(small: Path) -> None:
    apart = ComparingApart(opened(small))
    (small / "zhupi.toml").write_text("lead = 3\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"zhupi\.toml"):
        apart.run(lambda _: None)


def test_a_lead_who_cannot_be_one_comes_back_as_what_there_is_advice_for(small: Path) -> None:
    apart = ComparingApart(opened(small))
    (small / "zhupi.toml").write_text('lead = "a/b"\n', encoding="utf-8")
    with pytest.raises(BadName, match="'a/b' cannot be used"):
        apart.run(lambda _: None)


def test_it_can_be_cancelled_before_and_while_it_runs(three: Path) -> None:
    apart = ComparingApart(opened(three))
    apart.cancel()
    assert apart.run(lambda words: pytest.fail(f"it runs: {words}")) is None
    running = ComparingApart(opened(three))
    steps: list[str] = []

    def cancel(step: str) -> None:
        steps.append(step)
        running.cancel()

    assert running.run(cancel) is None
    assert len(steps) < 4


def test_a_process_that_is_killed_is_one_line(three: Path) -> None:
    apart = ComparingApart(opened(three))

    def kill(_: str) -> None:
        child = apart._child
        assert child is not None
        child.kill()

    with pytest.raises(ProjectError, match=r"stopped \(signal 9\); try again$"):
        apart.run(kill)


def test_it_ends_when_whoever_started_it_is_gone(three: Path) -> None:
    child = Child("annotations.project.agreement_process", three, "mei")
    assert "layer 1 of 3" in child.receive()
    child._stdin.close()
    with pytest.raises(ChildFailed, match="exit code 0"):
        list(takewhile(lambda told: isinstance(told, str), iter(child.receive, None)))
    child.close()
