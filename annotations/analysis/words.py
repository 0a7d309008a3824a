"""jieba behind one door: cutting text into words, and their parts of speech.

jieba keeps a cache file that it loads with :mod:`marshal`, by default in the shared temporary folder, where
anybody may have put it. Here it lies in the user's own cache folder. jieba also logs to standard error and
warns when it is compiled; a program that owns the screen can do with neither.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from annotations.analysis.script import to_simplified

__all__ = ["cut", "tag", "version"]

_LOADING = threading.Lock()


def cut(text: str) -> list[str]:
    """Return the words of `text`, in order; joined they are `text` again. Both scripts.

    The first call of a process takes about a second, for jieba reads its dictionary.
    """
    return _as_written(text, _jieba().lcut(to_simplified(text)))


def tag(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` with jieba's part-of-speech tags (``nr`` a person, ``ns`` a place…).

    The text is made simplified first: on traditional text jieba's tagger runs at 500 characters a second
    instead of 20,000.
    """
    pairs = [(pair.word, pair.flag) for pair in _posseg().lcut(to_simplified(text))]
    words = _as_written(text, [word for word, _ in pairs])
    return list(zip(words, (flag for _, flag in pairs), strict=True))


def version() -> str:
    """Return the version of the jieba that is installed."""
    from importlib.metadata import version as installed

    return installed("jieba")


def _as_written(text: str, words: list[str]) -> list[str]:
    """Give each word of the converted text as it stands in `text`."""
    found = []
    at = 0
    for word in words:
        found.append(text[at : at + len(word)])
        at += len(word)
    return found


def _jieba() -> Any:
    with _LOADING:
        return _import_jieba()


def _posseg() -> Any:
    with _LOADING:
        _import_jieba()
        return _import_posseg()


@cache
def _import_jieba() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba writes regular expressions without r"", which Python reports
        import jieba
    logger = logging.getLogger("jieba")
    logger.handlers.clear()
    logger.propagate = False
    logger.setLevel(logging.CRITICAL + 1)
    jieba.dt.tmp_dir = str(_cache_folder())
    return jieba


@cache
def _import_posseg() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.posseg
    return jieba.posseg


def _cache_folder() -> Path:
    """Return the user's own folder for jieba's cache, made so that nobody else can put a file there.

    Where it cannot be made, jieba finds no cache, writes none, and reads its dictionary every time.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("zhupi", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o022 and folder.stat().st_uid == os.getuid():
            folder.chmod(0o700)
    except OSError:
        pass
    return folder
