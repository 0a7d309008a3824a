"""Revisions as they are stored at a hub and come back, at a real PostgreSQL."""

from __future__ import annotations

import json

import pytest
from hub_records import Sent, mark
from postgres import HubOfTests

from annotations.hub.client.hub import MOST_REVISIONS
from annotations.hub.client.rows import Gift
from annotations.hub.errors import TooMuch

pytestmark = pytest.mark.peer("psycopg")
A = "a" * 20


def test_what_was_said_comes_back_unchanged(hub: HubOfTests) -> None:
    odd = [
        "一\n二\t三\\",
        "a\0b",
        "\ud800",
        "\udc00x\ud800",
        "\\u0000 \\\\ud800",
        '"',
        "𝕏",
        "\u2028",
        "'; --",
        "%s",
    ]
    sent = [mark("mei", A, at, note=note) for at, note in enumerate(odd)]
    with hub.of("mei") as mei:
        assert all(one.stored for one in mei.send(sent))
        back = mei.received().revisions
    assert [one.content for one in back] == [one.content for one in sent]
    assert [json.loads(one.content)["note"] for one in back] == odd
    first = back[0]
    assert (first.uid, first.rev, first.digest) == (f"sentence:{A}:0:mei", 1, sent[0].digest)
    assert (first.article, first.kind, first.annotator) == (A, "sentence", "mei")


def test_what_is_there_is_known_and_one_that_cannot_be_keeps_no_other_back(hub: HubOfTests) -> None:
    first, second = mark("mei", A, 0), mark("mei", A, 3)
    with hub.of("mei") as mei:
        assert [(one.stored, one.known) for one in mei.send([first, first])] == [(True, False), (True, True)]
        found = mei.send([Sent("0" * 32, "\0"), Sent("0" * 32, "\ud800"), mark("an", A), first, second])
        assert [(one.why, one.known) for one in found] == [
            ("json", False), ("json", False), ("annotator", False), ("", True), ("", False),
        ]  # fmt: skip
        assert mei.send([]) == []
        assert [row.digest for row in mei.own_rows()] == [first.digest, second.digest]


def test_two_of_one_revision_that_differ_are_both_there(hub: HubOfTests) -> None:
    one, other = mark("mei", A, note="here"), mark("mei", A, note="there")
    with hub.of("mei") as here, hub.of("mei") as there:
        here.send([one])
        there.send([other])
        assert [row.content for row in here.received().revisions] == [one.content, other.content]
        assert {(row.uid, row.rev) for row in there.own_rows()} == {(f"sentence:{A}:0:mei", 1)}


def test_more_than_a_call_holds_stores_nothing(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("lin") as lin:
        with pytest.raises(TooMuch):
            mei.send([mark("mei", A)] * (MOST_REVISIONS + 1))
        with pytest.raises(TooMuch):
            mei.of_articles([A] * 1001)
        with pytest.raises(TooMuch):
            lin.put_files([Gift(f"{at}.txt", b"x", 0, "all") for at in range(1001)])
        assert list(mei.own_rows()) == []
        assert lin.files() == []
