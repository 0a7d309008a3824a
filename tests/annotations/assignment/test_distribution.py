"""How articles are spread over annotators: laws, over articles and people that hypothesis makes up."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.assignment.distribution import Text, distributed, followed
from annotations.assignment.plan import Overlap, Plan
from annotations.assignment.reassignment import reassigned, with_tests
from annotations.assignment.table import ORDINARY, PILOT, TRAIN, Assignments, Row

PEOPLE = ("an", "lin", "mei", "wu", "zhao")
lengths = st.lists(st.integers(1, 5_000), min_size=1, max_size=60)
people = st.integers(1, 5).map(lambda count: PEOPLE[:count])
seeds = st.integers(0, 99)


def texts(sizes: list[int], name: str = "a") -> list[Text]:
    return [Text(f"{name}{n:03}.txt", f"{name}{n:03}", size) for n, size in enumerate(sizes)]


def loads(table: Assignments, who: tuple[str, ...]) -> dict[str, int]:
    return {name: sum(name in row.readers for row in table.rows.values()) for name in who}


def characters(table: Assignments, who: tuple[str, ...]) -> dict[str, int]:
    return {n: sum(r.characters for r in table.rows.values() if n in r.readers) for n in who}


def pairs(table: Assignments, who: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    found = Counter(dict.fromkeys(combinations(who, 2), 0))
    for row in table.rows.values():
        found.update(combinations(row.readers, 2))
    return found


def slots(table: Assignments) -> set[tuple[str, str]]:
    return {(name, row.source) for row in table.rows.values() for name in row.readers}


def spread(counts: dict[str, int] | Counter[tuple[str, ...]]) -> int:
    return max(counts.values()) - min(counts.values())


@given(lengths, people, st.integers(1, 3), seeds)
def test_each_article_is_read_by_as_many_as_asked(sizes, who, readers, seed):
    readers = min(readers, len(who))
    table = distributed(texts(sizes), Plan(who, Overlap(readers), seed=seed))
    assert len(table.rows) == len(sizes)
    assert all(len(row.readers) == len(set(row.readers)) == readers for row in table.rows.values())


@given(lengths, people.filter(lambda who: len(who) > 1), st.integers(0, 100), seeds)
def test_a_share_is_read_by_two_and_all_else_by_one(sizes, who, percent, seed):
    table = distributed(texts(sizes), Plan(who, Overlap.parse(f"{percent}%"), seed=seed))
    counts = Counter(len(row.readers) for row in table.rows.values())
    assert counts[2] == int(percent / 100 * len(sizes) + 0.5)
    assert counts[1] == len(sizes) - counts[2]


@given(lengths, people.filter(lambda who: len(who) > 1), seeds)
def test_pairs_and_queues_are_even_to_one_article(sizes, who, seed):
    table = distributed(texts(sizes), Plan(who, Overlap(2), seed=seed))
    assert spread(pairs(table, who)) <= 1
    assert spread(loads(table, who)) <= (1 if len(who) < 5 else 2)


@given(lengths, people, seeds)
def test_queues_of_single_reading_are_even_to_one_article(sizes, who, seed):
    assert spread(loads(distributed(texts(sizes), Plan(who, seed=seed)), who)) <= 1


@given(lengths, people, st.integers(1, 2), seeds)
def test_queues_are_even_in_length_to_what_one_round_of_articles_takes(sizes, who, readers, seed):
    readers = min(readers, len(who))
    table = distributed(texts(sizes), Plan(who, Overlap(readers), seed=seed))
    rounds = 1 if readers == 1 else len(who) - 1
    assert spread(characters(table, who)) <= 2 * rounds * max(sizes)


def test_queues_of_many_articles_are_even_in_length_to_a_percent():
    sizes = [random.Random(5).randint(200, 20_000) for _ in range(400)]
    for seed in range(5):
        table = distributed(texts(sizes), Plan(PEOPLE, Overlap(2), seed=seed))
        found = characters(table, PEOPLE)
        assert spread(found) < 0.01 * max(found.values())


@given(lengths, people, st.integers(1, 2), seeds, st.randoms(use_true_random=False))
def test_neither_the_order_of_articles_nor_of_people_matters(sizes, who, readers, seed, shuffling):
    plan = Plan(who, Overlap(min(readers, len(who))), pilot=2, seed=seed)
    table = distributed(texts(sizes), plan)
    mixed, named = texts(sizes), list(who)
    shuffling.shuffle(mixed)
    shuffling.shuffle(named)
    again = distributed(mixed, plan._replace(annotators=tuple(named)))
    assert again.rows == table.rows


def test_another_seed_is_another_distribution():
    plans = [Plan(PEOPLE, Overlap(2), seed=seed) for seed in range(4)]
    found = {distributed(texts([500] * 40), plan).text() for plan in plans}
    assert len(found) == 4


@given(lengths, lengths, people, st.integers(1, 2), seeds)
def test_more_articles_move_nothing(sizes, more, who, readers, seed):
    plan = Plan(who, Overlap(min(readers, len(who))), pilot=3, seed=seed)
    table = distributed(texts(sizes), plan)
    both = distributed([*texts(sizes), *texts(more, "b")], plan, table)
    assert slots(table) <= slots(both)
    if len(sizes) > 3:
        assert {s: r.part for s, r in both.rows.items() if s in table.rows} == {
            s: r.part for s, r in table.rows.items()
        }
    assert spread(loads(both, who)) <= 2


@given(lengths, people.filter(lambda who: 1 < len(who) < 5), seeds)
def test_a_newcomer_takes_over_a_share_and_nothing_else_moves(sizes, who, seed):
    table = distributed(texts(sizes), Plan(who, Overlap(2), seed=seed))
    grown = (*who, PEOPLE[len(who)])
    after = distributed(texts(sizes), Plan(grown, Overlap(2), seed=seed), table)
    assert all(len(row.readers) == 2 for row in after.rows.values())
    came = slots(after) - slots(table)
    assert {name for name, _ in came} <= {grown[-1]}
    share = 2 * len(sizes) / len(grown)
    assert share - 2 < len(came) < share + 1
    assert spread(loads(after, grown)) <= 2


@given(lengths, people.filter(lambda who: 1 < len(who) < 5), seeds, st.data())
def test_what_was_begun_never_moves(sizes, who, seed, data):
    table = distributed(texts(sizes), Plan(who, Overlap(2), seed=seed))
    begun = set(data.draw(st.lists(st.sampled_from(sorted(slots(table))), unique=True)))
    grown = (*who, PEOPLE[len(who)])
    after = distributed(texts(sizes), Plan(grown, Overlap(2), seed=seed), table, begun)
    assert begun <= slots(after)
    lowered = distributed(texts(sizes), Plan(who, Overlap(1), seed=seed), table, begun)
    assert begun <= slots(lowered)
    for row in lowered.rows.values():
        assert len(row.readers) == max(1, sum((n, row.source) in begun for n in row.readers))
    left = reassigned(table, who[0], grown[1:], begun)
    assert begun <= slots(left.table)
    assert {s for n, s in slots(left.table) if n == who[0]} == {s for n, s in begun if n == who[0]}


@given(lengths, st.integers(0, 100), st.integers(0, 100), seeds)
def test_raising_a_share_withdraws_nothing(sizes, one, other, seed):
    lower, higher = (Overlap.parse(f"{share}%") for share in sorted((one, other)))
    table = distributed(texts(sizes), Plan(PEOPLE[:3], lower, seed=seed))
    after = distributed(texts(sizes), Plan(PEOPLE[:3], higher, seed=seed), table)
    assert slots(table) <= slots(after)
    assert sum(len(row.readers) == 2 for row in after.rows.values()) == higher.doubled(len(sizes))


@given(lengths, st.integers(1, 12), st.integers(1, 2), seeds)
def test_no_queue_is_longer_than_asked_and_no_article_half_given_out(sizes, per, readers, seed):
    who = PEOPLE[:3]
    table = distributed(texts(sizes), Plan(who, Overlap(readers), per, seed=seed))
    assert all(count <= per for count in loads(table, who).values())
    assert all(len(row.readers) == readers for row in table.rows.values())
    assert len(table.rows) >= min(len(sizes), 3 * per // readers - 1)


@given(lengths, st.integers(0, 10), seeds)
def test_everybody_reads_the_pilot(sizes, pilot, seed):
    who = PEOPLE[:4]
    table = distributed(texts(sizes), Plan(who, Overlap(2), pilot=pilot, seed=seed))
    there = [row for row in table.rows.values() if row.part == PILOT]
    assert len(there) == min(pilot, len(sizes))
    assert all(row.readers == who for row in there)
    grown = distributed(texts(sizes), Plan(PEOPLE, Overlap(2), pilot=pilot, seed=seed), table)
    assert {r.source for r in grown.rows.values() if r.part == PILOT} == {r.source for r in there}
    assert all(row.readers == PEOPLE for row in grown.rows.values() if row.part == PILOT)


def test_training_articles_are_for_everybody_and_come_first():
    table = distributed(texts([900] * 10), Plan(PEOPLE[:2], pilot=2), train=["a007.txt"])
    assert table.rows["a007.txt"].part == TRAIN
    for name in PEOPLE[:2]:
        queue = table.of_annotator(name)
        assert [row.part for row in queue] == [TRAIN, PILOT, PILOT, *[ORDINARY] * (len(queue) - 3)]
    untrained = distributed(texts([900] * 10), Plan(PEOPLE[:2]), table, [("an", "a007.txt")])
    assert untrained.rows["a007.txt"].readers == ("an",)
    assert untrained.rows["a007.txt"].part == ORDINARY


def test_a_file_that_was_renamed_is_the_same_article():
    table = distributed(texts([10, 20, 30]), Plan(PEOPLE[:3]))
    renamed = [Text("news/x.txt", "a001", 20), *(one for one in texts([10, 20, 30]) if one.article != "a001")]
    found = followed(table, renamed)
    assert "a001.txt" not in found.rows
    assert found.rows["news/x.txt"].readers == table.rows["a001.txt"].readers
    assert distributed(renamed, Plan(PEOPLE[:3]), found).rows == found.rows


def test_files_that_were_numbered_anew_stay_with_their_readers():
    """One was put before all others, so that each lies now where another one did."""
    before = distributed(texts([10, 20, 30]), Plan(PEOPLE[:3]))
    renumbered = [Text("a000.txt", "new", 5)]
    renumbered += [Text(f"a{n + 1:03}.txt", f"a{n:03}", size) for n, size in enumerate([10, 20, 30])]
    found = followed(before, renumbered)
    readers = {row.article: row.readers for row in before.rows.values()}
    assert {row.article: row.readers for row in found.rows.values()} == readers
    assert {row.source: row.article for row in found.rows.values()} == {
        one.source: one.article for one in renumbered[1:]
    }


def test_what_lies_in_two_places_is_one_article():
    rows = [Row("copy.txt", ("mei",)), Row("gone.txt", ("lin",))]
    found = followed(Assignments.of(rows), [Text("a.txt", "a", 5, ("copy.txt",))])
    assert found.rows["a.txt"] == Row("a.txt", ("mei",), characters=5, article="a")
    assert found.rows["gone.txt"].readers == ("lin",)


@given(lengths, seeds)
def test_reassigned_articles_are_spread_evenly(sizes, seed):
    table = distributed(texts(sizes), Plan(PEOPLE[:3], seed=seed))
    left = reassigned(table, "an", ("lin", "mei"))
    assert left.moved == loads(table, ("an",))["an"]
    assert spread(loads(left.table, ("lin", "mei"))) <= 1
    assert all(len(row.readers) == 1 for row in left.table.rows.values())
    assert left.table.plan
    assert left.table.plan.annotators == ("lin", "mei")


@given(lengths, st.integers(1, 6), seeds)
def test_nobody_takes_over_more_than_a_queue_holds(sizes, per, seed):
    table = distributed(texts(sizes), Plan(PEOPLE[:3], per=per, seed=seed))
    held = loads(table, PEOPLE[:3])
    left = reassigned(table, "an", ("lin", "mei"))
    taken = loads(left.table, ("lin", "mei"))
    assert all(taken[name] <= per for name in taken)
    room = sum(per - held[name] for name in ("lin", "mei"))
    assert (left.moved, left.full) == (min(room, held["an"]), max(0, held["an"] - room))
    assert left.left == 0
    assert loads(left.table, ("an",))["an"] == left.full


def test_what_all_others_read_already_stays():
    table = Assignments.of([Row("a", ("lin", "mei")), Row("b", ("lin",))])
    left = reassigned(table, "lin", ("mei",))
    assert (left.moved, left.left) == (1, 1)
    assert left.table.rows["a"].readers == ("lin", "mei")
    begun = reassigned(table, "lin", ("wu",), [("lin", "b")])
    assert (begun.moved, begun.begun) == (1, 1)
    assert reassigned(table, "lin", ("wu",), [("lin", "b")], take_begun=True).moved == 2


@given(lengths, st.integers(0, 6), seeds)
def test_tests_are_of_settled_articles_that_their_reader_has_not(sizes, count, seed):
    who = PEOPLE[:3]
    table = distributed(texts(sizes), Plan(who, Overlap(2), seed=seed))
    settled = sorted(table.rows)[::2]
    found = with_tests(table, settled, count, who)
    for name in who:
        tests = [row for row in found.table.rows.values() if name in row.tests]
        assert len(tests) == found.given[name] <= count
        assert all(row.source in settled and name not in table.rows[row.source].readers for row in tests)
        possible = sum(name not in table.rows[source].readers for source in settled)
        assert len(tests) == min(count, possible)
        places = [row.source for row in found.table.of_annotator(name)]
        assert places == sorted(places), "a test stands among the others"
    assert with_tests(found.table, settled, count, who).table.rows == found.table.rows
    again = distributed(texts(sizes), Plan(who, Overlap(2), seed=seed), found.table)
    assert again.rows == found.table.rows


@settings(max_examples=30)
@given(st.lists(st.integers(1, 900), min_size=30, max_size=90), seeds)
def test_readings_by_three_are_spread_over_pairs(sizes, seed):
    table = distributed(texts(sizes), Plan(PEOPLE, Overlap(3), seed=seed))
    assert spread(pairs(table, PEOPLE)) <= 2
    assert spread(loads(table, PEOPLE)) <= 2


@pytest.mark.parametrize("said", ["0", "-1", "two", "120%", "", "1.5"])
def test_an_overlap_that_means_nothing_is_refused(said):
    with pytest.raises(ValueError, match="overlap"):
        Overlap.parse(said)


def test_who_comes_later_makes_room_for_articles_that_nobody_had_at_once():
    sizes = [100 + n for n in range(300)]
    before = distributed(texts(sizes), Plan(PEOPLE[:3], Overlap(2), 150))
    table = distributed(texts(sizes), plan := Plan(PEOPLE[:4], Overlap(2), 150), before)
    assert set(loads(table, PEOPLE[:4]).values()) == {150}
    assert distributed(texts(sizes), plan, table) == table, "nothing is left for another run"
