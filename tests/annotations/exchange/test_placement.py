"""What a file says, laid over a text that is the same, differs in white space, or was edited."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from parcels import items

from annotations.analysis.sentences import split
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.placement import joined, lay
from annotations.model.article import Article, article_id

TEXT = "央行稱將降準。\n林某說：「不會漲價。」\n這是第三句，講的是別的事。"


def article(text: str) -> Article:
    return Article(article_id(text), "", text, text, source="a.txt", sentences=tuple(split(text)))


def item(text: str = TEXT) -> Item:
    lines, at, sentences = text.split("\n"), 0, []
    for line in lines:
        sentences.append(ItemSentence(at, at + len(line), ("claim",)))
        at += len(line) + 1
    spans = (ItemSpan(text.index("林某"), text.index("林某") + 2, "PER"),)
    return Item(text, sentences=tuple(sentences), spans=spans)


def told(found: Item) -> list[str]:
    places = [(one.start, one.end) for one in found.sentences]
    places += [(one.start, one.end) for one in found.spans or ()]
    return [found.text[start:end] for start, end in places]


@settings(max_examples=30)
@given(items())
def test_over_the_same_text_nothing_moves(one: Item) -> None:
    placed = lay(one, article(one.text))
    assert not placed.lost
    assert not placed.near
    assert sorted(placed.item.sentences, key=lambda each: each.start) == list(one.sentences)
    assert placed.item.spans == one.spans


def test_white_space_and_line_ends_do_not_count() -> None:
    placed = lay(
        item(), article("央行稱將降準。\r\n\r\n　　林某說：「不會漲價。」 這是第三句，講的是別的事。\n")
    )
    assert not placed.lost
    assert not placed.near
    assert told(placed.item) == [*TEXT.split("\n"), "林某"]


def test_what_was_edited_is_near_and_what_is_gone_is_lost() -> None:
    placed = lay(
        item(), article("央行稱將降準兩碼。\n完全不同的另一段文字在這裡出現了。\n這是第三句，講的是別的事。")
    )
    near = [placed.item.text[start:end] for start, end in placed.near]
    assert near == ["央行稱將降準兩碼。"]
    assert placed.lost == ["林某說：「不會漲價。」", "林某"]
    assert told(placed.item) == ["央行稱將降準兩碼。", "這是第三句，講的是別的事。"]


def test_a_piece_says_where_it_stands() -> None:
    start = TEXT.index("林某")
    piece = Item("林某說：", "sentence", base=start, sentences=(ItemSentence(0, 4, ("quote",)),))
    found = lay(piece, article(TEXT)).item
    assert [(one.start, one.end) for one in found.sentences] == [(start, start + 4)]


QUOTE = {"form": "direct", "content": [12, 16], "speakers": [{"text": "林某", "start": 8, "end": 10}]}


def pieces(*, first: int | None = 0, second: int | None = 8) -> list[Item]:
    """Return two sentences of an article as pieces that tell where they stand, or do not."""
    one = Item("央行稱將降準。", "sentence", base=first, sentences=(ItemSentence(0, 7, ("claim",)),))
    two = Item(
        "林某說：「不會漲價。」",
        "sentence",
        base=second,
        sentences=(ItemSentence(0, 11, ("quote",), quotes=(QUOTE,)),),
        spans=(ItemSpan(0, 2, "PER"),),
    )
    return [one, two]


def test_pieces_that_tell_where_they_stand_make_the_text_again() -> None:
    for second, gap in ((7, ""), (8, "\n"), (300, "\n")):
        quote = {"form": "direct", "content": [second + 4, second + 8], "speakers": []}
        one, two = pieces(second=second)
        two = replace(two, sentences=(replace(two.sentences[0], quotes=(quote,)),))
        whole = joined([one, two])
        assert whole.text == f"央行稱將降準。{gap}林某說：「不會漲價。」"
        assert told(whole) == ["央行稱將降準。", "林某說：「不會漲價。」", "林某"]
        assert whole.text[slice(*whole.sentences[1].quotes[0]["content"])] == "「不會漲"


def test_a_speaker_in_another_piece_is_found_there() -> None:
    quote = {"form": "direct", "content": None, "speakers": [{"text": "央行", "start": 100, "end": 102}]}
    one, two = pieces(first=100, second=300)
    two = replace(two, sentences=(replace(two.sentences[0], quotes=(quote,)),))
    speaker = joined([one, two]).sentences[1].quotes[0]["speakers"][0]
    assert (speaker["start"], speaker["end"]) == (0, 2)


def test_pieces_without_places_are_lines_and_their_quotes_have_none() -> None:
    whole = joined(pieces(first=None, second=None))
    assert told(whole) == ["央行稱將降準。", "林某說：「不會漲價。」", "林某"]
    assert whole.text.count("\n") == 1
    (quote,) = whole.sentences[1].quotes
    assert quote["content"] is None
    assert quote["speakers"][0]["start"] is None
