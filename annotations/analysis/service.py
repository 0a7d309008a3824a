"""Analysis outside the caller's process.

A thread would not do: while it computes, the keys wait for the interpreter's lock. So a child process
does it, started when it is first needed, and a thread on this side hands over what it finds. A child that
dies takes its requests with it, each of them is told, and the next request starts another.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.analysis.wire import decode_names, decode_numbers
from annotations.model.article import Analysis, Name, Number, Sentence
from annotations.processes.child import Child
from annotations.processes.messages import ChildFailed
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.analysis.taggers.spec import TaggerSpec

__all__ = ["AnalysisService", "Ticket"]

OnPart = Callable[[range, tuple[Name, ...], tuple[Number, ...]], None]
OnDone = Callable[[Analysis], None]
OnFailed = Callable[[str], None]


class Ticket:
    """One request. After the last callback, or once it is cancelled, nothing more is heard of it."""

    def __init__(
        self,
        service: AnalysisService,
        number: int,
        article_id: str,
        on_part: OnPart,
        on_done: OnDone,
        on_failed: OnFailed,
    ) -> None:
        self.article_id = article_id
        self._service = service
        self._number = number
        self._on_part, self._on_done, self._on_failed = on_part, on_done, on_failed

    @property
    def waiting(self) -> bool:
        """Tell whether something is still to come of it."""
        return self._service._waits(self._number)

    def focus(self, index: int) -> None:
        """Let the sentences around `index` come next."""
        self._service._send(self, {"id": self._number, "focus": index})

    def cancel(self) -> None:
        """Give the request up. A callback that is under way ends, no other begins."""
        self._service._forget(self)

    def _hear(self, message: dict[str, Any]) -> None:
        if "failed" in message:
            self._on_failed(message["failed"])
            return
        names, numbers = decode_names(message["names"]), decode_numbers(message["numbers"])
        if "part" in message:
            self._on_part(range(*message["part"]), names, numbers)
        else:
            self._on_done(Analysis(names, numbers, message["version"]))


class AnalysisService:
    """Analyses articles in a child process. All its methods may be called from any thread.

    Callbacks come on a thread of the service's own; what they raise makes their request fail.
    """

    def __init__(
        self,
        gazetteer: Path | None = None,
        tagger: TaggerSpec | None = None,
        on_notice: Callable[[str], object] = lambda line: None,
    ) -> None:
        """Prepare to analyse; nothing is started before the first request.

        Args:
            gazetteer: A file of names that win over what is found.
            tagger: Another tagger for names than what is built in.
            on_notice: Called with a line where that fails, or says what cannot be taken.
        """
        self._using = gazetteer, tagger
        self._on_notice = on_notice
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._tickets: dict[int, Ticket] = {}
        self._child: _Child | None = None
        self._closed = False

    def analyse(
        self,
        article_id: str,
        text: str,
        sentences: Sequence[Sentence],
        *,
        first: int = 0,
        date: str | None = None,
        on_part: OnPart,
        on_done: OnDone,
        on_failed: OnFailed,
    ) -> Ticket:
        """Ask for the names and numbers of `text`, those around the sentence `first` before the others.

        Args:
            article_id: Given back as ``Ticket.article_id``.
            text: The article's text; all offsets are into it.
            sentences: Its sentences.
            first: The sentence in view.
            date: The article's date, ISO 8601, which relative dates resolve against.
            on_part: Called for some of the sentences, a range of their indices, with what was found in them.
                Every sentence comes once, in no order.
            on_done: Called last, with the whole; here the article's mentions were made to agree.
            on_failed: Called last instead, with one line that says why.

        An earlier request goes on behind this one, unless its ticket was cancelled.
        """
        with self._lock:
            number = next(self._numbers)
            ticket = Ticket(self, number, article_id, on_part, on_done, on_failed)
            if self._closed:
                return ticket
            self._tickets[number] = ticket
            if self._child is None or not self._child.alive:
                self._child = _Child(self._hear, self._lost, *self._using)
            child = self._child
            child.requests.add(number)
        bounds = [[sentence.start, sentence.end] for sentence in sentences]
        child.send({"id": number, "text": text, "sentences": bounds, "first": first, "date": date})
        return ticket

    def close(self) -> None:
        """End the child at once; nothing more is heard of any request."""
        with self._lock:
            self._closed = True
            self._tickets.clear()
            child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _send(self, ticket: Ticket, message: dict[str, Any]) -> None:
        with self._lock:
            child = self._child if ticket._number in self._tickets else None
        if child is not None and ticket._number in child.requests:
            child.send(message)

    def _waits(self, number: int) -> bool:
        with self._lock:
            return number in self._tickets

    def _forget(self, ticket: Ticket) -> None:
        self._send(ticket, {"id": ticket._number, "cancel": True})
        with self._lock:
            self._tickets.pop(ticket._number, None)

    def _hear(self, message: dict[str, Any]) -> None:
        """Hand a message on, on the child's thread."""
        if "notice" in message:
            with contextlib.suppress(Exception):
                self._on_notice(message["notice"])
            return
        with self._lock:
            last = "part" not in message
            ticket = self._tickets.pop(message["id"], None) if last else self._tickets.get(message["id"])
        if ticket is None:
            return
        try:
            ticket._hear(message)
        except Exception as error:
            self._forget(ticket)
            if "failed" not in message:
                ticket._on_failed(
                    tr("the analysis was not taken: {name}: {error}", name=type(error).__name__, error=error)
                )

    def _lost(self, child: _Child, reason: str) -> None:
        """Tell those who waited for a child that is gone."""
        with self._lock:
            if self._child is child:
                self._child = None
            tickets = [
                self._tickets.pop(number) for number in sorted(child.requests) if number in self._tickets
            ]
        for ticket in tickets:
            with contextlib.suppress(Exception):
                ticket._on_failed(reason)


class _Child:
    """The process, a thread that sends to it, and one that receives from it."""

    def __init__(
        self,
        hear: Callable[[dict[str, Any]], None],
        lost: Callable[[_Child, str], None],
        gazetteer: Path | None,
        tagger: TaggerSpec | None,
    ) -> None:
        self.requests: set[int] = set()
        self.alive = True
        self._hear, self._lost = hear, lost
        self._outgoing: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process = Child("annotations.analysis.worker", gazetteer, tagger)
        threading.Thread(target=self._send, name="analysis-out", daemon=True).start()
        threading.Thread(target=self._receive, name="analysis-in", daemon=True).start()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message, without waiting for the child to take it."""
        self._outgoing.put(message)

    def kill(self) -> None:
        """End the process now."""
        self.alive = False
        self._process.kill()

    def _send(self) -> None:
        while (message := self._outgoing.get()) is not None:
            self._process.send(message)
        self._process.close()

    def _receive(self) -> None:
        try:
            while True:
                self._hear(self._process.receive())
        except ChildFailed as failed:
            why = str(failed)
        self.alive = False
        self._outgoing.put(None)
        self._lost(self, tr("the analysis stopped ({why}); it starts again with the next article", why=why))
