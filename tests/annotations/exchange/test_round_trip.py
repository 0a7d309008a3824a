"""The law of import: what was exported, imported into an empty copy and exported again is the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from export_lines import demand
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.exchange.flat import flat
from annotations.exchange.jsonl import article_object, encode, sentence_objects
from annotations.exchange.jsonl_reader import read_lines
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Analysis, Article
from annotations.project.import_ import import_lines
from annotations.project.import_report import Report
from annotations.project.project import Project
from annotations.records.assistance import assisted
from annotations.records.record import Record, article_mark, as_act, correction, sentence_mark, tombstone
from annotations.records.remarks import remark_record, remarks_on
from annotations.storage.layer.layer import open_layer

FILES = {
    "a.txt": "題目\n\n今天很好。張三說:「好。」沒有了。\n",
    "b.txt": "另一篇。還有一句。\n",
    "c.txt": "尾。\n",
}
TIMES = [f"2026-01-{day:02}T08:00:00.000Z" for day in range(1, 29)]

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
offset = st.integers(0, 12)  # into any sentence of the article; some lie outside of the shortest
speaker = st.fixed_dictionaries(
    {"text": text, "name": text, "start": st.none() | offset, "end": st.none() | offset},
    optional={"by": st.sampled_from(["rule", "person"])},
)
standing = st.tuples(offset, st.integers(1, 3))
"""Where a speaker stands, and how long the name is: made one when the text is known."""
quote = st.fixed_dictionaries(
    {
        "form": st.sampled_from(["direct", "indirect", "mixed"]),
        "speakers": st.lists(speaker | standing | text, max_size=2),
    },
    optional={
        "cont": st.booleans(),
        "content": st.none() | st.lists(offset, min_size=2, max_size=2),
        "by": st.sampled_from(["default", "rule", "person"]),
        "mood": text,
    },
)
attributes = st.dictionaries(text, st.one_of(st.none(), st.booleans(), st.integers(), text), max_size=2)
what = st.one_of(
    st.fixed_dictionaries(
        {
            "status": st.just("marked"),
            "labels": st.lists(
                st.sampled_from(["claim", "opinion", "quote", "別的"]), min_size=1, unique=True
            ),
        }
    ),
    st.fixed_dictionaries({"status": st.sampled_from(["none", "open"]), "labels": st.just([])}),
)
values = st.fixed_dictionaries(
    {
        "what": what,
        "voice": st.sampled_from([None, "author", "speaker", "both"]),
        "voice_by": st.sampled_from([None, "default", "person"]),
        "attributes": attributes,
        "quotes": st.lists(quote, max_size=2),
        "note": text,
        "flag": st.booleans(),
        "scheme": st.sampled_from(["default/1", "old/3"]),
        "times": st.tuples(st.sampled_from(TIMES), st.sampled_from(TIMES)),
        "shown": st.dictionaries(
            st.sampled_from(["bert", "模型"]), st.sets(st.sampled_from(["claim", "quote"])), max_size=2
        ),
    }
)
layers = st.lists(
    st.tuples(
        st.lists(st.one_of(st.none(), values), min_size=4, max_size=4),
        st.sampled_from([None, False, True]),  # no mark of the article, not done, done
        st.none() | st.sets(st.integers(0, 3), min_size=1),  # which sentences were seen, if that was noted
        st.booleans(),  # whether its beginning is corrected
        st.integers(1, 2),  # how many sentences a mark covers
    ),
    min_size=len(FILES),
    max_size=len(FILES),
)


def make(root: Path) -> Path:
    root.mkdir()
    for name, content in FILES.items():
        (root / name).write_text(content, encoding="utf-8")
    return root


def records_of(
    article: Article, said: Sequence[Any], done: Any, saw: Any, corrected: bool, reach: int
) -> Iterator[Record]:
    who = {"annotator": "mei", "writer": "w"}
    sentences = article.sentences
    for index in range(0, len(sentences), reach):
        one = said[index]
        if one is None:
            continue
        start, end = sentences[index].start, sentences[min(index + reach, len(sentences)) - 1].end
        beside = ("what", "times", "shown")
        fields = {key: value for key, value in one.items() if key not in beside} | one["what"]
        fields["quotes"] = [
            {**quote, "speakers": [stood(one, article.text) for one in quote["speakers"]]}
            for quote in one["quotes"]
        ]
        created, updated = sorted(one["times"])
        made = sentence_mark(article.id, start, end, article.text[start:end], **who, **fields, at=created)
        if one["shown"]:
            made["predicted"] = assisted(one["shown"], made["labels"])
        yield made | {"updated": updated}
    if corrected:
        yield correction(article.id, 0, 1, article.text[:1], "正", **who, scheme="default/1")
    if corrected and sentences:  # which is as good as any other reason
        one = sentences[-1]
        where = article.id, one.start, one.end, article.text[one.start : one.end]
        for text in ("why?", "二\n三"):
            yield remark_record(*where, text, to="mei", **who, scheme="default/1", at="2026-01-31T08:00:00Z")
    if done is not None:
        seen = [(sentences[at].start, sentences[at].end) for at in sorted(saw or ()) if at < len(sentences)]
        yield article_mark(article.id, **who, scheme="default/1", done=done, seen=seen)


def stood(speaker: Any, text: str) -> Any:
    """Return a speaker with the words that stand where it is said to stand; what says more stays as it is."""
    if not isinstance(speaker, tuple):
        return speaker
    start, length = speaker
    words = text[start : start + length]
    return {"text": words, "name": "某人", "start": start, "end": start + len(words), "by": "person"}


def annotate(root: Path, layer: Sequence[Any]) -> None:
    project = Project.open([root], annotator="mei")
    records = []
    for place, how in zip(project.places, layer, strict=True):
        article = project.article(place)
        project.frozen.freeze(article)
        records += records_of(article, *how)
    with closing(open_layer(project.layer_path, "mei")) as into:
        into.put(as_act(records))


def export(root: Path, unit: str, form: Callable[[Any], Any] = flat) -> bytes:
    """Return what ``zhupi export`` writes; what the analysis finds is left out, for its speed.

    `form` makes a line of a row: a flat one, checked against the schema, or none other than itself.
    """
    project = Project.at(root, annotator="mei")
    out = io.BytesIO()
    with closing(open_layer(project.layer_path, "mei")) as layer:
        for identity in dict.fromkeys(record["article"] for record in layer.records()):
            article = project.frozen.load(identity)
            assert article is not None
            marks = Marks(article, layer.of_article(identity))
            said = remarks_on(marks.all_records(), "mei")
            given = (
                article,
                marks,
                Analysis(),
                "mei",
                project.scheme.id,
                corrections_held(marks, None),
                said,
            )
            rows = [article_object(*given)] if unit == "article" else sentence_objects(*given)
            for line in map(form, rows):
                if form is flat:
                    demand(line, f"{unit}_line")
                out.write(encode(line))
    return out.getvalue()


def bring(data: bytes, root: Path, **options: Any) -> list[Report]:
    return list(import_lines(read_lines(io.BytesIO(data), "f"), root, **options))


@settings(max_examples=15, deadline=None)
@given(layers)
def test_there_and_back(layer: Sequence[Any]) -> None:
    with TemporaryDirectory() as folder:
        root = make(Path(folder, "one"))
        annotate(root, layer)
        by_unit = {unit: export(root, unit) for unit in ("sentence", "article")}
        forms = [*by_unit.items(), *((unit, export(root, unit, dict)) for unit in by_unit)]
        for number, (unit, data) in enumerate(forms):
            copy = make(Path(folder, f"copy {number}"))
            assert all(report.complete for report in bring(data, copy))
            for other in by_unit:
                assert export(copy, other) == by_unit[other], f"{unit} to {other}"
            before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
            for again in (data, by_unit["sentence"] + by_unit["article"]):
                for report in bring(again, copy):
                    assert (report.complete, report.marks) == (True, 0)
            for report in bring(data, root):
                assert (report.complete, report.marks) == (True, 0), "nor is it new where it comes from"
            assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before


@settings(max_examples=12, deadline=None)
@given(layers, layers)
def test_over_something_else(layer: Sequence[Any], other: Sequence[Any]) -> None:
    """Nothing that was said is touched; but with --replace the file counts wherever it says something."""
    with TemporaryDirectory() as folder:
        source, target = make(Path(folder, "one")), make(Path(folder, "two"))
        annotate(source, layer)
        annotate(target, other)
        data = export(source, "sentence")
        path = target / "annotations" / "mei.json"
        before = live(path)
        bring(data, target)
        assert live(path).items() >= before.items()
        whole = path.read_bytes() if path.exists() else b""
        reports = bring(data, target, replace=True)
        for report in reports:
            assert report.complete
            if report.replaced:
                assert report.copy is not None
                assert report.copy.read_bytes() == whole
        assert all(report.replaced == report.marks == 0 for report in bring(data, target, replace=True))
        now = export(target, "sentence")
        said = {place: mark for place, mark in lines_of(data).items() if mark}
        assert lines_of(now).items() >= said.items()


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_what_was_never_seen_is_so_after_an_import_too(tmp_path: Path, unit: str) -> None:
    nothing = ([None] * 4, None, None, False, 1)
    root, copy = make(tmp_path / "one"), make(tmp_path / "two")
    annotate(root, [([None] * 4, True, {1, 3}, False, 1), ([None] * 4, True, {0, 1}, False, 1), nothing])
    data = export(root, "sentence")
    said = [(row["part"], row["status"]) for row in map(json.loads, data.split(b"\n")[:-1])]
    assert said[:4] == [("title", "open"), ("body", "implied"), ("body", "open"), ("body", "implied")]
    bring(export(root, unit), copy)
    assert export(copy, "sentence") == data
    seen = [one["seen"] for one in live(copy / "annotations" / "mei.json").values()]
    assert [] in seen, "where all was seen nothing needs to be noted"


@settings(max_examples=8, deadline=None)
@given(layers)
def test_deleted_marks_are_free(layer: Sequence[Any]) -> None:
    with TemporaryDirectory() as folder:
        root = make(Path(folder, "one"))
        annotate(root, layer)
        data = export(root, "article")
        with closing(open_layer(root / "annotations" / "mei.json", "mei")) as into:
            into.put(as_act(tombstone(record) for record in list(into.records())))
        assert export(root, "article") == b""
        assert all(report.complete for report in bring(data, root))
        assert sorted(export(root, "article").split(b"\n")) == sorted(data.split(b"\n"))


def live(path: Path) -> dict[str, Record]:
    with closing(open_layer(path, "mei")) as layer:
        return {record["uid"]: record for record in layer.records()}


def lines_of(data: bytes) -> dict[tuple[str, int], Any]:
    """Return what an export says of each sentence, None where it says nothing."""
    return {
        (line.article, mark.start): mark.fields if not mark.empty else None
        for line in read_lines(io.BytesIO(data), "f")
        for mark in line.marks
    }
