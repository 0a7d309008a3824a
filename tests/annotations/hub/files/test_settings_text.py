"""The settings as they travel: everything but where this machine finds the hub."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SettingsError
from annotations.hub.files.settings_text import hub_line, with_hub, without_hub

LINE = 'hub = "postgresql://localhost:6432/news"  # through a tunnel'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            'lead = "mei"\nhub = "postgresql://a/b"\n[scheme]\nname = "x"\n',
            'lead = "mei"\n[scheme]\nname = "x"\n',
        ),
        ('hub="postgresql://a/b"', ""),
        ("\ufeff'hub' = 'postgresql://a/b'\r\nlead = \"mei\"\r\n", '\ufefflead = "mei"\r\n'),
        ('lead = "mei"\n', 'lead = "mei"\n'),
        ('# hub = "no"\n[x]\nhub = 1\n', '# hub = "no"\n[x]\nhub = 1\n'),
    ],
)
def test_the_hub_is_left_at_home(text: str, left: str) -> None:
    assert without_hub(text) == left
    assert hub_line(without_hub(text)) == ""


@pytest.mark.parametrize(
    "text", ['hub = """\npostgresql://a/b"""\n', 'a = """\nhub = 1\n"""\n', "hub = [\n1]\n"]
)
def test_what_cannot_be_told_apart_is_said(text: str) -> None:
    with pytest.raises(SettingsError):
        without_hub(text)


_TEXTS = st.lists(st.sampled_from(['lead = "mei"', "# hub = 1", ""]), unique=True).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(_TEXTS, st.booleans())
def test_settings_come_back_as_they_went(text: str, scheme: bool) -> None:
    text += '[scheme]\nhub = "1"\n' if scheme else ""
    mine = with_hub(text, LINE)
    assert tomllib.loads(mine)["hub"] == "postgresql://localhost:6432/news"
    assert without_hub(mine) == text
    assert hub_line(mine) == LINE
    assert with_hub(without_hub(mine), hub_line(mine)) == mine
