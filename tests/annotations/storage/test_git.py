"""A project under git: what branches did is brought together by git and by opening the layer."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from git_project import ARTICLE, ATTRIBUTES, TEXT, Repository, first, make_mark, newest, uid

from annotations.model.article import Analysis, Article, Name, Sentence, article_id
from annotations.records.record import as_act, layer_head, revise, tombstone
from annotations.records.uids import doc_id
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import render

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def new(tmp_path):
    return Repository(tmp_path / "project", ATTRIBUTES)


@pytest.fixture
def shared(new):
    """A project in which three marks were made before the branches parted."""
    new.put(*map(make_mark, range(3)))
    new.branch("theirs")
    new.git("switch", "--quiet", "main")
    return new


def on_theirs(repository, *records, **more):
    repository.git("switch", "--quiet", "theirs")
    repository.put(*records, **more)
    repository.git("switch", "--quiet", "main")


def test_both_add_marks(shared):
    shared.put(make_mark(3), make_mark(4))
    on_theirs(shared, make_mark(5), make_mark(6))
    shared.merge("theirs")
    shared.check(first(*range(7)))


def test_both_add_to_the_same_acts_of_several_records(shared):
    layer = open_layer(shared.path, "mei")
    layer.put(as_act([make_mark(3), make_mark(4)]))
    layer.close()
    shared.commit()
    shared.git("switch", "--quiet", "theirs")
    layer = open_layer(shared.path, "mei")
    layer.put(as_act([make_mark(5), revise(layer.get(uid(0)), note="我")]))
    layer.close()
    shared.commit()
    shared.merge("theirs")
    shared.check({**first(*range(6)), uid(0): (2, "我")})


@pytest.mark.parametrize("ours_is_longer", [True, False])
def test_of_two_branches_that_revise_a_record_the_higher_revision_counts(shared, ours_is_longer):
    once = revise(make_mark(1), note="once")
    twice = [revise(make_mark(1), note="a"), revise(revise(make_mark(1)), note="twice")]
    ours, theirs = (twice, [once]) if ours_is_longer else ([once], twice)
    shared.put(*ours, writer="ours")
    on_theirs(shared, *theirs, writer="theirs")
    shared.merge("theirs")
    shared.check({**first(0, 2), uid(1): (3, "twice")})


def test_equal_revisions_are_a_conflict_and_both_can_be_read_until_somebody_settles_it(shared):
    shared.put(revise(make_mark(1), note="ours"), writer="ours")
    on_theirs(shared, revise(make_mark(1), note="theirs"), writer="theirs")
    shared.merge("theirs")
    for _ in range(2):
        layer = open_layer(shared.path, "mei")
        ((counts, other),) = layer.conflicts(ARTICLE)
        assert {counts["note"], other["note"]} == {"ours", "theirs"}
        assert layer.get(uid(1)) == counts
        assert any("changed in two places" in notice for notice in layer.notices)
        layer.put([make_mark(80)], check=False)
        layer.close()
    shared.commit()
    shared.check({**first(0, 2, 80), uid(1): (2, counts["note"])}, conflicts=1)
    layer = open_layer(shared.path, "mei")
    layer.put([revise(other, note="settled")])
    assert layer.conflicts(ARTICLE) == []
    assert open_layer(shared.path, "mei").conflicts(ARTICLE) == []


def test_the_same_said_on_both_sides_is_no_conflict(shared):
    shared.put(revise(make_mark(1), note="same"), writer="ours")
    on_theirs(shared, revise(make_mark(1), note="same"), writer="theirs")
    shared.merge("theirs")
    shared.check({**first(0, 2), uid(1): (2, "same")})


@pytest.mark.parametrize("ours_deletes", [True, False])
def test_a_delete_and_a_revision_of_the_same_number_are_a_conflict(shared, ours_deletes):
    acts = [tombstone(make_mark(1)), revise(make_mark(1), note="kept")]
    ours, theirs = acts if ours_deletes else reversed(acts)
    shared.put(ours, writer="ours")
    on_theirs(shared, theirs, writer="theirs")
    shared.merge("theirs")
    layer = open_layer(shared.path, "mei")
    ((counts, other),) = layer.conflicts(ARTICLE)
    assert {counts["deleted"], other["deleted"]} == {True, False}


def test_what_was_deleted_stays_deleted_whatever_older_branch_comes_in(shared):
    shared.put(revise(make_mark(1), note="more"), tombstone(revise(make_mark(1))), writer="ours")
    on_theirs(shared, revise(make_mark(1), note="theirs"), make_mark(3), writer="theirs")
    shared.merge("theirs")
    shared.check(first(0, 2, 3), deleted=[make_mark(1)])


def test_both_make_the_layer(new):
    new.branch("theirs")
    new.put(make_mark(1), make_mark(2))
    new.git("switch", "--quiet", "main")
    new.put(make_mark(3))
    new.merge("theirs")
    new.check(first(1, 2, 3))


def test_both_make_the_layer_with_the_same_mark(new):
    new.branch("theirs")
    new.put(make_mark(1), make_mark(2), writer="theirs")
    new.git("switch", "--quiet", "main")
    new.put(make_mark(1), make_mark(3), writer="ours")
    new.merge("theirs")
    new.check(first(1, 2, 3))


@pytest.fixture
def long(new):
    """A project with so many superseded revisions, which nobody needs, that closing makes it shorter."""
    lines = [("0", layer_head("mei"))]
    for number in range(4):
        record = make_mark(number)
        for _ in range(90):
            lines.append((str(doc_id(record["uid"])), record))
            record = revise(record)
    lines.append((str(doc_id(record["uid"])), {**record, "rev": 92}))  # it follows on what is not there
    new.path.parent.mkdir()
    new.path.write_bytes(render(lines))
    new.commit()
    new.branch("theirs")
    new.git("switch", "--quiet", "main")
    return new


LONG = {**{uid(number): (90, "") for number in range(3)}, uid(3): (92, "")}


def put_without_compaction(repository, *records):
    layer = open_layer(repository.path, "mei")
    for record in records:
        layer.put([record])
    layer._storage.close()  # as a killed program leaves it
    repository.commit()


def size(repository):
    return len(repository.path.read_bytes().splitlines())


@pytest.mark.parametrize("ours_compacts", [True, False])
def test_one_compacts_while_the_other_adds(long, ours_compacts):
    long.git("switch", "--quiet", "main" if ours_compacts else "theirs")
    long.put(make_mark(10))
    assert size(long) < 12
    long.git("switch", "--quiet", "theirs" if ours_compacts else "main")
    put_without_compaction(long, make_mark(11), revise({**make_mark(0), "rev": 90}, note="later"))
    long.merge("theirs")
    long.check({**LONG, **first(10, 11), uid(0): (91, "later")})


def test_both_compact(long):
    long.put(make_mark(10), tombstone({**make_mark(1), "rev": 90}))
    on_theirs(long, make_mark(11), revise({**make_mark(2), "rev": 90}, note="later"))
    assert size(long) < 12
    long.merge("theirs")
    expected = {**LONG, **first(10, 11), uid(2): (91, "later")}
    del expected[uid(1)]
    long.check(expected, deleted=[make_mark(1)])


def test_a_rebase(shared):
    shared.put(revise(make_mark(0), note="ours"), make_mark(3))
    on_theirs(shared, make_mark(4), revise(make_mark(1), note="theirs"), make_mark(5))
    shared.git("switch", "--quiet", "theirs")
    shared.git("rebase", "--quiet", "main")
    shared.check({**first(2, 3, 4, 5), uid(0): (2, "ours"), uid(1): (2, "theirs")})


def test_a_cherry_pick(shared):
    shared.git("switch", "--quiet", "theirs")
    shared.put(make_mark(4))
    shared.put(make_mark(5), revise(make_mark(1), note="picked"))
    shared.git("switch", "--quiet", "main")
    shared.put(make_mark(3))
    shared.git("cherry-pick", "theirs")
    layer = open_layer(shared.path, "mei")
    assert newest(layer).items() >= {**first(0, 2, 3, 5), uid(1): (2, "picked")}.items()
    shared.check({**newest(layer)})


def test_a_merge_while_the_layer_is_open(shared):
    on_theirs(shared, make_mark(4))
    shared.put(make_mark(3))
    layer = open_layer(shared.path, "mei")
    shared.merge("theirs")
    assert layer.refresh() == {ARTICLE}
    layer.put([make_mark(5)])
    layer.close()
    shared.check(first(*range(6)))


def test_another_branch_while_the_layer_is_open(shared):
    on_theirs(shared, make_mark(4))
    shared.put(make_mark(3))
    layer = open_layer(shared.path, "mei")
    shared.git("switch", "--quiet", "theirs")
    layer.refresh()
    assert newest(layer) == first(0, 1, 2, 4)
    layer.put([make_mark(5)])
    layer.close()
    shared.check(first(0, 1, 2, 4, 5))


def test_without_the_attribute_git_leaves_marks_in_the_file_and_every_whole_record_is_kept(tmp_path):
    plain = Repository(tmp_path / "plain", "")
    plain.put(*map(make_mark, range(3)))
    plain.branch("theirs")
    plain.put(make_mark(4), revise(make_mark(1), note="theirs"))
    plain.git("switch", "--quiet", "main")
    plain.put(make_mark(3))
    plain.git("merge", "--quiet", "theirs", fails=True)
    data = plain.path.read_bytes()
    assert b"<<<<<<<" in data
    (notice,) = open_layer(plain.path, "mei").notices
    assert "mei.json: it was damaged; " in notice
    assert ".damaged after its name" in notice
    plain.check({**first(0, 2, 3, 4), uid(1): (2, "theirs")})
    assert plain.path.with_name("mei.json.damaged").read_bytes() == data


def test_line_ends_of_another_system_are_taken_in(tmp_path):
    other = Repository(tmp_path / "other", "annotations/*.json merge=union text eol=crlf\n")
    other.put(make_mark(1), make_mark(2))
    other.path.unlink()
    other.git("checkout", "--quiet", "--", ".")
    assert b"\r\n" in other.path.read_bytes()
    other.check(first(1, 2))


FROZEN = Article(article_id(TEXT), "標題", TEXT, TEXT, sentences=(Sentence(0, 7),))


def test_both_freeze_the_same_article(new):
    for branch in ("theirs", "ours"):
        new.branch(branch)
        frozen = FrozenArticles(new.root)
        frozen.freeze(FROZEN)
        frozen.freeze_analysis(FROZEN, Analysis((Name(0, 1, "PER"),), (), "1"))
        new.put(make_mark(branch == "ours"))
    new.git("merge", "--quiet", "--no-edit", "theirs")
    assert FrozenArticles(new.root).load(FROZEN.id) == FROZEN
    assert FrozenArticles(new.root).load_analysis(FROZEN.id).version == "1"
    new.check(first(0, 1))


@pytest.mark.parametrize("attribute", ["", "annotations/articles/** merge=binary -text\n"])
def test_two_versions_of_an_analysis_are_a_conflict_of_git_and_either_will_do(tmp_path, attribute):
    new = Repository(tmp_path / "project", ATTRIBUTES + attribute)
    for branch in ("theirs", "ours"):
        new.branch(branch)
        FrozenArticles(new.root).freeze_analysis(FROZEN, Analysis((), (), branch))
        new.commit()
        new.git("switch", "--quiet", "main")
    new.git("switch", "--quiet", "ours")
    new.git("merge", "--quiet", "theirs", fails=True)
    frozen = FrozenArticles(new.root)
    # With the attribute git leaves our file whole, without it markers: of what they part the first counts.
    assert frozen.load_analysis(FROZEN.id).version == "ours"
    new.git("checkout", "--theirs", "--", "annotations/articles")
    assert FrozenArticles(new.root).load_analysis(FROZEN.id).version == "theirs"
