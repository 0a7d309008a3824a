"""The file of a layer and what it says, each brought to what the other has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from annotations.errors import LayerGone, StorageError
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile, Unflushed
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.continuity import continued
from annotations.storage.layer.fold import in_order
from annotations.storage.layer.last_copy import left_by_zhupi
from annotations.storage.layer.lines import (
    HEAD,
    HEAD_KEY,
    TAIL,
    Document,
    added,
    before_braces,
    parse_tail,
    render,
)
from annotations.storage.layer.memory import Memory, collector_paused
from annotations.storage.layer.outside import taken_in
from annotations.storage.layer.tables import Addition
from annotations.wording import tr

__all__ = ["FileInMemory"]


class FileInMemory:
    """A layer's file beside what memory holds of it. Who calls has the file's lock, and is alone.

    Args:
        path: The layer. It is not made before something is written.
        head: The line that a new layer begins with.
        files: Through what to reach the file system.
        keep: Whether to keep in memory what the file loses while it is open.

    Raises:
        StorageError: The path is of no use.
    """

    def __init__(
        self, path: Path, head: Mapping[str, object], files: Files | None = None, *, keep: bool = False
    ) -> None:
        super().__init__()
        self.notices: list[str] = []
        """What reading the file found worth saying, a line each."""
        self.listener: Callable[[Document | None, Document | None, bool], None] = lambda old, new, own: None
        """Called with a document's old and new revision and whether this object wrote the new one."""
        try:
            self.file = LockedFile(path, files or Files())
        except (OSError, RuntimeError) as error:  # Python has both for links that go round in a circle
            raise StorageError(tr("{path}: this is no usable path; check its links", path=path)) from error
        self._head = dict(head)
        self.memory = Memory()
        """What the file says, its history and conflicts among it. Only to be read."""
        self._join = b""
        self._keep = keep
        self._refused: str | None = None
        self._outside = False
        self.gone: str | None = None
        """Why nothing that was in the file is there any more, or None."""

    @property
    def docs(self) -> dict[str, Document]:
        """The newest revision of every document by its key. Only to be read."""
        return self.memory.docs

    @property
    def lost(self) -> dict[str, Document]:
        """What memory holds and the file, as far as that is known, does not, by its key. Only to be read."""
        return self.docs if self.gone is not None else self.memory.lost

    def _take_appended(self) -> bool:
        """Take in what was appended, if nothing but that happened to the file."""
        if self.memory.form is not Form.OURS or not self.file.has_grown() or not self.file.starts_with(HEAD):
            return False
        data = self.file.read(self.file.size - len(TAIL) - len(self._join))
        new = parse_tail(data[len(self._join) :]) if data.startswith(self._join) else None
        if new is None:
            return False
        self._join = before_braces(data)
        self._tell(self.memory.take(new), own=False)
        self.file.stamp()
        return True

    def _load(self) -> None:
        data = self.file.read()
        self.file.stamp()
        with collector_paused(lambda: len(self.docs)):
            try:
                contents = continued(data, str(self.file.path), self.docs, keep=self._keep)
            except LayerGone as error:
                self.gone = str(error)
                return
            contents = self._taken_in(contents, first=not self.docs)
            changes = self.memory.meet(contents) if self._keep else self.memory.adopt(contents)
        self.gone = None
        self._join = before_braces(data)
        self._refused = contents.refusal(str(self.file.path))
        told = self.memory.notices(str(self.file.path))
        self.notices += [one for one in told if one not in self.notices]
        self._tell(changes, own=False)

    def _taken_in(self, contents: Contents, *, first: bool) -> Contents:
        """Return `contents` with what was done to the file while zhupi had it closed as new revisions.

        What happens to it while it is open `memory` knows better.
        """
        if not (first and contents.rewritten):
            return contents
        self._outside = True
        data = left_by_zhupi(self.file.path, self.file.files)
        left = None
        with suppress(StorageError):
            left = parse(data, str(self.file.path)) if data is not None else None
        return taken_in(contents, left)

    def _tell(self, changes: Iterable[tuple[Document | None, Document | None]], *, own: bool) -> None:
        for old, new in changes:
            self.listener(old, new, own)

    def _put_in_form(self) -> None:
        """Rewrite the locked file one record a line, the newest revisions last, if it is in another form.

        Every line of it stays, but those of acts that were cut short, which the copy of the damaged file has.
        """
        if self.memory.form not in (Form.FOREIGN, Form.DAMAGED):
            return
        data = self.file.read()
        contents = self._taken_in(parse(data, str(self.file.path)), first=self._outside)
        if contents.form is Form.DAMAGED:
            self.file.keep_copy(data)
        head = self.docs.get(HEAD_KEY, self._head)
        self._replace([(HEAD_KEY, head), *(line for line in in_order(contents.lines) if line[0] != HEAD_KEY)])
        self.docs.setdefault(HEAD_KEY, head)

    def _replace(self, lines: Sequence[tuple[str, Document]]) -> None:
        self.file.replace(data := render(lines))
        self.memory.put_in_form(len(lines))
        self._join = before_braces(data)

    def _append(self, documents: Sequence[Addition]) -> Unflushed:
        data, lines = added(documents)  # as read back: the caller may change his own
        if self.memory.form is Form.EMPTY:
            data, at, old = render([(HEAD_KEY, self._head)])[: -len(TAIL)] + data, 0, b""
            lines.insert(0, (HEAD_KEY, dict(self._head)))
        else:
            at, old = self.file.size - len(TAIL), TAIL
        unflushed = self.file.overwrite(data + TAIL, at, old)
        self._join = before_braces(self._join + data + TAIL)
        self.memory.form = Form.OURS
        self._tell(self.memory.take(lines), own=True)
        return unflushed
