"""How articles are to be spread over annotators: what the lead asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.wording import tr

__all__ = ["Overlap", "Plan"]

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")
_OPTIONS = ("--annotators", "--overlap", "--per", "--pilot", "--seed")


class Overlap(NamedTuple):
    """How many annotators read an article."""

    readers: int = 1
    """So many read each of the `share` of articles; the others are read by one."""
    share: float = 1.0

    @classmethod
    def parse(cls, said: str) -> Overlap:
        """Understand ``2``: each article is read by two; or ``20%``: every fifth is read by two.

        Raises:
            ValueError: It is neither.
        """
        found = _SHARE.fullmatch(said.strip())
        if found and 0 <= float(found[1]) <= 100:
            return cls(2, float(found[1]) / 100)
        if said.strip().isdecimal() and int(said) > 0:
            return cls(int(said))
        raise ValueError(
            tr("overlap {said!r:.40}: say 2 (each article is read by two) or 20% (so many are)", said=said)
        )

    def __str__(self) -> str:
        """Return it as :meth:`parse` takes it."""
        return str(self.readers) if self.share == 1 else f"{round(self.share * 100, 6):g}%"

    def doubled(self, articles: int) -> int:
        """Return how many of so many articles are read by all of `readers`."""
        return int(self.share * articles + 0.5)


class Plan(NamedTuple):
    """What the lead asked for."""

    annotators: tuple[str, ...]
    """Among whom; in order of name."""
    overlap: Overlap = Overlap()
    per: int | None = None
    """The most articles in a queue, pilot articles among them, training and tests not; None for all."""
    pilot: int = 0
    """How many articles everybody reads."""
    seed: int = 0

    def options(self) -> list[str]:
        """Return it as options of the command line."""
        given = ["--annotators", ",".join(self.annotators), "--overlap", str(self.overlap)]
        given += ["--per", str(self.per)] if self.per is not None else []
        given += ["--pilot", str(self.pilot)] if self.pilot else []
        return [*given, "--seed", str(self.seed)]

    @classmethod
    def of_options(cls, given: Sequence[str]) -> Plan:
        """Understand what :meth:`options` gave.

        Raises:
            ValueError: It is something else.
        """
        if len(given) % 2 or any(option not in _OPTIONS for option in given[::2]):
            raise ValueError(tr("no such options of zhupi assign"))
        said = dict(zip(given[::2], given[1::2], strict=True))
        names = [name.strip() for name in said.get("--annotators", "").split(",")]
        per = said.get("--per")
        return cls(
            tuple(sorted(filter(None, names))),
            Overlap.parse(said.get("--overlap", "1")),
            int(per) if per is not None else None,
            int(said.get("--pilot", "0")),
            int(said.get("--seed", "0")),
        )
