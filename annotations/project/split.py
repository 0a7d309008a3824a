"""Which part of a data set an article is in: a function of the article and a seed, and of nothing else.

A model that was trained on an article must not be tested on its sentences, nor on an earlier or another text
of the same article: these share a part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotations.digest import blake2b
from annotations.editions.equivalence import united
from annotations.errors import UsageError
from annotations.project.project import Project
from annotations.wording import tr

__all__ = ["NAMES", "Split", "shares_of"]

NAMES: Mapping[int, tuple[str, ...]] = {1: (), 2: ("train", "test"), 3: ("train", "validation", "test")}
"""What the parts are called, as Hugging Face calls them, by how many there are."""


def shares_of(text: str) -> tuple[float, ...]:
    """Return the shares that ``80/10/10`` gives, which add up to 1.

    Raises:
        UsageError: They are no two or three numbers.
    """
    try:
        shares = [float(one) for one in text.split("/")]
    except ValueError:
        shares = []
    total = sum(shares)
    if len(shares) not in (2, 3) or min(shares) < 0 or not 0 < total < float("inf"):
        raise UsageError(
            tr("--split takes two or three shares, such as 80/10/10; not {text!r:.40}", text=text)
        )
    return tuple(one / total for one in shares)


class Split:
    """The parts of a project's articles.

    Args:
        project: The project, of which it is asked which texts are one article.
        shares: How much of the articles each part has; see :func:`shares_of`.
        seed: Another one makes other parts.
    """

    def __init__(self, project: Project, shares: Sequence[float], seed: int = 0) -> None:
        self.names = NAMES[len(shares)]
        self._shares = shares
        self._seed = seed
        self._first = united(_groups(project))

    def of(self, article: str) -> str:
        """Return the name of the part that the article with this id is in."""
        key = f"{self._seed} {self._first.get(article, article)}"
        place = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") / 2**64
        for name, share in zip(self.names, self._shares, strict=True):
            place -= share
            if place < 0:
                return name
        return self.names[-1]


def _groups(project: Project) -> list[list[str]]:
    """Return the ids of texts that are one article: alike, of one place, or one carried over to the other."""
    amendments = project.amendments
    amendments.texts()
    catalogue = amendments.catalogue
    places: defaultdict[str, list[str]] = defaultdict(list)
    for identity, text in catalogue.texts.items():
        places[text.place].append(identity)
    groups = [list(pair) for pair in catalogue.alike.items()] + list(places.values())
    # Whoever carried it over: the parts are the same in everybody's exports.
    layers = dict.fromkeys([project.layer_path, *(one.path for one in project.roster.layers)])
    return groups + [[one["earlier"], one["article"]] for path in layers for one in amendments.carries(path)]
