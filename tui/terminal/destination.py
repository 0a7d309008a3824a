"""Where an export in a format goes: a file, a folder, an archive, or standard output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path, PurePath

from annotations.errors import UsageError
from annotations.exchange.format import Format
from annotations.exchange.parcels import Sink
from annotations.project.places import is_article_name
from annotations.project.roots import is_project, keeps_annotations
from annotations.storage.files.made import Made
from annotations.storage.files.sources import Archive, Folder, Single, source_at
from annotations.storage.files.staging import Staging
from annotations.wording import tr
from tui.terminal.outputs import Output, ended_in_order

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
        self._companions: list[Path] = []
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
        place = Path(self._name)
        if not self._single and not self._zip:
            with ended_in_order(), Staging(place) as staging:
                projects = _projects_about(place)
                yield _Files(lambda name: staging.open(_no_article(name, place, projects)))
                staging.put(force=self._force, replaceable=Made().unchanged(place))
            Made().note(place, staging.files)
            return
        output = self._make(self._name)
        output.check()
        if self._single:
            # Companions take their places when all is written, and right before the main file does.
            with output.opened() as sink, ExitStack() as companions:
                yield _Files(self._beside(sink, companions))
        else:
            with ended_in_order(), Staging(place) as staging:
                yield _Files(staging.open)
                with output.opened() as sink:
                    staging.pack(sink)
        if self.readable:
            for one in (place, *self._companions):
                Made().note(one, [one])

    def _beside(self, sink: Sink, companions: ExitStack) -> Callable[[str], AbstractContextManager[Sink]]:
        """Return what opens the main file, and `companions` beside it."""

        @contextmanager
        def opened(name: str) -> Iterator[Sink]:
            if name == self._form.MAIN:
                yield sink
            elif not self.readable:
                self.left_out.append(name)
                yield _Nowhere()
            else:
                path = Path(self._name)
                self._companions.append(path.with_name(f"{path.stem}.{name}"))
                yield companions.enter_context(self._make(str(self._companions[-1])).opened())

        return opened


def _projects_about(place: Path) -> list[Path]:
    """Return the folders of projects in which `place` lies.

    Raises:
        UsageError: It is itself a project's, or its folder of annotations.
    """
    place = Path(os.path.realpath(place))
    if is_project(place) or any(keeps_annotations(one, None) for one in (place, *place.parents)):
        raise UsageError(tr("{place}: this is a project of zhupi; name another folder", place=place))
    return [one for one in place.parents if is_project(one)]


def _no_article(name: str, place: Path, projects: Sequence[Path]) -> str:
    """Return `name` if a file of that name in `place` becomes no article of a project.

    Raises:
        UsageError: It would.
    """
    path = Path(os.path.realpath(place)) / name
    if any(is_article_name(path, one) for one in projects):
        raise UsageError(
            tr(
                "{place}: {name} in it would become an article of the project around it;"
                " name a folder outside of the project, or a .zip",
                place=place,
                name=name,
            )
        )
    return name


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
