"""Whatever reads a layer gives records that follow the schema, all of those, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from annotations.errors import RecordError
from annotations.exchange.hand_in import read_hand_in, write_hand_in
from annotations.project.collect import collect
from annotations.project.hand_in import hand_in
from annotations.project.project import Project
from annotations.records.record import Record, revise
from annotations.records.uids import doc_id
from annotations.records.validation import KINDS, validate
from annotations.storage.backup.copies import copy_layers
from annotations.storage.check.check import check_annotations
from annotations.storage.check.repair import repair_annotations
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.compaction import compacted
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.lines import HEAD, TAIL, encode_line
from annotations.storage.readers.by_article import LayerByArticle
from annotations.storage.readers.peek import peek
from annotations.storage.readers.tally import count_layer
from tests.support.falsified import ARTICLE, LEAD, Falsified, good_records, is_valid, layer, of_kind

both = pytest.mark.parametrize("readable", [True, False], ids=["json", "beyond json"])
cases = pytest.mark.parametrize(
    ("who", "readable"), [(LEAD, True), (LEAD, False)], ids=["json", "beyond json"]
)
"""The lead's layer: records of every kind are in it."""


@dataclass(frozen=True)
class Written:
    """A layer full of falsified records, and what has to come out of it."""

    path: Path
    good: list[Record]
    bad: list[Falsified]
    data: bytes
    valid: frozenset[str]
    """The uids of all that follows the schema."""
    invalid: Mapping[Falsified, Record]
    """All that does not, as far as it can be read."""


_fits_known: dict[str, bool] = {}


def _fits(one: Falsified) -> bool:
    if one.text not in _fits_known:
        _fits_known[one.text] = one.readable and is_valid(one)
    return _fits_known[one.text]


@cache
def _made(who: str, readable: bool) -> Written:
    # Of an odd number of values every other one: each place has half of them, each value half of the places.
    good, bad, data = layer(ARTICLE, who, readable=readable, one_of=2)
    valid = {one["uid"] for one in good} | {one.record["uid"] for one in bad if _fits(one)}
    invalid = {one: one.record for one in bad if one.readable and not _fits(one)}
    return Written(Path(), good, bad, data, frozenset(valid), invalid)


def write(root: Path, who: str, readable: bool) -> Written:
    path = root / "annotations" / f"{who}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = replace(_made(who, readable), path=path)
    path.write_bytes(written.data)
    FrozenArticles(root).freeze(ARTICLE)
    return written


def uids(records: Iterable[Record]) -> set[str]:
    """Return the uids of `records`, each of which must follow the schema."""
    found = set()
    for one in records:
        validate(one)
        found.add(one["uid"])
    return found


def test_every_kind_is_falsified() -> None:
    for kind in KINDS:
        assert of_kind(kind, ARTICLE, LEAD), "give it good records in tests/support/falsified.py"
    wrong = {one.what.partition(" ")[0] for one in _made(LEAD, True).bad if not _fits(one)}
    assert wrong == set(KINDS) - {"layer"}


@cases
def test_a_layer_gives_all_that_follows_the_schema_and_nothing_else(tmp_path, who, readable) -> None:
    written = write(tmp_path, who, readable)
    with closing(open_layer(written.path, who)) as opened:
        assert opened.read_only is None
        assert uids(opened.newest()) == written.valid
        live = uids(opened.records())
        assert live == {uid for uid in written.valid if not opened.latest(uid)["deleted"]}
        here = uids(opened.of_article(ARTICLE.id))
        assert here == {one["uid"] for one in opened.records() if one["article"] == ARTICLE.id}
        assert {one["uid"] for one in written.good if one["article"] == ARTICLE.id} <= here
        assert {one["uid"] for one in written.good} <= live
        uids(one for pair in opened.conflicts(ARTICLE.id) for one in pair)
        uids(one for act in opened.history() for pair in act for one in pair if one)
        named = {str(one.get("uid")) for one in written.invalid.values()}
        for uid in named - written.valid:
            assert opened.get(uid) is None
            stand_in = opened.latest(uid)
            assert stand_in is None or (stand_in["deleted"] is True and stand_in["rev"] >= 1)
        if readable:
            harmed = [one for one in written.invalid.values() if one.get("deleted") is not True]
            assert opened.unreadable() == len(harmed)
    same_elsewhere(written, here, live)


def same_elsewhere(written: Written, here: set[str], live: set[str]) -> None:
    """Ask whoever else reads a layer."""
    by_article = LayerByArticle(written.path, written.path.stem)
    by_article.refresh()
    with closing(by_article):
        assert uids(by_article.of_article(ARTICLE.id)) == here
        assert uids(by_article.newest_of(ARTICLE.id)) >= here
        uids(one for pair in by_article.conflicts(ARTICLE.id) for one in pair)
    peeked = peek(written.path, ARTICLE.id)
    assert peeked is None or uids(one for one in peeked if not one["deleted"]) == here
    counted = count_layer(written.path)
    assert counted.counts is not None
    assert counted.counts.records == len(live)
    assert any("follow no schema and count for nothing" in one for one in counted.notices)


def test_a_layer_that_is_not_opened_gives_the_same(tmp_path, monkeypatch) -> None:
    """What is false of these shows nowhere before they are looked at."""
    monkeypatch.setattr("annotations.storage.readers.by_article.open_layer", None)
    written = write(tmp_path, "mei", True)
    apart = []
    for one in written.bad:
        uid, article = one.record.get("uid"), one.record.get("article")
        if isinstance(uid, str) and one.key == str(doc_id(uid)) and article == ARTICLE.id:
            apart.append(one)
    first = written.data.index(b"\n", len(HEAD)) + 1
    written.path.write_bytes(written.data[:first] + b"".join(one.line for one in apart) + TAIL)
    valid = {one.record["uid"] for one in apart if _fits(one)}
    by_article = LayerByArticle(written.path, written.path.stem)
    by_article.refresh()
    with closing(by_article):
        assert uids(by_article.newest_of(ARTICLE.id)) == valid
        assert uids(by_article.of_article(ARTICLE.id)) <= valid
        assert by_article.unreadable(ARTICLE.id) == len(apart) - len(valid) > 1000
    assert uids(peek(written.path, ARTICLE.id)) == valid


@cases
def test_check_names_each_with_its_line(tmp_path, who, readable) -> None:
    written = write(tmp_path, who, readable)
    findings = check_annotations(tmp_path, jobs=1)
    lines = {data: number for number, data in enumerate(written.data.split(b"\n"), 1)}
    found = {one.line for one in findings if one.path == written.path}
    said = " ".join(one.what for one in findings)
    for one in written.bad:
        if not one.readable or (readable and not _fits(one)):
            assert lines[one.line[:-1]] in found, one.what
        elif one in written.invalid and isinstance(written.invalid[one].get("uid"), str):
            assert written.invalid[one]["uid"] in said, one.what
    assert all("\n" not in one.what for one in findings)


@both
def test_opening_names_what_belongs_to_no_article(tmp_path, readable) -> None:
    written = write(tmp_path, "mei", readable)
    with closing(open_layer(written.path, "mei")) as opened:
        told = [one for one in opened.notices if "follow no schema" in one]
    assert len(told) == 1
    assert "more follow no schema" in told[0]
    first = next(one for one in written.invalid if "uid: missing" in one.what)
    if readable:
        assert f"line {written.data[: written.data.index(first.line)].count(10) + 1} (" in told[0]


@both
def test_every_line_stays_when_something_is_written(tmp_path, readable) -> None:
    written = write(tmp_path, "mei", readable)
    with closing(open_layer(written.path, "mei")) as opened:
        mark = next(one for one in opened.of_article(ARTICLE.id) if one["kind"] == "sentence")
        opened.put([revise(mark, note="another")])
        after = uids(opened.newest())
    assert after == written.valid
    data = written.path.read_bytes()
    contents = parse(data, "mei.json")
    assert contents.form is Form.OURS
    assert uids_of_lines(contents.lines) >= {
        *written.valid,
        *(one["uid"] for one in written.invalid.values() if isinstance(one.get("uid"), str)),
    }
    if readable:
        assert data.startswith(written.data[: -len(TAIL)])
        kept = compacted(contents.lines)
        assert {key for key, _ in kept} == {key for key, _ in contents.lines}
    else:
        assert written.path.with_name("mei.json.damaged").read_bytes() == written.data


def uids_of_lines(lines: Iterable[tuple[str, Record]]) -> set[str]:
    return {one["uid"] for _, one in lines if isinstance(one.get("uid"), str)}


@both
def test_repair_loses_nothing_that_follows_the_schema(tmp_path, readable) -> None:
    written = write(tmp_path, "mei", readable)
    findings = check_annotations(tmp_path, jobs=1)
    repair_annotations(tmp_path, findings, articles=lambda wanted: {})
    with closing(open_layer(written.path, "mei")) as opened:
        assert uids(opened.newest()) == written.valid
    if not readable:
        assert written.path.with_name("mei.json.damaged").read_bytes() == written.data


def test_copies_are_of_all_of_it(tmp_path) -> None:
    written = write(tmp_path, "mei", True)
    assert copy_layers(tmp_path) == []
    [copy] = tmp_path.glob("annotations/.backup/*/mei.json")
    assert copy.read_bytes() == written.data


@cases
def test_what_is_handed_in_is_collected(tmp_path, who, readable) -> None:
    written = write(tmp_path / "there", who, readable)
    project = Project.at(tmp_path / "there", annotator=who)
    with closing(open_layer(written.path, who)) as opened:
        handed = hand_in(project, opened)
    assert any("follow no schema" in one for one in handed.left)
    lines = list(write_hand_in(who, "default/1", handed.texts, handed.records))
    here = tmp_path / "here"
    write(here, "wu", True)
    (here / "a.txt").write_text(ARTICLE.text, encoding="utf-8")
    [report] = collect([read_hand_in(lines, "x")], here, annotator="wu")
    assert not report.refused
    with closing(open_layer(here / "annotations" / f"{who}.json", who)) as opened:
        assert uids(opened.newest()) >= {one["uid"] for one in written.good}


def test_what_git_joins_keeps_both_sides(tmp_path) -> None:
    """A union merge puts the lines of two branches one after the other, whatever is in them."""
    written = write(tmp_path, "mei", True)
    other = [{**revise(one), "writer": "another"} for one in written.good]
    more = b"".join(encode_line(str(doc_id(one["uid"])), one) for one in other)
    written.path.write_bytes(written.data[: -len(TAIL)] + more + TAIL)
    with closing(open_layer(written.path, "mei")) as opened:
        assert uids(opened.newest()) == written.valid
        assert all(opened.get(one["uid"])["rev"] == 2 for one in written.good)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "layer"])
def test_a_harmed_version_is_no_side_of_a_conflict_and_no_act(tmp_path, kind) -> None:
    record = next(one for one in good_records(ARTICLE, LEAD) if one["kind"] == kind)
    harmed = {**record, "writer": "another", "article": [], "note": 3}
    path = tmp_path / "lin.json"
    head = HEAD + b'"0": {"kind": "layer", "schema": 1, "annotator": "lin"}\n'
    for order in ([record, harmed], [harmed, record]):
        key = str(doc_id(record["uid"]))
        path.write_bytes(head + b"".join(encode_line(key, one) for one in order) + TAIL)
        with closing(open_layer(path, LEAD)) as opened:
            assert_only_valid(opened, record)


def assert_only_valid(opened: TinyDBLayer, record: Record) -> None:
    """Everything but the last line is history; what is valid comes out, and the next revision can follow."""
    assert opened.conflicts(ARTICLE.id) == []
    assert opened.conflicts("[]") == []
    uids(one for act in opened.history() for pair in act for one in pair if one)
    latest = opened.latest(record["uid"])
    assert latest is not None
    try:
        validate(latest)
    except RecordError:
        assert latest["deleted"] is True
    opened.put([revise({**record, "rev": latest["rev"]})])
    assert opened.get(record["uid"])["rev"] == latest["rev"] + 1
