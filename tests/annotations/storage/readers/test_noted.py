"""Articles with something that waits are found without reading records, in whatever form a layer is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.records.record import as_act, sentence_mark
from annotations.records.remarks import remark_record
from annotations.storage.layer.layer import open_layer
from annotations.storage.readers.noted import noted_articles

BY = {"annotator": "mei", "writer": "w", "scheme": "s/1"}
IDS = [f"{number:020x}" for number in range(4)]


@pytest.mark.parametrize("form", ["as written", "indented", "one line"])
def test_none_is_missing_in_any_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / "mei.json"
    layer = open_layer(path, "mei")
    layer.put(
        as_act(
            [
                sentence_mark(IDS[0], 0, 2, "他說", status="none", **BY),
                sentence_mark(IDS[1], 0, 2, "他說", note="嗎", **BY),
                sentence_mark(IDS[2], 0, 2, "他說", flag=True, **BY),
                remark_record(IDS[3], 0, 2, "他說", "是", to="bo", **BY),
            ]
        )
    )
    layer.close()
    if form != "as written":
        data = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(data, indent=1 if form == "indented" else None), encoding="utf-8")
    found = noted_articles(path)
    assert found >= set(IDS[1:])
    if form == "as written":
        assert found == set(IDS[1:])
