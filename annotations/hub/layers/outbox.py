"""What of the annotator's own layer the hub has not acknowledged, as the layer's file says it.

The file is read, not the session: what another terminal or a command stored is in it as well. Of what was
read once only what was added is read again.
"""

from __future__ import annotations

import contextlib
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from annotations.errors import RecordError, StorageError
from annotations.exchange.merge import respelled
from annotations.hub.client.revision import Revision
from annotations.hub.client.rows import Revised
from annotations.hub.layers.ledger import Ledger
from annotations.plain_json import loads
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.storage.files.files import Files
from annotations.storage.files.lock import BusyError
from annotations.storage.files.reading import OpenFile
from annotations.storage.layer.contents import parse
from annotations.storage.layer.lines import HEAD, HEAD_KEY, Document, Line, parse_rows, whole_lines
from annotations.storage.layer.schema import follows_schema
from annotations.storage.layer.snapshot import Snapshot, snapshot
from annotations.storage.readers.unknown import is_unknown
from annotations.wording import counted, tr

__all__ = ["Outbox", "mark_articles"]

_SEAM = 256
"""How many bytes before the end must be there yet for what follows to be an addition, as readers have it."""
_LARGE = 1 << 20
"""Bytes of records that one batch may have; one record may be longer. Chosen: seconds on a slow line."""


class Outbox:
    """What waits to be sent.

    Args:
        project: The project, opened for who works there.
        ledger: What the hub is known to have.
        files: Through what to reach the layer.
    """

    def __init__(self, project: Project, ledger: Ledger, files: Files | None = None) -> None:
        self.name = project.annotator
        """How the hub spells who works here: what travels carries this name."""
        self._project = project
        self._path: Path = project.layer_path
        self._ledger = ledger
        self._files = files or Files()
        self._stamp: tuple[int, int] | None = None  # device and inode of what was read
        self._end = 0  # up to where
        self._seam = b""
        self._file: OpenFile | None = None
        self._spans = array("Q")  # from where to where each line that waits is, two numbers a line
        self._behind = 0
        self._loose: list[Revision] = []  # what waits of a file that has not one record a line
        self.lost = False
        """Whether the hub had later revisions than the layer when all of it was read: a copy was put back."""

    @property
    def waiting(self) -> int:
        """How many revisions wait, as of the last look."""
        return len(self._spans) // 2 + len(self._loose)

    @property
    def left(self) -> list[str]:
        """What of the layer is not sent and never will be, a line each."""
        lines = []
        if refused := self._ledger.refused():
            what = counted(sum(refused.values()), "record", "records")
            lines.append(
                tr(
                    "the hub does not take {what} ({why}); they stay in your layer",
                    what=what,
                    why=", ".join(refused),
                )
            )
        behind = self._ledger.recall("behind")
        if isinstance(behind, int) and behind:
            what = counted(behind, "line of your layer is", "lines of your layer are")
            lines.append(tr("{what} not yours or no record, and not sent; zhupi check names them", what=what))
        return lines

    def forget(self) -> None:
        """Read all of the layer at the next look, for another part of it may have to be sent."""
        self._begin()
        self._ledger.keep("read", None)

    def look(self) -> int:
        """Take in what is new in the layer, and return how many revisions wait.

        Raises:
            StorageError: It cannot be read.
        """
        try:
            with snapshot(self._path, self._files) as found:
                self._take(found)
        except FileNotFoundError:
            self.lost = self._ledger.lacking({})
            self._begin()
        except BusyError:
            pass  # whoever has it locked rewrites it; the next look finds what came of that
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: it cannot be read ({strerror}); check its permissions",
                    path=self._path,
                    strerror=error.strerror,
                )
            ) from error
        return self.waiting

    def batch(self, most: int) -> Sequence[Revision]:
        """Return what waits longest, at most `most` revisions, in the order in which they were stored.

        Some may be known to the hub by now.
        """
        if self._file is None or not self._spans:
            return self._loose[:most]
        rows: list[bytes] = []
        size = 0
        for at in range(0, min(len(self._spans), 2 * most), 2):
            start, end = self._spans[at : at + 2]
            size += end - start
            if size > _LARGE and rows:
                break
            rows.append(self._file.read(start, end - start).rstrip(b"\n"))
        return list(self._own(parse_rows(rows)))

    def sent(self, batch: Sequence[Revision], refused: Mapping[str, str]) -> None:
        """Take note that the hub has the revisions of `batch`, which is what :meth:`batch` gave last.

        Args:
            batch: All of what was sent.
            refused: By their digests those that it never takes, and why, a word each.
        """
        taken = [one for one in batch if one.digest not in refused]
        with self._ledger.together():
            self._ledger.acknowledge(one.key for one in taken)
            self._ledger.refuse((one.key, refused[one.digest]) for one in batch if one.digest in refused)
            mark_articles(self._ledger, taken)
            if self._spans:
                del self._spans[: 2 * len(batch)]
            else:
                del self._loose[: len(batch)]
            self._remember()

    # -- reading ----------------------------------------------------------------------

    def _begin(self) -> None:
        self._stamp, self._end, self._seam, self._file = None, 0, b"", None
        self._spans, self._loose = array("Q"), []

    def _take(self, found: Snapshot) -> None:
        if not found.size:
            self._begin()
            return
        if not found.whole:
            self._take_loose(self._path.read_bytes())
            return
        file = found.opened()
        whole = not self._goes_on(found, file)
        if whole:
            self._begin()
        newest: dict[str, int] = {}
        self._behind = 0
        start = self._end or _after_head(file)
        try:
            for piece in whole_lines(found.body(start)):
                start = self._take_piece(piece, start, newest)
        except (ValueError, RecursionError):  # not one record a line after all
            self._take_loose(b"".join(found.bytes()))
            return
        self._stamp, self._end = (found.stat.st_dev, found.stat.st_ino), start
        self._file, self._loose = file, []
        seam = min(_SEAM, start)
        self._seam = file.read(start - seam, seam)
        if whole:
            self.lost = self._ledger.lacking(newest)
            self._ledger.keep("behind", self._behind)
        self._remember()

    def _goes_on(self, found: Snapshot, file: OpenFile) -> bool:
        """Tell whether the layer is the one that was read, with nothing less in it."""
        if self._stamp is None:
            match self._ledger.recall("read"):
                case [str(path), int(device), int(inode), int(end), str(seam)] if path == str(self._path):
                    with contextlib.suppress(ValueError):
                        self._stamp, self._end, self._seam = (device, inode), end, bytes.fromhex(seam)
        same = self._stamp == (found.stat.st_dev, found.stat.st_ino) and found.size > self._end > 0
        return same and file.read(self._end - len(self._seam), len(self._seam)) == self._seam

    def _remember(self) -> None:
        """Have the next start read on from here, if nothing before it waits."""
        if self._stamp is not None and not self.waiting:
            self._ledger.keep("read", [str(self._path), *self._stamp, self._end, self._seam.hex()])

    def _take_piece(self, piece: bytes, start: int, newest: dict[str, int]) -> int:
        rows = piece.split(b"\n")
        rows.pop()
        spans: list[tuple[Revision, int, int]] = []
        for row, line in zip(rows, parse_rows(rows), strict=True):
            end = start + len(row) + 1
            own = list(self._own([line]))
            self._behind += not own
            for one in own:
                newest[one.uid] = max(newest.get(one.uid, 0), one.rev)
                spans.append((one, start, end))
            start = end
        time.sleep(0)  # whoever waits for the interpreter gets it now, and not when its time is up
        unknown = self._ledger.unknown([one.key for one, _, _ in spans])
        for one, begin, end in spans:
            if one.key in unknown:
                self._spans.extend((begin, end))
        mark_articles(self._ledger, (one for one, _, _ in spans if one.key not in unknown))
        return start

    def _take_loose(self, data: bytes) -> None:
        """Take in a layer that has not one record a line."""
        self._begin()
        own = list(self._own(parse(data, str(self._path)).lines))
        unknown = self._ledger.unknown([one.key for one in own])
        self._loose = [one for one in own if one.key in unknown]

    def _own(self, lines: Iterable[Line]) -> Iterator[Revision]:
        """Yield what of `lines` can travel: the annotator's own records, of articles."""
        for key, document in lines:
            if key == HEAD_KEY or not _travels(document):
                continue
            if (own := self._as_own(document)) is not None:
                with contextlib.suppress(RecordError):  # zhupi check names it
                    yield Revision.of(own)

    def _as_own(self, document: Document) -> Document | None:
        name = document["annotator"]
        if name == self.name:
            return document
        if name != self._project.annotator and not self._project.own_layer.is_owners(name):
            return None
        return dict(respelled(document, name, self.name)) if follows_schema(document) else None


def mark_articles(ledger: Ledger, revisions: Iterable[Revision | Revised]) -> None:
    """Take note which articles the annotator marked done, by what the hub has of it."""
    with ledger.together():
        for one in revisions:
            if one.kind == "article":
                said = loads(one.content)
                done = said.get("done") is True and said.get("deleted") is not True
                ledger.mark(one.article, one.rev, done=done)


def _travels(document: Document) -> bool:
    if not isinstance(document.get("annotator"), str) or not is_article_id(document.get("article")):
        return False
    return follows_schema(document) or is_unknown(document)


def _after_head(file: OpenFile) -> int:
    """Return where the line after the head begins."""
    beginning = file.read(0, 1 << 16)
    return beginning.index(b"\n", len(HEAD)) + 1
