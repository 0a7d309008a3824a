"""Whether a file is a whole layer, from its first bytes and its last."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.storage.files.files import Files
from annotations.storage.layer.lines import HEAD, TAIL
from annotations.storage.layer.snapshot import snapshot

BEGIN, END = HEAD + b'"0": ', b"\n" + TAIL
WHOLE = BEGIN + b"{}" + END


def is_whole(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    with snapshot(path, Files()) as found:
        assert found.size == len(data)
        return found.whole


def test_what_is_cut_anywhere_is_no_whole_layer(tmp_path: Path) -> None:
    path = tmp_path / "mei.json"
    assert is_whole(path, WHOLE)
    assert is_whole(path, BEGIN + END), "what is between is for whoever reads it"
    assert [at for at in range(len(WHOLE)) if is_whole(path, WHOLE[:at])] == []
    assert [at for at in range(1, len(WHOLE)) if is_whole(path, WHOLE[at:])] == []


@pytest.mark.parametrize("data", [BEGIN[:-1] + TAIL, END, BEGIN, b"x" + WHOLE, WHOLE + b"x", END + BEGIN])
def test_neither_end_may_lack_anything(tmp_path: Path, data: bytes) -> None:
    assert not is_whole(tmp_path / "mei.json", data)
