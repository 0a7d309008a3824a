"""Giving out the articles of a project: which there are, what was begun, and the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.assignment.distribution import distributed
from annotations.assignment.plan import Overlap, Plan
from annotations.assignment.table import Assignments
from annotations.errors import ProjectError, SettingsError, UsageError
from annotations.model.article import Article
from annotations.project.assignment import Desk, assignments_of, demand_lead, replace_assignments
from annotations.project.check import check_project
from annotations.project.project import Project
from annotations.project.queue import OwnQueue, Queued, own_queue
from annotations.records.record import Record, article_mark, sentence_mark
from annotations.storage.layer.layer import open_layer

TEXT = "央行宣布降息。市場反應平淡。"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "news"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.txt").write_text(f"第{number}篇。{TEXT * (number + 1)}", encoding="utf-8")
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    return root


def opened(root: Path, annotator: str = "lin") -> Project:
    return Project.open([root], annotator=annotator, root=root)


def article_at(root: Path, source: str) -> Article:
    project = opened(root)
    return next(project.article(p) for p in project.places if project.source_of(p) == source)


def says(root: Path, annotator: str, source: str, *, done: bool = False) -> None:
    article = article_at(root, source)
    opened(root).frozen.freeze(article)
    sentence = article.sentences[0]
    mark: Record = sentence_mark(
        article.id,
        sentence.start,
        sentence.end,
        article.text[sentence.start : sentence.end],
        annotator=annotator,
        writer="w",
        scheme="default/1",
        status="marked",
        labels=["claim"],
    )
    records = [mark]
    if done:
        records.append(
            article_mark(article.id, annotator=annotator, writer="w", scheme="default/1", done=True)
        )
    layer = open_layer(root / "annotations" / f"{annotator}.json", annotator)
    layer.put(records)
    layer.close()


def give(root: Path, *names: str, overlap: int = 1) -> Assignments:
    desk = Desk.of(opened(root))
    plan = Plan(names, Overlap(overlap))
    table = distributed(desk.texts, plan, desk.before, desk.states, desk.training)
    replace_assignments(desk.project, desk.written, table)
    return table


def test_the_lead_alone_gives_out_articles(root):
    demand_lead(opened(root))
    with pytest.raises(UsageError, match="lin leads this project"):
        demand_lead(opened(root, "mei"))


def test_what_is_written_reads_back(root):
    table = give(root, "mei", "wu", overlap=2)
    assert assignments_of(opened(root)) == table
    assert len(table.rows) == 6
    assert Desk.of(opened(root)).before == table


def test_what_was_written_meanwhile_is_not_written_over(root):
    desk = Desk.of(opened(root))
    give(root, "mei")
    with pytest.raises(UsageError, match="changed meanwhile"):
        replace_assignments(desk.project, desk.written, Assignments())
    assert len(assignments_of(opened(root)).rows) == 6


def test_what_was_begun_and_what_is_done_is_read_off_the_layers(root):
    table = give(root, "mei", "wu")
    mine = [row.source for row in table.of_annotator("mei")]
    says(root, "mei", mine[0])
    says(root, "mei", mine[1], done=True)
    assert Desk.of(opened(root)).states == {("mei", mine[0]): False, ("mei", mine[1]): True}
    after = give(root, "mei", "wu", "an")
    assert all("mei" in after.rows[source].readers for source in mine[:2])


def test_where_nobody_can_tell_what_was_begun_nothing_is_given_out(root, monkeypatch):
    def read(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "annotations")

    desk = Desk.of(opened(root))
    monkeypatch.setattr("annotations.storage.layer.roster.layer_files", read)
    with pytest.raises(ProjectError, match="annotations: it cannot be read"):
        desk.states  # noqa: B018 - reading is what fails


def test_a_text_that_was_changed_or_renamed_is_the_same_article(root):
    table = give(root, "mei", "wu")
    source = table.of_annotator("mei")[0].source
    says(root, "mei", source)
    path = root / source
    path.write_text(path.read_text(encoding="utf-8") + "又一句。", encoding="utf-8")
    assert Desk.of(opened(root)).states == {("mei", source): False}
    other = table.of_annotator("mei")[1].source
    (root / other).rename(root / "renamed.txt")
    desk = Desk.of(opened(root))
    assert "mei" in desk.before.rows["renamed.txt"].readers
    assert other not in desk.before.rows
    assert not desk.lines or "nothing is here yet of wu" in desk.lines[0]


def test_the_same_text_in_two_files_is_one_article(root):
    (root / "copy.txt").write_bytes((root / "3.txt").read_bytes())
    table = give(root, "mei")
    assert "3.txt" in table.rows
    assert "copy.txt" not in table.rows
    assert len(table.rows) == 6


def test_names_are_those_that_annotators_are_called_and_mean_whoever_was(root):
    says(root, "mei", "0.txt")
    (root / "assignments.tsv").write_text("0.txt\t-\tMEI\n1.txt\t-\twu\n", encoding="utf-8")
    assert assignments_of(opened(root)).rows["0.txt"].readers == ("mei",)
    queue = own_queue(opened(root, "mei"))
    assert queue
    assert [one.place for one in queue.articles] == [0]


def test_training_articles_are_named_by_patterns(root):
    (root / "zhupi.toml").write_text('lead = "lin"\ntrain = ["[01].txt", "x.txt"]\n', encoding="utf-8")
    desk = Desk.of(opened(root))
    assert desk.training == {"0.txt", "1.txt"}
    assert desk.lines == ["train: no article is called x.txt"]
    table = give(root, "mei", "wu")
    assert [row.source for row in table.rows.values() if row.part == "train"] == ["0.txt", "1.txt"]
    queue = own_queue(opened(root, "mei"))
    assert queue
    assert [one.part for one in queue.articles[:3]] == ["train", "train", ""]


def test_check_names_what_is_wrong_and_what_is_gone(root):
    give(root, "mei")
    (root / "5.txt").unlink()
    notes = [one.under(root) for one in check_project(root)]
    assert any("1 assigned article is not among the project's any more, as 5.txt" in one for one in notes)
    with (root / "assignments.tsv").open("a", encoding="utf-8") as file:
        file.write("broken\n")
    found = [one for one in check_project(root) if one.counts]
    assert len(found) == 1
    assert "line 9: no tab" in found[0].under(root)


# -- a queue ---------------------------------------------------------------------------


def test_nobody_has_a_queue_where_nothing_was_assigned(root):
    assert own_queue(opened(root, "mei")) is None


def test_who_has_nothing_is_told_and_reads_everything(root):
    give(root, "mei")
    queue = own_queue(opened(root, "an"))
    assert queue
    assert len(queue) == 6
    assert queue.notice == "an has no articles of this project, and reads all of them"


def test_a_lead_with_nothing_to_read_is_told_what_there_is_to_review(root):
    give(root, "mei")
    lead = opened(root, "lin")
    assert lead.lead == "lin"
    assert own_queue(lead).notice == "lin leads: zhupi open --review shows what others say"
    assert own_queue(lead, served=True).notice == "lin leads: /review on this server shows what others say"
    assert own_queue(lead, review=True) is None


def test_a_file_that_cannot_be_understood_keeps_nobody_from_working(root):
    (root / "assignments.tsv").write_text("nonsense\n", encoding="utf-8")
    queue = own_queue(opened(root, "mei"))
    assert queue
    assert len(queue) == 6
    assert "line 1" in queue.notice
    with pytest.raises(SettingsError, match="line 1"):
        assignments_of(opened(root))


def test_a_queue_is_gone_along_from_anywhere():
    queue = OwnQueue([Queued(7), Queued(2), Queued(4), Queued(9)])
    assert [one.place for one in queue.beside(2, 1)] == [4, 9]
    assert [one.place for one in queue.beside(4, -1)] == [2, 7]
    assert [one.place for one in queue.others(4)] == [9, 7, 2]
    assert queue.number(4) == 3
    assert queue.number(5) is None
    assert [one.place for one in queue.beside(5, 1)] == [9]
    assert [one.place for one in queue.beside(5, -1)] == [4, 2, 7]
    assert [one.place for one in queue.others(5)] == [9, 7, 2, 4]
    assert [one.place for one in queue.others(0)] == [7, 2, 4, 9]
