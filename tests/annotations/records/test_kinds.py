"""What the types say of records and what validation checks are the same."""

from __future__ import annotations

import ast
import inspect
from typing import Any, get_args, get_type_hints

import pytest

from annotations.errors import RecordError
from annotations.records import kinds, lead_kinds, lead_validation, requirements, validation
from annotations.records.record import Record
from annotations.records.validation import KINDS, validate
from tests.support.falsified import ARTICLE, LEAD, of_kind

TYPES: dict[str, Any] = {
    get_args(get_type_hints(one)["kind"])[0]: one for one in (*get_args(Record), kinds.LayerHead)
}
NEVER_MISSED = {
    "carried",  # only what was laid over another text has it
    "sum",  # how the file writes it, and no part of what is said
    "imported",  # only what an import made has it
    *("voice_by", "attributes", "everywhere", "proposed"),  # earlier layers lack them
    "labels",  # of an article of which nothing was said
    *("after_review", "predicted", "first_labels", "first_status"),  # only a reviewed mark has them
    "predicted_spans",  # only an article has it in which a model marks names
    *("left_open", "overrules"),  # decisions of earlier versions lack them
}


def refuses(record: dict[str, Any]) -> bool:
    try:
        validate(record)
    except RecordError:
        return True
    return False


def test_each_kind_has_one_type() -> None:
    assert TYPES.keys() == set(KINDS)
    assert len(get_args(Record)) == len(KINDS) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_required_exactly_if_validation_misses_it(kind: str) -> None:
    made = TYPES[kind]
    assert made.__optional_keys__ <= NEVER_MISSED
    for record in of_kind(kind, ARTICLE, LEAD if kind != "answer" else "mei"):
        assert not refuses(record)
        assert record.keys() >= made.__required_keys__
        assert record.keys() <= made.__required_keys__ | made.__optional_keys__
        missed = {key for key in record if refuses({one: record[one] for one in record if one != key})}
        assert missed == made.__required_keys__


def test_validation_asks_for_no_key_that_no_type_has() -> None:
    """Every text that validation gives to a record's ``get`` or to a check of a key is one of a type."""
    typed = {
        key
        for one in (*vars(kinds).values(), *vars(lead_kinds).values())
        if hasattr(one, "__required_keys__")
        for key in (*one.__required_keys__, *one.__optional_keys__)
    }
    asked = set()
    source = "".join(map(inspect.getsource, (validation, lead_validation, requirements)))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            asked.add(node.slice.value)
        if isinstance(node, ast.Call):
            first = node.args[: 1 if ast.unparse(node.func).endswith(".get") else 2]
            asked.update(one.value for one in first[-1:] if isinstance(one, ast.Constant))
    asked = {one for one in asked if isinstance(one, str) and one.isidentifier()}
    assert {"uid", "labels", "return_rev"} <= asked
    assert asked <= typed


def test_what_may_stand_for_a_word_is_what_its_type_names() -> None:
    assert get_args(kinds.Status) == requirements.STATUSES
    assert get_args(lead_kinds.How) == requirements.HOW
    assert get_args(kinds.What) == requirements.WHAT
    assert get_args(kinds.SpanAct) == validation.ACTS["span"]
    assert get_args(kinds.BoundsAct) == validation.ACTS["bounds"]
