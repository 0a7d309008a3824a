"""Items and rows of zhupi's own JSONL: one into the other, nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from parcels import Packed, items

from annotations.exchange.format import Order
from annotations.exchange.formats import jsonl
from annotations.exchange.item_rows import (
    article_row,
    item_of_article,
    item_of_sentences,
    more_of,
    sentence_rows,
    with_more,
)
from annotations.exchange.items import Item, ItemSentence, ItemSpan, Unit
from annotations.model.scheme import DEFAULT


def stripped(item: Item) -> Item:
    """Return `item` as a row has it, which always tells who set a span and where a sentence stood before."""
    spans = tuple(one._replace(by=one.by or "auto") for one in item.spans or ())
    sentences = tuple(
        replace(one, raw=one.raw or (one.start, one.end), scheme=item.scheme) for one in item.sentences
    )
    return replace(item, spans=spans, sentences=sentences)


@settings(max_examples=30)
@given(items())
def test_a_row_of_an_article_says_the_same(item: Item) -> None:
    assert item_of_article(json.loads(json.dumps(article_row(item)))) == stripped(item)


@settings(max_examples=30)
@given(items(overlaps=False))
def test_rows_of_sentences_say_the_same(item: Item) -> None:
    rows = [json.loads(json.dumps(row)) for row in sentence_rows(item)]
    assert item_of_sentences(rows, item.text) == stripped(item)


@settings(max_examples=30)
@given(items())
def test_what_a_format_has_no_field_for_comes_back(item: Item) -> None:
    for one in item.sentences:
        bare = ItemSentence(one.start, one.end, one.labels)
        assert with_more(bare, json.loads(json.dumps(more_of(one)))) == one


def test_what_is_of_another_type_is_left_out() -> None:
    more = {"note": 3, "flag": "yes", "raw": [1], "quotes": {}, "number": 2, "unheard": 1}
    assert with_more(ItemSentence(0, 1), more) == ItemSentence(0, 1, number=2)


@settings(max_examples=20)
@given(items(), items())
def test_files_of_both_units_come_back(one: Item, two: Item) -> None:
    units: tuple[Unit, ...] = ("article", "sentence")
    for unit in units:
        packed, order = Packed(), Order(DEFAULT, unit)
        jsonl.write([[one], [two]], packed, order)
        assert jsonl.recognises(packed.source)
        back = list(jsonl.read(packed.source, order))
        assert not order.faults.count
        if unit == "article":
            assert [replace(each, where="") for each in back] == [stripped(one), stripped(two)]
        else:
            told = [(each.article, each.base, each.text, each.sentences[0].labels) for each in back]
            assert told == [
                (each.article, said.start, each.text[said.start : said.end], said.labels)
                for each in (one, two)
                for said in each.sentences
            ]


def test_lines_of_the_first_form_are_read_and_what_is_of_no_use_in_others_is_passed_over() -> None:
    line = {
        "article": "0" * 20,
        "title": "t",
        "source": "a.txt",
        "part": "body",
        "sentence": 1,
        "start": 3,
        "end": 5,
        "raw_start": 3,
        "raw_end": 5,
        "text": "王毅",
        "labels": ["claim"],
        "status": "marked",
        "done": False,
        "voice": None,
        "quotes": [],
        "note": "",
        "flag": False,
        "entities": [{"start": 0, "end": 2, "text": "王毅", "type": "PER", "by": "person"}],
        "numbers": [],
        "corrections": [],
        "annotator": "mei",
        "created": None,
        "updated": None,
        "scheme": "default/1",
    }
    odd = {**line, "metadata": 3, "entities": [5], "prediction": [4]}
    bare = {key: value for key, value in line.items() if key not in ("entities", "numbers")}
    written = "".join(json.dumps(one) + "\n" for one in (line, odd, bare)).encode()
    order = Order(DEFAULT)
    first, second, third = jsonl.read(Packed({"a.jsonl": written}).source, order)
    assert not order.faults.count
    assert first.spans == (ItemSpan(0, 2, "PER", "name", "person"),)
    assert (second.spans, second.metadata, second.sentences[0].prediction) == ((), {}, ())
    assert third.spans is None
    assert replace(third, spans=first.spans, where=first.where) == first


def test_a_name_over_the_end_of_a_sentence_is_counted_where_lines_are_sentences() -> None:
    sentences = (ItemSentence(0, 2), ItemSentence(2, 4))
    item = Item("王毅表示", article="0" * 20, sentences=sentences, spans=(ItemSpan(1, 3, "PER"),))
    units: tuple[tuple[Unit, int], ...] = (("article", 0), ("sentence", 1))
    for unit, lost in units:
        order = Order(DEFAULT, unit)
        jsonl.write([[item]], Packed(), order)
        assert len(order.losses.lines()) == lost
