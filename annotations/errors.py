"""The exceptions that zhupi raises on purpose.

    ZhupiError
    ├── UsageError          a wrong option or argument
    │   ├── NeedsExtra      a library that is not installed
    │   ├── NoCommonFolder  files that share no folder
    │   ├── OthersHidden    what others say is not for this annotator
    │   └── HandInLoses     a hand-in that holds what its next one would not
    ├── ReadingError        a file that cannot be read as an article
    ├── ProjectError        a folder that is no usable project, or a name that cannot be a file's
    │   ├── NoArticles      a folder in which nothing can be read
    │   ├── NoFolder        a project that is no folder
    │   └── BadName         a name that cannot be an annotator's
    ├── SettingsError       zhupi.toml, the user's settings or a key map
    │   └── SchemeError     the labels of a project
    ├── RecordError         a record that does not follow the schema
    │   └── NewerSchema     a record or file that a newer zhupi wrote
    ├── TaggerFailed        another tagger for names than what is built in cannot be used
    │   └── TaggerEnded     its process ended
    └── StorageError        a layer or a frozen article that cannot be read or written
        ├── NothingAnnotated  there is no layer to work on
        ├── LayerReadOnly   nothing may be written to this layer, for now or for good
        │   └── LayerGone   what the layer held is not in its file any more
        └── RevisionConflict  somebody else wrote this record meanwhile (see annotations.records.conflict)

Every message is one line that says what is wrong, where, and what to do about it. Where what to do is an
option or a key, only the program that has it can say so: such an error has a class of its own, with fields,
and its message is what is wrong alone. A program adds its advice by class. Messages may quote text from
files: whoever writes them to a terminal makes them harmless first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotations.wording import counted, tr

__all__ = [
    "BadName",
    "HandInLoses",
    "LayerGone",
    "LayerReadOnly",
    "NeedsExtra",
    "NewerSchema",
    "NoArticles",
    "NoCommonFolder",
    "NoFolder",
    "NothingAnnotated",
    "OthersHidden",
    "ProjectError",
    "ReadingError",
    "RecordError",
    "SchemeError",
    "SettingsError",
    "StorageError",
    "TaggerEnded",
    "TaggerFailed",
    "UsageError",
    "ZhupiError",
    "unreadable",
]


class ZhupiError(Exception):
    """Anything that zhupi reports to its user instead of a traceback."""

    def __reduce__(self) -> tuple[Callable[..., ZhupiError], tuple[object, ...]]:
        """Let it travel between processes whole: many are made of other arguments than their message."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[ZhupiError], message: tuple[object, ...], fields: dict[str, object]) -> ZhupiError:
    error = kind.__new__(kind, *message)
    error.__dict__.update(fields)
    return error


class TaggerFailed(ZhupiError):
    """A tagger for names that was asked for cannot be started, or ended, or failed."""

    def __init__(self, tagger: str, why: str) -> None:
        super().__init__(tr("{tagger} finds no names: {why}", tagger=tagger, why=why))


class TaggerEnded(TaggerFailed):
    """The process of a tagger ended, by a fault of its own or because somebody ended it."""


class UsageError(ZhupiError):
    """A wrong option or argument."""


class NeedsExtra(UsageError):
    """What was asked needs a library that comes with an extra of zhupi alone."""

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(tr("{name} needs an extra: pip install 'zhupi[{extra}]'", name=name, extra=extra))


class NoCommonFolder(UsageError):
    """Articles that share no folder, so that nothing says where their project is."""

    def __init__(self) -> None:
        super().__init__(tr("these files share no folder"))


class OthersHidden(UsageError):
    """What others say, asked for by an annotator to whom the project does not show it."""

    def __init__(self, what: str, lead: str) -> None:
        super().__init__(
            tr(
                "{what} reads what others say, which this project shows to {lead}, who leads it",
                what=what,
                lead=lead,
            )
        )
        self.what = what
        """What was asked for, as a command is called."""
        self.lead = lead


class HandInLoses(UsageError):
    """A hand-in with records that its layer does not have, or one that cannot be understood."""

    def __init__(self, name: str, records: int = 0, *, problem: str = "") -> None:
        alone = counted(records, "record in it is", "records in it are")
        super().__init__(problem or tr("{name}: {alone} not in the layer", name=name, alone=alone))
        self.name = name
        self.records = records
        """How many are in the file alone; 0 if that cannot be known."""


class ReadingError(ZhupiError):
    """A file that cannot be read as an article."""


class ProjectError(ZhupiError):
    """A folder that is no usable project, or a name that cannot become a file's."""


class NoFolder(ProjectError):
    """A project that is no folder."""

    def __init__(self, path: Path, *, beside: bool = False) -> None:
        super().__init__(tr("{path} is no folder", path=path))
        self.path = path
        self.beside = beside
        """Whether the project was named beside the files that it is about."""


class NoArticles(ProjectError):
    """A folder in which nothing can be read as an article."""

    def __init__(
        self, path: Path, suffixes: Sequence[str], unread: Sequence[str] = (), tables: Sequence[str] = ()
    ) -> None:
        what = tr("{path}: no articles ({suffixes})", path=path, suffixes=" ".join(suffixes))
        super().__init__("; ".join([what, *unread]))
        self.path = path
        self.unread = bool(unread)
        """Whether there are files of a kind that is not read; what to do about them is said with them."""
        self.tables = tuple(tables)
        """The names of files there that may hold many articles each, which are read when they are named."""


class BadName(ProjectError):
    """A name that cannot be an annotator's."""

    def __init__(self, name: str, problem: str, *, where: str = "") -> None:
        place = f"{where}: " if where else ""
        super().__init__(
            tr(
                "{place}annotator name {name!r} cannot be used: {problem}",
                place=place,
                name=name[:60],
                problem=problem,
            )
        )
        self.name = name
        self.problem = problem
        self.where = where
        """The file and line in which the name stands; empty where it was given otherwise."""


class SettingsError(ZhupiError):
    """A settings file that cannot be understood."""


def unreadable(path: Path, error: OSError | UnicodeDecodeError) -> SettingsError:
    """Return what there is to say of a table or a text that people write, and that cannot be read."""
    if isinstance(error, UnicodeDecodeError):
        return SettingsError(
            tr("{path}: byte {start} is no UTF-8; save it as UTF-8", path=path, start=error.start)
        )
    return SettingsError(
        tr("{path}: {strerror}; mend it or move it away", path=path, strerror=error.strerror)
    )


class SchemeError(SettingsError):
    """A scheme whose labels contradict one another."""


class RecordError(ZhupiError):
    """A record that does not follow the schema."""


class NewerSchema(RecordError):
    """A record that a newer zhupi wrote; it can be kept but not understood."""


class StorageError(ZhupiError):
    """A layer or a frozen article that cannot be read or written."""


class NothingAnnotated(StorageError):
    """A project in which an annotator, or nobody, has annotated anything."""

    def __init__(self, root: Path, annotator: str | None = None) -> None:
        whose = (
            tr("{annotator} has annotated nothing", annotator=annotator)
            if annotator
            else tr("nobody has annotated anything")
        )
        super().__init__(tr("{root}: {whose} here", root=root, whose=whose))
        self.root = root
        self.annotator = annotator
        """Who has annotated nothing; None if that is everybody."""


class LayerReadOnly(StorageError):
    """Nothing may be written to this layer, for now or for good; the message says why."""


class LayerGone(LayerReadOnly):
    """The file of a layer was removed, emptied or replaced while in use; memory has what it held."""
