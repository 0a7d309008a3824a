"""Schemes: the built-in one, and one from a project's settings, wrong in one line."""

from __future__ import annotations

import tomllib

import pytest

from annotations.errors import SchemeError
from annotations.model.scheme import DEFAULT, MAX_LABELS, Scheme


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
        ("[scheme]\n" + "".join(label(f"l{n}", "abcdefghij"[n]) for n in range(MAX_LABELS + 1)), "7 labels"),
        ("[scheme]\n" + label("x", "a") + label("x", "b"), "labels 1 and 2"),
        ("[scheme]\n" + label("xa") + label("xb"), "labels 1 and 2"),
        ("[scheme]\n" + label(""), "label 1"),
        ("[scheme]\n" + label("   "), "label 1"),
        ("[scheme]\n" + label("a" * 41), "label 1"),
        ("[scheme]\n" + label("a\\u001bb"), "label 1"),
        ("[scheme]\n" + label("a\\u202eb"), "label 1"),
        ("[scheme]\n" + label("none"), "'none'"),
        ("[scheme]\n" + label("事實"), "事實"),
        ("[scheme]\n" + label("x", "X"), "a to z"),
        ("[scheme]\n" + label("x", "1"), "a to z"),
        ("[scheme]\n" + label("x", "ab"), "a to z"),
        ("[scheme]\n" + label("x") + "key = 3\n", "a to z"),
        ("[scheme]\n" + label("x") + "title = 3\n", "title"),
        ("[scheme]\n" + label("x") + "definition = []\n", "definition"),
        ("[scheme]\n" + label("x") + 'color = "red"\n', "'color'"),
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


def test_as_many_labels_as_there_are_keys() -> None:
    assert (
        len(read("[scheme]\n" + "".join(label(f"l{n}", "abcdef"[n]) for n in range(MAX_LABELS))).labels) == 6
    )
