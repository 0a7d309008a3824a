"""Frozen articles: what was read is read again, bytes are fixed, and damage is told."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import StorageError
from annotations.model.article import Analysis, Article, Name, Number, Sentence, article_id
from annotations.storage.frozen.articles import FrozenArticles

RAW = "奥特曼(ao te man)說:\n「好」。"
TEXT = "奥特曼說:\n「好」。"


def article(raw=RAW, text=TEXT, removed=((3, 14),), **fields):
    values = {
        "title": "標題",
        "source": "新 聞/a.txt",
        "encoding": "gb18030",
        "sentences": (Sentence(0, 5, True, "title"), Sentence(6, 10, True)),
        "metadata": {"url": "https://example.com", "date": "2025-02-01", "tags": ["b", "a"]},
    }
    return Article(id=article_id(raw), text=text, raw=raw, removed=removed, **(values | fields))


ANALYSIS = Analysis(
    (Name(0, 3, "PER", certain=False), Name(6, 8, "ORG")),
    (Number(0, 1, "money", value=6e11, high=None, unit="USD", modifier="approx"),),
    "tagger 1",
)


def test_the_exact_bytes(tmp_path):
    one = article()
    assert FrozenArticles(tmp_path).freeze(one)
    path = tmp_path / "annotations" / "articles" / one.id[:2] / f"{one.id}.json"
    assert path.read_text("utf-8") == (
        "{\n"
        '"schema": 1,\n'
        '"kind": "article",\n'
        f'"id": "{one.id}",\n'
        '"title": "標題",\n'
        '"source": "新 聞/a.txt",\n'
        '"encoding": "gb18030",\n'
        '"metadata": {"date": "2025-02-01", "tags": ["b", "a"], "url": "https://example.com"},\n'
        '"raw": "奥特曼(ao te man)說:\\n「好」。",\n'
        '"text": "奥特曼說:\\n「好」。",\n'
        '"removed": [[3, 14]],\n'
        '"sentences": [\n'
        '{"start": 0, "end": 5, "opens_paragraph": true, "part": "title"},\n'
        '{"start": 6, "end": 10, "opens_paragraph": true, "part": "body"}\n'
        "]\n"
        "}\n"
    )


def test_what_was_frozen_is_loaded(tmp_path):
    frozen = FrozenArticles(tmp_path)
    assert frozen.load(article().id) is None
    assert frozen.load_analysis(article().id) is None
    assert frozen.freeze(article())
    assert frozen.freeze_analysis(article(), ANALYSIS)
    assert FrozenArticles(tmp_path).load(article().id) == article()
    assert FrozenArticles(tmp_path).load_analysis(article().id) == ANALYSIS
    empty = article("", "", (), sentences=(), metadata={})
    frozen.freeze(empty)
    frozen.freeze_analysis(empty, Analysis())
    assert (frozen.load(empty.id), frozen.load_analysis(empty.id)) == (empty, Analysis())


def test_a_guessed_currency_stays_one_and_stands_apart(tmp_path):
    frozen = FrozenArticles(tmp_path)
    sure = Number(0, 1, "money", 7, unit="USD")
    guess = Number(2, 4, "money", 3, unit="TWD", certain=False)
    frozen.freeze_analysis(article(), Analysis((), (sure, guess), "1"))
    assert FrozenArticles(tmp_path).load_analysis(article().id) == Analysis((), (sure, guess), "1")
    data = json.loads(next(tmp_path.rglob("*.spans.json")).read_text("utf-8"))
    assert data["guessed"] == [2]
    # an earlier zhupi takes the numbers as they are, and knows no key beside these
    assert {*data["numbers"][0]} == {"start", "end", "kind", "value", "high", "iso", "unit", "modifier", "by"}


def test_an_analysis_without_guesses_has_the_bytes_of_earlier_ones(tmp_path):
    FrozenArticles(tmp_path).freeze_analysis(article(), ANALYSIS)
    assert next(tmp_path.rglob("*.spans.json")).read_text("utf-8") == (
        "{\n"
        '"schema": 1,\n'
        '"kind": "analysis",\n'
        f'"id": "{article().id}",\n'
        '"version": "tagger 1",\n'
        '"names": [\n'
        '{"start": 0, "end": 3, "type": "PER", "certain": false, "by": "auto"},\n'
        '{"start": 6, "end": 8, "type": "ORG", "certain": true, "by": "auto"}\n'
        "],\n"
        '"numbers": [\n'
        '{"start": 0, "end": 1, "kind": "money", "value": 600000000000.0, "high": null, "iso": null, '
        '"unit": "USD", "modifier": "approx", "by": "auto"}\n'
        "]\n"
        "}\n"
    )


def test_what_is_frozen_is_never_revised(tmp_path, files):
    frozen = FrozenArticles(tmp_path)
    frozen.freeze(article())
    frozen.freeze_analysis(article(), ANALYSIS)
    again = FrozenArticles(tmp_path, files=files)
    for _ in range(2):
        assert not again.freeze(article(title="another"))
        assert not again.freeze_analysis(article(), Analysis())
    assert again.load(article().id).title == "標題"
    assert again.load_analysis(article().id) == ANALYSIS
    assert files.count("pwrite") == 0
    assert (
        files.count("fsync_dir") == 5
    )  # whoever wrote it may have died before names and folders were durable


def test_of_two_programs_that_freeze_at_once_the_first_counts(tmp_path, files):
    first = FrozenArticles(tmp_path / "first")
    first.freeze(article())
    data = next((tmp_path / "first").rglob("*.json")).read_bytes()
    real = files.link

    def meanwhile(source, target):
        target.write_bytes(data)
        real(source, target)

    files.link = meanwhile
    second = FrozenArticles(tmp_path / "second", files=files)
    assert not second.freeze(article(title="late"))
    assert second.load(article().id).title == "標題"
    assert len([path for path in (tmp_path / "second").rglob("*") if path.is_file()]) == 1


def pairs(text):
    return any("\ud800" <= one <= "\udbff" and "\udc00" <= two <= "\udfff" for one, two in pairwise(text))


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=[]) | st.sampled_from("\u2028\x85\x00\ud800\udfff\r"), min_size=3
    )
)
def test_every_character_comes_back(new_folder, raw):
    folder = new_folder()
    one = article(raw, raw[:1] + raw[2:], ((1, 2),), sentences=(Sentence(0, 2),), title=raw)
    if pairs(raw) or pairs(one.text):
        with pytest.raises(StorageError, match="surrogates"):
            FrozenArticles(folder).freeze(one)
        return
    assert FrozenArticles(folder).freeze(one)
    assert FrozenArticles(folder).load(one.id) == one
    data = next(folder.rglob("*.json")).read_bytes()
    assert len(data.decode().splitlines()) == 15


def damage(path, change):
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data), "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(text="奥特曼説:\n「好」。"),
        lambda data: data.update(id="0" * 20),
        lambda data: data.update(removed=[[3, 13]]),
        lambda data: data.update(removed=[[3, 99]]),
        lambda data: data.update(removed=[[8, 14], [3, 8]]),
        lambda data: data.update(removed=3),
        lambda data: data["sentences"].append({"start": 9, "end": 99}),
        lambda data: data["sentences"].append({"start": 1, "end": 2}),
        lambda data: data["sentences"].append({"start": 10, "end": 99}),
        lambda data: data.update(sentences=[{"start": -1, "end": 5}]),
        lambda data: data["sentences"][0].update(part=3),
        lambda data: data["sentences"].append({"begin": 1}),
        lambda data: data.update(title=None),
        lambda data: data.update(metadata=3),
        lambda data: data.pop("raw"),
        lambda data: data.pop("schema"),
        lambda data: data.update(schema="1"),
    ],
)
def test_a_damaged_article_is_told_with_its_path(tmp_path, change):
    FrozenArticles(tmp_path).freeze(article())
    path = next(tmp_path.rglob("*.json"))
    damage(path, change)
    with pytest.raises(StorageError, match="damaged") as caught:
        FrozenArticles(tmp_path).load(article().id)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000], ids=range(6))
def test_what_is_not_json_is_told(tmp_path, data):
    FrozenArticles(tmp_path).freeze(article())
    next(tmp_path.rglob("*.json")).write_bytes(data)
    with pytest.raises(StorageError, match="damaged"):
        FrozenArticles(tmp_path).load(article().id)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(id="0" * 20),
        lambda data: data["names"].reverse(),
        lambda data: data["numbers"][0].update(start=5),
        lambda data: data["numbers"][0].update(more=5),
        lambda data: data.update(guessed=[1]),
        lambda data: data.update(guessed="0"),
        lambda data: data["names"][0].update(start="0"),
        lambda data: data.pop("version"),
    ],
)
def test_a_damaged_analysis_is_told(tmp_path, change):
    FrozenArticles(tmp_path).freeze_analysis(article(), ANALYSIS)
    damage(next(tmp_path.rglob("*.spans.json")), change)
    with pytest.raises(StorageError, match="damaged"):
        FrozenArticles(tmp_path).load_analysis(article().id)


def test_a_newer_zhupi_is_told_apart(tmp_path):
    FrozenArticles(tmp_path).freeze(article())
    damage(next(tmp_path.rglob("*.json")), lambda data: data.update(schema=2, text={"new": "form"}))
    with pytest.raises(StorageError, match="newer zhupi"):
        FrozenArticles(tmp_path).load(article().id)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 20, "0" * 19])
def test_an_id_is_no_path(tmp_path, name):
    assert FrozenArticles(tmp_path).load(name) is None, "a mark may say that it is about anything"
    assert FrozenArticles(tmp_path).load_analysis(name) is None
    with pytest.raises(StorageError, match="20 hexadecimal digits"):
        FrozenArticles(tmp_path).freeze(replace(article(), id=name))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_refuses_leaves_nothing_half(tmp_path, files, error):
    frozen = FrozenArticles(tmp_path, files=files)
    files.fail(1, error, only=("pwrite",))
    with pytest.raises(StorageError, match=article().id):
        frozen.freeze(article())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert frozen.freeze(article())
    assert frozen.load(article().id) == article()


def test_what_was_removed_while_in_use_is_frozen_again(tmp_path):
    text = "句子。"
    article = Article(article_id(text), "t", text, text, sentences=(Sentence(0, 3),))
    frozen = FrozenArticles(tmp_path)
    assert frozen.freeze(article)
    assert not frozen.freeze(article)
    shutil.rmtree(tmp_path / "annotations")
    assert frozen.freeze(article)
    assert frozen.load(article.id) == article
