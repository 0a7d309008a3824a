"""Machines at which somebody annotates, each with a folder of its own, and a hub between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from annotations.hub.address import Address
from annotations.hub.rounds.courier import Courier
from annotations.hub.rounds.round import News, Step
from annotations.hub.rounds.single_round import exchange
from annotations.hub.rounds.steps import STEPS
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, revise, sentence_mark
from annotations.records.uids import article_uid, sentence_uid
from annotations.storage.layer.layer import TinyDBLayer, open_layer

__all__ = ["ARTICLE", "LED", "Machine", "Said", "until"]

ARTICLE = "a" * 20
LED = 'lead = "lin"\nothers = "done"\n'
"""What lin's project sets; it reaches everybody."""
Said = dict[str, tuple[int, object, bool]]
"""By uid the revision that counts, what it says, and whether it is deleted."""
_LONG = 60.0
"""Seconds after which something is broken, and not slow."""


def until(true: Callable[[], object], seconds: float = _LONG) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


class Machine:
    """One machine of one annotator."""

    def __init__(self, root: Path, name: str, address: str, program: str = "", settings: str = "") -> None:
        root.mkdir(parents=True, exist_ok=True)
        if settings:
            (root / "zhupi.toml").write_text(settings, encoding="utf-8")
        self.name = name
        self.program = program or root.name
        self.root = root
        self.address = Address.of(address)
        self.project = Project.at(root, annotator=name)
        self.state = root.parent / f"{root.name}.state"
        self.courier: Courier | None = None
        self.news: list[News] = []
        self._layer: TinyDBLayer | None = None

    # -- what its annotator does ----------------------------------------------------------

    @property
    def layer(self) -> TinyDBLayer:
        """The annotator's layer, open as in a session."""
        if self._layer is None:
            self._layer = open_layer(self.project.layer_path, self.name, keep=True)
        return self._layer

    def say(self, start: int, label: str, article: str = ARTICLE, at: str | None = None) -> Record:
        """Tag a sentence, durable on return."""
        self.layer.refresh()
        known = self.layer.latest(sentence_uid(article, start, self.name))
        said = {"status": "marked", "labels": [label]}
        if known is None or known["kind"] == "unreadable":
            record: Record = sentence_mark(
                *(article, start, start + 2, "新聞"),
                **{"annotator": self.name, "writer": self.program, "scheme": "default/1", "at": at, **said},  # type: ignore[arg-type]
            )
        else:
            record = revise(known, writer=self.program, at=at, **said)
        self.layer.put([record])
        return self._nudged(record)

    def done(self, article: str = ARTICLE, *, done: bool = True) -> Record:
        """Mark an article done, or not."""
        self.layer.refresh()
        known = self.layer.latest(article_uid(article, self.name))
        mine = {"annotator": self.name, "writer": self.program, "scheme": "default/1"}
        if known is None or known["kind"] == "unreadable":
            record: Record = article_mark(article, done=done, **mine)  # type: ignore[arg-type]
        else:
            record = revise(known, done=done, writer=self.program)
        self.layer.put([record])
        return self._nudged(record)

    def _nudged(self, record: Record) -> Record:
        if self.courier is not None:
            self.courier.saved()
        return record

    # -- the way to the hub -----------------------------------------------------------------

    def exchange(
        self,
        sent: Callable[[int], None] = lambda revisions: None,
        taken: Callable[[int], None] = lambda revisions: None,
        expect: Callable[[int | None], None] | None = None,
    ) -> News:
        """Exchange what is new once."""
        return exchange(self.project, self.address, state=self.state, expect=expect, sent=sent, taken=taken)

    def start(self, steps: Sequence[Step] = STEPS) -> Courier:
        """Begin to send and to fetch."""
        self.courier = Courier(self.project, self.address, self.news.append, steps=steps, state=self.state)
        self.courier.start()
        return self.courier

    def stop(self, timeout: float = 10.0) -> None:
        """End the program."""
        if self.courier is not None:
            self.courier.close(timeout)
            self.courier = None
        if self._layer is not None:
            self._layer.close()
            self._layer = None

    # -- what is here -----------------------------------------------------------------------

    def said(self, name: str = "") -> Said:
        """Return what is in the layer of `name` here; by default in the annotator's own."""
        path = self.root / "annotations" / f"{name or self.name}.json"
        if not path.exists():
            return {}
        layer = open_layer(path, name or self.name)
        try:
            return {
                one["uid"]: (one["rev"], one.get("labels", one.get("done")), one["deleted"])
                for one in layer.newest()
            }
        finally:
            layer.close()

    def conflicts(self, articles: Sequence[str] = (ARTICLE,)) -> int:
        """Return how many conflicts nobody has settled in the annotator's own layer."""
        self.layer.refresh()
        return sum(len(self.layer.conflicts(article)) for article in articles)

    def forget(self) -> None:
        """Lose what was remembered of the hub."""
        for path in self.state.rglob("*.sqlite*"):
            path.unlink()
