"""What goes to a hub and comes from it, a row each."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

__all__ = [
    "FileContent",
    "FileRow",
    "FrozenRow",
    "FrozenText",
    "Gift",
    "Me",
    "Member",
    "Outcome",
    "OwnRow",
    "Page",
    "Presence",
    "Revised",
    "Sendable",
    "Settings",
]


class Me(NamedTuple):
    """Who one is at a hub."""

    annotator: str
    """As the hub spells it; every record that is sent must carry exactly this name."""
    lead: bool
    role: str
    """The role that one logged in as."""


class Member(NamedTuple):
    """Somebody of the team."""

    annotator: str
    lead: bool
    left: bool
    """Whether the member was removed; the layer stays."""


class Presence(NamedTuple):
    """When somebody of the team was there, by the hub's clock."""

    annotator: str
    joined: datetime
    left: datetime | None
    last: datetime | None
    """When what the member said last came; None for who has said nothing."""


class Settings(NamedTuple):
    """What a hub says of itself."""

    epoch: str
    """Another one after the hub was restored: who remembers something of another epoch compares anew."""
    version: int
    """The number of its newest migration."""
    others: str
    """When annotators may read others: ``never``, ``done`` or ``always``."""
    own_rows: int
    """How many revisions of one's own are there; fewer than one sent means that it was restored."""


class Sendable(Protocol):
    """A revision as it is sent."""

    @property
    def digest(self) -> str:
        """What tells it from all other revisions of its annotator: 32 hexadecimal digits."""

    @property
    def content(self) -> str:
        """The record as JSON on one line, as it was stored."""


class Outcome(NamedTuple):
    """What became of one revision that was sent."""

    digest: str
    stored: bool
    """Whether it is there by now, durable; also if it was before."""
    known: bool
    """Whether it was there before."""
    why: str
    """Why it will never be there, a word: ``json`` (no record), ``annotator`` (it says that it is another's),
    ``lead`` (only the lead says such), ``size``; empty where it is stored."""


class Revised(NamedTuple):
    """A revision as it comes."""

    annotator: str
    """Whose it is: who was logged in when it came, never what the content says."""
    uid: str
    rev: int
    digest: str
    article: str
    kind: str
    content: str
    """The record as JSON, unchanged."""
    stored: datetime
    """When the hub took it in, by the hub's own clock; the order of a page says more."""
    after_others: bool
    """Whether its annotator could read by then what others say in that article."""


class Page(NamedTuple):
    """Some of what one may read, in the order in which it was stored."""

    revisions: tuple[Revised, ...]
    cursor: str
    """Where to go on; opaque, and of use to this annotator and in this epoch alone."""
    more: bool
    """Whether there is more behind it by now."""


class OwnRow(NamedTuple):
    """A revision of one's own that the hub has."""

    uid: str
    rev: int
    digest: str
    after_others: bool


class FrozenRow(NamedTuple):
    """An article that the hub has, without its text."""

    number: int
    """Grows with every article and every analysis that comes."""
    article: str
    digest: str
    """Of the text: SHA-256, the first 32 hexadecimal digits."""
    analysed: bool
    """Whether this row is of its analysis, which may come later than the text."""


class FrozenText(NamedTuple):
    """An article as it was frozen: the contents of the files in ``annotations/articles``."""

    article: str
    """Its id."""
    content: str
    analysis: str | None = None
    """Names and numbers, ``*.spans.json``; None where there are none yet."""


class FileRow(NamedTuple):
    """The newest version of a file of the lead's."""

    path: str
    """Relative to the project's folder, with ``/``."""
    version: int
    """From 1."""
    digest: str
    """Of the content: SHA-256, the first 32 hexadecimal digits; empty where it was removed."""
    size: int
    audience: str
    """Who may read it: ``all`` or ``lead``."""
    stored: datetime
    number: int
    """Grows with every version of any file that comes."""


class Gift(NamedTuple):
    """The next version of a file, as the lead gives it."""

    path: str
    content: bytes | None
    """None to remove it; at most 64 MiB."""
    after: int
    """The version that this one follows, 0 for none."""
    audience: str
    """Who may read it: ``all``, or ``lead``, who alone reads all before it from then on too. Nor does anybody
    else read what was there before a file was removed."""


class FileContent(NamedTuple):
    """One version of a file of the lead's."""

    row: FileRow
    content: bytes | None
    """None where this version removes it."""
