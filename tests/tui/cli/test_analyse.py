"""`zhupi analyse` as a process: order, what is kept, what is said of bad input, and how it stops."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from program import zhupi_here

from annotations.project.corpus import Text, _batches

ZHUPI = [sys.executable, "-m", "tui", "analyse"]
SENTENCE = "国务院总理李强2025年3月5日在北京表示，今年的增长目标是5%左右。"
BATCH = 24_000
"""Characters that are analysed together."""


def analyse(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process."""
    return subprocess.run([*ZHUPI, *map(str, arguments)], input=stdin, capture_output=True, timeout=60)


here = partial(zhupi_here, "analyse")
"""Run the command in this process, which has what it finds names with."""


def jsonl(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def rows_of(output: bytes) -> list[dict[str, Any]]:
    assert output == b"" or output.endswith(b"\n")
    return [json.loads(line) for line in output.split(b"\n")[:-1]]


def complaints(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Return the lines on standard error, each one of zhupi's own."""
    lines = result.stderr.decode().split("\n")[:-1]
    assert all(line.startswith("zhupi: ") for line in lines), lines
    return lines


def fits(row: dict[str, Any]) -> None:
    """Assert that every offset of `row` is one of its text."""
    text = row["text"]
    at = 0
    for start, end in row["sentences"]:
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
    assert len(row["parts"]) == len(row["sentences"])
    for quote in row["quotes"]:
        start, end = row["sentences"][quote["sentence"]]
        for bounds in filter(None, (quote["content"], quote["cue"])):
            assert start <= bounds[0] < bounds[1] <= end
    speakers = [speaker for quote in row["quotes"] for speaker in quote["speakers"]]
    for found in (*row["entities"], *row["numbers"], *speakers):
        assert 0 <= found["start"] < found["end"] <= len(text)
        assert text[found["start"] : found["end"]] == found["text"]


def names(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entity["text"], entity["type"]) for entity in row["entities"]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"{name}：{SENTENCE}\n", encoding="utf-8")
    return folder


def test_the_order_is_kept_over_several_processes() -> None:
    # Batches of very different work: a long text, many short ones, long ones again.
    long = SENTENCE * 60 + " " * BATCH
    plain = "。" + " " * BATCH
    texts = [long, plain, *(f"{n}。今天很好。" for n in range(40)), long, plain, "完。"]
    given = [{"id": n, "text": text, "more": {"a": [n, None]}, "標籤": "甲"} for n, text in enumerate(texts)]
    result = analyse("--jobs", "2", stdin=jsonl(given))
    assert result.returncode == 0
    assert result.stderr == b"", "no progress where nobody looks"
    rows = rows_of(result.stdout)
    assert [row["id"] for row in rows] == list(range(len(texts)))
    for row, was in zip(rows, given, strict=True):
        assert {key: row[key] for key in was} == was
        assert set(row) == {*was, "sentences", "parts", "entities", "numbers", "quotes"}
        fits(row)
    assert ("李强", "PER") in names(rows[0])
    one = here("--jobs", "1", stdin=jsonl(given))
    assert one.stdout == result.stdout, "and the number of processes changes nothing"


ODD_TEXTS = (
    "國(guó)際(jì)新聞(wén)。中國(guó)很大。發(fā)展(zhǎn)很快。",
    " \n\n  兩行。\r\n第三行。\t",
    "\ufeff有標記。",
    "e\u0301 與 é 不同。\u00a0",
    "\x00\x1b[31m紅\u202e色",
    "\ud800半個。\udfff",
    "😀👨\u200d👩笑。",
    "",
    " \n ",
    "\u2028分\u2029隔\x85",
)


def test_texts_come_back_as_they_went_in() -> None:
    stdin = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in ODD_TEXTS)
    result = analyse(stdin=stdin)
    assert (result.returncode, result.stderr) == (0, b"")
    rows = rows_of(result.stdout)
    assert [row["text"] for row in rows] == list(ODD_TEXTS)
    for row in rows:
        fits(row)


def test_what_is_found_takes_the_place_of_such_keys() -> None:
    [row] = rows_of(here(stdin=jsonl([{"text": "今天。", "sentences": 7, "numbers": "x"}])).stdout)
    assert row["sentences"] == [[0, 3]]
    assert row["numbers"] != "x"


def test_the_date_of_a_text_makes_its_relative_dates_certain() -> None:
    text = "他去年来过，昨天又来了。"
    given = [{"text": text, "date": "2025-03-05"}, {"text": text}, {"text": text, "date": "2020年1月1日"}]
    rows = rows_of(here(stdin=jsonl(given)).stdout)
    isos = [{number["text"]: number["iso"] for number in row["numbers"]} for row in rows]
    assert isos[0] == {"去年": "2024", "昨天": "2025-03-04"}
    assert isos[2] == {"去年": "2019", "昨天": "2019-12-31"}
    assert not any(iso and iso[:4].isdigit() for iso in isos[1].values()), "without one they stay open"
    assert rows[0]["date"] == "2025-03-05"


def test_a_bad_line_is_named_and_the_rest_is_done() -> None:
    lines = [*(jsonl([{"text": f"{n}。"}]) for n in range(2)), b'{"text": "x"\n', jsonl([{"text": "4。"}])]
    result = here(stdin=b"".join(lines))
    assert result.returncode == 1
    [line] = complaints(result)
    assert line.startswith("zhupi: standard input, line 3: ")
    assert [row["text"] for row in rows_of(result.stdout)] == ["0。", "1。", "4。"]


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff\xfe\xfa\n",
        b"[" * 100_000 + b"\n",
        b'{"text": "' + b"a\x80" * 4 + b'"}\n',
        b"1" * 10_000 + b"\n",
        b'{"text": null}\n',
        b'"text"\n',
        b"\x00\x00\n",
        b'{"text": "x", "deep": ' + b"[" * 900 + b"]" * 900 + b"}\n",
    ],
)
def test_every_kind_of_bad_line_is_one_line(bad: bytes) -> None:
    result = here(stdin=bad + jsonl([{"text": "好。"}]))
    lines = complaints(result)
    assert all("standard input, line 1: " in line for line in lines)
    assert result.returncode == min(1, len(lines))
    assert rows_of(result.stdout)[-1]["text"] == "好。"


def test_several_files_one_of_them_missing(news: Path) -> None:
    result = here(news / "a.txt", news / "no.txt", news / "b.txt")
    assert result.returncode == 1
    [line] = complaints(result)
    assert str(news / "no.txt") in line
    rows = rows_of(result.stdout)
    assert [row["text"][0] for row in rows] == ["a", "b"]
    for row in rows:
        fits(row)
        assert ("李强", "PER") in names(row)


def test_files_and_standard_input_in_the_order_named(news: Path) -> None:
    (news / "c.jsonl").write_bytes(jsonl([{"text": "c。", "id": 1}, {"text": "d。", "id": 2}]))
    result = here(news / "b.txt", "-", news / "c.jsonl", stdin=jsonl([{"text": "x。"}]))
    assert result.returncode == 0
    assert [row["text"][0] for row in rows_of(result.stdout)] == ["b", "x", "c", "d"]
    assert [row.get("id") for row in rows_of(result.stdout)] == [None, None, 1, 2]


def test_jsonl_is_repaired_only_when_asked(news: Path) -> None:
    path = news / "p.jsonl"
    path.write_bytes(jsonl([{"text": ODD_TEXTS[0].replace("展(zhǎn)", "展").replace("新聞(wén)", "新聞")}]))
    [row] = rows_of(here(path).stdout)
    assert "(guó)" in row["text"]
    [row] = rows_of(here("--repair", path).stdout)
    assert "(guó)" not in row["text"]
    fits(row)


def test_a_gazetteer_wins(news: Path) -> None:
    gazetteer = news / "names.tsv"
    gazetteer.write_text("李强\t-\t不算\n增长目标\tPRODUCT\n", encoding="utf-8")
    [row] = rows_of(here("--gazetteer", gazetteer, news / "a.txt").stdout)
    assert ("增长目标", "PRODUCT") in names(row)
    assert "李强" not in [text for text, _ in names(row)]
    stdin = jsonl({"text": SENTENCE + " " * BATCH} for _ in range(3))
    for row in rows_of(here("--gazetteer", gazetteer, "--jobs", "2", stdin=stdin).stdout):
        assert ("增长目标", "PRODUCT") in names(row), "in the other processes too"


@pytest.mark.parametrize(("text", "named", "code"), [("好\n", "line 2", 1), (None, "names.tsv", 2)])
def test_a_gazetteer_that_cannot_be_used(news: Path, text: str | None, named: str, code: int) -> None:
    gazetteer = news / "names.tsv"
    if text is not None:
        gazetteer.write_text(f"# 名\n{text}", encoding="utf-8")
    out = news / "out.jsonl"
    result = here("--gazetteer", gazetteer, news / "a.txt", "-o", out)
    assert result.returncode == code
    [line] = complaints(result)
    assert named in line
    assert not out.exists()


def left(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_output_file_appears_when_it_is_complete(news: Path) -> None:
    out = news / "out.jsonl"
    assert here(news / "a.txt", "-o", out).stdout == b""
    before = out.read_bytes()
    assert rows_of(before)[0]["text"].startswith("a")
    result = here(news / "b.txt", "-o", news)
    assert result.returncode == 2
    assert len(complaints(result)) == 1
    assert left(news) == ["a.txt", "b.txt", "out.jsonl"]
    assert out.read_bytes() == before


def test_without_input_there_is_no_output() -> None:
    for stdin in (b"", b"\n\n \n"):
        result = here(stdin=stdin)
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, jobs: str) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(jsonl({"text": SENTENCE * 5 + " " * 8_000} for _ in range(60)))
    with subprocess.Popen(
        [*ZHUPI, "--jobs", jobs, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        fits(json.loads(process.stdout.readline()))
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 1)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_soon_and_leaves_nothing(tmp_path: Path, jobs: str) -> None:
    out = tmp_path / "out" / "o.jsonl"
    out.parent.mkdir()
    line, quick = jsonl([{"text": SENTENCE * 200}]), jsonl([{"text": "好。" + "\u3000" * 7_000}])
    with subprocess.Popen(
        [*ZHUPI, "--jobs", jobs, "-o", str(out)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stderr
        # More than is ever on the way, so that work has begun when it is taken.
        process.stdin.write(quick * 20 + line * 6)
        process.stdin.flush()
        assert left(out.parent), "it writes to a file beside"
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b""
    assert left(out.parent) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def waiting_in(pipe: int | BinaryIO) -> int:
    """Return how many bytes nobody has taken from a pipe."""
    return array("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


def is_full(end: Path) -> bool:
    """Say whether whoever writes to the pipe at `end`, a file in /proc, has to wait."""
    try:
        if not str(end.readlink()).startswith("pipe:"):
            return False
        reader = os.open(end, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return waiting_in(reader) > 60_000  # of 65,536; what is written in two parts may leave some room
    finally:
        os.close(reader)


@pytest.mark.skipif(not Path("/proc/self/wchan").exists(), reason="who waits is read from Linux's /proc")
def test_ctrl_c_while_an_answer_is_half_written() -> None:
    with subprocess.Popen(
        [*ZHUPI, "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stderr
        proc = Path(f"/proc/{process.pid}")
        try:
            process.stdin.write(jsonl([{"text": "今天。"}]) * 2_000)  # two batches: much to say, soon done
            process.stdin.flush()
            while waiting_in(process.stdin) or "pipe" not in (proc / "wchan").read_text():
                time.sleep(0.01)
            process.send_signal(signal.SIGSTOP)  # both are handed out, and the answers stay in the pipes
            while not any(map(is_full, (proc / "fd").iterdir())):
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGINT)
            process.send_signal(signal.SIGCONT)
            assert process.wait(60) == 130
            assert process.stderr.read() == b""
        finally:
            process.kill()


def test_ctrl_c_while_it_waits_for_input() -> None:
    with subprocess.Popen(
        ZHUPI, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin
        assert process.stderr
        text = "。" * BATCH
        process.stdin.write(jsonl([{"text": text}] * 2))
        process.stdin.flush()
        # It has read both batches, and hands them out, when the pipe is empty and it sleeps.
        while waiting_in(process.stdin):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b""


def peak(stdin: bytes) -> int:
    """Return the megabytes that one process took at most."""
    code = (
        "import sys; from tui.cli.main import run; code = run(['analyse', '--jobs', '1']);"
        "print(open('/proc/self/status').read(), file=sys.stderr); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-c", code], input=stdin, capture_output=True, timeout=120)
    assert result.returncode == 0, result.stderr
    [line] = [line for line in result.stderr.split(b"\n") if line.startswith(b"VmHWM")]
    return int(line.split()[1]) >> 10


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from Linux's /proc")
def test_memory_does_not_grow_with_the_input() -> None:
    line = jsonl([{"text": "好" + " " * (BATCH // 10), "page": "<p></p>" * 15_000}])
    # A few batches of ten are on the way, in the first as in the second.
    assert peak(line * 240) - peak(line * 60) < 9, "of the 18 MB more that went through"


@pytest.mark.parametrize("text", ["", "好", "好" * 100])
def test_a_batch_is_full_some_time(text: str) -> None:
    first, second = islice(_batches(repeat(Text(text, {}), 5_000)), 2)
    assert len(first) == len(second) <= 1_000
    assert len(text) * len(first) < BATCH + len(text)


def test_the_key_of_the_text_can_be_named() -> None:
    result = here("--text-key", "body", stdin=jsonl([{"body": "他說：好。", "id": 7}, {"text": "x"}]))
    assert [(row["text"], row["id"]) for row in rows_of(result.stdout)] == [("他說：好。", 7)]
    assert "line 2" in complaints(result)[0]
    assert "'body'" in complaints(result)[0]


def test_residue_is_taken_out_only_when_asked() -> None:
    damaged = "國(guó)家發(fā)展實(shí)力。"
    for arguments, text in (((), damaged), (("--repair",), "國家發展實力。")):
        result = here(*arguments, stdin=jsonl([{"text": damaged}]))
        assert [row["text"] for row in rows_of(result.stdout)] == [text]


ARTICLE = """市府宣布調漲票價
記者王小明／台北報導
市長張三說：「票價要漲。」李四強調，學生不受影響。
"""


def test_parts_stand_beside_sentences_and_quotes_say_where_and_who(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    for arguments, stdin in ((("-",), jsonl([{"text": ARTICLE}])), ((path,), b"")):
        [row] = rows_of(here(*arguments, stdin=stdin).stdout)
        fits(row)
        assert row["parts"] == ["title", "byline", "body", "body"]
        direct, indirect = row["quotes"]
        at, text = row["text"].index, row["text"]
        assert direct == {
            "sentence": 2,
            "form": "direct",
            "cont": False,
            "content": [at("「"), at("」") + 1],
            "cue": [at("說"), at("說") + 1],
            "speakers": [{"text": "張三", "start": at("張三"), "end": at("張三") + 2}],
            "certain": True,
        }
        assert (indirect["sentence"], indirect["form"], indirect["content"]) == (
            3,
            "indirect",
            [at("學生"), len(text.rstrip())],
        )
        [flat] = rows_of(here("--flat", *arguments, stdin=stdin).stdout)
        for key in ("sentences", "parts", "quotes"):
            assert json.loads(flat[key]) == row[key]


@pytest.mark.parametrize("title", [{"title": "票價"}, {"headline": "票價"}])
def test_a_known_title_tells_which_line_is_one(title: dict[str, str]) -> None:
    text = "票價\n本報訊\n市府昨天宣布，公車票價將於下個月調漲，學生不受影響。\n"
    [row] = rows_of(here(stdin=jsonl([{"text": text, **title}])).stdout)
    assert row["parts"][0] == "title"


def test_what_open_says_of_a_file_is_said_of_it_here(tmp_path: Path) -> None:
    damaged, broken = tmp_path / "a.txt", tmp_path / "b.txt"
    damaged.write_text("國(guó)家發(fā)展實(shí)力。", encoding="utf-8")
    broken.write_bytes("他說，明天有雨。".encode() + b"\xff" + "大家都帶傘。".encode())
    twice = "一個夠長的句子，讓人看得出它是哪一種編碼。".encode().decode("cp1252", "replace")
    (tmp_path / "c.txt").write_text(twice, encoding="utf-8")
    result = here(damaged, broken, tmp_path / "c.txt")
    assert result.returncode == 0, "a doubt is no failure"
    taken, lost, wrong = complaints(result)
    assert taken == f"zhupi: {damaged}: 3 pinyin readings taken out"
    assert lost == f"zhupi: {broken}: not utf-8, shown as \ufffd: 1 place (byte 24)"
    assert wrong.startswith(f"zhupi: {tmp_path / 'c.txt'}: was read in a wrong encoding")
    assert len(rows_of(result.stdout)) == 3
