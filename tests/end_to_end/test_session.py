"""A whole session in a real terminal, and sessions that end badly."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from pathlib import Path

import pytest
from export_lines import checked
from program import zhupi_here
from terminal import zhupi
from tinydb import TinyDB

known = pytest.mark.usefixtures("known")
"""Where it is not about the names."""


def stored(folder: Path) -> list[dict]:
    with TinyDB(folder / "annotations" / "mei.json", encoding="utf-8") as database:
        return [dict(record) for record in database.all() if record["kind"] == "sentence"]


def saved(words: str):
    """Return what tells that the act `words` was drawn and is on disk."""
    return lambda text: words in text and re.search(r"  saved$", text.splitlines()[0]) is not None


def remembered(path: Path) -> list[int]:
    """Return the offsets at which the cursor stood last."""
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["at"].values())
    except (OSError, ValueError):  # it is being replaced
        return []


def test_from_open_to_export(run, seeds, founding) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(saved("DeepSeek"))
    terminal.send("c", "Down", "o", "q", "j", "F8", "Enter", "v", "Down", "F2")
    terminal.wait(saved("4 to 5 +claim"))
    terminal.send("u")
    terminal.wait(saved("4 to 5 undone: +claim"))
    terminal.send("Ctrl+R")
    terminal.wait(saved("4 to 5 again: +claim"))
    terminal.send("f")
    terminal.wait(saved("flag"))
    assert "4/29" not in terminal.lines[0]
    assert "5/29" in terminal.lines[0]
    terminal.send("F9")
    terminal.wait("done? there is still")
    terminal.send("Enter")
    terminal.wait("2/3")
    terminal.wait(lambda text: "DeepSeek" not in text)
    assert terminal.leave() == 0

    exported = subprocess.run(zhupi("export", seeds, "--as", "mei"), capture_output=True, check=True)
    assert exported.stderr == b""
    rows = list(checked(exported.stdout))
    assert len(rows) == 29
    expected = [(["claim"], "marked"), (["opinion", "quote"], "marked"), ([], "none")]
    expected += [(["claim"], "marked")] * 2 + [([], "open")] * 24  # done in spite of the question: never seen
    assert [(row["labels"], row["status"]) for row in rows] == expected
    assert [row["flag"] for row in rows].count(True) == 1
    assert all(row["done"] and row["annotator"] == "mei" for row in rows)
    raw = founding.read_text(encoding="utf-8")
    assert rows[0]["text"].startswith("中國AI模型DeepSeek引發了全球討論熱潮")
    assert raw[rows[0]["raw_start"] : rows[0]["raw_end"]].startswith("中國(guó)AI模型")
    shown = zhupi_here("show", founding, "--as", "mei")
    assert shown.returncode == 0, shown.stderr
    lines = [line for line in shown.stdout.decode("utf-8").split("\n") if line]
    assert lines[1] == "note: 137 pinyin readings taken out"
    assert lines[2].startswith(" 1 c    中國AI模型")
    assert any(line.startswith(" 2  oq ") for line in lines)
    assert "done" in lines[0]
    assert founding.read_bytes() == (Path(__file__).parents[2] / "seeds" / founding.name).read_bytes()


@known
@pytest.mark.parametrize("keys", [("c",), ("c", "Down", "Down", "o", "q")])
def test_what_was_shown_as_saved_survives_kill_9(run, seeds, keys) -> None:
    labels = {"c": "claim", "o": "opinion", "q": "quote"}
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait("DeepSeek")  # the first key may come before the layer is open
    terminal.send(*keys)
    terminal.wait(saved(f"+{labels[keys[-1]]}"))
    # Where it stands is remembered every other second.
    state = Path(seeds.parent, "home", "state")
    moved = "Down" in keys
    terminal.wait(
        lambda _: any(bool(at) == moved for path in state.glob("*.json") for at in remembered(path))
    )
    terminal.kill()
    found = sorted(label for record in stored(seeds) for label in record["labels"])
    assert found == sorted(labels[key] for key in keys if key in labels)

    again = run("open", seeds, "--as", "mei")
    row = r"^> 3  oq\?" if moved else r"^> 1 c  "
    again.wait(lambda text: re.search(row, text, re.MULTILINE) is not None)
    assert again.leave() == 0


@known
def test_it_comes_back_to_the_same_sentence_of_the_same_article(run, seeds) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(saved("DeepSeek"))
    terminal.send("]")
    terminal.wait("2/3")
    terminal.send("Down", "Down", "Down")  # it begins at 2, below the title
    terminal.wait(lambda text: re.search(r"^> 5 ", text, re.MULTILINE) is not None)
    assert terminal.leave() == 0
    again = run("open", seeds, "--as", "mei")
    again.wait(saved("2/3"))
    again.wait(lambda text: re.search(r"^> 5 ", text, re.MULTILINE) is not None)
    again.kill()


@known
def test_under_an_input_method(run, seeds) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(saved("DeepSeek"))
    terminal.send("我在2月1日coq")
    terminal.wait("input method on?")
    assert "0/29" in terminal.lines[0]
    terminal.settle()
    terminal.send("ｃ")
    terminal.wait(saved("1 +claim"))
    terminal.send("。")
    terminal.wait(lambda text: re.search(r"^> 2 ", text, re.MULTILINE) is not None)
    terminal.send("F4")
    terminal.wait(saved("2 +quote"))
    assert terminal.leave() == 0
    assert sorted(record["labels"] for record in stored(seeds)) == [["claim"], ["quote"]]
    # Under the Kitty protocol what an input method commits would arrive as garbage.
    assert not re.search(rb"\x1b\[[>=]\d+(;\d+)?u", terminal.written)


def test_text_names_and_notes_never_reach_the_terminal_raw(run, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u200b\ufeff"
    folder = tmp_path / "evil"
    folder.mkdir()
    path = folder / "a\x1b[31mb\u202ec.txt"
    path.write_text(f"標題{evil}在此。\n正文{evil}在此,張三{evil}說好。\n", encoding="utf-8")
    terminal = run("open", path, "--as", "mei")
    terminal.wait("標題")
    terminal.wait(saved("正文"))
    terminal.send("w")
    terminal.wait("Note on")
    terminal.send("\x1b[200~查證\x9b\u202e\u200b這裡\x1b[201~")
    terminal.wait("查證這裡")
    terminal.send("Enter")
    terminal.wait(saved("note    查證這裡"))
    terminal.send("L")
    terminal.wait("1 article")
    terminal.settle()
    terminal.kill()
    assert b"owned\x07" not in terminal.written
    assert b"\x1b]0;owned" not in terminal.written
    assert b"\x1b[2J\xc2\x9b" not in terminal.written
    for character in ("\x9b", "\u202e", "\u200b", "\ufeff"):
        assert character.encode() not in terminal.written


@known
def test_the_mouse_selects_and_copies(run, seeds, founding) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait(saved("DeepSeek"))
    row = next(y for y, line in enumerate(terminal.lines) if line.startswith("  2 ..."))
    left = 9
    terminal.click(left, row, to=(left + 7, row))
    terminal.wait("4 characters sent")
    assert base64.b64encode("北京時間".encode()) in terminal.written
    terminal.settle()
    assert any(line.startswith("> 1 ") for line in terminal.lines), "a drag moves no cursor"
    terminal.click(20, row)
    terminal.wait(lambda text: re.search(r"^> 2 ", text, re.MULTILINE) is not None)
    terminal.kill()


@known
def test_too_small_and_back(run, founding) -> None:
    terminal = run("open", founding, "--as", "mei", columns=38, rows=10)
    terminal.wait("zhupi needs a window of at least")
    terminal.resize(80, 24)
    terminal.wait(saved("DeepSeek"))
    terminal.resize(40, 12)
    terminal.wait(lambda text: "> 1 ..." in text and text.splitlines()[0].endswith("saved"))
    terminal.kill()


@known
def test_ctrl_c_and_an_end_of_the_terminal_lose_nothing(run, founding, seeds) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait(saved("DeepSeek"))
    terminal.send("c", "\x03", "Down", "q")
    terminal.wait(saved("2 +quote"))
    terminal.kill()
    assert sorted(record["labels"] for record in stored(seeds)) == [["claim"], ["quote"]]


def test_a_folder_that_cannot_hold_annotations_says_so(run, founding, seeds) -> None:
    (seeds / "annotations").write_text("a file where the folder should be")
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("DeepSeek")
    terminal.settle()
    terminal.send("c")
    terminal.wait(lambda text: "NOT SAVED" in text or "not saved" in text or "nothing can be saved" in text)
    terminal.kill()
    assert (seeds / "annotations").read_text() == "a file where the folder should be"
