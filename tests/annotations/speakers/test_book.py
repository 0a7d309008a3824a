"""Who is quoted in one article: candidates, completion, and what a typed name stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotations.analysis.sentences import split
from annotations.editing.editor import Editor
from annotations.editing.quotes import speaker
from annotations.model.article import Article, Name
from annotations.model.scheme import DEFAULT
from annotations.speakers.book import SpeakerBook

TEXT = "奧爾特曼來了。天氣很好。奧特曼說會下雨。老王反對。王明不在。"


class Open:
    """An article with its names, the marks on it, and the book."""

    def __init__(self) -> None:
        self.article = Article(id="a" * 20, title="", text=TEXT, raw=TEXT, sentences=tuple(split(TEXT)))
        self.annotating = Editor(DEFAULT, "mei")
        self.annotating.ledger.open(self.article, ())
        self.asked = 0
        self.book = SpeakerBook(self.article, self.annotating.marks, self.names)

    def names(self) -> Sequence[Name]:
        self.asked += 1
        return [Name(*found.span(), "PER") for found in re.finditer("奧爾特曼|奧特曼|老王|王明", TEXT)]

    def give(self, index: int, *speakers: Mapping[str, Any]) -> None:
        self.annotating.quotes.set_speakers([index], 0, speakers)

    def offered(self, index: int) -> list[str]:
        return [one.name for one in self.book.candidates(index, None, ())]


def test_names_are_asked_for_only_when_needed() -> None:
    assert Open().asked == 0


def test_two_spellings_are_one_person_and_offered_once() -> None:
    one = Open()
    assert one.book.name_of("奧特曼") == one.book.name_of("奧爾特曼") == "奧爾特曼"
    assert one.offered(2).count("奧爾特曼") == 1
    assert one.book.name_of("誰也不是") == "誰也不是"


def test_a_typed_name_stands_at_its_last_place_before_the_end_of_the_sentence_else_the_next() -> None:
    book = Open().book
    first, last = TEXT.index("奧特曼"), TEXT.index("王明")
    assert book.typed("奧特曼", 2) == speaker("奧特曼", "奧爾特曼", first, first + 3, "person")
    assert book.typed("王明", 0) == speaker("王明", "王明", last, last + 2, "person")
    assert book.typed("李四", 0) == speaker("", "李四", None, None, "person")


def test_what_a_person_says_of_a_name_holds_for_the_article() -> None:
    one = Open()
    at = TEXT.index("老王")
    one.give(3, speaker("老王", "王明", at, at + 2, "person"))
    one.offered(3)
    assert one.book.name_of("老王") == "王明"
    assert one.offered(3).count("王明") == 1
    assert "老王" not in one.offered(3)


def test_what_goes_by_its_own_words_is_a_person_of_its_own() -> None:
    one = Open()
    at = TEXT.index("奧特曼")
    one.give(2, speaker("奧特曼", "奧特曼", at, at + 3, "person"))
    offered = one.offered(2)
    assert "奧特曼" in offered
    assert "奧爾特曼" in offered
    assert one.book.name_of("奧特曼") == "奧特曼"


def test_what_a_rule_says_decides_nothing() -> None:
    one = Open()
    at = TEXT.index("老王")
    one.give(3, speaker("老王", "王明", at, at + 2, "rule"))
    one.offered(3)
    assert one.book.name_of("老王") == "老王"


def test_a_given_speaker_is_offered_nearby_and_not_after_it_is_taken_back() -> None:
    one = Open()
    one.give(0, speaker("", "李四", None, None, "person"))
    assert "李四" in one.offered(1)
    assert "李四" in one.book.complete("李")
    one.annotating.ledger.undo()
    assert "李四" not in one.offered(1)


def test_completion() -> None:
    book = Open().book
    assert book.complete("") == book.complete("  ")
    assert len(book.complete("")) <= 9
    assert book.complete("王")[0] == "王明"
    assert book.complete("無此人") == []
