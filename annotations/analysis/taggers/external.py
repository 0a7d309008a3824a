"""Another tagger, as the process sees it that wants names of it."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

from annotations.analysis.taggers.checking import LeftOut, Said, checked
from annotations.analysis.taggers.spec import TaggerSpec
from annotations.errors import TaggerEnded, TaggerFailed
from annotations.model.article import Name
from annotations.model.usual_types import type_among
from annotations.processes.child import Child
from annotations.processes.messages import Answer, ChildFailed
from annotations.wording import tr

__all__ = ["ExternalTagger"]


class ExternalTagger:
    """A tagger in a process of its own, whose end ends no work; it is started when first asked."""

    def __init__(self, spec: TaggerSpec) -> None:
        self.spec = spec
        self.left_out = LeftOut()
        """What of the names that it said was left out so far."""
        self._types = type_among(spec.types)
        self._version = ""
        self._child: Child | None = None

    @property
    def version(self) -> str:
        """Return what tells its results from those of another tagger, or of another version of its own.

        Raises:
            TaggerFailed: It cannot be started.
        """
        self._started()
        return self._version

    def names(self, sentences: Sequence[str]) -> list[list[Name]]:
        """Return the names of each of `sentences`, ascending and disjoint, offsets into the sentence.

        Raises:
            TaggerFailed: It cannot be started, ended, or failed at these.
        """
        child = self._started()
        child.send(list(sentences))
        said = self._heard(child)
        if not isinstance(said, list) or len(said) != len(sentences):
            raise TaggerFailed(self.spec.text, tr("it does not answer for each sentence"))
        return [
            checked(text, [Said(*one) for one in some], self._types, self.left_out)
            for text, some in zip(sentences, said, strict=True)
        ]

    def _started(self) -> Child:
        if self._child is None:
            try:
                child = Child("annotations.analysis.taggers.process", self.spec)
            except OSError as error:
                raise TaggerFailed(self.spec.text, str(error)) from None
            weakref.finalize(self, _end, child)
            self._version = self._heard(child)
            self._child = child
        return self._child

    def _heard(self, child: Child) -> Any:
        """Wait for an answer."""
        try:
            answer = child.receive()
        except ChildFailed as failed:
            raise TaggerEnded(self.spec.text, str(failed)) from None
        result = answer.result if isinstance(answer, Answer) else answer
        if isinstance(result, ChildFailed):
            raise TaggerFailed(self.spec.text, str(result))
        return result


def _end(child: Child) -> None:
    child.kill()
    child.close()
