"""Where a hand or a disk harmed a record, what is said next stands in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.editing.editor import Editor
from annotations.model.scheme import DEFAULT
from annotations.records.acts import Act
from annotations.records.record import Record, layer_head
from annotations.records.uids import doc_id
from annotations.records.validation import validate
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line, render
from tests.support.falsified import ARTICLE, LEAD, of_kind

ACTS: dict[str, Callable[[Editor], Act | None]] = {
    "article": lambda editor: editor.article.toggle_done(0, [(0, 3)]),
    "seen": lambda editor: editor.article.note_seen([(0, 3)]),
    "sentence": lambda editor: editor.labels.toggle([1], "claim"),
    "correction": lambda editor: editor.article.toggle_correction(0, 0, 2, "中央"),
    "bounds": lambda editor: editor.bounds.join(0),
}


def harmed_layer(path: Path, record: Record) -> None:
    start = render([("0", {**layer_head(LEAD)})])[: -len(TAIL)]
    line = encode_line(str(doc_id(record["uid"])), {**record, "deleted": "no", "sum": "00000000"})
    path.write_bytes(start + line + TAIL)


@pytest.mark.parametrize("what", ACTS)
def test_an_act_on_what_was_harmed_is_saved_and_taken_back(tmp_path: Path, what: str) -> None:
    path = tmp_path / f"{LEAD}.json"
    [record, *_] = of_kind("article" if what == "seen" else what, ARTICLE, LEAD)
    harmed_layer(path, record)
    layer = open_layer(path, LEAD)
    there = layer.latest(record["uid"])
    assert there is not None
    assert there["kind"] == "unreadable"
    editor = Editor(DEFAULT, LEAD)
    editor.ledger.open(ARTICLE, layer.of_article(ARTICLE.id), layer.latest)
    act = ACTS[what](editor)
    assert act is not None
    [new] = act.after
    validate(new)
    assert (new["uid"], new["kind"], new["rev"]) == (record["uid"], record["kind"], there["rev"] + 1)
    assert (new["writer"], new["scheme"]) == (editor.ledger.writer, DEFAULT.id)
    layer.put(act.after)
    assert layer.get(record["uid"]) == new
    if what != "seen":
        back = editor.ledger.undo()
        assert back is not None
        layer.put(back.after)
        assert layer.get(record["uid"]) is None


def test_a_head_in_the_place_of_a_record_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / f"{LEAD}.json"
    head = {**layer_head(LEAD)}
    line = encode_line("7", {**head, "uid": "x", "article": ARTICLE.id})
    path.write_bytes(render([("0", head)])[: -len(TAIL)] + line + TAIL)
    layer = open_layer(path, LEAD)
    assert not list(layer.records())
    assert not layer.of_article(ARTICLE.id)
    assert layer.unreadable() == 1
