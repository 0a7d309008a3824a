"""What all commands have in common.

A command is one class in one of the modules beside this one, and nothing else: the catalogue finds it there,
and key, help, palette and key bar come from what it says of itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from annotations.model.scheme import Scheme
from annotations.wording import msg, tr

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen
    from tui.screens.review import ReviewScreen  # noqa: F401 - the linter takes no base for a place of types

__all__ = ["GROUPS", "Command", "CommandFor", "GivingWay", "ReviewCommand"]

GROUPS = (msg("Settle"), msg("Tag"), msg("Move"), msg("Look"), msg("Article"), msg("Program"))
"""The headings of the help, in order."""

_NEVER: Mapping[str, str] = MappingProxyType({})

ScreenT = TypeVar("ScreenT", bound="ArticleScreen", contravariant=True)


class CommandFor(ABC, Generic[ScreenT]):
    """One act on a kind of screen. The class's docstring is its help.

    What is a property here a class may say by a plain attribute: ``keys = ("v", "f11")``.
    """

    in_review: ClassVar[bool] = True
    """Whether it is an act of review too, where a module has acts for both screens."""

    for_visitors: ClassVar[bool] = True
    """Whether there is such an act in a browser."""

    gives_way: ClassVar[bool] = False
    """Whether it came after users had given its keys to something else, and leaves them to that."""

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[Self]:
        """Return what there is of it in a project with `scheme`: one, one a label, or none at all."""
        return (cls(),)

    @cached_property
    def id(self) -> str:
        """The name by which users remap it: ``next-sentence``."""
        name = type(self).__name__
        return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")

    @property
    def title(self) -> str:
        """What it does in one line, without the full stop."""
        doc = type(self).__doc__ or ""
        return tr(" ".join(doc.split()).rstrip("."))

    @property
    def group(self) -> str:
        """Its heading in the help, one of `GROUPS`."""
        return "Program"

    @property
    def listed(self) -> bool:
        """Whether the help has a line for it; one of many alike speaks for all."""
        return True

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that run it unless the user says otherwise, the one to show in the key bar first."""
        return ()

    @property
    def bar(self) -> str:
        """What the key bar says; empty leaves it out."""
        return ""

    @property
    def rank(self) -> int:
        """Its place in the key bar; the last ones give way on a narrow screen."""
        return 50

    @property
    def moments(self) -> Mapping[str, str]:
        """What the key bar says of it at certain moments, by moment: it comes first then.

        ``range``: one is begun. ``name``: a name or number is chosen. ``label``, ``label-claim``: the
        sentence has any label, or that one.
        """
        return _NEVER

    @property
    def stays(self) -> bool:
        """Whether the key bar shows it however narrow the screen is."""
        return False

    @property
    def opens(self) -> str:
        """What it opens for the keys after it: an ``article``, a ``list``, a ``screen``, a line of ``text``.

        Such an act changes nothing by itself.
        """
        return ""

    @abstractmethod
    def run(self, screen: ScreenT) -> None:
        """Do it."""


class Command(CommandFor["ArticleScreen"]):
    """An act on an article, in reading or in review."""


class GivingWay(Command):
    """An act that came after projects and users had given its letter to something of their own."""

    gives_way = True
    keys: tuple[str, ...] = ()

    def __init__(self, taken: Collection[str] = ()) -> None:
        """Claim no key of `taken`."""
        self.keys = tuple(key for key in self.keys if key not in taken)

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[Self]:
        """Return it; a label or an attribute of `scheme` may have its key."""
        own = [*(one.key for one in scheme.labels), *(one.key for one in scheme.attributes)]
        return (cls(own),)


class ReviewCommand(CommandFor["ReviewScreen"]):
    """An act that there is in review alone."""

    group = msg("Settle")
