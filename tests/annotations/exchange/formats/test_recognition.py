"""Files tell which format they are of: each format knows its own, and none takes another's for its own."""

from __future__ import annotations

import pytest
from format_names import NAMES
from parcels import Packed
from rival_items import RICH, order

from annotations.errors import UsageError
from annotations.exchange.registry import format_called, format_names, recognised

FORMATS = [format_called(name) for name in format_names()]
_BESIDE = {"hf": {"jsonl"}}
"""Formats that a file is of too: the lines of a data set are zhupi's own, its card makes it one."""


@pytest.mark.parametrize("name", NAMES)
def test_what_a_format_writes_is_known_as_its_own(name: str) -> None:
    form = format_called(name)
    for unit in form.UNITS:
        usual = {key: values[0] for key, values in form.OPTIONS.items()}
        others = [{key: value} for key, values in form.OPTIONS.items() for value in values[1:]]
        for one in ({}, *others):
            packed, options = Packed(), {**usual, **one}
            try:
                form.write([[RICH]], packed, order(unit=unit, options=options))
            except UsageError:  # options that do not go together
                continue
            sources = [packed.source]
            if form.MAIN in packed.files:
                sources.append(Packed({form.MAIN: packed.files[form.MAIN]}, form.MAIN).source)
            for source in sources:
                found = recognised(source)
                assert found is not None, (unit, options)
                assert name == found.NAME, (unit, options)
                takers = {one.NAME for one in FORMATS if one.recognises(source)}
                assert takers - _BESIDE.get(name, set()) - {"plain"} == {name}, (unit, options)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        *(
            ("a.txt", "央行降准。\n".encode()),
            ("a.jsonl", b"{}\n"),
            ("a.json", b"[]"),
            ("a.csv", b"a,b\n1,2\n"),
        ),
        *(("a.txt", b""), ("a.jsonl", b"\xff\xfe\x00{"), ("a.json", b"[" * 100_000), ("a.xml", b"<a/>")),
        *(("a.zip", b"PK\x03\x04"), ("a.xlsx", b"PK\x03\x04"), ("a.parquet", b"PAR1"), ("a", b"\x00")),
    ],
)
def test_what_is_of_no_format_harms_nobody(file: str, content: bytes) -> None:
    source = Packed({file: content}, file).source
    for form in FORMATS:
        assert not form.recognises(source) or file.endswith((f".{form.NAME}", "parquet")), form.NAME


def test_where_no_file_is_nothing_is_recognised() -> None:
    assert not [form.NAME for form in FORMATS if form.recognises(Packed({}).source)]
