"""A label that the scheme no longer has: seen in its column, named in the panel, reached, and said again."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import layer_records, team

from tui.cli.main import run

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", {"mei": ["c", "o", "cq", "", "cqo"]}, lead="mei", done=False)


async def test_it_is_seen_named_and_leads_on(root: Path, opened) -> None:
    assert run(["scheme", "split", "claim", "event", "forecast", "--project", str(root), "--as", "mei"]) == 0
    async with opened(root) as reader:
        assert [reader.columns(row)[:4] for row in range(5)] == ["?   ", "  o ", "?  q", "n   ", "? oq"]
        assert reader.columns(0)[4] == "?"
        assert "claim?" in reader.panel
        assert "lacks a label for claim (event or forecast)" in reader.panel
        await reader.press("1")
        assert reader.labels() == {"event"}
        assert reader.columns(0)[:4] == "c   ", "the first letter of event that no act has"
        await reader.press(".")
        assert reader.view.cursor == 2
        await reader.press("2")
        assert reader.labels() == {"forecast", "quote"}
    [first, *_] = layer_records(root, "mei", "sentence")
    assert (first["labels"], first["scheme"]) == (["event"], "default/2")


async def test_what_a_hand_took_out_stays_until_none_is_said(root: Path, opened) -> None:
    rows = "".join(f'[[scheme.labels]]\nname = "{name}"\n' for name in ("opinion", "fact"))
    (root / "zhupi.toml").write_text(f'lead = "mei"\n[scheme]\n{rows}', encoding="utf-8")
    async with opened(root) as reader:
        assert reader.columns(4)[:2] == "o?"
        assert "lacks a label for claim" in reader.panel
        await reader.press("2")
        assert reader.labels() == {"claim", "fact"}, "nobody said what became of it"
        await reader.press("n")
        assert reader.columns(0)[:3] == "n  "
        assert "claim" not in reader.panel


async def test_a_renamed_label_is_what_a_key_writes_and_undo_after_a_restart_too(root: Path, opened) -> None:
    async with opened(root) as reader:
        await reader.press("2", "1")
        assert reader.labels() == {"opinion"}
    assert run(["scheme", "rename", "claim", "fact", "--project", str(root), "--as", "mei"]) == 0
    async with opened(root) as reader:
        assert reader.columns(2)[:3] == "c q"
        await reader.press("u")
        assert reader.labels() == {"fact", "opinion"}
        await reader.press("u")
        assert reader.labels() == {"fact"}
    [first, *_] = layer_records(root, "mei", "sentence")
    assert (first["labels"], first["scheme"]) == (["fact"], "default/2")
