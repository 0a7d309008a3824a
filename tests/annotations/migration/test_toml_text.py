"""Settings rewritten where the scheme changes, with every comment and line that is not about it."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest

from annotations.errors import SchemeError, SettingsError
from annotations.migration.changes import change_of, changed
from annotations.migration.headings import gazetteer_led_on, led_on
from annotations.migration.table import table_of
from annotations.migration.toml_text import new_text, rewritten_text
from annotations.model.misfits import Misfit
from annotations.model.scheme import DEFAULT, Scheme
from annotations.records.migration import scheme_change

TEXT = """# our project
lead = "lin"   # until May

[scheme]
  name = "news" # as in the paper
  version = 2
  advance = [
    "claim",  # most of them
    "none",
  ]

# what can be checked
[[scheme.labels]]
name = "claim"  # not "fact"
key = "c"
title = "事實 # 主張"
definition = '''
[[scheme.labels]]
is what begins a label'''

[[scheme.labels]]
name = "opinion"

[[scheme.labels]]
name = "quote"
key = "q"

[[scheme.attributes]]
kind = "quotes"
labels = ["quote"]

[[scheme.attributes]]
name = "worth"
kind = "choice"
values = ["low",
          "high"]
labels = ["claim"]
# the end"""


def rewritten(act: Any, old: list[str], new: list[str], text: str = TEXT, **more: Any) -> str:
    table = tomllib.loads(text)["scheme"]
    change = change_of(Scheme.from_toml(table, "x"), act, old, new, **more)
    tables, _ = changed(table, change, "x")
    made = rewritten_text(text, tables, "x")
    assert tomllib.loads(made)["scheme"] == tables.table()
    assert tomllib.loads(made)["lead"] == "lin"
    return made


def lines(made: str, text: str = TEXT) -> list[str]:
    diff = difflib.unified_diff(text.split("\n"), made.split("\n"), lineterm="", n=0)
    return [line for line in diff if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_a_rename_changes_the_lines_that_name_it() -> None:
    assert lines(rewritten("rename", ["claim"], ["assertion"])) == [
        "-  version = 2",
        "-  advance = [",
        '-    "claim",  # most of them',
        '-    "none",',
        "-  ]",
        "+  version = 3",
        '+  advance = ["assertion", "none"]',
        '-name = "claim"  # not "fact"',
        '+name = "assertion"  # not "fact"',
        '-labels = ["claim"]',
        '+labels = ["assertion"]',
    ]


def test_a_key_that_followed_from_the_name_stays() -> None:
    assert lines(rewritten("rename", ["opinion"], ["view"]))[2:] == [
        '-name = "opinion"',
        '+name = "view"',
        '+key = "o"',
    ]


def test_what_goes_takes_its_comment_and_its_attribute_along() -> None:
    made = rewritten("remove", ["claim"], [])
    assert "what can be checked" not in made
    assert "worth" not in made
    assert "# until May" in made
    assert 'advance = ["none"]' in made


def test_what_is_split_has_two_tables_in_its_place() -> None:
    made = rewritten("split", ["claim"], ["fact", "forecast"])
    names = [row["name"] for row in tomllib.loads(made)["scheme"]["labels"]]
    assert names == ["fact", "forecast", "opinion", "quote"]
    assert "title" not in made
    assert "begins a label" not in made


def test_values_and_line_ends() -> None:
    made = rewritten("merge", ["low", "high"], ["any"], TEXT.replace("\n", "\r\n"), of="worth")
    assert 'values = ["any"]\r\n' in made
    assert made.count("\n") == made.count("\r\n")


def test_what_marks_still_say_can_be_led_on_to_what_there_is() -> None:
    made = rewritten("rename", ["fact"], ["claim"], gone={Misfit("label", "fact")})
    assert lines(made) == ["-  version = 2", "+  version = 3"]
    made = rewritten("remove", ["tone"], [], gone={Misfit("attribute", "tone")})
    assert lines(made) == ["-  version = 2", "+  version = 3"]


@pytest.mark.parametrize(
    ("act", "old", "new", "more", "said"),
    [
        ("rename", ["rumour"], ["x"], {}, "no label 'rumour'"),
        ("rename", ["claim"], ["quote"], {}, "merge claim into it"),
        ("rename", ["quotes"], ["x"], {}, "keep their names"),
        ("rename", ["claim"], ["two words"], {}, "no space"),
        ("rename", ["claim"], ["none"], {}, "'none'"),
        ("split", ["worth"], ["x", "y"], {}, "only a label"),
        ("split", ["claim"], ["claim", "y"], {}, "not the old one"),
        ("merge", ["claim", "claim"], ["x"], {}, "given twice"),
        ("split", ["claim"], ["x", "x"], {}, "given twice"),
        ("merge", ["claim"], ["claim"], {}, "two or more"),
        ("remove", ["claim", "opinion", "quote"], [], {}, "at least one"),
        ("remove", ["low", "high"], [], {"of": "worth"}, "no value left"),
        ("rename", ["low"], ["x"], {"of": "quotes"}, "no attribute with values"),
        ("rename", ["huge"], ["x"], {"of": "worth"}, "no value 'huge'"),
        ("rename", ["PER"], ["PERSON"], {}, "keep their names"),
        ("split", ["claim"], [f"l{n}" for n in range(12)], {}, "at most 12"),
    ],
)
def test_what_cannot_be_is_said(
    act: Any, old: list[str], new: list[str], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(SchemeError, match=said):
        rewritten(act, old, new, **more)


@pytest.mark.parametrize(
    "text",
    [
        'lead = "lin"\n[scheme]\nlabels = [{name = "claim"}, {name = "opinion"}]\n',
        'lead = "lin"\nscheme.labels = [{name = "claim"}]\n',
        'lead = "lin"\nscheme = {labels = [{name = "claim"}]}\n',
        'lead = "lin"\n["scheme"]\n[["scheme"."labels"]]\nname = "claim"\n',
    ],
)
def test_a_form_that_is_not_understood_is_refused_and_not_spoilt(text: str) -> None:
    with pytest.raises(SettingsError, match=r"x: its scheme is written in a form"):
        rewritten("rename", ["claim"], ["assertion"], text)


def test_settings_without_a_scheme_get_the_one_that_holds() -> None:
    tables, _ = changed(table_of(DEFAULT), scheme_change("label", "rename", ["claim"], ["fact"]), "x")
    made = new_text(tables.table(), 'lead = "lin"')
    assert made.startswith('lead = "lin"\n\n[scheme]\n')
    found = Scheme.from_toml(tomllib.loads(made)["scheme"], "x")
    assert (found.id, [one.name for one in found.labels]) == ("default/2", ["fact", "opinion", "quote"])
    assert found.voiced == ("fact", "opinion")
    assert Scheme.from_toml(table_of(DEFAULT), "x") == DEFAULT


def test_sections_of_guidelines_follow() -> None:
    text = "## claim 事實\nx\n## quote\n### definition\n## claims\n"
    rename = scheme_change("label", "rename", ["claim"], ["fact"])
    assert led_on(text, [rename]) == "## fact 事實\nx\n## quote\n### definition\n## claims\n"
    assert led_on(text, [scheme_change("label", "merge", ["claim"], ["quote"])]) == text
    merged = led_on(text, [scheme_change("label", "merge", ["claim", "quote"], ["new"])])
    assert merged == "## new 事實\nx\n## quote\n### definition\n## claims\n"
    # A type of names that is called like a label has no section, and what is split or removed keeps its own.
    assert led_on(text, [scheme_change("type", "rename", ["claim"], ["fact"])]) == text
    assert led_on(text, [scheme_change("label", "split", ["claim"], ["fact", "guess"])]) == text
    assert led_on(text, [scheme_change("label", "remove", ["claim"], [])]) == text


def test_types_in_a_gazetteer_follow() -> None:
    text = "# LAW\tLAW\n憲法\tLAW\tLAW\r\nLAW\t-\n王\tPER"
    kind = scheme_change("type", "rename", ["LAW"], ["ACT"])
    assert gazetteer_led_on(text, [kind]) == "# LAW\tLAW\n憲法\tACT\tLAW\r\nLAW\t-\n王\tPER"
