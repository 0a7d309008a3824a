"""What is chosen of an export: how it looks before it is written, whose marks it has, and where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import THREE, team

from annotations.errors import OthersHidden, UsageError
from annotations.exchange.registry import format_called, format_names
from annotations.project.export_choice import ExportChoice, demand_place, proposed_place, whose_of
from annotations.project.export_preview import ExportPreview
from annotations.project.project import Project

WRITTEN = sorted(set(format_names()) - {"plain"})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return team(tmp_path_factory.mktemp("choice") / "news", THREE)


def choice_of(name: str, **chosen) -> ExportChoice:
    form = format_called(name)
    options = {key: values[0] for key, values in form.OPTIONS.items()}
    return ExportChoice(form, form.UNITS[0], options=options, **chosen)


def preview(project: Project, choice: ExportChoice) -> ExportPreview:
    needs = choice.format.NEEDS
    if needs is not None:
        pytest.importorskip(needs[1])
    work = choice.work(project, review=False)
    group = work.first()
    assert group is not None
    return work.preview(group)


@pytest.mark.parametrize("name", WRITTEN)
def test_it_shows_the_beginning_of_what_is_written(root: Path, name: str) -> None:
    project = Project.open([root], annotator="an")
    found = preview(project, choice_of(name))
    if found.packed:
        assert "央行今天宣布降息。" in found.items[0].text
        assert any(one.labels == ("claim",) for item in found.items for one in item.sentences)
        return
    named, text = found.files[0]
    assert not named.endswith((".md", ".conf")), "what holds what was said comes first"
    assert "config" not in named
    assert "claim" in text
    assert "央行" in text or "央\t" in text or "\n行" in text or "\\u592e" in text


def test_an_extra_that_is_missing_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.exchange.registry.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"xlsx needs an extra: pip install 'zhupi\[xlsx\]'"):
        choice_of("xlsx").work(Project.open([root], annotator="an"), review=False)


@pytest.mark.parametrize(
    ("annotator", "review", "others", "seen"),
    [
        *(("an", False, "never", False), ("an", True, "never", False), ("an", False, "always", True)),
        *(("an", False, "done", False), ("lin", False, "never", False), ("lin", True, "never", True)),
    ],
)
def test_whose_marks_follow_what_may_be_seen(root, annotator, review, others, seen, tmp_path) -> None:
    (tmp_path / "zhupi.toml").write_text(f'lead = "lin"\nothers = "{others}"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("好。", encoding="utf-8")
    project = Project.open([tmp_path], annotator=annotator)
    assert whose_of(project, review=review) == (("mine", "all", "gold") if seen else ("mine",))
    if not seen:
        for whose in ("all", "gold"):
            with pytest.raises(OthersHidden):
                choice_of("csv", whose=whose).work(project, review=review)


def test_nobody_who_is_one_of_several_without_a_lead_sees_others(tmp_path: Path) -> None:
    """Each of them leads as far as corrections go; what others have not finished is not shown."""
    root = team(tmp_path / "news", THREE, lead="")
    (root / "zhupi.toml").unlink()
    assert whose_of(Project.open([root], annotator="an"), review=True) == ("mine",)


def test_the_place_that_is_proposed_is_new_and_not_among_the_articles(root: Path) -> None:
    project = Project.open([root], annotator="an")
    for name, place in (
        *(("jsonl", "news-jsonl.jsonl"), ("csv", "news-csv.csv"), ("hf", "news-hf"), ("brat", "news-brat")),
        ("w3c", "news-w3c.jsonld"),
    ):
        assert proposed_place(project, choice_of(name)) == root.parent / place
    split = choice_of("csv", shares="80/10/10")
    assert proposed_place(project, split) == root.parent / "news-csv"
    (root.parent / "news-csv").write_text("", encoding="utf-8")
    try:
        assert proposed_place(project, split) == root.parent / "news-csv-2"
    finally:
        (root.parent / "news-csv").unlink()


def test_nothing_is_written_over_or_taken_for_an_article(root: Path) -> None:
    project = Project.open([root], annotator="an")
    (root.parent / "full.csv").write_text("x", encoding="utf-8")
    (root.parent / "empty.csv").write_text("", encoding="utf-8")
    for name, format_name, why in (
        (str(root.parent / "full.csv"), "csv", "something is there already"),
        (str(root), "brat", "something is there already"),
        (str(root / "out"), "brat", "among the articles"),
        (str(root / "out.txt"), "csv", "among the articles"),
        (str(root.parent / "none/x.csv"), "csv", "there is no folder"),
        ("", "csv", "no file has such a name"),
        (f"{root.parent}/x/", "csv", "no file has such a name"),
    ):
        with pytest.raises(UsageError, match=why):
            demand_place(project, choice_of(format_name), name)
    assert demand_place(project, choice_of("csv"), str(root.parent / "empty.csv"))
    assert demand_place(project, choice_of("brat"), str(root / "out.zip"))


def test_what_holds_what_was_said_comes_before_the_settings_of_a_tool(root: Path) -> None:
    project = Project.open([root], annotator="lin")
    work = choice_of("doccano", whose="all").work(project, review=True)
    group = work.first()
    assert group is not None
    names = [name for name, _ in work.preview(group).files]
    assert names[:3] == ["an.jsonl", "bo.jsonl", "mei.jsonl"]
    assert "label_config.json" in names
