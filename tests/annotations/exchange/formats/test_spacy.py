"""DocBin: what is written comes back and is what spaCy trains on; what pipelines write is read."""

from __future__ import annotations

import gc
import zlib
from dataclasses import replace
from typing import Any

import pytest
from carried_items import RICH, order_of, read_back, written
from hypothesis import given, settings
from parcels import Packed, items

from annotations.errors import ReadingError
from annotations.exchange.carried import pieces
from annotations.exchange.format import Losses
from annotations.exchange.formats import spacy as form
from annotations.exchange.formats import spacy_reader
from annotations.exchange.items import Item, ItemSentence, ItemSpan

pytestmark = [pytest.mark.peer("spacy"), pytest.mark.filterwarnings("default")]


def docs_in(packed: Packed, name: str = "export.spacy") -> list[Any]:
    """Return the documents as a user of spaCy loads them."""
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin().from_bytes(packed.files[name]).get_docs(spacy.blank("zh").vocab))


def bin_of(*docs: Any, user_data: bool = False) -> Packed:
    from spacy.tokens import DocBin

    return Packed({"dev.spacy": DocBin(docs=docs, store_user_data=user_data).to_bytes()})


def made(text: str) -> Any:
    import spacy

    return spacy.blank("zh").make_doc(text)


@settings(max_examples=10)
@given(items())
def test_articles_come_back(item: Item) -> None:
    order = order_of(form, "article")
    assert read_back(form, written(form, [[item]], order)) == [item]
    assert order.losses.lines() == []


@settings(max_examples=10)
@given(items())
def test_sentences_come_back(item: Item) -> None:
    assert read_back(form, written(form, [[item]])) == list(pieces(item, Losses()))


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_all_that_can_be_said_comes_back(unit: str) -> None:
    packed = written(form, [[RICH]], order_of(form, unit))
    expected = [RICH] if unit == "article" else list(pieces(RICH, Losses()))
    assert read_back(form, packed) == expected


def test_a_sentence_is_an_example_of_both_kinds_of_training() -> None:
    first, second, third = docs_in(written(form, [[RICH]]))
    assert first.cats == {"claim": 0.0, "opinion": 0.0, "quote": 0.0}
    assert second.cats == {"claim": 1.0, "opinion": 0.0, "quote": 1.0}
    assert [(one.text, one.label_) for one in second.ents] == [("林某", "PER")]
    assert [(one.text, one.label_) for one in third.ents] == [("𠮷野家", "ORG"), ("約3億元", "money")]
    assert [(one.text, one.label_) for one in third.spans["sc"]] == [("野家", "LOC")]
    assert third.user_data["source"] == "news/央行.txt"
    assert (third.user_data["sentence"], third.user_data["start"]) == (3, RICH.sentences[2].start)


def test_an_unanswered_sentence_is_no_negative_example() -> None:
    item = replace(RICH, sentences=(ItemSentence(0, 5),), spans=())
    (doc,) = docs_in(written(form, [[item]]))
    assert doc.cats == {}


def test_an_article_has_its_sentences_as_spans() -> None:
    (doc,) = docs_in(written(form, [[RICH]], order_of(form, "article")))
    tagged = [(one.start_char, one.end_char, one.label_) for one in doc.spans["sentences"]]
    assert tagged == [(one.start, one.end, label) for one in RICH.sentences for label in one.labels]
    assert [one.start_char for one in doc.sents] == [one.start for one in RICH.sentences]
    assert doc.text == RICH.text


@pytest.mark.parametrize(
    "text", ["央行 0.5%\r\n\u3000x  y\tz \u2028", " a  b ", "a b", "\n\nend", "क्षि e\u0301。"]
)
def test_tokens_are_those_of_a_blank_pipeline(text: str) -> None:
    words, spaces = form.words_of(text, set(), set())
    assert (words, spaces) == (
        [one.text for one in made(text)],
        [bool(one.whitespace_) for one in made(text)],
    )


def test_tokens_end_where_a_span_ends_in_white_space() -> None:
    assert form.words_of("a b", {0}, {2}) == (["a", " ", "b"], [False, False, False])
    assert form.words_of("a b", {1}, {3}) == (["a", " ", "b"], [False, False, False])
    assert form.words_of("a  b", {2}, {4}) == (["a", " ", "b"], [True, False, False])


def test_what_is_many_makes_a_folder_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "TOKENS", 40)
    packed = written(form, [[RICH], [replace(RICH, article="1" * 20)]])
    assert sorted(packed.files) == ["export/0001.spacy", "export/0002.spacy"]
    assert len(read_back(form, packed)) == 6


def test_splits_and_annotators_have_files_of_their_own() -> None:
    other = replace(RICH, annotator="../bo", sentences=RICH.sentences[:1])
    order = replace(order_of(form), splits=("train", "dev"), split_of=lambda item: "train")
    packed = written(form, [[RICH]], order)
    assert sorted(packed.files) == ["dev.spacy", "train.spacy"]
    assert docs_in(packed, "dev.spacy") == []
    packed = written(form, [[other, RICH]], replace(order_of(form), together=True))
    assert [len(docs_in(packed, name)) for name in sorted(packed.files)] == [1, 3]
    assert [one.annotator for one in read_back(form, packed)] == ["../bo", "mei", "mei", "mei"]


def test_halves_of_characters_and_empty_spans_are_counted() -> None:
    item = Item("a\ud800b", sentences=(ItemSentence(0, 3),), spans=(ItemSpan(1, 1, "PER"),))
    order = order_of(form)
    (found,) = read_back(
        form, written(form, [[item], [replace(item, text="", sentences=(), spans=None)]], order)
    )
    assert (found.text, found.spans) == ("a\ufffdb", ())
    assert order.losses.lines() != []


def test_what_a_pipeline_predicts_is_a_prediction() -> None:
    doc = made("央行称将降准。")
    doc.cats = {"claim": 0.9, "quote": 0.25}
    doc.spans["sc"] = [doc.char_span(0, 2, label="ORG"), doc.char_span(3, 6, label="EVT")]
    doc.spans["sc"].attrs["scores"] = [0.75, 0.5]
    (item,) = form.read(bin_of(doc).source, order_of(form))
    assert (item.predicted, item.unit, item.base) == (True, "sentence", None)
    assert item.sentences == (ItemSentence(0, 7, ("claim",), "marked", scores={"claim": 0.9, "quote": 0.25}),)
    assert item.spans == (ItemSpan(0, 2, "ORG", score=0.75), ItemSpan(3, 6, "EVT", score=0.5))


def test_scores_of_spans_alone_are_a_prediction_too() -> None:
    doc = made("央行降准。")
    doc.spans["sc"] = [doc.char_span(0, 2, label="ORG")]
    doc.spans["sc"].attrs["scores"] = [0.75]
    (item,) = form.read(bin_of(doc).source, order_of(form))
    assert (item.predicted, item.spans) == (True, (ItemSpan(0, 2, "ORG", score=0.75),))


def test_documents_of_others_are_read_as_they_are() -> None:
    bare, nothing, article = made("央行降准。"), made("央行降准。"), made("央行降准。他說好。")
    nothing.cats = {"claim": 0.0}
    article.ents = [article.char_span(0, 2, label="ORG")]
    for token in article:
        token.is_sent_start = token.i in (0, 5)
    found = list(form.read(bin_of(bare, nothing, article).source, order_of(form)))
    assert [one.sentences for one in found[:2]] == [
        (ItemSentence(0, 5),),
        (ItemSentence(0, 5, status="none"),),
    ]
    assert (found[0].spans, found[0].done, found[0].predicted) == (None, None, False)
    assert (found[2].unit, found[2].sentences) == ("article", (ItemSentence(0, 5), ItemSentence(5, 9)))
    assert found[2].spans == (ItemSpan(0, 2, "ORG"),)


def test_what_somebody_changed_in_spacy_counts() -> None:
    from spacy.tokens import DocBin

    first, second, third = docs_in(written(form, [[RICH]]))
    second.cats["claim"], third.cats = 0.0, {"opinion": 0.0}
    packed = Packed({"a.spacy": DocBin(docs=[first, second, third], store_user_data=True).to_bytes()})
    found = [one.sentences[0] for one in form.read(packed.source, order_of(form))]
    assert [(one.labels, one.status) for one in found] == [
        ((), "implied"),
        (("quote",), "marked"),
        ((), "open"),
    ]
    assert found[1].note == RICH.sentences[1].note


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b"\x81"), zlib.compress(b"\x93" * 9999)])
def test_what_is_no_docbin_is_told_and_the_others_are_read(data: bytes) -> None:
    assert gc.isenabled()
    with pytest.raises(ReadingError, match=r"bad\.spacy: no DocBin"):
        list(form.read(Packed({"bad.spacy": data}).source, order_of(form)))
    order = order_of(form)
    good = written(form, [[RICH]]).files["export.spacy"]
    assert len(list(form.read(Packed({"bad.spacy": data, "good.spacy": good}).source, order))) == 3
    assert len(order.faults.lines) == 1
    assert gc.isenabled()


def test_a_document_that_is_broken_is_told_and_the_others_are_read() -> None:
    import srsly

    docs = [made("央行降准。"), made("央行降准。")]
    for doc in docs:
        doc.spans["sc"] = [doc.char_span(0, 2, label="ORG")]
    message = srsly.msgpack_loads(zlib.decompress(bin_of(*docs).files["dev.spacy"]))
    group = message["span_groups"][0]
    at = group.index((2).to_bytes(4, "big") + bytes(4) + (2).to_bytes(4, "big"))
    message["span_groups"][0] = group[:at] + (2**30).to_bytes(4, "big") + group[at + 4 :]
    packed = Packed({"a.spacy": zlib.compress(srsly.msgpack_dumps(message))})
    order = order_of(form)
    (item,) = form.read(packed.source, order)
    assert item.spans == (ItemSpan(0, 2, "ORG"),)
    assert "a.spacy, document 1" in order.faults.lines[0]


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_reader, "LARGEST", 1 << 21)
    with pytest.raises(ReadingError, match="unpacks to more"):
        list(form.read(Packed({"a.spacy": zlib.compress(bytes(1 << 24))}).source, order_of(form)))


def test_spacy_learns_from_what_is_written() -> None:
    import spacy
    from spacy.training import Example

    docs = docs_in(written(form, [[RICH]]))
    nlp = spacy.blank("zh")
    names, tags = nlp.add_pipe("ner"), nlp.add_pipe("textcat_multilabel")
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    losses = nlp.initialize(lambda: examples) and nlp.update(examples)
    assert set(names.labels) == {"PER", "ORG", "money"}
    assert set(tags.labels) == {"claim", "opinion", "quote"}
    assert losses["ner"] > 0
