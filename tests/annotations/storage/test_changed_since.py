"""What of a layer was changed since a moment: the newest revisions, and none that follows no schema."""

from __future__ import annotations

from pathlib import Path

from annotations.records.record import revise, sentence_mark, tombstone
from annotations.storage.layer.layer import open_layer

COMMON = {"annotator": "mei", "writer": "one", "scheme": "default/1"}
NIGHT, DAY = "2026-11-26T23:59:59.999Z", "2026-11-27T00:00:00.000Z"


def test_what_was_changed_since(tmp_path: Path) -> None:
    old = [sentence_mark("a" * 20, start, start + 2, "如此", at=NIGHT, **COMMON) for start in (0, 10, 20)]
    new = sentence_mark("a" * 20, 30, 32, "如此", at=DAY, **COMMON)
    layer = open_layer(tmp_path / "annotations" / "mei.json", "mei")
    layer.put([*old, new])
    layer.put([revise(old[0], flag=True, at=DAY)])
    layer.put([tombstone(old[1], at=DAY)])
    assert [(one["start"], one["rev"]) for one in layer.changed_since(DAY)] == [(0, 2), (10, 2), (30, 1)]
    assert layer.changed_since("2026-11-27T00:00:00.001Z") == []
    assert len(layer.changed_since("")) == 4
    layer.close()
