"""In which texts a word may stand: all in which it does, whatever came and went, and few others."""

from __future__ import annotations

import random
import sqlite3

import pytest

from annotations.index.lookup import Lookup
from annotations.index.postings import codes_of, following, postings, shelved, taken
from annotations.index.texts import TextTables
from annotations.model.article import Article, Sentence
from annotations.search.fold import fold

LETTERS = "的一是在不了有和人這中大為上個國我以要他𠀀abc "


def texts(count: int, seed: int = 1) -> list[str]:
    source = random.Random(seed)
    return ["".join(source.choices(LETTERS, k=source.randrange(60))) for _ in range(count)]


@pytest.mark.parametrize("at_once", [100, 4_000_000])
def test_a_table_says_in_which_texts_two_characters_stand(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("annotations.index.postings._AT_ONCE", at_once)
    monkeypatch.setattr("annotations.index.postings._SHELF", 500)
    held = texts(900)
    held[5] += "龘"
    held[700] += "龘"  # two bytes from the one to the other
    shelves = list(shelved(postings(held)))
    assert len(shelves) > 3

    def table(code: int) -> bytes:
        below = [shelf for first, shelf in shelves if first <= code]
        return taken(below[-1], code) if below else b""

    for first in f"{LETTERS}龘鑫":
        (code,) = codes_of(first)
        there = [at for at, text in enumerate(held) if first in text]
        assert following(table(int(code)), None).tolist() == there, first
        for second in LETTERS:
            there = [at for at, text in enumerate(held) if first + second in text]
            assert following(table(int(code)), int(codes_of(second)[0])).tolist() == there, first + second


def test_what_is_gone_is_not_found_and_blocks_are_made_anew() -> None:
    tables = TextTables(full=2_000, loose=300)
    database = sqlite3.connect(":memory:", isolation_level=None)
    tables.create(database)
    lookup, source, there = Lookup(database), random.Random(3), dict[int, str]()
    for round_number in range(12):
        for number in source.sample(range(200), 40):
            if number in there:
                tables.drop(database, [number])
                del there[number]
            if source.random() < 0.8:
                text = "".join(source.choices(LETTERS, k=30)) + "。"
                article = Article(f"{number:020}", "", text, text, sentences=(Sentence(0, 31),))
                tables.put(database, number, tables.made_of(article))
                there[number] = text
        tables.gather(database, ended=round_number % 2 == 1)
        known = dict(database.execute("SELECT id, article FROM texts"))
        assert sorted(known.values()) == sorted(there)
        ids = {one for (one,) in database.execute("SELECT id FROM bodies")}
        assert ids == set(known)
        if round_number % 2 == 1:
            (loose,) = database.execute("SELECT total(characters) FROM texts WHERE block = 0").fetchone()
            assert loose < 300
            assert database.execute("SELECT count(*) FROM blocks").fetchone()[0] <= 9
        free = {
            article for _, article in database.execute("SELECT block, article FROM texts WHERE block = 0")
        }
        for words in ("的", "的一", "國我以", "龘"):
            found = {known[number] for number in lookup.containing(fold(words)).tolist() if number in known}
            pairs = [words] if len(words) < 3 else [words[:2], words[1:]]
            may = {number for number, text in there.items() if all(pair in text for pair in pairs)}
            assert found == may | free, words
    (text,) = lookup.articles({min(known): "a.txt"}).values()
    assert text[0].text == there[known[min(known)]]
