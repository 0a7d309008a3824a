"""What was said under earlier versions of a scheme, read under the one that holds: laws, and each act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SchemeError
from annotations.migration.changes import change_of, changed
from annotations.migration.inverse import inverse
from annotations.migration.migrations import Migrations, version_of
from annotations.migration.table import table_of
from annotations.model.misfits import misfits
from annotations.model.scheme import DEFAULT, Scheme
from annotations.records.decisions import decision, seen
from annotations.records.lead_kinds import MigrationRecord, SchemeChange
from annotations.records.migration import migration_record, scheme_change
from annotations.records.record import Record, revise, sentence_mark, tombstone
from annotations.records.spans import span_record
from annotations.records.validation import validate

NAMES = ("claim", "opinion", "quote", "rumour", "view")
BY: dict[str, Any] = {"annotator": "mei", "writer": "w"}
WORTH = {"name": "worth", "kind": "choice", "values": ["low", "high"]}


def mark(labels: Iterable[str], *, scheme: str = "s/1", **fields: Any) -> Record:
    labels = list(labels)
    status = "marked" if labels else "none"
    return sentence_mark(
        "a" * 20, 0, 3, "一二三", scheme=scheme, labels=labels, status=status, **BY, **fields
    )


def scheme_of(version: int, *names: str) -> Scheme:
    rows = [{"name": name} for name in names or ("any",)]
    return Scheme.from_toml({"name": "s", "version": version, "labels": rows, "attributes": [WORTH]}, "x")


def step(before: int, *changes: SchemeChange, **fields: Any) -> MigrationRecord:
    made = migration_record(before, changes, name="s", lead="lin", writer="w", **fields)
    validate(made)
    return made


def rename(old: str, new: str, what: Any = "label") -> SchemeChange:
    return scheme_change(what, "rename", [old], [new])


def read(record: Record, *steps: Record, version: int = 0) -> Record:
    now = Migrations.of(steps, scheme_of(version or len(steps) + 1, "none-of-them"))
    [found] = now.applied([record]) or [tombstone(record)]
    validate(found)
    return found


RENAME = scheme_change("label", "rename", ["claim"], ["assertion"])
MERGE = scheme_change("label", "merge", ["rumour", "view"], ["opinion"])


def test_what_is_renamed_merged_and_removed() -> None:
    said = mark(["claim", "rumour", "quote"])
    assert read(said, step(1, RENAME))["labels"] == ["assertion", "rumour", "quote"]
    assert read(said, step(1, MERGE))["labels"] == ["claim", "opinion", "quote"]
    assert read(mark(["rumour", "view"]), step(1, MERGE))["labels"] == ["opinion"]
    gone = scheme_change("label", "remove", ["claim", "rumour"])
    assert read(said, step(1, gone))["labels"] == ["quote"]
    left = read(mark(["claim"]), step(1, gone))
    assert (left["labels"], left["status"]) == ([], "open"), "nobody said none"


def test_labels_change_places_in_one_step() -> None:
    swap = (
        scheme_change("label", "rename", ["claim"], ["quote"]),
        scheme_change("label", "rename", ["quote"], ["claim"]),
    )
    assert read(mark(["claim", "view"]), step(1, *swap))["labels"] == ["quote", "view"]
    attributes = [scheme_change("attribute", "rename", [a], [b]) for a, b in (("x", "y"), ("y", "x"))]
    assert read(mark(["claim"], attributes={"x": 1, "y": 2}), step(1, *attributes))["attributes"] == {
        "y": 1,
        "x": 2,
    }


def test_attributes_and_values_follow() -> None:
    said = mark(["claim"], attributes={"worth": "low", "tone": "dry", "sure": 0.5})
    value = scheme_change("value", "rename", ["low"], ["small"], attribute="worth")
    name = scheme_change("attribute", "rename", ["worth"], ["weight"])
    assert read(said, step(1, value, name))["attributes"] == {"weight": "small", "tone": "dry", "sure": 0.5}
    low = scheme_change("value", "remove", ["low"], attribute="worth")
    gone = scheme_change("attribute", "remove", ["tone"]), low
    assert read(said, step(1, *gone))["attributes"] == {"sure": 0.5}
    merge = scheme_change("attribute", "merge", ["tone"], ["worth"])
    assert read(said, step(1, merge))["attributes"] == {"worth": "low", "sure": 0.5}


def test_a_label_that_was_split_stays_and_has_choices() -> None:
    table = table_of(scheme_of(1, "claim", "opinion", "quote"))
    for act, old, new in (("split", ["opinion"], ["view", "quote"]), ("rename", ["view"], ["stance"])):
        change = change_of(Scheme.from_toml(table, "x"), act, old, new)
        table = changed(table, change, "x")[0].table()
    scheme = Scheme.from_toml(table, "x")
    assert scheme.choices("opinion") == ["stance", "quote"]
    assert scheme.choices("quote") == scheme.choices("rumour") == []
    assert read(mark(["opinion"]), step(1, change))["labels"] == ["opinion"]
    assert scheme.lacking(["opinion", "rumour"], (), ()) == [
        "a label for opinion (stance or quote)",
        "a label for rumour",
    ]


def test_what_was_said_before_a_review_follows_too() -> None:
    said = {**mark(["claim"]), "first_labels": ["claim", "rumour"], "first_status": "marked"}
    assert read(said, step(1, RENAME, MERGE))["first_labels"] == ["assertion", "opinion"]
    gone = read({**said, "first_labels": ["claim"]}, step(1, scheme_change("label", "remove", ["claim"])))
    assert (gone["first_labels"], gone["first_status"]) == ([], "open")


def test_decisions_keep_their_grounds_and_votes_follow() -> None:
    grounds = [seen("mei", "m", 3, True), seen("kai", "k", 1, True)]
    votes = {"claim": 2, "rumour": 1, "view": 1, "none": 1}
    made = decision(
        "a" * 20, 0, 3, "一二三", lead="lin", writer="w", scheme="s/1", how="majority", seen=grounds,
        votes=votes, status="marked", labels=["claim", "rumour"],
    )  # fmt: skip
    now = read(made, step(1, RENAME, MERGE))
    assert (now["labels"], now["seen"]) == (["assertion", "opinion"], grounds)
    assert now["votes"] == {"assertion": 2, "opinion": 2, "none": 1}
    then = {"labels": ["claim", "view"], "attributes": {"worth": "low"}}
    knowing = {**made, "seen": [{**grounds[0], "said": then}], "left_open": ["voice", "worth"]}
    now = read(knowing, step(1, RENAME, MERGE, rename("worth", "weight", "attribute")))
    assert now["seen"][0]["said"] == {"labels": ["assertion", "opinion"], "attributes": {"weight": "low"}}
    assert now["left_open"] == ["voice", "weight"]
    gone = scheme_change("label", "remove", ["claim", "rumour"])
    assert read(made, step(1, gone))["deleted"], "what is left of it decides nothing"
    assert not made["deleted"]


def test_what_a_decision_knew_follows_so_that_a_later_note_is_no_news() -> None:
    said = {"labels": ["claim", "rumour"], "voice": "author", "attributes": {"tone": "dry"}}
    made = decision(
        "a" * 20, 0, 2, "如此", lead="lin", writer="w", scheme="s/1", how="person",
        seen=[{**seen("mei", "u", 1, False), "said": said}, seen("bo", None, 0, True)],
        votes={}, status="marked", labels=["claim"], left_open=["tone", "voice"],
    )  # fmt: skip
    now = read(made, step(1, rename("claim", "assertion"), rename("tone", "style", "attribute")))
    assert now["seen"][0]["said"] == {
        "labels": ["assertion", "rumour"], "voice": "author", "attributes": {"style": "dry"}
    }  # fmt: skip
    assert now["seen"][1:] == made["seen"][1:]
    assert now["left_open"] == ["style", "voice"]
    assert made["seen"][0]["said"] == said, "in the file it stays as it was"


def test_types_of_names_follow() -> None:
    kind = step(1, scheme_change("type", "merge", ["ORG"], ["FIRM"]))
    span = span_record("a" * 20, "name", "add", 0, 2, "一二", type="ORG", scheme="s/1", **BY)
    assert read(span, kind)["type"] == "FIRM"
    assert read({**span, "type": "PER"}, kind)["type"] == "PER"


def test_a_step_is_for_what_was_said_before_it() -> None:
    steps = [step(1, RENAME), step(2, scheme_change("label", "rename", ["assertion"], ["claim"]))]
    assert read(mark(["claim"]), *steps)["labels"] == ["claim"]
    assert read(mark(["assertion"], scheme="s/2"), *steps)["labels"] == ["claim"]
    assert read(mark(["claim"], scheme="s/2"), *steps)["labels"] == ["claim"]
    assert read(mark(["assertion"], scheme="s/3"), *steps)["labels"] == ["assertion"]
    assert read(mark(["claim"], scheme="other/9"), steps[0])["labels"] == ["assertion"]
    assert version_of("a/b/7", "a/b") == 7
    assert version_of("s/x", "s") == version_of("t/2", "s") == 0


def test_a_step_counts_only_where_the_settings_have_its_version() -> None:
    assert read(mark(["claim"]), step(1, RENAME), version=1)["labels"] == ["claim"]
    foreign = {**step(1, RENAME), "scheme": "other/2"}
    assert read(mark(["claim"]), foreign, version=2)["labels"] == ["claim"]


def test_of_copies_the_newest_revision_counts_whatever_their_order() -> None:
    made = step(1, RENAME)
    later = revise(made, changes=[scheme_change("label", "rename", ["claim"], ["fact"])])
    for order in ([made, later], [later, made]):
        assert read(mark(["claim"]), *order, version=2)["labels"] == ["fact"]
    assert read(mark(["claim"]), made, tombstone(later), version=2)["labels"] == ["claim"]


def test_what_a_step_makes_of_a_record_is_what_is_written_next() -> None:
    now = read(mark(["claim"]), step(1, RENAME))
    assert now["scheme"] == "s/2"
    assert read(revise(now, labels=["assertion", "claim"]), step(1, RENAME))["labels"] == [
        "assertion",
        "claim",
    ]


# -- laws --------------------------------------------------------------------------------------------------

labels = st.lists(st.sampled_from(NAMES), unique=True, max_size=4)
names = st.sampled_from(NAMES)
changes = st.one_of(
    st.tuples(names, st.sampled_from(["new", "other"])).map(
        lambda p: scheme_change("label", "rename", [p[0]], [p[1]])
    ),
    st.lists(names, unique=True, min_size=2, max_size=3).map(
        lambda p: scheme_change("label", "merge", p[:-1], p[-1:])
    ),
    names.map(lambda name: scheme_change("label", "remove", [name])),
    names.map(lambda name: scheme_change("label", "split", [name], ["x", "y"])),
)


@given(labels, changes)
def test_once_is_as_good_as_twice(said: Sequence[str], change: SchemeChange) -> None:
    once = read(mark(said), step(1, change))
    assert read(once, step(1, change)) == once
    assert read(mark(said), step(1, change))["uid"] == once["uid"]


@given(labels, st.lists(changes, min_size=1, max_size=4))
def test_taking_the_last_back_restores_what_was_read_before_it(
    said: Sequence[str], many: list[SchemeChange]
) -> None:
    steps: list[Record] = [step(number, one) for number, one in enumerate(many, 1)]
    before = read(mark(said), *steps[:-1], version=len(steps))
    undo = step(len(steps) + 1, undoes=len(steps) + 1)
    after = read(mark(said), *steps, undo)
    assert (after["labels"], after["status"]) == (before["labels"], before["status"])


@given(labels, names)
def test_renaming_there_and_back_is_as_if_nothing_was(said: Sequence[str], name: str) -> None:
    there, back = (scheme_change("label", "rename", [a], [b]) for a, b in ((name, "new"), ("new", name)))
    assert read(mark(said), step(1, there), step(2, back))["labels"] == list(said)


@given(labels, st.lists(changes, max_size=3))
def test_what_is_on_disk_stays_as_it_was_said(said: Sequence[str], many: list[SchemeChange]) -> None:
    one, copy = mark(said), mark(said)
    copy.update({key: one[key] for key in ("batch", "created", "updated")})
    read(one, *(step(number, change) for number, change in enumerate(many, 1)))
    assert one == copy


TABLE = {
    **table_of(DEFAULT),
    "attributes": [*table_of(DEFAULT)["attributes"], {**WORTH, "labels": ["claim"]}],
}
acts = st.one_of(
    st.tuples(
        st.just("rename"),
        st.sampled_from(["claim", "opinion", "quote", "worth"]).map(lambda n: [n]),
        st.just(["new"]),
    ),
    st.tuples(
        st.just("merge"),
        st.permutations(["claim", "opinion", "quote"]).map(lambda p: p[:2]),
        st.sampled_from([["quote"], ["new"]]),
    ),
    st.tuples(
        st.just("split"),
        st.sampled_from(["claim", "opinion", "quote"]).map(lambda n: [n]),
        st.just(["new", "newer"]),
    ),
    st.tuples(
        st.just("remove"),
        st.sampled_from(["claim", "opinion", "quote", "worth"]).map(lambda n: [n]),
        st.just([]),
    ),
)


@given(st.lists(acts, max_size=4))
def test_marks_that_fitted_fit_after_every_change_but_for_what_was_split(many: list[Any]) -> None:
    table, scheme, steps, split = dict(TABLE), Scheme.from_toml(TABLE, "x"), [], set()
    for act, old, new in many:
        try:
            change = change_of(scheme, act, old, new)
            tables, all_of = changed(table, change, "x")
        except SchemeError:
            continue
        split |= set(old) if act == "split" else set()
        steps.append(migration_record(scheme.version, all_of, name="default", lead="lin", writer="w"))
        table = tables.table()
        scheme = Scheme.from_toml(table, "x")
    said = mark(["claim", "opinion", "quote"], scheme="default/1", attributes={"worth": "low"})
    now = Migrations.of(steps, scheme).of_record(said)
    left = {one.name for one in misfits(scheme, now["labels"], now["attributes"])}
    assert left == set(now["labels"]) - scheme.names
    assert left <= split


@pytest.mark.parametrize(
    ("change", "said", "wanted"),
    [
        (RENAME, ["assertion", "quote"], ["claim", "quote"]),
        (scheme_change("label", "split", ["claim"], ["fact", "quote"]), ["fact"], ["claim"]),
        (scheme_change("label", "split", ["claim"], ["fact", "quote"]), ["quote"], ["quote"]),
        (scheme_change("label", "merge", ["claim"], ["quote"]), ["quote"], ["quote"]),
        (scheme_change("label", "merge", ["claim", "quote"], ["both"]), ["both"], ["both"]),
    ],
)
def test_what_was_said_since_follows_when_a_step_is_taken_back(
    change: SchemeChange, said: list[str], wanted: list[str]
) -> None:
    back = inverse([change], scheme_of(1, "claim", "quote"))
    steps = [step(1, change), step(2, *back, undoes=2)]
    assert read(mark(said, scheme="s/2"), *steps)["labels"] == wanted
