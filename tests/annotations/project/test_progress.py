"""How far a project is, read from its layers: who is shown, what each has, and what is given back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from team import THREE, act, give_back, laid_out, team

from annotations.editing.editor import Editor
from annotations.progress.people import Person
from annotations.project.progress import ProjectProgress, progress_of
from annotations.project.project import Project
from annotations.project.settings import ASSIGNMENTS
from annotations.records.acts import Act
from annotations.records.decisions import decision
from annotations.records.record import as_act
from annotations.records.remarks import remark_record

TABLE = """# article\tpart\tannotators\tcharacters\tid
a.txt\t-\tan,bo,mei\t40\t-
b.txt\ttrain\tan,mei\t40\t-
c.txt\t-\tmei,neu:test\t40\t-
"""


def looked(root: Path, who: str, cache: Path | None = None) -> ProjectProgress:
    project = Project.open([root], annotator=who, root=root)
    return progress_of(project, cache=cache or root / "cache")


def by_name(found: ProjectProgress) -> Mapping[str, Person]:
    return {one.name: one for one in found.people}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project in which three have done one article of three, and lin leads."""
    root = team(tmp_path / "news", THREE)
    for name in ("b.txt", "c.txt"):
        (root / name).write_text(f"{name}說了一件事。第二件最要緊。", encoding="utf-8")
    return root


def test_the_lead_sees_everybody(root: Path) -> None:
    found = looked(root, "lin")
    assert found.everybody
    assert found.complete
    assert found.articles == 3
    assert [(one.name, one.assigned, one.done) for one in found.people] == [
        ("an", 3, 1),
        ("bo", 3, 1),
        ("mei", 3, 1),
    ], "where nobody has said who reads what, everybody reads all; who only leads has nothing to read"


def test_an_annotator_sees_nobody_else(root: Path) -> None:
    found = looked(root, "mei")
    assert [one.name for one in found.people] == ["mei"]
    assert not found.everybody
    assert "lin leads" in found.why_alone


def test_who_may_always_see_others_sees_how_far_they_are(root: Path) -> None:
    (root / "zhupi.toml").write_text('lead = "lin"\nothers = "always"\n')
    assert len(looked(root, "mei").people) == 3


def test_where_several_annotate_and_nobody_leads_nobody_sees_others(root: Path) -> None:
    (root / "zhupi.toml").unlink()
    found = looked(root, "mei")
    assert [one.name for one in found.people] == ["mei"]
    assert "nobody leads" in found.why_alone


def test_who_reads_what(root: Path) -> None:
    (root / ASSIGNMENTS).write_text(TABLE, encoding="utf-8")
    found = looked(root, "lin")
    people = by_name(found)
    assert list(people) == ["an", "bo", "mei", "neu"], "also who has not begun"
    assert [(one.assigned, one.done, one.new) for one in people.values()] == [
        (2, 1, 1),
        (1, 1, 0),
        (3, 1, 2),
        (1, 0, 1),
    ]
    kinds = {one.source: one.kind for one in (*people["neu"].shares, *people["mei"].shares)}
    assert [one.kind for one in people["neu"].shares] == ["test"]
    assert kinds["b.txt"] == "train"
    assert found.open_overlap == 0, "of three articles that several read one is done by all"


def test_an_overlap_that_waits_for_somebody(root: Path) -> None:
    (root / ASSIGNMENTS).write_text(TABLE, encoding="utf-8")
    act(root, "an", "b.txt", lambda one: [one.article.toggle_done(0, [(0, 5)])])
    found = looked(root, "lin")
    assert found.open_overlap == 1
    assert by_name(found)["mei"].waited_for == 1
    [share] = [one for one in by_name(found)["mei"].shares if one.source == "b.txt"]
    assert (share.others, share.done_by) == (("an",), ("an",))
    mine = by_name(looked(root, "mei"))["mei"]
    assert mine.waited_for == 0, "how far others are is not hers to know"
    assert all(not one.done_by for one in mine.shares)


def test_a_test_says_nothing_to_who_takes_it(root: Path) -> None:
    (root / ASSIGNMENTS).write_text(TABLE, encoding="utf-8")
    [neu] = looked(root, "neu").people
    assert [(one.source, one.kind) for one in neu.shares] == [("c.txt", "")]


def test_a_renamed_file_is_the_article_that_was_given_out(root: Path) -> None:
    article = Project.open([root], annotator="lin", root=root)
    identity = article.article(article.places[0]).id
    (root / ASSIGNMENTS).write_text(f"a.txt\t-\tmei\t40\t{identity}\n", encoding="utf-8")
    (root / "a.txt").rename(root / "z.txt")
    mei = by_name(looked(root, "lin"))["mei"]
    assert [(one.source, one.counts.done, one.assigned) for one in mei.shares] == [("z.txt", True, True)]


def test_files_that_were_numbered_anew_are_the_articles_that_were_given_out(root: Path) -> None:
    """One was put before all others, so that each lies now where another one did."""
    opened = Project.open([root], annotator="lin", root=root)
    ids = [opened.article(place).id for place in opened.places]
    lines = [f"{name}.txt\t-\t{who}\t40\t{one}\n" for name, who, one in zip("abc", THREE, ids, strict=True)]
    (root / ASSIGNMENTS).write_text("".join(lines), encoding="utf-8")
    for old, name in ("cd", "bc", "ab"):
        (root / f"{old}.txt").rename(root / f"{name}.txt")
    (root / "a.txt").write_text("這一則是新來的。", encoding="utf-8")
    people = by_name(looked(root, "lin"))
    assert {who: [share.source for share in people[who].shares if share.assigned] for who in THREE} == dict(
        zip(THREE, (["b.txt"], ["c.txt"], ["d.txt"]), strict=True)
    )


def test_what_was_done_beside_the_queue(root: Path) -> None:
    (root / ASSIGNMENTS).write_text("b.txt\t-\tan,bo,mei\t40\t-\n", encoding="utf-8")
    an = by_name(looked(root, "lin"))["an"]
    assert (an.assigned, an.done, an.beside) == (1, 0, 1)


def test_what_was_given_back_and_waits(root: Path) -> None:
    give_back(root, "a.txt", 1, None)
    give_back(root, "a.txt", 2, to="an")
    people = by_name(looked(root, "lin"))
    assert {name: one.given_back for name, one in people.items()} == {"an": 1, "bo": 0, "mei": 2}
    assert [one.given_back for one in looked(root, "mei").people] == [2]


def test_an_answer_ends_the_wait(root: Path) -> None:
    from team import layer_records

    give_back(root, "a.txt", 1, 2)
    first = layer_records(root, "lin", "return")[0]
    act(root, "mei", "a.txt", lambda one: [one.article.answer(first, "看過了")])
    assert by_name(looked(root, "lin"))["mei"].given_back == 1


def test_a_layer_that_cannot_be_read_is_named(root: Path) -> None:
    (root / "annotations/an.json").write_bytes(b"\xff\xfe nothing")
    found = looked(root, "lin")
    assert not found.complete
    assert any("an.json" in line for line in found.lines)
    assert "mei" in by_name(found)


def test_a_project_without_layers_has_its_lead_alone(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "new")
    [one] = looked(laid_out(root, texts={"a.txt": "如此。"}), "mei").people
    assert (one.name, one.assigned, one.done) == ("mei", 1, 0)


def test_scores_are_for_the_lead_alone(root: Path) -> None:
    table = TABLE.replace("a.txt\t-\tan,bo,mei", "a.txt\ttrain\tan,bo:test,mei")
    (root / ASSIGNMENTS).write_text(table, encoding="utf-8")
    (root / "zhupi.toml").write_text('lead = "lin"\ntrain = ["a.txt", "b.txt"]\n')
    decide(root, [["claim"], ["opinion"], ["claim", "quote"], ["opinion"], []])
    people = by_name(looked(root, "lin"))
    assert people["mei"].training == (5, 5)
    assert people["an"].training == (4, 5), "one more is called a quote"
    assert people["bo"].test == (2, 5)
    assert people["bo"].training == (0, 0)
    [mine] = looked(root, "mei").people
    assert (mine.training, mine.test) == (None, None)


def test_answers_that_cannot_be_read_are_told_and_the_rest_is_shown(root: Path) -> None:
    (root / ASSIGNMENTS).write_text(TABLE, encoding="utf-8")
    act(root, "mei", "b.txt", lambda one: [one.article.toggle_done(0, [(0, 5)])])
    (root / "zhupi.toml").write_text(
        'lead = "lin"\n[training]\narticles = ["b.txt"]\nanswers = "gone.jsonl"\n'
    )
    found = looked(root, "lin")
    assert not found.complete
    assert any("gone.jsonl" in line for line in found.lines)
    assert by_name(found)["mei"].done == 2


def decide(root: Path, labels: list[list[str]]) -> None:
    """Let the lead decide each sentence of the first article."""

    def acts(lead: Editor) -> Iterator[Act]:
        article = lead.marks.article
        for sentence, names in zip(article.sentences, labels, strict=True):
            made = decision(
                article.id,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                lead="lin",
                writer="w",
                scheme="default/1",
                how="person",
                seen=[],
                votes={},
                status="marked" if names else "none",
                labels=names,
            )
            yield Act(article.id, 0, "", (None,), tuple(as_act([made])))

    act(root, "lin", "a.txt", acts)


def test_a_question_is_open_until_it_is_answered(root: Path) -> None:
    def note(one: Editor) -> list[Act]:
        return [one.labels.write_note(0, "算引語嗎？")]

    article = act(root, "mei", "a.txt", note)
    assert by_name(looked(root, "lin"))["mei"].questions == 1
    sentence = article.sentences[0]

    def say(text: str, who: str) -> None:
        made = remark_record(
            article.id,
            sentence.start,
            sentence.end,
            article.text[sentence.start : sentence.end],
            text,
            to="mei",
            annotator=who,
            writer="w",
            scheme="default/1",
        )
        act(root, who, "a.txt", lambda one: [Act(article.id, 0, "", (None,), tuple(as_act([made])))])

    say("算。", "lin")
    assert by_name(looked(root, "lin"))["mei"].questions == 0
    say("那第二句呢？", "mei")
    assert by_name(looked(root, "lin"))["mei"].questions == 1
