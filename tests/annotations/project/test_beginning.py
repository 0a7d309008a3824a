"""The settings of a project that begins: they read back as what was answered, and never replace any."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadName, ProjectError, SchemeError
from annotations.model.scheme import DEFAULT, MAX_LABELS
from annotations.model.scheme_rows import FREE_LETTERS, Label
from annotations.project.beginning import Beginning, begin, labels_of, names_of, settings_text
from annotations.project.settings import OTHERS, SETTINGS, read_settings

WORDS = st.text(
    st.characters(blacklist_categories=("C", "Z"), blacklist_characters="/"), min_size=1, max_size=12
).filter(lambda word: word.strip() and word != "none")
LINES = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
LABELS = st.lists(st.tuples(WORDS, LINES, LINES), max_size=MAX_LABELS, unique_by=lambda one: one[0]).map(
    lambda rows: tuple(Label(name, FREE_LETTERS[n], *more) for n, (name, *more) in enumerate(rows))
)


@given(LABELS, LINES, st.sampled_from(OTHERS), st.lists(WORDS, max_size=3))
def test_what_is_written_reads_back(tmp_path_factory, labels, lead, others, names) -> None:
    folder = tmp_path_factory.mktemp("project")
    said = Beginning(labels, tuple(names), lead, others)
    begin(folder, said)
    read = read_settings(folder)
    assert (read.scheme, read.lead, read.others) == (said.scheme, lead, others)


def test_without_its_marks_of_remark_the_scheme_is_the_built_in_one(tmp_path: Path) -> None:
    text = settings_text(Beginning())
    (tmp_path / SETTINGS).write_text(text, "utf-8")
    assert read_settings(tmp_path).scheme is DEFAULT
    head, _, scheme = text.partition("# [scheme]")
    lines = f"# [scheme]{scheme}".split("\n")
    (tmp_path / SETTINGS).write_text("\n".join([head, *(line[2:] for line in lines)]), "utf-8")
    assert read_settings(tmp_path).scheme == DEFAULT


def test_every_setting_has_a_line_that_explains_it() -> None:
    for said in (Beginning(), Beginning((Label("a", "b"),))):
        lines = settings_text(said).split("\n")
        for number, line in enumerate(lines):
            if line.startswith(("lead", "others")):
                assert lines[number - 1].startswith("# ")


def test_labels_as_they_are_typed() -> None:
    assert labels_of("fact:F:事實, opinion") == (Label("fact", "F", "事實"), DEFAULT.labels[1])
    assert [one.key for one in labels_of("irony，satire、claim")] == ["o", "s", "c"]
    assert labels_of(" claim,opinion, quote ") == ()
    assert labels_of("quote:Q")[0] == Label("quote", "Q")
    with pytest.raises(SchemeError, match=r"labels: label 1 .*one letter"):
        labels_of("fact:ff")
    with pytest.raises(SchemeError, match="at least one"):
        labels_of(" , ")


def test_labels_in_another_encoding_are_refused_before_they_are_written() -> None:
    """A terminal in GBK sends bytes that Python keeps as halves of characters."""
    with pytest.raises(SchemeError, match="labels: it is not UTF-8"):
        labels_of(f"fact:F:{'事實'.encode('gbk').decode('utf-8', 'surrogateescape')}")


def test_built_in_labels_keep_what_is_asked_of_them() -> None:
    scheme = Beginning(labels_of("quote, irony, claim")).scheme
    assert [(one.name, one.labels) for one in scheme.attributes] == [
        ("voice", ("claim",)),
        ("quotes", ("quote",)),
    ]
    assert scheme.quotes == "quote"
    assert Beginning(labels_of("irony")).scheme.attributes == ()


def test_names_as_they_are_typed() -> None:
    assert names_of("mei, lin，Mei、wu,") == ("mei", "lin", "wu")
    assert names_of("") == ()
    with pytest.raises(BadName):
        names_of("mei, a/b")


def test_settings_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text('lead = "wu"\n', "utf-8")
    with pytest.raises(ProjectError, match=r"zhupi\.toml: it is there already"):
        begin(tmp_path, Beginning())
    assert read_settings(tmp_path).lead == "wu"
    (tmp_path / "sub").mkdir()
    with pytest.raises(ProjectError, match="belongs to the project in"):
        begin(tmp_path / "sub", Beginning())
    with pytest.raises(ProjectError, match="no such folder"):
        begin(tmp_path / "none", Beginning())
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / SETTINGS).symlink_to(tmp_path / "nowhere")
    with pytest.raises(ProjectError, match="there already"):
        begin(tmp_path / "link", Beginning())
    assert not (tmp_path / "nowhere").exists()
