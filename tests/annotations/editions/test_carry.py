"""What was said of one text, laid over the text that it became."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.analysis.parts import find_parts
from annotations.analysis.sentences import split
from annotations.editions.alignment import Alignment, Place
from annotations.editions.carry import Carrier, Overlay
from annotations.model.article import Article, article_id
from annotations.records.record import Record, sentence_mark, whereabouts, with_fields
from annotations.records.validation import KINDS, validate
from annotations.storage.layer.identity import settled_uid
from tests.support.falsified import ARTICLE, LEAD, of_kind

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt"))]
BY: dict[str, Any] = {"annotator": "mei", "writer": "w", "scheme": "default/1"}


def article_of(text: str, title: str = "") -> Article:
    sentences = find_parts(text, split(text), title)
    return Article(article_id(text), title, text, text, source="a.txt", sentences=sentences)


def marks_of(article: Article) -> list[Record]:
    return [
        sentence_mark(
            article.id, one.start, one.end, article.text[one.start : one.end],
            status="marked", labels=["claim"], note=str(number), **BY,
        )
        for number, one in enumerate(article.sentences)
    ]  # fmt: skip


def laid(text: str, other: str) -> tuple[Article, Article, Overlay]:
    earlier, later = article_of(text), article_of(other)
    overlay = Carrier(earlier, later).lay(marks_of(earlier))
    check(earlier, later, marks_of(earlier), overlay)
    return earlier, later, overlay


def check(earlier: Article, later: Article, records: list[Record], overlay: Overlay) -> None:
    """Offsets fit, quotes are what stands there, nothing has vanished, uids are those of their places."""
    for origin, record in (*overlay.exact, *overlay.near):
        validate(record)
        assert record["article"] == later.id
        assert record["rev"] == origin["rev"]
        assert settled_uid(record) in (None, record["uid"])  # type: ignore[arg-type]
        if (where := whereabouts(record)) is not None:
            assert later.text[where[0] : where[1]] == where[2]
    uids = [record["uid"] for _, record in (*overlay.exact, *overlay.near)]
    assert len(set(uids)) == len(uids)
    came = [one.origin["uid"] for one in (*overlay.exact, *overlay.near)] + [
        one["uid"] for one in overlay.left
    ]
    assert sorted(came) == sorted(one["uid"] for one in records)
    assert earlier.id != later.id


WHITE: dict[str, Callable[[str], str]] = {
    "a line end more": lambda text: text + "\n",
    "a space at lines' ends": lambda text: text.replace("\n", " \n"),
    "doubled blank lines": lambda text: text.replace("\n", "\n\n"),
    "zero width": lambda text: text.replace("的", "的\u200b"),
    "decomposed": lambda text: normalize("NFD", text + "é"),
}


@pytest.mark.parametrize("text", SEEDS)
@pytest.mark.parametrize("change", WHITE.values(), ids=WHITE)
def test_of_white_space_everything_is_exact(text: str, change: Callable[[str], str]) -> None:
    text = text + "é" if change is WHITE["decomposed"] else text
    earlier, later = article_of(text), article_of(change(text))
    overlay = Carrier(earlier, later, looked=False).lay(marks_of(earlier))
    check(earlier, later, marks_of(earlier), overlay)
    assert not overlay.near
    assert not overlay.left
    bounds = [(one.start, one.end) for one in later.sentences]
    assert [(record["start"], record["end"]) for _, record in overlay.exact] == bounds  # type: ignore[typeddict-item]


@pytest.mark.parametrize("text", SEEDS)
def test_a_mended_typo_is_near_and_the_rest_is_exact(text: str) -> None:
    at = text.index("的", 200)
    earlier, _, overlay = laid(text, f"{text[:at]}地{text[at + 1 :]}")
    assert len(overlay.exact) == len(earlier.sentences) - 1
    [(origin, record)] = overlay.near
    assert origin["kind"] == record["kind"] == "sentence"
    assert origin["start"] <= at < origin["end"]
    assert record["start"] == origin["start"]
    assert record["flag"]
    assert not origin["flag"]
    assert not overlay.left


@pytest.mark.parametrize("text", SEEDS)
def test_two_typos_in_one_sentence_are_near(text: str) -> None:
    long = max(split(text), key=lambda one: one.end - one.start)
    words = list(text)
    words[long.start + 3] = words[long.end - 4] = "錯"
    _, _, overlay = laid(text, "".join(words))
    assert len(overlay.near) == 1
    assert not overlay.left


@pytest.mark.parametrize("text", SEEDS)
def test_a_paragraph_more_leaves_everything_exact(text: str) -> None:
    lines = text.split("\n")
    more = "\n".join([*lines[:2], "這一段是新的，誰也沒有標過。後來才寫的！", *lines[2:]])
    earlier, later, overlay = laid(text, more)
    assert len(overlay.exact) == len(earlier.sentences)
    assert len(later.sentences) > len(earlier.sentences)


@pytest.mark.parametrize("text", SEEDS)
def test_a_paragraph_less_leaves_its_marks_behind(text: str) -> None:
    lines = text.split("\n")
    gone = max(range(len(lines)), key=lambda number: len(lines[number]))
    earlier, _, overlay = laid(text, "\n".join([*lines[:gone], *lines[gone + 1 :]]))
    assert overlay.left
    for one in overlay.left:
        where = whereabouts(one)
        assert where is not None
        assert where[2] in lines[gone]
    assert len(overlay.exact) + len(overlay.left) == len(earlier.sentences)


@pytest.mark.parametrize("text", SEEDS)
def test_a_paragraph_that_moved_takes_its_marks_along(text: str) -> None:
    lines = [line for line in text.split("\n") if line]
    earlier, _, overlay = laid(text, "\n".join([lines[0], *lines[2:], lines[1]]))
    assert len(overlay.exact) == len(earlier.sentences)


def test_straight_quotes_are_near() -> None:
    text = "他說：「這件事情我們早就知道了。」沒有人回答他。\n第二天大家都走了。"
    _, _, overlay = laid(text, text.replace("「", '"').replace("」", '"'))
    assert len(overlay.near) == 1
    assert len(overlay.near) + len(overlay.exact) == len(split(text))


def test_a_changed_title_keeps_the_marks_of_the_body() -> None:
    text = SEEDS[1]
    first, rest = text.split("\n", 1)
    earlier, _, overlay = laid(text, f"一個完全不同的題目\n{rest}")
    assert [whereabouts(one)[2] for one in overlay.left] == [first]  # type: ignore[index]
    assert len(overlay.exact) == len(earlier.sentences) - 1


def test_a_split_sentence_has_its_mark_in_both_pieces() -> None:
    text = "天氣很好，大家都出門去看花了。沒有人在家。"
    _, later, overlay = laid(text, text.replace("，", "。"))
    [(_, record)] = overlay.near
    assert (record["start"], record["end"]) == (0, later.sentences[1].end)  # type: ignore[typeddict-item]


def test_joined_sentences_have_both_marks() -> None:
    text = "天氣真的非常好。大家都出門去看花了。沒有人在家。"
    earlier, later, overlay = laid(text, text.replace("好。", "好，"))
    records = [record for _, record in (*overlay.exact, *overlay.near)]
    assert len(records) == len(earlier.sentences) == len(later.sentences) + 1


def test_what_was_put_before_a_sentence_belongs_to_it() -> None:
    text = "大家都出門去看花了。沒有人在家。"
    _, _, overlay = laid(text, "昨天" + text)
    [(_, record)] = overlay.near
    assert whereabouts(record) == (0, 12, "昨天大家都出門去看花了。")


def test_a_sentence_said_twice_stays_where_it_was() -> None:
    text = "是的。" * 3 + "他說了一句別的話。" + "是的。" * 2
    earlier, _, overlay = laid(text, text.replace("別的", "別樣的"))
    assert len(overlay.exact) == len(earlier.sentences) - 1
    assert not overlay.left


# -- every kind ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"layer", "carry", "migration"}))
def test_each_kind_stands_where_its_words_stand(kind: str) -> None:
    more = "新聞快報。\n" + ARTICLE.text
    later = replace(article_of(more), id="c" * 20)
    records = of_kind(kind, ARTICLE, LEAD)
    overlay = Carrier(ARTICLE, later).lay(records)
    assert not overlay.left
    shift = more.index(ARTICLE.text)
    for origin, record in (*overlay.exact, *overlay.near):
        validate(record)
        assert record["article"] == later.id
        where, before = whereabouts(record), whereabouts(origin)
        if where is not None and before is not None:
            assert where == (before[0] + shift, before[1] + shift, before[2])
        assert record["carried"]["uid"] == origin["uid"]  # type: ignore[index]


def test_speakers_and_what_they_said_move_along() -> None:
    more = "新聞快報。\n" + ARTICLE.text
    later = replace(article_of(more), id="c" * 20)
    overlay = Carrier(ARTICLE, later).lay(of_kind("sentence", ARTICLE, LEAD))
    [quote] = next(
        record["quotes"] for _, record in overlay.exact if record["kind"] == "sentence" and record["quotes"]
    )
    [speaker] = quote["speakers"]  # type: ignore[misc]
    assert later.text[speaker["start"] : speaker["end"]] == speaker["text"] == "張三"
    start, end = quote["content"]  # type: ignore[misc]
    assert later.text[start:end] == "物價還會漲。"[-(end - start) :]


def test_a_speaker_who_is_there_no_more_wants_a_second_look() -> None:
    later = replace(article_of(ARTICLE.text.replace("張三說", "李四說")), id="c" * 20)
    overlay = Carrier(ARTICLE, later).lay(of_kind("sentence", ARTICLE, LEAD))
    record = next(one for _, one in overlay.near if one["kind"] == "sentence" and one["quotes"])
    [speaker] = record["quotes"][0]["speakers"]  # type: ignore[misc]
    assert (speaker["text"], speaker["start"], speaker["end"]) == ("張三", None, None)


def test_what_decisions_rest_on_is_named_anew() -> None:
    text = SEEDS[1]
    earlier, later = article_of(text), article_of("新聞快報。\n" + text)
    carrier = Carrier(earlier, later)
    overlay = carrier.lay(marks_of(earlier))
    for origin, record in (*overlay.exact, *overlay.near):
        assert carrier.uid(origin["uid"]) == record["uid"]


def test_done_is_not_said_of_what_is_new() -> None:
    [record] = of_kind("article", ARTICLE, LEAD)
    whole = with_fields(record, {"seen": []})
    later = replace(article_of(ARTICLE.text + "這一句是後來才寫的。"), id="c" * 20)
    [(_, carried)] = Carrier(ARTICLE, later).lay([whole]).near
    assert carried["kind"] == "article"
    assert not carried["done"]
    assert carried["seen"] == [[one.start, one.end] for one in later.sentences[:-1]]
    mended = replace(article_of(ARTICLE.text.replace("最後一句", "最後兩句")), id="c" * 20)
    [(_, carried)] = Carrier(ARTICLE, mended).lay([whole]).exact
    assert carried["kind"] == "article"
    assert carried["done"]


# -- at random ----------------------------------------------------------------------------------------


def edited(text: str, seed: int, edits: int) -> str:
    """Return `text` after some edits, as people make them."""
    rng = random.Random(seed)
    for _ in range(edits):
        sentences = [one for one in re.split(r"(?<=[。！？\n])", text) if one]
        at = rng.randrange(len(sentences))
        match rng.randrange(8):
            case 0:
                sentences.pop(at)
            case 1:
                sentences.insert(at, "這是後來加上的一句話。")
            case 2:
                sentences.insert(rng.randrange(len(sentences)), sentences.pop(at))
            case 3:
                sentences[at] = sentences[at].replace("。", "，")
            case 4:
                sentences[at] = sentences[at].replace("，", "。\n")
            case 5:
                sentences[at] = "\u200b" + sentences[at] + " \n"
            case 6:
                sentences.insert(at, sentences[at])
            case _:
                where = rng.randrange(len(sentences[at]))
                sentences[at] = (
                    sentences[at][:where] + rng.choice("的一錯x\u0301 ") + sentences[at][where + 1 :]
                )
        text = "".join(sentences)
    return text


def test_a_sentence_whose_beginning_was_copied_before_it_is_not_left_behind() -> None:
    """What is aligned to the copy is too little of it; the whole of it stands there once."""
    half = "他常對身邊的人說：「技術的第一個要求是精密，不能有一點模糊和輕率。"
    rest = "『大概』『差不多』這類說法，不應該出自工程人員之口。」"
    text = f"前面有一句話。\n{half}{rest}\n後面也有一句話。"
    alignment = Alignment(text, text.replace(half, half * 3))
    start = text.index(half)
    end = start + len(half + rest)
    assert alignment.place(start, end) == Place(start + 2 * len(half), end + 2 * len(half), True)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 25))
@example(SEEDS[1], 39, 11)
def test_offsets_fit_and_nothing_vanishes_whatever_was_edited(text: str, seed: int, edits: int) -> None:
    other = edited(text, seed, edits)
    if other == text or not other.strip():
        return
    earlier, later, overlay = laid(text, other)
    there = {later.text[one.start : one.end] for one in later.sentences}
    for one in overlay.left:  # a sentence that is there still is not left behind, unless it was there twice
        where = whereabouts(one)
        assert where is not None
        twice = earlier.text.count(where[2]) > 1
        assert where[2] not in there or twice or len(where[2]) < 6


@given(st.text("甲乙丙。，\n ab", max_size=60), st.text("甲乙丙。，\n ab", max_size=60))
def test_any_two_texts(one: str, two: str) -> None:
    alignment = Alignment(one, two)
    for start in range(len(one)):
        for end in (start + 1, min(len(one), start + 7)):
            place = alignment.place(start, end)
            if place is not None:
                assert 0 <= place.start < place.end <= len(two)
                if place.exact:
                    assert "".join(one[start:end].split()) == "".join(two[place.start : place.end].split())
