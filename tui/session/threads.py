"""What annotator and lead say to each other about the open article, and what of it has been read.

What was read is kept beside where the cursor was, in the user's place for state: looking at something writes
nothing into a layer. Losing it costs that what was read counts as new again, so the file is written without
waiting for the disk and a damaged one counts as none.
"""

from __future__ import annotations

import contextlib
import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.digest import blake2b
from annotations.errors import UsageError
from annotations.model.annotator import same_annotator
from annotations.plain_json import loads
from annotations.records.record import Record
from annotations.records.remarks import Entry, Thread, remarks_on, threads_of
from annotations.wording import tr
from tui.session.noted import NotedView

if TYPE_CHECKING:
    from annotations.editing.editor import Editor
    from annotations.records.acts import Act
    from tui.session.session import Session

__all__ = ["Correspondence", "Draft", "Threads"]

_KEEP = 20_000
"""Remarks of which is remembered that they were read, and drafts; those from longest ago are forgotten first.
Chosen: a megabyte, written when a thread is opened."""


class Draft(NamedTuple):
    """What is about to be written in a thread."""

    key: str
    """Under which it is kept where it is left."""
    text: str
    """What the lines begin with: what one said last oneself and nobody has answered, or what was left."""
    changes: Entry | None
    """What it changes; None where it is a word more."""


class Correspondence:
    """What of threads one annotator has read in one project, and what was begun and left."""

    def __init__(self, path: Path) -> None:
        """Read what is kept in the file `path`, if it is there and sound."""
        self._path = path
        self._read: dict[str, bool] = {}
        self._drafts: dict[str, str] = {}
        self._stamp: tuple[int, int] | None = None
        self._follow()

    def is_read(self, entry: Entry) -> bool:
        """Tell whether `entry` was on screen as part of its thread."""
        return _digest(entry.key) in self._read

    def read(self, entries: Iterable[Entry]) -> bool:
        """Remember that `entries` were read; tell whether that is news."""
        new = [key for one in entries if (key := _digest(one.key)) not in self._read]
        if not new:
            return False
        self._follow()
        self._read.update(dict.fromkeys(new, True))
        self._keep()
        return True

    def draft(self, key: str) -> str:
        """Return what was begun under `key` and left; empty if nothing was."""
        self._follow()
        return self._drafts.get(key, "")

    def leave(self, key: str, text: str) -> None:
        """Keep what was begun under `key`, or with an empty text forget it."""
        if self._drafts.get(key, "") == text:
            return
        self._follow()
        self._drafts.pop(key, None)
        if text:
            self._drafts[key] = text
        self._keep()

    def _keep(self) -> None:
        for kept in (self._read, self._drafts):
            while len(kept) > _KEEP:
                del kept[next(iter(kept))]
        with contextlib.suppress(OSError):  # a read-only home must not keep anybody from answering
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
            data = json.dumps({"read": list(self._read), "drafts": self._drafts}, ensure_ascii=True)
            temporary.write_text(data, encoding="utf-8")
            temporary.replace(self._path)
            self._stamp = self._stamp_now()

    def _follow(self) -> None:
        """Take in what another program of the same annotator has kept since, so that its drafts stay."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            stamp = self._stamp_now()
            if stamp == self._stamp:
                return
            data = loads(self._path.read_text(encoding="utf-8"))
            read = {str(one): True for one in data["read"]}
            drafts = {str(key): str(text) for key, text in data["drafts"].items()}
            self._read, self._drafts, self._stamp = read, drafts, stamp

    def _stamp_now(self) -> tuple[int, int]:
        there = self._path.stat()
        return there.st_mtime_ns, there.st_ino


class Threads:
    """The threads of the open article that the annotator may see, by sentence."""

    def __init__(self, session: Session) -> None:
        """Work out what there is when it is asked for."""
        self._session = session
        self.kept = Correspondence(session.memory.beside("threads"))
        """What was read, and what was begun and left."""
        self.view = NotedView()
        """Which notes, flags and questions were shown last."""
        self._by_sentence: dict[int, list[Thread]] | None = None
        self._uids: frozenset[str] = frozenset()

    def forget(self) -> None:
        """Look anew when it is asked for next: something was said, or another article is open."""
        self._by_sentence = None

    def concern(self, records: Sequence[Record]) -> bool:
        """Tell whether any of `records` says, or said, something in a thread."""
        return any(
            one["kind"] == "remark"
            or (one["kind"] == "sentence" and (one["note"] or one["uid"] in self._uids))
            for one in records
        )

    def over(self, index: int) -> Sequence[Thread]:
        """Return the threads about sentence `index`, the annotator's own first."""
        if self._by_sentence is None:
            self._by_sentence = self._look()
        return self._by_sentence.get(index, ())

    def own(self, index: int) -> Thread | None:
        """Return the thread about the annotator's own marks of sentence `index`."""
        return self.of(index, self._session.project.annotator)

    def of(self, index: int, annotator: str) -> Thread | None:
        """Return the thread about the marks of `annotator` on sentence `index`."""
        name = same_annotator(annotator)
        return next((one for one in self.over(index) if same_annotator(one.of) == name), None)

    def unread(self, thread: Thread) -> bool:
        """Tell whether somebody else has said something in `thread` that was not read."""
        owns, kept = self._session.project.owns, self.kept
        return any(not owns(one.annotator) and not kept.is_read(one) for one in thread.entries)

    def news(self, index: int) -> bool:
        """Tell whether anything about sentence `index` was not read."""
        return any(map(self.unread, self.over(index)))

    def answers(self) -> list[str]:
        """Return a line on what the lead says to the annotator in all articles and was not read, or none."""
        said = remarks_on(self._session.layers.all_of_lead(), self._session.project.annotator)
        new = sum(not self.kept.is_read(Entry(one)) for one in said)
        name = self._session.project.lead_called
        return [tr("{name} has written to you, {new} new: W shows it", name=name, new=new)] if new else []

    def look_at(self, thread: Thread | None) -> bool:
        """Remember that `thread` was read; tell whether that is news."""
        return thread is not None and self.kept.read(thread.entries)

    # -- writing -------------------------------------------------------------------

    def draft(self, index: int, annotator: str) -> Draft:
        """Return what is there to be written about the marks of `annotator` on sentence `index`."""
        thread, key = self.of(index, annotator), self._key(index, annotator)
        left = self.kept.draft(key)
        last = (
            thread.last if thread is not None and self._session.project.owns(thread.last.annotator) else None
        )
        if last is None or (last.record["kind"] == "sentence" and self._session.article.settling):
            return Draft(key, left, None)
        text = last.text
        if last.record["kind"] == "sentence":
            text = self._session.article.marks.said(index).note
        return Draft(key, left or text, last)

    def write(
        self, editor: Editor, index: int, annotator: str, text: str, changes: Entry | None
    ) -> Act | None:
        """Return the act that says `text` about the marks of `annotator` on sentence `index`.

        What is said first of one's own sentence is its note.

        Raises:
            UsageError: The act that it changes is not the annotator's own.
        """
        remark = changes.record if changes is not None else None
        if remark is not None and remark["kind"] == "remark":
            newest = editor.ledger.newest(remark["uid"])
            if newest is None or newest["kind"] != "remark":
                raise UsageError(tr("it was taken back meanwhile; w says it anew"))
            return editor.remarks.change(newest, text)
        own = self._session.project.owns(annotator) and not self._session.article.settling
        if own and (remark is not None or self.of(index, annotator) is None):
            return editor.labels.write_note(index, text)
        return editor.remarks.say(index, annotator, text) if text else None

    def _key(self, index: int, annotator: str) -> str:
        article = self._session.article
        return f"{article.id}:{article.sentences[index].start}:{same_annotator(annotator)}"

    # -- what there is ---------------------------------------------------------------

    def _look(self) -> dict[int, list[Thread]]:
        session, article = self._session, self._session.article
        mine = session.project.annotator
        lead = session.layers.of_lead(article.id)
        seen: list[Record] = [*session.writer.records(article.id), *remarks_on(lead, mine)]
        everybody, owns = session.everybody, session.project.owns
        of = everybody.of if article.settling or not everybody.hidden else None
        if of is not None:
            seen += [one for marks in of.marks.values() for one in marks.all_records()]
        newest: dict[str, Record] = {}
        for one in seen:
            if one["uid"] not in newest or one["rev"] > newest[one["uid"]]["rev"]:
                newest[one["uid"]] = one
        # What one has said oneself to somebody who may not be seen is half of it, and left out too.
        threads = [one for one in threads_of(newest.values()) if of is not None or owns(one.of)]
        threads.sort(key=lambda one: not owns(one.of))
        self._uids = frozenset(entry.record["uid"] for one in threads for entry in one.entries)
        starts = [one.start for one in article.sentences]
        found: dict[int, list[Thread]] = {}
        for thread in threads:
            first = max(0, bisect_right(starts, thread.start) - 1)
            for index in range(first, bisect_left(starts, thread.end)):
                found.setdefault(index, []).append(thread)
        return found


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
