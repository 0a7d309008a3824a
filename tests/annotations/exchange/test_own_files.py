"""Which files zhupi wrote: what one may take the place of, and what only looks alike."""

from __future__ import annotations

import json

import pytest

from annotations.exchange.own_files import handed_in_by, is_output

HEAD = {"kind": "hand-in", "format": 1, "schema": 1, "annotator": "mei", "scheme": "a/1"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[1]",
        b"mine\n",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": "x"}',
        b'{"text": "x", "sentences": "many", "entities": [], "numbers": []}',
        b'{"text": "x", "labels": ["claim"], "status": "marked"}',
    ],
)
def test_somebody_elses(line: bytes) -> None:
    assert not is_output(line)
    assert handed_in_by(line) is None


def test_a_hand_in_is_known_with_its_annotator_and_is_no_mere_output() -> None:
    line = json.dumps(HEAD).encode()
    assert handed_in_by(line) == "mei"
    assert handed_in_by(b"\xef\xbb\xbf" + line) == "mei"
    assert not is_output(line)


def test_an_analysis() -> None:
    row = {"text": "x", "sentences": [[0, 1]], "entities": [], "numbers": [], "id": 7}
    assert is_output(json.dumps(row).encode())


def test_a_table_of_analyses_is_known_by_its_format() -> None:
    row = {"text": "x", "sentences": "[]", "entities": "[]", "numbers": "[]"}
    assert not is_output(json.dumps(row).encode())
    assert is_output(json.dumps(row | {"format": 3, "metadata": "{}"}).encode())
    assert not is_output(json.dumps(row | {"format": 3, "metadata": "{}", "numbers": []}).encode())
