"""Where an export in a format goes: a file, a folder, an archive, or standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePath

from annotations.errors import UsageError
from annotations.exchange.format import Format
from annotations.exchange.parcels import Sink
from annotations.storage.files.sources import Archive, Folder, Single, source_at
from annotations.storage.files.staging import Staging
from annotations.wording import tr
from tui.terminal.outputs import Output

__all__ = ["Destination"]

MakeOutput = Callable[[str], Output]


class Destination:
    """What takes the files of a format, and where they are afterwards."""

    def __init__(self, name: str, form: Format, *, several: bool, force: bool, output: MakeOutput) -> None:
        self._name = name
        self._form = form
        self._force = force
        self._make = output
        self._zip = PurePath(name).suffix.lower() == ".zip"
        self._single = bool(form.MAIN) and not several and not self._zip
        self.left_out: list[str] = []
        """Files that have no room beside standard output."""
        if not self._single and name in ("-", "/dev/stdout"):
            raise UsageError(
                tr("{name} writes several files; name a folder or a .zip with -o", name=form.NAME)
            )

    @property
    def readable(self) -> bool:
        """Whether what was written can be read again."""
        return self._name not in ("-", "/dev/stdout")

    def source(self) -> Single | Folder | Archive:
        """Return what was written, to be read again."""
        return Single(Path(self._name)) if self._single else source_at(Path(self._name))

    @contextmanager
    def opened(self) -> Iterator[_Files]:
        """Give the parcel for the files; they are in their place when the context ends without an error."""
        if self._single:
            output = self._make(self._name)
            output.check()
            with output.opened() as sink:
                yield _Files(self._beside(sink))
            return
        target = self._make(self._name) if self._zip else None
        if target is not None:
            target.check()
        with Staging(Path(self._name)) as staging:
            yield _Files(staging.open)
            if target is None:
                staging.put(force=self._force)
            else:
                with target.opened() as sink:
                    staging.pack(sink)

    def _beside(self, sink: Sink) -> Callable[[str], AbstractContextManager[Sink]]:
        """Return what opens the main file, and companions beside it."""

        @contextmanager
        def opened(name: str) -> Iterator[Sink]:
            if name == self._form.MAIN:
                yield sink
            elif not self.readable:
                self.left_out.append(name)
                yield _Nowhere()
            else:
                path = PurePath(self._name)
                beside = self._make(str(path.with_name(f"{path.stem}.{name}")))
                with beside.opened() as other:
                    yield other

        return opened


class _Files:
    """A parcel."""

    def __init__(self, opened: Callable[[str], AbstractContextManager[Sink]]) -> None:
        self._opened = opened

    def open(self, name: str) -> AbstractContextManager[Sink]:
        """Give what takes the bytes of the file `name`."""
        return self._opened(name)


class _Nowhere:
    def write(self, data: bytes, /) -> None:
        """Let `data` go."""
