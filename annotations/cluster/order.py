"""What a run asks of everybody who takes a partition, and how they are told from one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from annotations.cluster.partitions import Partition
from annotations.digest import blake2b
from annotations.errors import ZhupiError
from annotations.reading.source import Options
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.analysis.gazetteer import Gazetteer
    from annotations.analysis.taggers.spec import TaggerSpec

__all__ = ["Fingerprint", "Order", "OtherWorker", "Setup", "bad_name"]


class OtherWorker(ZhupiError):
    """A worker that would find other things than the rest."""


class Setup(NamedTuple):
    """How partitions are analysed, and where what is found goes."""

    out: str
    reading: Options
    flat: bool
    form: str
    """In which of the forms files are written; all but ``jsonl`` are flat."""
    gazetteer: Gazetteer | None
    tagger: TaggerSpec | None
    language: str

    @property
    def said(self) -> dict[str, object]:
        """What the results depend on besides the analyser, as JSON has it."""
        return {**self.reading._asdict(), "flat": self.flat, "form": self.form}

    @property
    def analyser(self) -> str:
        """What tells its analyser from those of others."""
        tagger = "" if self.tagger is None else f"{self.tagger.text} {self.tagger.types}"
        return f"{tagger} {'' if self.gazetteer is None else self.gazetteer.version}"


class Fingerprint(NamedTuple):
    """What the results of one process have in common with those of another."""

    zhupi: str
    """The version, and what tells its code from other code of that version."""
    analyser: str
    """The version of rules, tagger and gazetteer."""
    characters: str
    """The version of Unicode by which Python tells letters from digits."""
    rounding: str
    """How the processor adds: by another one a name in a million is certain that was not."""

    def differs(self, other: Fingerprint) -> str:
        """Return in words how `other` differs in what decides what is found; empty where it does not."""
        for mine, theirs, words in (
            (self.zhupi, other.zhupi, tr("zhupi {theirs} instead of {mine}")),
            (self.analyser, other.analyser, tr("the analyser {theirs} instead of {mine}")),
            (self.characters, other.characters, tr("a Python of Unicode {theirs} instead of {mine}")),
        ):
            if mine != theirs:
                return words.format(mine=mine, theirs=theirs)
        return ""


@dataclass(frozen=True)
class Order:
    """What a run asks of everybody who takes a partition."""

    setup: Setup
    expected: Fingerprint

    def name(self, part: Partition) -> str:
        """Return what the file of what is found in a partition is called."""
        return part.name(self.made_by, self.setup.form)

    @cached_property
    def made_by(self) -> str:
        """What tells what is made so from what is made otherwise."""
        said = [self.expected._replace(rounding=""), sorted(self.setup.said.items()), self.setup.analyser]
        return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def bad_name(name: str) -> str:
    """Return what the file of a partition's bad lines is called, by what that of the others is called."""
    return f"bad-{name.removeprefix('part-').rpartition('.')[0]}.jsonl"
