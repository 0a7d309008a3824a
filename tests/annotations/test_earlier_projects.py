"""Projects that earlier versions wrote: each opens, counts, merges, hands in and exports with every mark."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from export_lines import checked

from annotations.exchange.hand_in import read_hand_in
from annotations.progress.counts import LayerCounts
from annotations.project.project import Project
from annotations.records.record import Record, revise
from annotations.records.uids import doc_id
from annotations.storage.layer.contents import parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line
from annotations.storage.readers.by_article import LayerByArticle
from annotations.storage.readers.peek import peek
from annotations.storage.readers.tally import count_layer
from tui.cli.main import run

Zhupi = Callable[..., tuple[int, str, str]]

PROJECTS = sorted(
    path.parent for path in (Path(__file__).parents[1] / "fixtures/projects").glob("*/expected.json")
)


def test_one_is_there_from_before_checksums_and_one_with_them() -> None:
    assert {path.name for path in PROJECTS} >= {"0.1.0-2026-11", "0.1.0-2026-11-checksums"}


@pytest.fixture(params=PROJECTS, ids=lambda path: path.name)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of what a version wrote."""
    target = tmp_path / "earlier"
    shutil.copytree(request.param, target)
    return target


@pytest.fixture
def expected(earlier: Path) -> dict[str, Any]:
    return dict(json.loads((earlier / "expected.json").read_bytes()))


@pytest.fixture
def root(earlier: Path) -> Path:
    return earlier / "project"


def layers(root: Path) -> dict[str, bytes]:
    """Return the bytes of every layer and every frozen article."""
    return {str(one.relative_to(root)): one.read_bytes() for one in (root / "annotations").rglob("*.json")}


def holds(found: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    """Tell whether `found` says all that `wanted` does; a later version may say more beside it."""
    return found is not None and all(key in found and found[key] == wanted[key] for key in wanted)


def differing(found: Mapping[str, Record], wanted: Mapping[str, Record]) -> list[str]:
    """Return the uids of the records of which something is lost."""
    return [uid for uid, record in wanted.items() if not holds(found.get(uid), record)]


def lines(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[int]:
    """Return the numbers of the exported lines that say something else than they did.

    0.1.0 took what was never seen, and titles, of a finished article for ``implied``; since then they are
    ``open``, which no mark is touched by.
    """
    assert len(found) == len(wanted)
    return [
        number
        for number, (one, two) in enumerate(zip(found, wanted, strict=True))
        if not holds(_as_then(one, two), two)
    ]


def _as_then(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    if wanted.get("status") == "implied" and found.get("status") == "open":
        found = {**found, "status": "implied"}
    for what in ("sentences", "entities", "numbers"):
        if what in wanted:
            both = zip(found[what], wanted[what], strict=True)
            then = [{key: _as_then(one, two)[key] for key in two} for one, two in both]
            found = {**found, what: then}
    return found


def by_uid(records: Any) -> dict[str, Record]:
    return {record["uid"]: record for record in records}


@pytest.fixture
def zhupi(capfd: pytest.CaptureFixture[str]) -> Zhupi:
    """Return a function that runs the program: its exit code, and what it wrote to both its streams."""

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run([*map(str, arguments)])
        return code, *capfd.readouterr()

    return go


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.split("\n") if line]


def live(records: Mapping[str, Record]) -> dict[str, Record]:
    return {uid: one for uid, one in records.items() if not one["deleted"]}


def test_every_kind_of_record_is_in_it(expected: dict[str, Any]) -> None:
    everything = [one for records in expected["records"].values() for one in records.values()]
    kinds = "sentence span article bounds correction decision span-decision return answer"
    assert {one["kind"] for one in everything} >= set(kinds.split())
    assert {one["act"] for one in everything if one["kind"] == "span"} == {"add", "change", "reject"}
    assert {one["act"] for one in everything if one["kind"] == "bounds"} == {"join", "split"}
    assert {one["status"] for one in everything if one["kind"] == "sentence"} == {"marked", "none", "open"}
    assert any(one["deleted"] for one in everything)
    assert any(one["rev"] > 1 for one in everything)
    assert any(one["batch"][1] > 1 for one in everything)


def test_it_opens_with_every_mark_and_reading_changes_no_byte(root: Path, expected: dict[str, Any]) -> None:
    before = layers(root)
    for annotator, records in expected["records"].items():
        path = root / "annotations" / f"{annotator}.json"
        with closing(open_layer(path, annotator)) as layer:
            assert layer.read_only is None
            assert layer.notices == []
            assert differing(by_uid(layer.newest()), records) == []
            assert differing(by_uid(layer.records()), live(records)) == []
            assert by_uid(layer.records()).keys() == live(records).keys()
            articles = {one["article"] for one in records.values()}
            for article in articles:
                own = {uid: one for uid, one in live(records).items() if one["article"] == article}
                assert by_uid(layer.of_article(article)).keys() == own.keys()
                assert layer.conflicts(article) == []
        with closing(LayerByArticle(path, path.stem)) as by_article:
            by_article.refresh()
            assert by_article.notices == []
            assert set(by_article.articles()) == {one["article"] for one in live(records).values()}
            for article in articles:
                own = {uid: one for uid, one in records.items() if one["article"] == article}
                assert differing(by_uid(by_article.newest_of(article)), own) == []
                peeked = peek(path, article)
                assert peeked is not None
                assert differing(by_uid(peeked), own) == []
        counted = count_layer(path)
        assert counted.notices == ()
        assert counted.counts == LayerCounts.of(live(records).values())
    assert layers(root) == before


@pytest.mark.parametrize("earlier", PROJECTS[1:], indirect=True, ids=lambda path: path.name)
def test_the_checksums_that_it_wrote_are_right_still(root: Path) -> None:
    for path in sorted((root / "annotations").glob("*.json")):
        _, *records = json.loads(path.read_bytes())["_default"].values()
        assert all("sum" in one for one in records)
        assert not any("sum" in one for one in documents(path)), "a right one is taken off"


def test_its_articles_are_those_that_were_annotated(root: Path, expected: dict[str, Any]) -> None:
    project = Project.open([root], annotator="mei")
    marks = [one for records in expected["records"].values() for one in live(records).values()]
    known = {project.article(place).id for place in project.places}
    assert known <= {one["article"] for one in marks}
    for one in marks:
        article = project.frozen.load(one["article"])
        assert article is not None
        if one.get("start") is not None:
            assert article.text[one["start"] : one["end"]] == one["quote"]


def test_the_commands_that_read_say_what_they_said(
    zhupi: Zhupi, root: Path, expected: dict[str, Any]
) -> None:
    before = layers(root)
    code, out, errors = zhupi("check", root)
    assert (code, out) == (expected["check"]["exit"], ""), errors
    for annotator, units in expected["export"].items():
        for unit, rows in units.items():
            code, out, errors = zhupi("export", root, "--as", annotator, "--unit", unit)
            assert (code, errors) == (0, "")
            assert lines(list(checked(out)), rows) == []
    lead = Project.at(root, annotator="mei").lead
    code, out, errors = zhupi("export", root, "--gold", "--as", lead)
    assert code == 0
    assert lines(list(checked(out)), expected["gold"]) == []
    code, out, errors = zhupi("agree", root, "--review", "--as", lead, "--format", "json")
    assert (code, errors) == (0, "")
    assert {one["annotator"] for one in objects(out)} >= set(expected["export"])
    code, out, errors = zhupi("stats", root, "--review", "--as", lead, "--format", "json")
    assert (code, errors) == (0, "")
    rows = {one["annotator"]: one for one in objects(out)}
    for annotator, records in expected["records"].items():
        counts = LayerCounts.of(live(records).values())
        found = rows[annotator]
        assert (found["marked"], found["none"], found["open"]) == (counts.marked, counts.none, counts.open)
        assert (found["done"], found["touched"]) == (counts.done, counts.articles)
    assert layers(root) == before


def test_layers_are_handed_in_and_collected_with_nothing_lost(
    zhupi: Zhupi, earlier: Path, root: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    shutil.copytree(root, empty, ignore=shutil.ignore_patterns("annotations"))
    files = []
    for annotator in expected["records"]:
        files.append(tmp_path / f"{annotator}.handin.jsonl")
        code, _, errors = zhupi("hand-in", root, "--as", annotator, "-o", files[-1])
        assert code == 0
        assert all("send" in line for line in errors.splitlines()), errors
    for _ in range(2):  # what is there already changes nothing
        code, out, errors = zhupi("collect", *files, "--project", empty, "--by", "somebody")
        assert (code, errors) == (0, ""), out
        for annotator, records in expected["records"].items():
            with closing(open_layer(empty / "annotations" / f"{annotator}.json", annotator)) as layer:
                said = {
                    uid: {key: value for key, value in one.items() if key != "batch"}
                    for uid, one in records.items()
                }
                assert differing(by_uid(layer.newest()), said) == []
    assert zhupi("check", empty)[0] == expected["check"]["exit"]
    for annotator, units in expected["export"].items():
        code, out, _ = zhupi("export", empty, "--as", annotator)
        found, wanted = list(checked(out)), units["sentence"]
        for rows in (found, wanted):
            rows.sort(key=lambda row: (row["article"], row["start"]))
        # Where the analysis was not handed in, it is made anew, and may find something else.
        for row in wanted:
            del row["entities"], row["numbers"]
        assert lines(found, wanted) == []


def test_what_it_handed_in_is_collected(zhupi: Zhupi, earlier: Path, root: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    shutil.copytree(root, empty, ignore=shutil.ignore_patterns("annotations"))
    for path in sorted(earlier.glob("*.handin.jsonl")):
        code, _, errors = zhupi("collect", path, "--project", empty, "--by", "somebody")
        assert (code, errors) == (0, "")
        code, out, _ = zhupi("collect", path, "--project", root, "--by", "somebody")
        assert (code, out.count("collected 0 records")) == (0, 1), "all of it is in the layers"


def test_work_goes_on_in_it(zhupi: Zhupi, root: Path, expected: dict[str, Any]) -> None:
    for annotator, records in expected["records"].items():
        path = root / "annotations" / f"{annotator}.json"
        with closing(open_layer(path, annotator)) as layer:
            old = next(one for one in layer.records() if one["kind"] in ("sentence", "decision"))
            layer.put([revise(old, note="再看一次")])
        left = {uid: one for uid, one in records.items() if uid != old["uid"]}
        with closing(open_layer(path, annotator)) as layer:
            assert differing(by_uid(layer.newest()), left) == []
            found = layer.latest(old["uid"])
            assert found is not None
            assert (found["rev"], found["note"]) == (old["rev"] + 1, "再看一次")
    assert zhupi("check", root)[0] == expected["check"]["exit"]


# -- what a later version writes into it ---------------------------------------------


def add(path: Path, record: Record) -> None:
    """Write a record at the end of a layer, as another version would."""
    data = path.read_bytes()
    path.write_bytes(data[: -len(TAIL)] + encode_line(str(doc_id(record["uid"])), record) + TAIL)


def documents(path: Path) -> list[Record]:
    return [document for _, document in parse(path.read_bytes(), str(path)).lines]


def some_mark(expected: dict[str, Any], annotator: str) -> Record:
    return next(one for one in live(expected["records"][annotator]).values() if one["kind"] == "sentence")


def unknown_are_handed_in(zhupi: Zhupi, root: Path, unknown: list[Record], tmp_path: Path) -> None:
    """Hand mei's layer in; check that `unknown` is in the file, and the rest comes in without it."""
    target = tmp_path / "unknown.handin.jsonl"
    code, _, errors = zhupi("hand-in", root, "--as", "mei", "-o", target)
    assert code == 0, errors
    with target.open("rb") as file:
        handed_in = read_hand_in(file, "f")
    assert len(handed_in.unknown) == len(unknown)
    for found, wanted in zip(handed_in.unknown, unknown, strict=True):
        assert holds(found, {key: value for key, value in wanted.items() if key != "batch"})
    empty = tmp_path / "without"
    shutil.copytree(root, empty, ignore=shutil.ignore_patterns("annotations"))
    code, _, errors = zhupi("collect", target, "--project", empty, "--by", "somebody")
    assert code == 1
    assert "collect it with a newer zhupi" in errors
    with closing(open_layer(empty / "annotations" / "mei.json", "mei")) as layer:
        assert by_uid(layer.newest()).keys() == by_uid(handed_in.records).keys()


def test_an_unknown_kind_is_kept_and_handed_in(
    zhupi: Zhupi, root: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    path = root / "annotations" / "mei.json"
    mark = some_mark(expected, "mei")
    unknown = {**mark, "uid": "melody:1:mei", "kind": "melody", "notes": ["do", "re"], "batch": ["m", 1]}
    add(path, unknown)
    path.write_text(
        json.dumps(json.loads(path.read_bytes()), indent=2), encoding="utf-8"
    )  # as a stock TinyDB
    with closing(open_layer(path, "mei")) as layer:
        current = layer.latest(mark["uid"])
        assert current is not None
        for number in range(3):
            current = revise(current, note=str(number))
            layer.put([current])
    kept = [one for one in documents(path) if one.get("kind") == "melody"]
    assert len(kept) == 1
    assert holds(kept[0], unknown)
    assert zhupi("check", root, "--repair")[0] == 1, "it is named"
    assert [one for one in documents(path) if one.get("kind") == "melody"] == kept
    unknown_are_handed_in(zhupi, root, [unknown], tmp_path)
    left = {uid: one for uid, one in expected["records"]["mei"].items() if uid != mark["uid"]}
    with closing(open_layer(path, "mei")) as layer:
        assert differing(by_uid(layer.newest()), left) == []


def test_a_layer_of_a_newer_version_is_only_read_and_never_rewritten(
    zhupi: Zhupi, root: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    path = root / "annotations" / "mei.json"
    mark = some_mark(expected, "mei")
    later = {**mark, "uid": f"{mark['uid']}:later", "schema": 99, "labels": {"in": "another form"}}
    add(path, later)
    for _ in range(200):  # enough of what is superseded to be worth a rewrite
        add(path, {**mark, "rev": mark["rev"] + 1, "note": "again", "batch": ["a", 1]})
        mark = {**mark, "rev": mark["rev"] + 1}
    before = path.read_bytes()
    with closing(open_layer(path, "mei")) as layer:
        assert layer.read_only is not None
        assert "newer zhupi" in layer.read_only
        left = {uid: one for uid, one in expected["records"]["mei"].items() if uid != mark["uid"]}
        assert differing(by_uid(layer.newest()), left) == []
    assert path.read_bytes() == before
    assert zhupi("check", root, "--repair")[0] == 1
    for command in ("export", "stats"):
        assert zhupi(command, root, "--as", "mei")[0] == 0
    unknown_are_handed_in(zhupi, root, [later], tmp_path)
    assert path.read_bytes() == before


def test_gold_of_an_earlier_version_stays_gold(zhupi: Zhupi, root: Path, expected: dict[str, Any]) -> None:
    lead = Project.at(root, annotator="mei").lead
    for name in expected["records"]:
        if name == lead:
            continue
        with closing(open_layer(root / "annotations" / f"{name}.json", name)) as layer:
            marks = [one for one in layer.records() if one["kind"] == "sentence"]
            layer.put([revise(one, note="看", flag=not one["flag"]) for one in marks[:1]])
            for one in marks[1:]:
                layer.put([revise(one, note=f"{one['note']}看")])
    code, out, errors = zhupi("export", root, "--gold", "--as", lead)
    assert code == 0
    assert lines(list(checked(out)), expected["gold"]) == [], errors
    for name in expected["records"]:
        if name != lead:
            (root / "annotations" / f"{name}.json").unlink()
    code, out, errors = zhupi("export", root, "--gold", "--as", lead)
    assert code == 0
    found = {(one["article"], one["start"]): one["labels"] for one in checked(out)}
    for one in expected["gold"]:
        assert found[one["article"], one["start"]] == one["labels"], "who is away contradicts nothing"
    assert "layer is absent" in errors
