"""Schemes: the built-in one, and one from a project's settings, wrong in one line."""

from __future__ import annotations

import tomllib

import pytest

from annotations.errors import SchemeError
from annotations.model.scheme import DEFAULT, MAX_LABELS, Scheme
from annotations.model.scheme_rows import FREE_LETTERS


def read(text: str) -> Scheme:
    return Scheme.from_toml(tomllib.loads(text)["scheme"], "news/zhupi.toml")


def label(name: str, key: str = "") -> str:
    return f'[[scheme.labels]]\nname = "{name}"\n' + (f'key = "{key}"\n' if key else "")


def test_the_default() -> None:
    assert DEFAULT.id == "default/1"
    assert [(one.name, one.key) for one in DEFAULT.labels] == [
        ("claim", "c"),
        ("opinion", "o"),
        ("quote", "q"),
    ]
    assert all(one.title and one.definition for one in DEFAULT.labels)


def test_all_that_can_be_set() -> None:
    scheme = read(
        '[scheme]\nname = "news"\nversion = 2\n'
        '[[scheme.labels]]\nname = "事實"\nkey = "s"\ntitle = "事實主張"\ndefinition = "可以判定真假"\n'
        + label("Opinion")
    )
    assert scheme.id == "news/2"
    fact, opinion = scheme.labels
    assert (fact.name, fact.key, fact.title, fact.definition) == ("事實", "s", "事實主張", "可以判定真假")
    assert (opinion.key, opinion.title) == ("o", "")


def test_names_in_the_scheme_s_order_and_unknown_ones_after() -> None:
    assert DEFAULT.in_order({"quote", "zeta", "claim", "alpha"}) == ["claim", "quote", "alpha", "zeta"]
    assert DEFAULT.in_order(frozenset()) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[scheme]\n", "scheme.labels"),
        ("[scheme]\nlabels = []\n", "scheme.labels"),
        ("[scheme]\nlabels = 3\n", "scheme.labels"),
        ("[scheme]\nlabels = [3]\n", "label 1"),
        ('[scheme]\nlables = "x"\n', "'lables'"),
        ('[scheme]\nname = "a b"\n' + label("x"), "'a b'"),
        ("[scheme]\nname = 3\n" + label("x"), "name"),
        ('[scheme]\nname = "a/b"\n' + label("x"), "'a/b'"),
        ("[scheme]\nversion = 0\n" + label("x"), "version"),
        ("[scheme]\nversion = true\n" + label("x"), "version"),
        ('[scheme]\nversion = "1"\n' + label("x"), "version"),
        (
            "[scheme]\n" + "".join(label(f"l{n}", "abcdefghijklmn"[n]) for n in range(MAX_LABELS + 1)),
            "13 labels",
        ),
        ("[scheme]\n" + label("x", "a") + label("x", "b"), "labels 1 and 2"),
        ("[scheme]\n" + label("xa", "x") + label("xb", "x"), "labels 1 and 2"),
        ("[scheme]\n" + label(""), "label 1"),
        ("[scheme]\n" + label("   "), "label 1"),
        ("[scheme]\n" + label("a" * 41), "label 1"),
        ("[scheme]\n" + label("a\\u001bb"), "label 1"),
        ("[scheme]\n" + label("a\\u202eb"), "label 1"),
        ("[scheme]\n" + label("none"), "'none'"),
        ("[scheme]\n" + label("x", "ä"), "a to z"),
        ("[scheme]\n" + label("x", "1"), "a to z"),
        ("[scheme]\n" + label("x", "ab"), "a to z"),
        ("[scheme]\n" + label("x") + "key = 3\n", "a to z"),
        ("[scheme]\n" + label("x") + "title = 3\n", "title"),
        ("[scheme]\n" + label("x") + "definition = []\n", "definition"),
        ("[scheme]\n" + label("x") + 'color = "reddish"\n', "'reddish'"),
        ("[scheme]\n" + label("x") + "color = 3\n", "color"),
        ("[scheme]\n" + label("x") + 'colour = "red"\n', "'colour'"),
        ("[scheme]\n" + label("x") + 'of = "word"\n', "'word'"),
        ("[scheme]\n" + label("x") + 'of = "article"\n', "at least one is of sentences"),
        ("[scheme]\n" + label("x") + 'group = "b"\n[[scheme.groups]]\nname = "a"\n', "'b'"),
        ("[scheme]\n" + label("x") + '[[scheme.groups]]\nname = "a"\nchoose = "two"\n', "'two'"),
        ("[scheme]\n" + label("x") + '[[scheme.groups]]\nname = "a"\n' * 2, "groups 1 and 2"),
        ("[scheme]\n" + label("x") + "[[scheme.types]]\nkey = 'p'\n", "type 1"),
        ("[scheme]\n" + label("x") + "[[scheme.types]]\nname = 'p'\n" * 2, "types 1 and 2"),
        ("[scheme]\ntypes = 3\n" + label("x"), "scheme.types"),
        ("[scheme]\n[[scheme.labels]]\nkey = 'x'\n", "label 1"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_the_file(text: str, named: str) -> None:
    with pytest.raises(SchemeError) as error:
        read(text)
    message = str(error.value)
    assert message.startswith("news/zhupi.toml: ")
    assert named in message
    assert "\n" not in message
    assert "\x1b" not in message
    assert len(message) < 200


def test_labels_without_a_key_have_one_of_their_own_each() -> None:
    text = (
        "[scheme]\n"
        + label("事實")
        + label("xa")
        + label("xb", "x")
        + "".join(label(f"l{n}") for n in range(MAX_LABELS - 3))
    )
    labels = read(text).labels
    assert len(labels) == MAX_LABELS == len({one.key for one in labels})
    assert (labels[1].key, labels[2].key, labels[3].key) == ("c", "x", "l")
    assert all(one.key in FREE_LETTERS for one in labels if one.name != "xb")


def test_of_one_group_one_label_excludes_the_others() -> None:
    group = '[[scheme.groups]]\nname = "stance"\nchoose = "one of"\n[[scheme.groups]]\nname = "tone"\n'
    names = {"pro": "stance", "con": "stance", "dry": "tone", "rude": "tone", "claim": ""}
    labels = "".join(label(name) + f'group = "{of}"\n' * bool(of) for name, of in names.items())
    scheme = read("[scheme]\n" + labels + group)
    assert scheme.excluded_by("pro") == {"con"}
    assert not any(map(scheme.excluded_by, ("dry", "claim", "gone")))


def test_what_is_of_articles_stands_beside_what_is_of_sentences() -> None:
    of = 'of = "article"\n'
    attribute = '[[scheme.attributes]]\nname = "worth"\n'
    scheme = read("[scheme]\n" + label("claim") + label("news") + of + attribute + of)
    assert [one.name for one in scheme.labels] == ["claim"]
    assert [one.name for one in scheme.article_labels] == ["news"]
    assert [one.name for one in scheme.article_attributes] == ["worth"]
    assert (scheme.attributes, scheme.own_attributes) == ((), ())
    with pytest.raises(SchemeError, match="of articles, and the label claim is not"):
        read("[scheme]\n" + label("claim") + attribute + of + 'labels = ["claim"]\n')
    with pytest.raises(SchemeError, match="mixes"):
        read("[scheme]\n" + label("a") + 'group = "g"\n' + label("b") + 'group = "g"\n' + of)


def test_types_of_names_are_the_schemes_or_zhupis_own() -> None:
    assert [one.name for one in DEFAULT.types] == ["PER", "ORG", "LOC", "PRODUCT"]
    types = '[[scheme.types]]\nname = "LAW"\nkey = "l"\ntitle = "法律"\ncolor = "Bright Red"\n'
    [one] = read("[scheme]\n" + label("claim") + types).types
    assert (one.name, one.key, one.title, one.color) == ("LAW", "l", "法律", "bright red")
