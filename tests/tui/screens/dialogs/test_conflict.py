"""Two programs that say different things of one sentence: both are shown, a person decides, none is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.records.record import revise
from annotations.storage.layer.layer import open_layer
from tui.screens.dialogs.conflict import ConflictScreen, conflict_lines

pytestmark = pytest.mark.usefixtures("no_analysis")


def path_of(founding: Path) -> Path:
    return founding.parent / "annotations" / "mei.json"


async def changed_elsewhere(reader, founding: Path, **said) -> None:
    """Let another program revise the mark of the first sentence, and this one not notice it before a key."""
    reader.session.look_around = lambda: False
    mark = reader.session.article.marks.over(0)[0]
    layer = open_layer(path_of(founding), "mei")
    layer.put([revise(mark, writer="another", **said)])
    layer.close()


@pytest.mark.parametrize(
    ("key", "labels"),
    [("1", {"quote"}), ("2", {"claim", "opinion"}), ("f2", {"quote"}), ("f3", {"claim", "opinion"})],
)
async def test_what_was_changed_at_once_is_decided(opened, founding, records, key, labels) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        await changed_elsewhere(reader, founding, labels=["quote"], note="from elsewhere")
        await reader.press("o")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "claim, opinion" in shown
        assert "from elsewhere" in shown
        assert "中國AI模型DeepSeek" in shown
        assert reader.labels(0) == {"quote"}, "what is stored holds until then"
        await reader.press(key)
        assert not isinstance(reader.app.screen, ConflictScreen)
        assert reader.labels(0) == labels
        assert not reader.session.writer.unsaved
        await reader.press("f")
        assert reader.session.article.marks.said(0).flag, "work goes on"
    [mark] = [one for one in records(path_of(founding)) if one["kind"] == "sentence"]
    assert set(mark["labels"]) == labels
    assert mark["rev"] == 4
    lines = [
        line for line in path_of(founding).read_text(encoding="utf-8").split("\n") if "from elsewhere" in line
    ]
    assert lines, "the other version stays in the file"


async def test_esc_leaves_what_is_stored(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        await changed_elsewhere(reader, founding, labels=["quote"])
        await reader.press("o")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        await reader.press("escape")
        assert reader.labels(0) == {"quote"}
        await reader.press("o")
        assert reader.labels(0) == {"quote", "opinion"}
        assert not reader.session.writer.unsaved


async def test_a_decision_can_be_taken_back(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        await changed_elsewhere(reader, founding, labels=["quote"])
        await reader.press("o")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        await reader.press("2", "u")
        assert reader.labels(0) == {"quote"}


async def test_keys_pressed_one_after_another_are_one_question(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        await changed_elsewhere(reader, founding, labels=["quote"])
        reader.screen.run_command("label-opinion")
        reader.screen.run_command("toggle-flag")
        await reader.until(lambda: isinstance(reader.app.screen, ConflictScreen))
        await reader.settle()
        assert sum(isinstance(screen, ConflictScreen) for screen in reader.app.screen_stack) == 1
        await reader.press("2")
        assert len(reader.app.screen_stack) == 1
        assert reader.labels(0) == {"claim", "opinion"}
        assert reader.session.article.marks.said(0).flag, "the last one is what was to be"


def merged(founding: Path) -> None:
    """Let git have put a second revision of the first mark into the file, as a merge of two lines does."""
    path = path_of(founding)
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if '"sentence"' in line)
    key, record = lines[at].split(": ", 1)
    other = {
        **json.loads(record),
        "labels": ["opinion"],
        "note": "theirs",
        "writer": "elsewhere",
        "batch": ["x", 1],
    }
    lines.insert(at + 1, f"{key}: {json.dumps(other, ensure_ascii=False)}")
    path.write_text("\n".join(lines), encoding="utf-8")


async def test_equal_revisions_are_marked_and_decided(opened, founding, records) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "n", "ctrl+q")
    merged(founding)
    before = path_of(founding).read_bytes()
    async with opened(founding) as reader:
        assert reader.columns(0) == ' o !"'
        assert reader.columns(1) == "n    "
        await reader.press("home")
        assert "two versions: = decides" in reader.panel
        assert path_of(founding).read_bytes() == before, "both are there until then"
        await reader.press("end", "=")
        assert reader.message == "nothing here was changed by two programs at once"
        await reader.press("home", "=")
        assert isinstance(reader.app.screen, ConflictScreen)
        await reader.press("escape")
        assert reader.columns(0) == ' o !"', "undecided"
        assert path_of(founding).read_bytes() == before
        await reader.press("=", "2")
        assert reader.columns(0) == "c    "
        assert reader.labels(0) == {"claim"}
    [mark] = [one for one in records(path_of(founding)) if one.get("labels")]
    assert (mark["labels"], mark["rev"], mark["note"]) == (["claim"], 2, "")
    text = path_of(founding).read_text(encoding="utf-8")
    assert '"theirs"' in text
    async with opened(founding) as reader:
        assert reader.columns(0) == "c    ", "it stays decided"


async def test_any_act_decides_it_too(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "ctrl+q")
    merged(founding)
    async with opened(founding) as reader:
        await reader.press("home", "q")
        assert reader.columns(0) == ' oq?"'
        assert reader.session.article.conflicts(0) == []


def test_two_versions_side_by_side_are_harmless_and_fit() -> None:
    record = {
        "kind": "sentence",
        "deleted": False,
        "updated": "2026-01-01T00:00:00.000Z",
        "labels": ["claim"],
    }
    evil = {**record, "note": "長\x1b[31m\u202e" * 400, "labels": []}
    from tui.layout.cells import cell_width

    for width in (36, 76, 150):
        lines = conflict_lines(record, evil, width)
        assert all(cell_width(line) <= width and line.isprintable() for line in lines)
        assert any(line.startswith("labels") and "claim" in line for line in lines)
    gone = conflict_lines({**record, "deleted": True}, record, 76)
    assert any("taken back" in line for line in gone)
