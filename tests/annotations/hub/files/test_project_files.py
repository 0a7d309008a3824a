"""Frozen articles, and what was said before others were seen, through a real hub."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from falsified import ARTICLE, of_kind
from machines import Machine as OfOne
from postgres import HubOfTests
from team import TEXT
from travelling import Machine, Sent, written

from annotations.agreement.measures import Question
from annotations.agreement.units import Changed
from annotations.errors import StorageError
from annotations.hub.administration.team import Team
from annotations.hub.client.rows import FrozenText
from annotations.model.article import Analysis, Article
from annotations.project.agreement import compare
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, layer_head, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.records.validation import KINDS
from annotations.storage.first_judgements.first_files import FirstFiles
from annotations.storage.frozen.form import article_text
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import render

pytestmark = pytest.mark.peer("psycopg")

SETTINGS = 'lead = "lin"\nothers = "done"\n'


@pytest.fixture
def team(empty_hub: HubOfTests, tmp_path: Path) -> dict[str, Machine]:
    """Return everybody's machine, each with the project that the lead has given."""
    files = {"lin": {"a.txt": TEXT, "zhupi.toml": SETTINGS}}
    made = {}
    for name in ("lin", "an", "mei"):
        made[name] = Machine(empty_hub, written(tmp_path / name, files.get(name, {})), name)
        made[name].exchange()
        made[name].start()
    return made


def article_of(machine: Machine, name: str = "a.txt") -> Article:
    """Return an article as it lies in the folder of a machine, frozen there."""
    article = machine.article(name)
    machine.project.frozen.freeze(article)
    return article


def mark(who: str, article: Article, index: int, *labels: str) -> Record:
    one = article.sentences[index]
    quote = article.text[one.start : one.end]
    status = "marked" if labels else "none"
    made = {"annotator": who, "writer": "w", "scheme": "default/1", "status": status}
    return sentence_mark(article.id, one.start, one.end, quote, labels=labels, **made)


def done(who: str, article: Article) -> Record:
    return article_mark(article.id, annotator=who, writer="w", scheme="default/1", done=True)


def frozen(machine: Machine) -> dict[str, str]:
    return {name: text for name, text in machine.files().items() if name.startswith("annotations/articles")}


def test_an_article_reaches_everybody_before_the_marks_on_it(team: dict[str, Machine]) -> None:
    lin, an, mei = team.values()
    written(mei.root, {"mine.txt": "我的文章。寫了兩句。"})
    article = article_of(mei, "mine.txt")
    assert mei.send(mark("mei", article, 0, "claim")) == []
    an.exchange()
    assert frozen(an) == frozen(mei)
    mei.project.frozen.freeze_analysis(article, Analysis((), (), "1"))  # which ends later than the first mark
    mei.send(mark("mei", article, 1, "opinion"))
    lin.exchange()
    an.exchange()
    assert len(frozen(mei)) == 2
    assert frozen(lin) == frozen(an) == frozen(mei)
    an.forget()
    assert an.exchange().lines == []


def test_another_text_of_an_article_stays_where_it_is_and_is_told(team: dict[str, Machine]) -> None:
    lin, an, mei = team.values()
    article = article_of(an)
    other = replace(article, text=article.text[:-1], raw=article.raw[:-1], sentences=article.sentences[:-1])
    mei.project.frozen.freeze(other)
    before = frozen(mei)
    an.project.frozen.freeze_analysis(article, Analysis((), (), "1"))  # which is of that text alone
    assert an.send(mark("an", article, 0, "claim")) == []
    (line,) = mei.exchange().lines
    assert line.startswith(f"{article.id}: the hub has another text of this article than was frozen here")
    assert mei.send(mark("mei", other, 0, "claim")) == []  # which was told
    assert frozen(mei) == before
    titled = replace(article, title="別的")  # which is the same text
    lin.project.frozen.freeze(titled)
    assert lin.exchange().lines == []


def test_a_text_that_belies_its_id_is_not_taken(team: dict[str, Machine], empty_hub: HubOfTests) -> None:
    lin, an, _ = team.values()
    article = article_of(an)
    written(an.root, {"b.txt": "別的一篇。寫了兩句。"})
    other = replace(article_of(an, "b.txt"), id=article.id)
    with empty_hub.of("mei") as one:
        assert one.put_articles([FrozenText(article.id, article_text(other))]) == []
    (line,) = lin.exchange().lines
    assert line.startswith(f"{article.id}: the text that the hub has of this article is not the one")
    assert frozen(lin) == {}
    before = frozen(an)
    assert any("is not the one that its id was made from" in line for line in an.exchange().lines)
    assert frozen(an) == before
    assert an.send(mark("an", article, 0, "claim")) == []  # which travels
    assert [one["labels"] for one in lin.receive()] == [["claim"]]


def test_where_a_lead_has_no_settings_those_of_the_hub_hold(empty_hub: HubOfTests, tmp_path: Path) -> None:
    Machine(empty_hub, tmp_path, "lin").exchange()
    with empty_hub.of("lin") as hub:
        assert hub.settings.others == "done"


def test_what_is_no_article_is_not_taken(team: dict[str, Machine], empty_hub: HubOfTests) -> None:
    article = article_of(team["an"])
    with empty_hub.of("mei") as one:
        for number, content in enumerate(("{}", "[", '{"id": 3}', '{"text": "', "null")):
            assert one.put_articles([FrozenText(f"{number:020}", content)]) == []
        one.put_articles([FrozenText("f" * 20, next(iter(frozen(team["an"]).values())))])
    came = team["lin"].exchange()
    assert len(came.lines) == 6
    assert frozen(team["lin"]) == {}
    team["an"].send(mark("an", article, 0, "claim"))
    team["lin"].exchange()
    assert frozen(team["lin"]) == frozen(team["an"])


def test_agreement_at_the_lead_takes_what_was_said_before_others_were_seen(team: dict[str, Machine]) -> None:
    lin, an, mei = team.values()
    article = article_of(mei)
    said = {"an": ["claim", "opinion", "quote"], "mei": ["claim", "claim", "claim"]}
    marks = {name: [mark(name, article, at, one) for at, one in enumerate(said[name])] for name in said}
    mei.send(*marks["mei"], done("mei", article))
    an.send(*marks["an"])
    an.send(done("an", article))
    then = _agreed(lin, article)
    assert {one["annotator"] for one in an.receive()} == {"an", "mei"}  # from now on she reads them
    changed = [revise(marks["an"][1], labels=["claim"]), mark("an", article, 3, "claim")]
    an.send(*changed)
    assert _agreed(lin, article) == then
    assert lin.receive()  # once more is no news
    assert compare(Project.at(lin.root, annotator="lin")).lines[:1] == (
        "an: 2 judgements were changed after others were seen; what was said before counts",
    )
    firsts = FirstFiles.of(lin.root, "an").read()
    assert sorted(firsts) == [article.id]
    before = [one for one in firsts[article.id] if one["kind"] == "sentence"]
    assert sorted(before, key=lambda one: one["start"]) == marks["an"]
    assert not FirstFiles.of(lin.root, "mei").read()  # who changed nothing
    an.receive()
    assert FirstFiles.of(an.root, "an").read() == firsts  # and whoever reads others comes to the same
    lin.send(mark("lin", article, 0, "claim"))  # the lead can read everything at any time
    lin.receive()
    assert FirstFiles.of(lin.root, "lin").read() == {}


def _agreed(lin: Machine, article: Article) -> float | None:
    """Take at the lead's what there is, and return how far all agree."""
    lin.exchange()
    by_owner: dict[str, list[Record]] = {}
    for record in lin.receive():
        by_owner.setdefault(record["annotator"], []).append(record)
    for name, records in by_owner.items():
        with closing(open_layer(lin.root / "annotations" / f"{name}.json", name)) as layer:
            layer.put([one for one in records if layer.latest(one["uid"]) is None], check=False)
            newer = [one for one in records if one["rev"] > 1]
            layer.put(newer, check=False)
    found = compare(Project.at(lin.root, annotator="lin")).report.figures
    return next(one.value for one in found if one.measure == "percent" and one.about.scope == "project")


def test_every_kind_of_record_travels_by_itself_and_to_whom_it_is_for(hub: HubOfTests) -> None:
    """Decisions, returns, threads, carries and migrations are records of layers, and need no file."""
    kinds = [kind for kind in KINDS if kind != "layer"]
    records = {kind: [*of_kind(kind, ARTICLE, "lin")] for kind in kinds}
    for one in (*records["return"], *records["remark"]):
        one["to"] = "mei"
    sent = [Sent.of(one) for many in records.values() for one in many]
    with hub.of("lin") as lin:
        assert {one.why for one in lin.send(sent)} == {""}
        assert {one.kind for one in lin.received(limit=5000).revisions} == {*kinds}
    texts = {"bounds", "correction", "carry", "migration"}
    for name, kind in (("an", texts), ("mei", {*texts, "return", "remark"})):
        with hub.of(name) as one:
            assert {row.kind for row in one.received(limit=5000).revisions} == kind
    with hub.administration() as administration:
        Team(administration).lead("mei")
    with hub.of("wu") as one:  # how the scheme was led on holds, whoever leads by now
        assert {row.kind for row in one.received(limit=5000).revisions} == {"migration"}
    with hub.of("an") as one:
        one.send([Sent.of(done("an", ARTICLE))])
        assert {row.kind for row in one.of_articles([ARTICLE.id], limit=5000).revisions} == {*kinds} - {
            "migration"  # which is about no article
        }


def test_what_was_said_first_outlives_the_layer_that_said_it(empty_hub: HubOfTests, tmp_path: Path) -> None:
    """Through whole rounds: the lead's copy of a layer has the last word alone, agreement takes the first."""
    text = "新聞。" * 3
    made = {}
    for name in ("lin", "an", "mei"):
        root = written(tmp_path / name, {"a.txt": text, "zhupi.toml": SETTINGS} if name == "lin" else {})
        made[name] = OfOne(root, name, empty_hub.address(name))
        made[name].exchange()
    lin, an, mei = made.values()
    article = Project.open([an.root], annotator="an").article(
        Project.open([an.root], annotator="an").places[0]
    )
    for one in (an, mei):
        one.project.frozen.freeze(article)
        for at, label in zip((0, 3, 6), ("claim", "claim", "opinion"), strict=True):
            one.say(at, label, article.id)
        one.done(article.id)
        one.exchange()
    an.exchange()
    assert len(an.said("mei")) == 4
    an.say(0, "opinion", article.id)
    an.exchange()
    in_the_way = lin.root / "annotations" / "firsts"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(StorageError):
        lin.exchange()
    in_the_way.unlink()  # and what could not be kept comes once more
    lin.exchange()
    shutil.rmtree(FirstFiles.of(lin.root, "an").folder)  # all of it comes anew
    lin.exchange()
    for one in (lin, an, mei):
        one.stop()
    path = lin.root / "annotations" / "an.json"
    with closing(open_layer(path, "an")) as layer:
        newest = list(layer.newest())
    path.write_bytes(
        render([("0", dict(layer_head("an"))), *((str(doc_id(one["uid"])), dict(one)) for one in newest)])
    )
    found = compare(Project.at(lin.root, annotator="lin"))
    assert found.report.changed == (Changed("an", 1, 0),)
    shares = {one.measure: one.value for one in found.report.figures if one.about == Question("project")}
    assert shares["percent"] == 1.0
    moved = OfOne(tmp_path / "moved", "lin", empty_hub.address("lin"))  # a lead at another machine has it all
    moved.exchange()
    assert compare(Project.at(moved.root, annotator="lin")).report == found.report
    assert {(moved.root / name).read_text() for name in ("a.txt", "zhupi.toml")} == {text, SETTINGS}
