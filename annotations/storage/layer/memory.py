"""What the file of a layer says, held in memory."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from annotations.records.kinds import CHECKSUM
from annotations.records.uids import doc_id
from annotations.storage.layer.compaction import pays
from annotations.storage.layer.contents import Contents, Form
from annotations.storage.layer.fold import Change, Fold, revision
from annotations.storage.layer.history import Act, History
from annotations.storage.layer.lines import HEAD_KEY, Document, Line, missing_records, settle
from annotations.storage.layer.salvage import Harm
from annotations.storage.layer.upgrades import upgraded_lines
from annotations.wording import counted, tr

__all__ = ["Memory", "collector_paused"]


_LARGE = 10_000  # records, chosen: Python's garbage collector goes through fewer in a moment
_NAMED = 3  # records that a notice names; zhupi check has them all


class Memory:
    """The newest revision of every document, the conflicts, the last acts and the form of the file.

    Only one thread may change it at a time; any may read.
    """

    def __init__(self) -> None:
        self.form = Form.EMPTY
        self.fold = Fold({})
        self._found: tuple[str, ...] = ()
        self.lost: dict[str, Document] = {}
        """What the file held once and does not any more, by its key: the newest revision that there was."""
        self.lines = 0
        """How many lines the file has."""
        self._history = History()

    @property
    def docs(self) -> dict[str, Document]:
        """The newest revision of every document by its key. Only to be read."""
        return self.fold.docs

    def adopt(self, contents: Contents) -> list[tuple[Document | None, Document | None]]:
        """Let `contents` be all there is, and return what that changed: documents gone, new or different."""
        before, fold, history = self.docs, Fold({}), History()
        history.add(fold.take(upgraded_lines(contents.lines)))
        self.lost = {}
        return self._become(before, fold, history, contents)

    def meet(self, contents: Contents) -> list[tuple[Document | None, Document | None]]:
        """Let `contents` be what the file holds by now, and keep what it held before and lacks.

        Nobody takes a revision back but by a newer one, so a file that has an older one, or nothing, was cut,
        put back from a copy or replaced, and what is in memory counts. Where the file has what was never
        here, it is somebody's work: both versions are then a conflict.

        Returns:
            What that changed, as for :meth:`adopt`.
        """
        before, fold, history = self.docs, Fold({}), History()
        known: dict[object, list[Document]] = {}
        for one in (one for act in self._history.acts for change in act for one in change if one):
            known.setdefault(one.get("uid"), []).append(one)
        history.add(fold.take(upgraded_lines(contents.lines)))
        self.lost = {}
        for key, held in before.items():
            there = fold.docs.get(key)
            if not isinstance(held.get("uid"), str) or there == held:
                continue
            if there is None or revision(there) < revision(held):
                self.lost[key] = fold.docs[key] = held
                if there is not None and there not in known.get(there.get("uid"), ()):
                    fold.rivals[key] = (there,)
            elif revision(there) == revision(held) and fold.contest(key, held, there):
                self.lost[key] = held
        return self._become(before, fold, history, contents)

    def _become(
        self, before: dict[str, Document], fold: Fold, history: History, contents: Contents
    ) -> list[tuple[Document | None, Document | None]]:
        self.fold, self._history = fold, history
        self._found = tuple(_told(contents))
        self.lines = len(contents.lines)
        self.form = contents.form
        self._mind_order()
        gone: list[tuple[Document | None, Document | None]] = [
            (before[key], None) for key in before.keys() - fold.docs.keys()
        ]
        news = [(before.get(key), document) for key, document in fold.docs.items()]
        return gone + [change for change in news if change[0] != change[1]]

    def take(self, lines: Sequence[Line]) -> list[Change]:
        """Take in lines that were added to the file, and return what they changed."""
        changes = self.fold.take(upgraded_lines(lines))
        if self.lost:
            newer = {document.get("uid") for _, document in changes}
            self.lost = {key: one for key, one in self.lost.items() if one.get("uid") not in newer}
        self._history.add(changes)
        self.lines += len(lines)
        self._mind_order()
        return changes

    def put_in_form(self, lines: int) -> None:
        """Take note that the file was rewritten with so many lines, the newest revisions last."""
        self.form, self.lines = Form.OURS, lines
        self.fold.late.clear()

    def notices(self, path: str) -> list[str]:
        """Return what is worth telling of the file, a line each; `path` is how to call it."""
        doubtful = [str(one.get("uid")) for one in self.docs.values() if CHECKSUM in one]
        told = [*self._found, *self.fold.notices()]
        if doubtful:
            told.append(
                tr(
                    "not as zhupi wrote {it}: {named}; {counts} as it stands,"
                    " and zhupi check says what changed",
                    it=_it(doubtful),
                    named=_named(doubtful),
                    counts=_counts(doubtful),
                )
            )
        return [f"{path}: {notice}" for notice in told]

    def all_lines(self) -> list[Line]:
        """Return all that is known as lines of which a file can be made: conflicts and last acts too."""
        acts = [new for act in self._history.acts for _, new in act]
        before = [old for act in self._history.acts for old, _ in act if old is not None]
        rivals = [one for others in self.fold.rivals.values() for one in others]
        hidden = [(key, one) for key, others in self.fold.hidden.items() for one in others]
        last = {id(one) for one in acts}
        first = {
            id(one): one
            for one in (*before, *rivals, *(one for _, one in hidden), *self.docs.values())
            if id(one) not in last
        }
        keys = {id(one): key for key, one in (*self.docs.items(), *hidden)}
        lines = [
            (keys.get(id(one)) or str(doc_id(str(one.get("uid")))), one)
            for one in (*first.values(), *acts)
            if keys.get(id(one)) != HEAD_KEY
        ]
        return settle(lines)

    def acts(self) -> list[Act]:
        """Return the last acts, oldest first."""
        return list(self._history.acts)

    def conflicts(self) -> list[tuple[Document, Document]]:
        """Return every conflict that is not settled: the version that counts, and another."""
        return self.fold.conflicts()

    def is_worth_compacting(self) -> bool:
        """Say whether rewriting the file would make it much shorter, and nothing forbids it."""
        return self.form is Form.OURS and pays(self.lines, self.fold, self._history.acts)

    def _mind_order(self) -> None:
        if self.fold.late and self.form is Form.OURS:
            self.form = Form.FOREIGN  # other programs would read an older revision


def _told(contents: Contents) -> Iterator[str]:
    """Yield what is worth telling of how the bytes of a layer were found."""
    if contents.form is Form.FOREIGN:
        yield tr(
            "another program wrote it; {lines} of it taken in, which is all",
            lines=counted(len(contents.lines), "line"),
        )
        if contents.edited or contents.removed:
            did = [tr("changed {records}", records=counted(contents.edited, "record"))] * bool(
                contents.edited
            )
            did += [tr("took {records} out", records=counted(contents.removed, "record"))] * bool(
                contents.removed
            )
            yield tr("that program {did}, which counts as new revisions", did=tr(" and ").join(did))
    elif contents.form is Form.DAMAGED:
        are = counted(len(contents.lines), "whole line is", "whole lines are")
        yield tr(
            "it was damaged; {are} kept, and before anything is written the damaged file is"
            " kept beside it, with .damaged after its name",
            are=are,
        )
    lost = [_place(one) for one in contents.harms if not one.mended]
    mended = [_place(one) for one in contents.harms if one.mended]
    if lost:
        yield tr(
            "harmed and left out: {named}; a copy in .backup may have {it}", named=_named(lost), it=_it(lost)
        )
    if mended:
        yield tr("put right by its checksum: {named}", named=_named(mended))
    if contents.torn:
        yield tr(
            "left out, because the act was cut short before it was saved: {torn} of its records",
            torn=contents.torn,
        )
    if contents.form is Form.OURS and (missing := missing_records(contents.lines)):
        are = counted(missing, "record is", "records are")
        yield tr("{are} missing beside others of the same act, which count; somebody took lines out", are=are)
    strange = list(_strangers(contents))
    if strange:
        names = _named(strange)
        if len(strange) == 1:
            yield tr(
                "{names} follows no schema and stay as they are; zhupi check names what is wrong", names=names
            )
        else:
            yield tr(
                "{names} follow no schema and stay as they are; zhupi check names what is wrong", names=names
            )


def _strangers(contents: Contents) -> Iterator[str]:
    """Yield the place of each entry that nobody can come upon who opens articles."""
    first = 2 if contents.form is Form.OURS else None
    lines = contents.lines
    found = [  # in one go, for every opening goes through all lines
        at
        for at, (_, one) in enumerate(lines)
        if type(one.get("uid")) is not str or type(one.get("article")) is not str
    ]
    for at in found:
        key, document = lines[at]
        if key != HEAD_KEY:
            what = str(document.get("uid") or key)
            yield _place(Harm(None if first is None else first + at, what, mended=False))


def _place(harm: Harm) -> str:
    return harm.what if harm.line is None else tr("line {line} ({what})", line=harm.line, what=harm.what)


def _named(what: Sequence[str]) -> str:
    more = len(what) - _NAMED
    return ", ".join(what[:_NAMED]) + (tr(" and {more} more", more=more) if more > 0 else "")


def _it(what: Sequence[str]) -> str:
    return tr("it") if len(what) == 1 else tr("them")


def _counts(what: Sequence[str]) -> str:
    return tr("it counts") if len(what) == 1 else tr("each counts")


@contextmanager
def collector_paused(records: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Keep the garbage collector from going through a large layer again and again while it is built.

    If `records` then gives a large number the collector leaves alone for good what there is by now: it
    would stop all threads for a few tenths of a second, and records are never part of a cycle.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if records() >= _LARGE:
            gc.freeze()
        if enabled:
            gc.enable()
