"""Parcels and sources in memory, and items of every kind to put into them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from hypothesis import strategies as st

from annotations.exchange.items import Item, ItemSentence, ItemSpan

TEXTS = (
    *(
        "央行称将降准0.5%。",
        "👨\u200d👩\u200d👧说：𠮷野家涨价了。",
        "e\u0301a\u0300、क्षि。",
        "第一行\r\n第二行\u2028第三行。",
    ),
    *("a\tb，“引”‘文’…—", "=SUM(A1)", "+1", "@x", "-3.2億元", "林某說：「不會漲價。」他又說，去年也沒有。"),
)
"""Texts on which tools stumble: astral and combining characters, line ends, tabs, formulas."""


class Packed:
    """A parcel in memory, which is also the source that it would be read as."""

    def __init__(self, files: Mapping[str, bytes] = {}, title: str = "parcel") -> None:
        self.files = dict(files)
        self.title = title

    @contextmanager
    def open(self, name: str) -> Iterator[io.BytesIO]:
        assert name.strip("/") == name, name
        assert ".." not in name.split("/"), name
        assert name not in self.files, f"{name} is written twice"
        sink = io.BytesIO()
        self.files[name] = b""
        yield sink
        self.files[name] = sink.getvalue()

    @property
    def source(self) -> Kept:
        return Kept(self.files, self.title)


class Kept:
    """A source in memory."""

    def __init__(self, files: Mapping[str, bytes], title: str = "parcel") -> None:
        self._files = dict(files)
        self.title = title

    def names(self) -> Sequence[str]:
        return sorted(self._files)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        yield io.BytesIO(self._files[name])

    def where(self, name: str) -> str:
        return name


_LABELS = st.sets(st.sampled_from(("claim", "opinion", "quote")), max_size=3)


@st.composite
def items(draw: st.DrawFn, annotator: str = "mei", overlaps: bool = True) -> Item:
    """Draw an article of some sentences with labels, notes and spans."""
    pieces = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
    text = "\n".join(pieces)
    sentences, spans, at = [], [], 0
    for number, piece in enumerate(pieces, 1):
        start, end = at, at + len(piece)
        labels = tuple(sorted(draw(_LABELS)))
        status = "marked" if labels else draw(st.sampled_from(("none", "open", "implied")))
        note = draw(st.sampled_from(("", "誰說的？", 'a "b", c\nd')))
        sentences.append(
            ItemSentence(start, end, labels, status, number=number, note=note, flag=draw(st.booleans()))
        )
        last = start
        for _ in range(draw(st.integers(0, 2))):
            begin = draw(st.integers(start if overlaps else last, end - 1))
            stop = draw(st.integers(begin + 1, end))
            if overlaps or begin >= last:
                kind = draw(st.sampled_from(("PER", "ORG", "LOC")))
                spans.append(ItemSpan(begin, stop, kind, "name", draw(st.sampled_from(("auto", "person")))))
                last = stop
                if last >= end:
                    break
        at = end + 1
    distinct = {(one.start, one.end, one.label): one for one in spans}
    found = tuple(distinct[key] for key in sorted(distinct))
    return Item(
        text,
        article=f"{draw(st.integers(0, 1 << 40)):020x}",
        title=pieces[0][:10],
        source="a/文章.txt",
        metadata={"date": "2026-01-31"},
        annotator=annotator,
        done=draw(st.booleans()),
        scheme="default/1",
        sentences=tuple(sentences),
        spans=found,
    )
