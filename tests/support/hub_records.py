"""Records as they are sent to a hub, made up for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.digest import blake2b
from annotations.hub.client.rows import Gift
from annotations.records.carry import carry_record
from annotations.records.record import article_mark, sentence_mark
from annotations.storage.layer.lines import encode

if TYPE_CHECKING:
    from annotations.hub.client.hub import Hub

__all__ = ["Sent", "carry", "done", "mark", "put_file", "sent"]


class Sent(NamedTuple):
    """A record as it is sent."""

    digest: str
    content: str


def sent(record: Mapping[str, Any]) -> Sent:
    """Return a record as it is sent."""
    content = encode(record)
    return Sent(blake2b(content.encode(), digest_size=16).hexdigest(), content)


def mark(annotator: str, article: str, at: int = 0, /, **fields: Any) -> Sent:
    """Return a mark of the sentence at `at`; `fields` are laid over it."""
    made = sentence_mark(article, at, at + 3, "一二三", annotator=annotator, writer="w", scheme="default/1")
    return sent({**made, **fields})


def done(annotator: str, article: str, /, *, rev: int = 1, is_done: bool = True, **fields: Any) -> Sent:
    """Return what says that an article is done, or is not any more."""
    made = article_mark(article, annotator=annotator, writer="w", scheme="default/1", done=is_done)
    return sent({**made, "rev": rev, **fields})


def carry(annotator: str, article: str, earlier: str, /, **fields: Any) -> Sent:
    """Return what says that `article` is what the text `earlier` became; `fields` are laid over it."""
    made = carry_record(
        article, earlier, stays=False, rule=1, annotator=annotator, writer="w", scheme="default/1"
    )
    return sent({**made, **fields})


def put_file(hub: Hub, path: str, content: bytes | None, *, after: int, audience: str = "all") -> int:
    """Store the next version of one file; return its number, 0 where another one is there than it follows."""
    (version,) = hub.put_files([Gift(path, content, after, audience)])
    return version
