"""UIMA: what is written comes back and is read by cassis; what INCEpTION exports is read."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from carried_items import RICH, order_of, read_back, written
from hypothesis import given, settings
from parcels import Packed, items

from annotations.errors import ReadingError
from annotations.exchange.formats import uima as form
from annotations.exchange.formats import uima_files
from annotations.exchange.items import Item, ItemSentence, ItemSpan

pytestmark = [pytest.mark.peer("cassis"), pytest.mark.filterwarnings("default")]

NAME = "央行-0123456789abcdef0123.xmi"
NEWS = "👨央行称将降准。他說好。"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def loaded(packed: Packed, name: str = NAME) -> Any:
    """Return a CAS as a user of cassis loads it."""
    from cassis import load_cas_from_xmi, load_typesystem

    types = load_typesystem(io.BytesIO(packed.files["TypeSystem.xml"]))
    return load_cas_from_xmi(io.BytesIO(packed.files[name]), typesystem=types)


def exported(*annotations: tuple[str, int, int, dict[str, Any]], text: str = NEWS) -> dict[str, bytes]:
    """Return a document as INCEpTION exports it: with types of its own, none of which is zhupi's."""
    from cassis import Cas, TypeSystem

    types = TypeSystem()
    for name, _, _, features in annotations:
        if not types.contains_type(name):
            made = types.create_type(name, supertypeName="uima.tcas.Annotation")
            for feature, value in features.items():
                kind = "uima.cas.StringArray" if isinstance(value, list) else "uima.cas.String"
                types.create_feature(made, feature, kind)
    cas = Cas(typesystem=types)
    cas.sofa_string = text
    for name, begin, end, features in annotations:
        array = types.get_type("uima.cas.StringArray")
        told = {key: array(elements=one) if isinstance(one, list) else one for key, one in features.items()}
        cas.add(types.get_type(name)(begin=begin, end=end, **told))
    return {"n1.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()}


def read(files: dict[str, bytes]) -> tuple[list[Item], list[str]]:
    order = order_of(form)
    return list(form.read(Packed(files).source, order)), order.faults.lines


@settings(max_examples=15)
@given(items())
def test_articles_come_back(item: Item) -> None:
    order = order_of(form)
    assert read_back(form, written(form, [[item]], order)) == [item]
    assert order.losses.lines() == []


def test_all_that_can_be_said_comes_back() -> None:
    assert read_back(form, written(form, [[RICH]])) == [RICH]


def test_cassis_reads_what_is_written() -> None:
    packed = written(form, [[RICH]])
    assert sorted(packed.files) == ["TypeSystem.xml", "layers.json", NAME]
    cas = loaded(packed)
    assert cas.sofa_string == RICH.text
    sentences = cas.select(SENTENCE)
    assert [(one.begin, one.end) for one in sentences] == [(one.start, one.end) for one in RICH.sentences]
    names = [(one.get_covered_text(), one.value) for one in cas.select(ENTITY)]
    assert names == [("林某", "PER"), ("𠮷野家", "ORG"), ("野家", "LOC")]
    first, second, third = cas.select("webanno.custom.ZhupiSentence")
    assert (first.status, first.labels) == ("implied", None)
    assert (second.labels, second.voice, second.speakers) == ("quote,claim", "speaker", "林某某")
    assert third.get_covered_text() == RICH.text[third.begin :]
    (number,) = cas.select("webanno.custom.ZhupiNumber")
    assert (number.get_covered_text(), number.kind, number.value) == ("約3億元", "money", "300000000.0")


def test_offsets_are_those_of_java() -> None:
    data = written(form, [[RICH]]).files[NAME].decode()
    second = RICH.sentences[2]
    units = len(RICH.text[: second.start].encode("utf-16-le")) // 2
    assert units == second.start + 3
    assert f'begin="{units}"' in data


def test_tokens_lie_inside_sentences_and_begin_with_names() -> None:
    cas = loaded(written(form, [[RICH]]))
    tokens = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
    assert "0.5%" in [one.get_covered_text() for one in tokens]
    assert not any(one.get_covered_text().isspace() for one in tokens)
    begins = {one.begin for one in tokens}
    assert {one.begin for one in cas.select(ENTITY)} <= begins


def test_layers_are_as_inception_imports_them() -> None:
    packed = written(form, [[RICH]])
    layers = json.loads(packed.files["layers.json"])
    assert [(one["name"], one["type"], one["anchoring_mode"]) for one in layers] == [
        ("webanno.custom.ZhupiSentence", "span", "SENTENCES"),
        ("webanno.custom.ZhupiNumber", "span", "CHARACTERS"),
        ("webanno.custom.ZhupiArticle", "document-metadata", "TOKENS"),
    ]
    types = loaded(packed).typesystem
    for layer in layers:
        features = {one["name"]: one["type"] for one in layer["features"]}
        own = types.get_type(layer["name"]).features
        assert features == {one.name: one.rangeType.name for one in own}
    tags = layers[0]["features"][0]["tag_set"]["tags"]
    assert [one["tag_name"] for one in tags] == ["claim", "opinion", "quote"]


def test_annotators_and_splits_have_folders() -> None:
    order = replace(order_of(form), splits=("train",), split_of=lambda item: "train", together=True)
    packed = written(form, [[replace(RICH, annotator="bo"), RICH]], order)
    assert sorted(packed.files)[:3] == ["TypeSystem.xml", f"bo/train/{NAME}", "layers.json"]
    assert [one.annotator for one in read_back(form, packed)] == ["bo", "mei"]


def test_what_xml_has_no_place_for_is_counted() -> None:
    item = Item("a\x00\ufffe\ud800b", article="a" * 20, sentences=(ItemSentence(0, 5, note="\x01"),))
    order = order_of(form)
    (found,) = read_back(form, written(form, [[item]], order))
    assert (found.text, found.sentences[0].note) == ("a\ufffd\ufffd\ufffdb", "\ufffd")
    assert order.losses.lines() == ["2 control characters", "1 half of a character"]


DOCUMENT = (
    (SENTENCE, 0, 8, {}),
    (SENTENCE, 8, 12, {}),
    ("custom.SentenceLabel", 0, 8, {"label": "claim"}),
    (ENTITY, 1, 3, {"value": "ORG"}),
)


def test_documents_of_inception() -> None:
    (item,), faults = read(exported(*DOCUMENT))
    assert faults == []
    assert (item.text, item.document, item.done) == (NEWS, "n1", None)
    assert item.sentences == (ItemSentence(0, 8, ("claim",), "marked"), ItemSentence(8, 12))
    assert item.spans == (ItemSpan(1, 3, "ORG"),)


def test_the_only_types_count_wherever_they_lie() -> None:
    files = exported(*DOCUMENT)
    (item,), faults = read({"a/n1.xmi": files["n1.xmi"], "b/TypeSystem.xml": files["TypeSystem.xml"]})
    assert (item.sentences[0].labels, faults) == (("claim",), [])


TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"


def test_types_may_be_missing() -> None:
    """Those of a project have more features than are known here; some are lists, some refer to others."""
    stance = ("webanno.custom.Stance", 8, 12, {"tags": ["opinion", "quote"], "label": "x"})
    token = (TOKEN, 8, 9, {"order": "1", "pos": "2"})
    files = exported(*DOCUMENT, stance, token)
    (item,), faults = read({"a/n1.xmi": files["n1.xmi"]})
    assert (item.sentences[0].labels, item.spans, faults) == (("claim",), (ItemSpan(1, 3, "ORG"),), [])
    assert item.sentences[1].labels == ("x",)
    assert item.sentences[1].attributes == {"tags": "opinion,quote"}
    again, _ = read(files)
    assert again == [replace(item, where="n1.xmi", document="n1")]


def test_layers_of_somebody_s_own() -> None:
    custom = ("webanno.custom.Stance", 8, 12, {"tags": ["opinion", "quote"], "who": "他"})
    event = ("webanno.custom.Event", 5, 7, {"kind": "EVT"})
    (item,), _ = read(exported((SENTENCE, 8, 12, {}), custom, event))
    (sentence,) = item.sentences
    assert (sentence.labels, sentence.attributes) == (("opinion", "quote"), {"who": "他"})
    assert item.spans == (ItemSpan(5, 7, "EVT"),)


def zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()


def test_an_export_of_a_project_has_an_archive_for_each_user() -> None:
    archive = zipped(exported(*DOCUMENT))
    users = ("mei", "bo", "INITIAL_CAS")
    files = {f"annotation/n1.txt/{user}.zip": archive for user in users}
    files |= {"curation/n1.txt/CURATION_USER.zip": archive, "source/n1.txt": NEWS.encode()}
    assert form.recognises(Packed(files).source)
    found, faults = read(files)
    assert ([one.annotator for one in found], faults) == (["bo", "mei", ""], [])
    assert {one.document for one in found} == {"n1.txt"}


def test_what_somebody_changed_in_inception_counts() -> None:
    packed = written(form, [[RICH]])
    cas = loaded(packed)
    first, second, third = cas.select("webanno.custom.ZhupiSentence")
    second.labels, second.note, third.labels = "quote", None, None
    first.status, first.labels = None, "claim"
    packed.files[NAME] = cas.to_xmi().encode()
    (item,) = form.read(packed.source, order_of(form))
    assert [(one.labels, one.status) for one in item.sentences] == [
        (("claim",), "marked"),
        (("quote",), "marked"),
        ((), "open"),
    ]
    assert item.sentences[1].note == ""
    assert item.sentences[1].quotes == RICH.sentences[1].quotes


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmi:version="2.0">
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="&a;"/></xmi:XMI>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_refused(encoding: str) -> None:
    data = ENTITIES.encode(encoding)
    found, faults = read({"a.xmi": data, "TypeSystem.xml": data, "b.xmi": exported()["n1.xmi"]})
    assert [one.text for one in found] == [NEWS]
    assert ["document type" in line for line in faults] == [True, True]


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<a>" * 5000, b"\xff", b"PK"])
def test_what_is_no_cas_is_told(data: bytes) -> None:
    assert not form.recognises(Packed({"a.xmi": data}).source)
    found, faults = read({"a.xmi": data, "annotation/b/c.zip": data, "d.xmi": exported()["n1.xmi"]})
    assert [one.text for one in found] == [NEWS]
    assert [line.partition(": ")[0] for line in faults] == ["a.xmi", "annotation/b/c.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uima_files, "LARGEST", 1000)
    _, faults = read({"annotation/a/b.zip": zipped({"a.xmi": bytes(5000)})})
    assert "unpacks to more" in faults[0]


def test_without_a_cas_there_is_nothing_to_read() -> None:
    with pytest.raises(ReadingError, match=r"\.xmi"):
        read({"a.txt": b""})
