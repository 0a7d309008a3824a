"""What a program that is not zhupi changed in a layer or took out of it, as the revisions that say so. Pure.

Stock TinyDB writes a layer anew and knows nothing of revisions: a record that it changes keeps its revision,
and one that it removes leaves nothing. Taken in as next revisions both reach everybody, as whatever is said
does: a checksum tells of a change, and the layer as zhupi left it what is missing. Every reader comes to the
same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annotations.digest import blake2b
from annotations.records.kinds import CHECKSUM
from annotations.records.origin import births, in_common
from annotations.storage.layer.contents import Contents, Form
from annotations.storage.layer.fold import Fold, agree, revision
from annotations.storage.layer.lines import HEAD_KEY, Document, Line, settle
from annotations.storage.layer.schema import follows_schema

__all__ = ["OUTSIDER", "taken_in"]

OUTSIDER = "another program"
"""Who wrote a revision that stands for what another program did."""


def taken_in(contents: Contents, left: Contents | None) -> Contents:
    """Return what a layer holds once what was done to it outside counts as new revisions.

    Args:
        contents: What the file holds.
        left: What zhupi left in it when it last wrote, if that is known. That has to be the same layer, and
            while something is in the file: one that was emptied is no matter of single records.
    """
    if contents.form is not Form.FOREIGN or not contents.rewritten:
        return contents
    here, before = _newest(contents), _newest(left) if left is not None else {}
    if not in_common(births(here.values()), births(before.values())):
        before = {}
    lines: list[Line] = []
    edited = 0
    for key, document in contents.lines:
        was = before.get(key)
        changed = _is_changed(document, was) if key in here else False
        lines.append((key, _next(document) if changed else document))
        edited += changed
    removed = list(_removed(here, before))
    if not (edited or removed):
        return contents
    lines = settle([*lines, *removed])
    return replace(contents, lines=lines, edited=edited, removed=len(removed))


def _newest(contents: Contents) -> dict[str, Document]:
    """Return the newest revision of each record that follows the schema, by its key."""
    fold = Fold({})
    fold.take(contents.lines)
    sound = [key for key, one in fold.docs.items() if key != HEAD_KEY and follows_schema(one)]
    return {key: fold.docs[key] for key in sound}


def _is_changed(document: Document, was: Document | None) -> bool:
    if was is None or revision(was) != revision(document):
        return CHECKSUM in document
    if CHECKSUM in document and was.get(CHECKSUM) == document[CHECKSUM]:
        return False  # it was in doubt before
    return not agree({**document, "writer": None}, {**was, "writer": ""})


def _removed(here: dict[str, Document], before: dict[str, Document]) -> Iterator[Line]:
    uids = {one["uid"] for one in here.values()}
    for key, one in before.items():
        if key not in here and one["uid"] not in uids and not one["deleted"]:
            yield key, {**_next(one), "deleted": True}


def _next(document: Document) -> Document:
    """Return the revision that follows; the same, whoever makes it and when."""
    bare = {key: value for key, value in document.items() if key != CHECKSUM}
    rev = revision(document) + 1
    act = blake2b(f"{document['uid']} {rev}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return {**bare, "rev": rev, "writer": OUTSIDER, "batch": [act, 1]}
