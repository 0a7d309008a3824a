"""Tables of many blocks, cheap to analyse: most of a row stands beside its text."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "TEXTS", "cells_of", "lines_of", "rows_of", "write"]

PAGE = "<p>頁</p>" + "<p></p>" * 6_200
"""What stands beside a text: 43 kB, so that three rows fill a block."""
TEXTS = (
    "国务院总理李强2025年3月5日在北京表示，今年的增长目标是5%左右。",
    "據《聯合報》報道，張三稱：「我不同意。」他昨天到了臺北。",
    "阿里巴巴在杭州说，2024年营收近6000亿美元。\n第二行。",
)


def rows_of(count: int, page: str = PAGE) -> list[dict[str, Any]]:
    """Return so many rows."""
    return [
        {"id": str(n), "text": f"{n}。{TEXTS[n % 3]}", "date": "2025-03-05", "page": page}
        for n in range(count)
    ]


def lines_of(rows: Iterable[Any]) -> bytes:
    """Return rows as JSONL."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def cells_of(path: Path, rows: Sequence[dict[str, Any]], delimiter: str = ",") -> Path:
    """Write rows as a table of cells, line ends in them and all."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write(path: Path, data: bytes) -> Path:
    """Write a file, packed where its name says so."""
    path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)
    return path
