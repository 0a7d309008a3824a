"""Whether what is in the place of a layer while it is in use is still that layer. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.errors import LayerGone, StorageError
from annotations.storage.layer.contents import Contents, Form, parse
from annotations.storage.layer.lines import HEAD_KEY, Document
from annotations.wording import tr

__all__ = ["continued"]


def continued(data: bytes, name: str, held: Mapping[str, Document], *, keep: bool) -> Contents:
    """Return what the bytes in the place of a layer hold.

    Args:
        data: The whole file.
        name: What to call it in an error.
        held: What it held until now, by its key.
        keep: Whether what memory holds counts, so that the layer of somebody else is none.

    Raises:
        LayerGone: It is nothing of what it was.
        StorageError: It is no layer, and never was one.
    """
    restore = tr("put it back, or write back what memory holds")
    try:
        contents = parse(data, name)
    except StorageError:
        if not held:
            raise
        raise LayerGone(
            tr(
                "{name}: something else was put in its place while in use; {restore}",
                name=name,
                restore=restore,
            )
        ) from None
    if contents.form is Form.EMPTY and held:
        raise LayerGone(tr("{name}: it was emptied while in use; {restore}", name=name, restore=restore))
    if keep and (other := _other_owner(contents, held)) is not None:
        raise LayerGone(
            tr(
                "{name}: the layer of {other} was put in its place while in use; {restore}",
                name=name,
                other=other[:60],
                restore=restore,
            )
        )
    return contents


def _other_owner(contents: Contents, held: Mapping[str, Document]) -> str | None:
    """Return whose the layer is that was put in the place of this one; None if it is this one's still."""
    own = held.get(HEAD_KEY, {}).get("annotator")
    heads = [one for key, one in contents.lines if key == HEAD_KEY]
    other = heads[-1].get("annotator") if heads else None
    if own in (None, other) or not isinstance(other, str):
        return None
    records = [one.get("annotator") for key, one in contents.lines if key != HEAD_KEY]
    return None if own in records else other  # a harmed head is no other layer
