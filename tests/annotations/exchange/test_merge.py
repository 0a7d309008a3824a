"""Collecting: newer revisions win, nothing is taken twice, nothing that is here is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.errors import StorageError
from annotations.exchange.hand_in import HandIn, read_hand_in, write_hand_in
from annotations.exchange.merge import meet, respelled
from annotations.model.article import Article
from annotations.project.arrival import Report
from annotations.project.collect import collect
from annotations.project.hand_in import hand_in
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, as_act, revise, sentence_mark, tombstone
from annotations.records.returns import answer_record, open_returns, return_record, seen_of
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import TinyDBLayer, open_layer

TEXT = "題目\n\n今天很好。張三說:「好。」沒有了。\n"
BY: dict[str, Any] = {"scheme": "default/1", "at": "2026-01-31T08:00:00.000Z"}


def make(root: Path, text: str = TEXT, lead: str = "") -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "a.txt").write_text(text, encoding="utf-8")
    if lead:
        (root / "zhupi.toml").write_text(f'lead = "{lead}"\n', encoding="utf-8")
    return root


def article(root: Path) -> Article:
    project = Project.open([root], annotator="anybody")
    return project.article(project.places[0])


def mark(one: Article, index: int = 0, annotator: str = "mei", **fields: Any) -> Record:
    sentence = one.sentences[index]
    values = {"labels": ["claim"], "status": "marked", "writer": "w"} | fields | BY
    quote = one.text[sentence.start : sentence.end]
    return sentence_mark(one.id, sentence.start, sentence.end, quote, annotator=annotator, **values)


@contextmanager
def layer_of(root: Path, annotator: str = "mei") -> Iterator[TinyDBLayer]:
    with closing(open_layer(Project.at(root, annotator=annotator).layer_path, annotator)) as layer:
        yield layer


def put(root: Path, *records: Record, annotator: str = "mei") -> None:
    Project.at(root, annotator=annotator).frozen.freeze(article(root))
    with layer_of(root, annotator) as layer:
        layer.put(as_act(records), check=False)


def file_of(root: Path, annotator: str = "mei") -> list[bytes]:
    project = Project.at(root, annotator=annotator)
    with layer_of(root, project.annotator) as layer:
        handed = hand_in(project, layer)
    assert handed.left == []
    return list(write_hand_in(project.annotator, project.scheme.id, handed.texts, handed.records))


def handed(root: Path, annotator: str = "mei", name: str = "mei.handin.jsonl") -> HandIn:
    return read_hand_in(file_of(root, annotator), name)


def take(root: Path, *files: HandIn, **options: Any) -> Report:
    [report] = collect(files, root, **{"annotator": "lin", **options})
    return report


def newest(root: Path, annotator: str = "mei") -> dict[str, Record]:
    with layer_of(root, annotator) as layer:
        return {one["uid"]: {k: v for k, v in one.items() if k != "batch"} for one in layer.newest()}


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return make(tmp_path / "there")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return make(tmp_path / "here")


def test_into_an_empty_project_and_once_more(there: Path, here: Path) -> None:
    one = article(there)
    gone = mark(one, 1, labels=["quote"])
    put(there, mark(one), gone, article_mark(one.id, annotator="mei", writer="w", done=True, **BY))
    put(there, tombstone(gone))
    report = take(here, handed(there))
    assert (report.complete, report.meeting.new, len(report.meeting.records)) == (True, 3, 3)
    assert newest(here) == newest(there)
    assert Project.at(here, annotator="mei").frozen.load(one.id) is not None, "the article is kept before"
    assert file_of(here) == file_of(there)
    with layer_of(here) as layer:
        assert len({record["batch"][0] for record in layer.newest()}) == 1, "one act"
        assert len(layer.of_article(one.id)) == 2
    before = snapshot(here)
    report = take(here, handed(there))
    assert (report.complete, report.meeting.same, report.meeting.records) == (True, 3, [])
    assert snapshot(here) == before


def test_newer_revisions_win_and_older_ones_say_nothing(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one), mark(one, 1))
    old = handed(there)
    take(here, old)
    put(there, revise(mark(one), labels=["opinion"]))
    put(here, revise(mark(one, 1), labels=["quote"]))
    report = take(here, handed(there))
    assert (report.complete, report.meeting.newer, report.meeting.older) == (True, 1, 1)
    assert sorted(record["labels"][0] for record in newest(here).values()) == ["opinion", "quote"]
    report = take(here, old)
    assert (report.complete, report.meeting.older, report.meeting.records) == (True, 2, [])


def test_equal_revisions_that_differ_are_listed_and_stay(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one))
    put(here, mark(one, labels=["opinion"], writer="w"))
    before = snapshot(here)
    report = take(here, handed(there))
    assert not report.complete
    [line] = report.meeting.differing
    assert (
        "at 0 (題目): sentence, revision 1, is not the same in mei.handin.jsonl; what is here stays" in line
    )
    assert not any(word in line for word in ("claim", "opinion")), "whoever collects stays blind"
    assert snapshot(here) == before
    put(here, revise(mark(one, labels=["opinion"])))
    assert take(here, handed(there)).complete


def test_who_and_when_is_no_difference(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one))
    put(here, mark(one, writer="other") | {"updated": "2027-01-01T00:00:00Z"})
    assert take(here, handed(there)).complete


def test_another_text_is_named_and_its_marks_left_out(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one))
    file = handed(there)
    other = {identity: _with_hash(text, "0" * 32) for identity, text in file.texts.items()}
    report = take(here, HandIn("f", "mei", "default/1", other, file.records))
    [line] = report.other_texts
    assert "f: a.txt has another text here than mei had, so 1 record of it was left out" in line
    assert not (here / "annotations").exists()
    lost = {identity: _with_hash(text, None) for identity, text in file.texts.items()}
    assert take(here, HandIn("f", "mei", "default/1", lost, file.records)).complete, "each mark tells"
    moved = [{**record, "uid": "x", "quote": "別的"} for record in file.records]
    assert take(here, HandIn("f", "mei", "default/1", lost, moved), one_person=True).other_texts


def _with_hash(text: Any, value: str | None) -> Any:
    return type(text)(text.article, text.title, text.source, value)


def test_an_unknown_article_is_named_and_its_marks_kept_for_it(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one))
    (here / "a.txt").unlink()
    file = handed(there)
    bare = {identity: _with_hash(text, text.text_hash) for identity, text in file.texts.items()}
    report = take(here, HandIn("f", "mei", "default/1", bare, file.records))
    [line] = report.unknown
    assert f"{one.id} '題目' (a.txt): this article is not in the project; its marks are kept" in line
    assert newest(here) == newest(there)
    assert take(here, handed(there)).complete, "a hand-in brings its texts"
    make(here)
    report = take(here, handed(there))
    assert (report.complete, report.meeting.same) == (True, 1)
    assert Project.at(here, annotator="mei").frozen.load(one.id) is not None


@pytest.mark.parametrize("who", ["lin", "boss"])
def test_the_leads_layer_and_my_own_are_touched_only_with_replace(
    tmp_path: Path, there: Path, who: str
) -> None:
    here = make(tmp_path / "led", lead="boss")
    one = article(there)
    put(there, revise(mark(one, annotator=who)), annotator=who)
    put(here, mark(one, annotator=who, labels=["quote"]), mark(one, 1, annotator=who), annotator=who)
    before = snapshot(here)
    report = take(here, handed(there, who))
    assert not report.complete
    assert report.refused[0].replaceable
    assert snapshot(here) == before
    report = take(here, handed(there, who), replace=True)
    assert (report.complete, report.meeting.newer) == (True, 1)
    assert report.copy is not None
    assert report.copy.read_bytes() == before[str(here / "annotations" / f"{who}.json")]


def test_a_return_and_its_answer_travel_between_two_machines(tmp_path: Path) -> None:
    lead, mine = (make(tmp_path / name, lead="boss") for name in ("led", "mine"))
    one = article(lead)
    put(mine, mark(one), mark(one, 1))
    take(lead, handed(mine), annotator="boss")
    by: dict[str, Any] = {"writer": "w", "scheme": "default/1"}
    place: dict[int | None, tuple[int | None, int | None, str]] = {
        None: (None, None, ""),
        0: (one.sentences[0].start, one.sentences[0].end, "題目"),
    }
    sent = [
        return_record(one.id, *at, to="mei", comment="看", seen=seen_of(None, done=False), lead="boss", **by)
        for at in place.values()
    ]
    put(lead, *sent, annotator="boss")
    report = take(mine, handed(lead, "boss"), annotator="mei")
    assert (report.complete, report.meeting.new, report.copy) == (True, 2, None), "nothing was here of it"
    [first, second] = open_returns(newest(mine, "boss").values(), newest(mine).values(), "mei")
    assert [first.start, second.start] == [None, 0]
    put(mine, *(answer_record(each.record, "好", annotator="mei", **by) for each in (first, second)))
    assert take(lead, handed(mine), annotator="boss").complete
    found = open_returns(newest(lead, "boss").values(), newest(lead).values(), "mei")
    assert [(each.answered, each.answer is not None) for each in found] == [(True, True)] * 2
    before = (mine / "annotations" / "boss.json").read_bytes()
    put(lead, revise(sent[0], comment="還有"), tombstone(sent[1]), annotator="boss")
    old = handed(lead, "boss")
    report = take(mine, old, annotator="mei")
    assert (report.complete, report.meeting.newer) == (True, 2), "it continues what is here"
    assert report.copy is not None
    assert report.copy.read_bytes() == before
    [only] = open_returns(newest(mine, "boss").values(), newest(mine).values(), "mei")
    assert (only.answered, only.record["comment"]) == (False, "還有")
    put(lead, revise(revise(sent[0]), comment="又"), annotator="boss")
    assert take(mine, handed(lead, "boss"), annotator="mei").complete
    report = take(mine, old, annotator="mei")
    assert (report.complete, report.meeting.older, report.copy) == (True, 1, None), "it brings nothing new"


def test_the_leads_file_that_contradicts_what_is_here_needs_replace(tmp_path: Path) -> None:
    lead, mine = (make(tmp_path / name, lead="boss") for name in ("led", "mine"))
    one = article(lead)
    put(lead, mark(one, annotator="boss"), mark(one, 1, annotator="boss"), annotator="boss")
    put(mine, mark(one, annotator="boss", labels=["quote"]), annotator="boss")
    before = snapshot(mine)
    report = take(mine, handed(lead, "boss"), annotator="mei")
    assert "it claims to be the lead's layer (boss), and lacks or contradicts some" in str(report.refused[0])
    assert snapshot(mine) == before
    put(mine, revise(mark(one, annotator="boss"), labels=[], status="none"), annotator="boss")
    before = snapshot(mine)
    assert take(mine, handed(lead, "boss"), annotator="mei").refused, "nor what is older in part"
    assert snapshot(mine) == before
    assert take(mine, handed(lead, "boss"), annotator="mei", replace=True).meeting.new == 1


def test_a_text_that_was_lost_says_nothing_against_what_is_about_a_whole_article(
    there: Path, here: Path
) -> None:
    one = article(there)
    put(there, mark(one))
    by: dict[str, Any] = {"writer": "w", "scheme": "default/1"}
    seen = seen_of(None, done=False)
    sent = return_record(one.id, None, None, "", to="mei", comment="看", seen=seen, lead="boss", **by)
    put(there, answer_record(sent, annotator="mei", **by))
    file = handed(there)
    lost = {identity: _with_hash(text, None) for identity, text in file.texts.items()}
    report = take(here, HandIn("f", "mei", "default/1", lost, file.records))
    assert (report.complete, report.meeting.new) == (True, 2)


def test_an_annotator_has_the_spelling_that_is_here(there: Path, here: Path) -> None:
    one = article(there)
    put(there, mark(one, annotator="mei"), mark(one, 1, annotator="mei"))
    put(here, mark(one, annotator="Mei"), annotator="Mei")
    report = take(here, handed(there))
    assert (report.annotator, report.meeting.same, report.meeting.new) == ("Mei", 1, 1)
    assert {uid.rsplit(":")[-1] for uid in newest(here, "Mei")} == {"Mei"}
    assert len(list((here / "annotations").glob("*.json"))) == 1
    assert respelled({"uid": "u", "annotator": "kai"}, "mei", "Mei") == {"uid": "u", "annotator": "kai"}


def test_who_has_the_layer_open_sees_it(there: Path, here: Path) -> None:
    one = article(there)
    put(here, mark(one))
    put(there, revise(mark(one), labels=["quote"]))
    with layer_of(here) as layer:
        take(here, handed(there))
        assert layer.refresh() == {one.id}
        [record] = layer.of_article(one.id)
        assert record["labels"] == ["quote"]
        layer.put([revise(record, labels=["opinion"])])
    assert [record["rev"] for record in newest(here).values()] == [3]


class _Full(Files):
    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_layer_as_it_was(there: Path, here: Path) -> None:
    one = article(there)
    put(here, mark(one))
    put(there, revise(mark(one)), mark(one, 1))
    before = snapshot(here)
    with pytest.raises(StorageError):
        take(here, handed(there), files=_Full())
    assert snapshot(here) == before


def test_another_scheme_is_said(there: Path, here: Path) -> None:
    put(there, mark(article(there)))
    file = handed(there)
    report = take(here, HandIn("f", "mei", "news/3", file.texts, file.records))
    assert report.complete
    assert report.notices == ["f: its scheme is news/3, and here it is default/1"]


def test_what_is_not_mine_stays_behind(there: Path) -> None:
    one = article(there)
    put(there, mark(one), mark(one, 1, annotator="kai"))
    with layer_of(there) as layer:
        what = hand_in(Project.at(there, annotator="mei"), layer)
    assert [record["annotator"] for record in what.records] == ["mei"]
    assert what.left == ["1 record of somebody else stayed behind; zhupi check names them"]


VERSION = st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(["claim", "quote"]))
"""Which sentence, which revision, and what it says."""


def versions(one: Article, drawn: Sequence[tuple[int, int, str]], *, agreeing: bool) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for index, rev, label in drawn:
        said = ("claim", "quote", "opinion")[rev % 3] if agreeing else label
        record = {**mark(one, index, labels=[said]), "rev": rev}
        if record["uid"] not in records or records[record["uid"]]["rev"] < rev:
            records[record["uid"]] = record
    return records


def hand_ins(root: Path, drawn: list[list[tuple[int, int, str]]], *, agreeing: bool) -> list[HandIn]:
    one = article(root)
    found = []
    for number, some in enumerate(drawn):
        put_in = versions(one, some, agreeing=agreeing)
        with tempfile.TemporaryDirectory() as folder:
            there = make(Path(folder) / "p")
            put(there, *put_in.values())
            found.append(handed(there, name=f"f{number}"))
    return found


FILES = st.lists(st.lists(VERSION, min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(drawn: list[list[tuple[int, int, str]]], random: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        together, apart = (make(Path(folder) / name) for name in ("together", "apart"))
        files = hand_ins(together, drawn, agreeing=True)
        assert take(together, *files, one_person=True).complete
        once = newest(together)
        before = snapshot(together)
        assert take(together, *files, one_person=True).complete
        assert snapshot(together) == before, "twice is once"
        random.shuffle(files)
        for file in files:
            assert take(apart, file, one_person=True).complete
        assert newest(apart) == once


@given(st.lists(VERSION, min_size=1, max_size=6), st.lists(VERSION, max_size=3), st.randoms())
def test_which_counts_never_depends_on_the_order(
    incoming: list[tuple[int, int, str]], mine: list[tuple[int, int, str]], random: Any
) -> None:
    def record(index: int, rev: int, label: str) -> Record:
        place = {"article": "a" * 20, "start": index, "end": index + 1, "quote": "好"}
        return {
            **place, "uid": f"u{index}", "kind": "sentence", "rev": rev, "labels": [label],
            "annotator": "mei", "created": "x", "updated": "x", "writer": label, "batch": [str(random), 1],
        }  # fmt: skip

    here = {one["uid"]: one for one in (record(*version) for version in sorted(mine))}
    files = [(f"f{number}", record(*version)) for number, version in enumerate(incoming)]
    first = meet(files, here.get)
    random.shuffle(files)
    again = meet(files, here.get)
    assert [{**one, "batch": 0} for one in again.records] == [{**one, "batch": 0} for one in first.records]
    assert again.differing == first.differing
    for uid in {one["uid"] for _, one in files}:
        highest = max(one["rev"] for _, one in files if one["uid"] == uid)
        written = [one for one in first.records if one["uid"] == uid]
        stays = uid in here and here[uid]["rev"] >= highest
        assert [one["rev"] for one in written] == ([] if stays else [highest])
        known = [one for _, one in files if one["uid"] == uid] + [here[uid] for _ in range(uid in here)]
        rivals = [one for one in known if one["rev"] == highest]
        differ = len({one["labels"][0] for one in rivals}) > 1 and not (stays and here[uid]["rev"] > highest)
        assert any(f", at {uid[1:]} (" in line for line in first.differing) == differ
