"""Nobody speaks for another, nor says what only the lead says."""

from __future__ import annotations

from typing import Any

import pytest
from hub_records import Sent, mark
from intruder import state_of
from lock_attempts import CLOSED
from postgres import HubOfTests

pytestmark = pytest.mark.peer("psycopg")
FORGED: dict[str, dict[str, Any]] = {
    "another's": {"annotator": "an"},
    "the lead's": {"annotator": "lin"},
    "in capitals": {"annotator": "Mei"},
    "in wide letters": {"annotator": "ｍｅｉ"},
    "with a space": {"annotator": "mei "},
    "a list": {"annotator": ["mei"]},
    "an object": {"annotator": {"mei": 1}},
    "nobody": {"annotator": None},
    "empty": {"annotator": ""},
    "decision": {"kind": "decision"},
    "span decision": {"kind": "span-decision"},
    "return": {"kind": "return", "to": "an"},
    "migration": {"kind": "migration"},
    "no kind": {"kind": ""},
    "a kind with a quote": {"kind": "x'--"},
    "no revision": {"rev": 0},
    "a revision below": {"rev": -1},
    "a revision in part": {"rev": 1.5},
    "a revision as text": {"rev": "1"},
    "a revision too high": {"rev": 2**53},
    "no article": {"article": ""},
    "another article": {"article": "../../etc/passwd"},
    "no uid": {"uid": ""},
    "a long uid": {"uid": "x" * 1001},
    "a long note": {"note": "x" * 262_144},
}


def test_nobody_says_that_it_is_another_or_what_only_the_lead_says(locked: HubOfTests) -> None:
    before = state_of(locked)
    with locked.of("mei") as mei:
        outcomes = mei.send([mark("mei", CLOSED, 1, **fields) for fields in FORGED.values()])
    stored = [
        what for what, outcome in zip(FORGED, outcomes, strict=True) if outcome.stored or not outcome.why
    ]
    assert stored == []
    assert state_of(locked) == before


_MINE = mark("mei", CLOSED, 1).content
RAW = {
    "two names, the last another's": _MINE.replace('"deleted"', '"annotator": "an", "deleted"'),
    "two names, one escaped": _MINE.replace('"deleted"', '"\\u0061nnotator": "an", "deleted"'),
    "two kinds": _MINE.replace('"deleted"', '"kind": "migration", "deleted"'),
    "another's with a NUL": _MINE.replace('"annotator": "mei"', '"annotator": "mei\\u0000"'),
    "a list of records": f"[{_MINE}]",
    "two records": _MINE + _MINE,
    "no JSON": _MINE[:-1],
    "a comment": f"/**/{_MINE}",
    "not a number": _MINE.replace('"rev": 1', '"rev": NaN'),
    "deep": _MINE.replace('"deleted"', '"x": ' + "[" * 100_000 + "]" * 100_000 + ', "deleted"'),
    "nothing": "",
    "null": "null",
}


def test_what_is_read_in_two_ways_is_not_stored(locked: HubOfTests) -> None:
    before = state_of(locked)
    digests = ["", "7" * 31, "7" * 33, "G" * 32, "A" * 32, "' OR 1=1"]
    offered = [*(Sent("7" * 32, content) for content in RAW.values()), *(Sent(one, _MINE) for one in digests)]
    with locked.of("mei") as mei:
        outcomes = mei.send(offered)
    stored = [one for one, outcome in zip([*RAW, *digests], outcomes, strict=True) if outcome.stored]
    assert stored == []
    assert state_of(locked) == before


def test_who_says_what_another_said_learns_nothing(hub: HubOfTests) -> None:
    theirs = mark("an", CLOSED)
    with hub.of("an") as an, hub.of("mei") as mei:
        an.send([theirs])
        mine = Sent(theirs.digest, mark("mei", CLOSED, uid=f"sentence:{CLOSED}:0:an").content)
        (outcome,) = mei.send([mine])  # the digest and the uid of what an has stored
        assert (outcome.stored, outcome.known) == (True, False)
        assert [one.annotator for one in mei.received().revisions] == ["mei"]
        with hub.of("lin") as lin:
            assert [one.annotator for one in lin.received().revisions] == ["an", "mei"]
            assert lin.received().revisions[0].content == theirs.content
