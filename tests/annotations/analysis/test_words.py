"""jieba behind its door."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

from annotations.analysis import words

TEXT = "清華大學教授翟季冬認為，中國發展AI產業至關重要。\r\n第二行 空格"


def test_words_make_up_the_text_as_written() -> None:
    assert "".join(words.cut(TEXT)) == TEXT
    assert "清華大學" in words.cut(TEXT)
    assert "".join(word for word, _ in words.tag(TEXT)) == TEXT
    assert ("清華大學", "nt") in words.tag(TEXT)


def test_cache_is_private_and_nothing_is_said(tmp_path: Path) -> None:
    """In a process of its own, for jieba is loaded once: warnings are errors, both streams stay empty."""
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "t"),
    }
    (tmp_path / "t").mkdir()
    code = "from annotations.analysis.words import cut; assert cut('我们走吧') == ['我们', '走', '吧']"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list((tmp_path / "t").iterdir()) == []
    (cache,) = tmp_path.rglob("jieba.cache")
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700


def test_without_a_cache_folder_it_still_cuts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "file"), "HOME": str(tmp_path / "file")}
    code = "from annotations.analysis.words import cut; assert cut('我们走吧')"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_logging_is_off() -> None:
    words.cut("好")
    assert not logging.getLogger("jieba").handlers


def test_version() -> None:
    assert words.version() == "0.42.1"
