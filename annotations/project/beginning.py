"""The settings of a project that begins: ``zhupi.toml`` as somebody answered, with a line on each setting."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.errors import ProjectError, SchemeError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.model.attributes import KINDS
from annotations.model.scheme import DEFAULT, Scheme
from annotations.model.scheme_rows import Label
from annotations.model.scheme_tables import read_labels
from annotations.project.roots import found_root
from annotations.project.settings import OTHERS, SETTINGS
from annotations.storage.files.files import Files, atomic_write
from annotations.wording import tr

__all__ = ["Beginning", "begin", "labels_of", "names_of", "settings_text", "why_not"]


class Beginning(NamedTuple):
    """What was answered."""

    labels: tuple[Label, ...] = ()
    """The project's own; none leaves it to those that are built in."""
    annotators: tuple[str, ...] = ()
    lead: str = ""
    """Empty where nobody is named: who works alone leads."""
    others: str = OTHERS[0]

    @property
    def scheme(self) -> Scheme:
        """Return the scheme that the settings will give: labels built in keep what is asked of them."""
        if not self.labels:
            return DEFAULT
        there = {one.name for one in self.labels}
        kept = [
            one._replace(labels=tuple(name for name in one.labels if name in there))
            for one in DEFAULT.attributes
            if there.intersection(one.labels)
        ]
        return Scheme("own", 1, self.labels, tuple(kept))


def labels_of(text: str) -> tuple[Label, ...]:
    """Read labels as somebody types them: ``fact:F:事實, opinion``; the key and the title may be left out.

    Of a label that is built in they are its own then. All that are built in, and no other, come to none.

    Raises:
        SchemeError: naming the label, what is wrong, and what is allowed.
    """
    if any("\ud800" <= one <= "\udfff" for one in text):  # bytes of another encoding; TOML cannot hold them
        raise SchemeError(f"{tr('labels')}: {tr('it is not UTF-8')}")
    rows = []
    built_in = {one.name: one for one in DEFAULT.labels}
    for one in text.replace("，", ",").replace("、", ",").split(","):
        name, _, rest = one.replace("：", ":").strip().partition(":")
        key, _, title = (part.strip() for part in rest.partition(":"))
        if name:
            known = built_in.get(name.strip())
            fields = {"name": name.strip(), "key": key, "title": title}
            if known is not None and not key and not title:
                fields = {**fields, "key": known.key, "title": known.title, "definition": known.definition}
            rows.append({what: value for what, value in fields.items() if value})
    labels = read_labels(rows, tr("labels"))
    return () if labels == DEFAULT.labels else labels


def names_of(text: str) -> tuple[str, ...]:
    """Read annotators as somebody types them: ``mei, lin``; one that is named twice counts once.

    Raises:
        BadName: One cannot be an annotator's name.
    """
    parts = text.replace("，", ",").replace("、", ",").split(",")
    names = [check_annotator(part) for part in parts if part.strip()]
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(same_annotator(name), name)
    return tuple(first.values())


def why_not(folder: Path) -> str:
    """Return why no project can begin in `folder`, in a line; empty if one can."""
    path = folder / SETTINGS
    if os.path.lexists(path):
        return tr("{path}: it is there already, and stays as it is; zhupi scheme shows it", path=path)
    if not folder.is_dir():
        return tr("{folder}: no such folder; make it first, or name one that is there", folder=folder)
    root = found_root(folder).folder
    if root in folder.parents:
        return tr("{folder}: this belongs to the project in {root}", folder=folder, root=root)
    return ""


def begin(folder: Path, said: Beginning) -> Path:
    """Write the settings of the project in `folder`, and return their file; one that is there stays.

    Raises:
        ProjectError: No project can begin there, or the file cannot be written.
    """
    if why := why_not(folder):
        raise ProjectError(why)
    path = folder / SETTINGS
    try:
        placed = atomic_write(Files(), path, settings_text(said).encode(), exclusive=True)
    except OSError as error:
        raise ProjectError(
            tr("{path}: {reason}; choose a folder that you may write to", path=path, reason=error.strerror)
        ) from None
    if not placed:  # somebody else began it at this moment
        raise ProjectError(why_not(folder))
    return path


def settings_text(said: Beginning) -> str:
    """Return the settings as TOML; what was not said stands there as a comment, ready to be used."""
    return "\n".join(_lines(said)) + "\n"


def _lines(said: Beginning) -> Iterator[str]:
    yield from _remark(tr("The settings of this project for zhupi. What stands behind # is a remark."))
    if said.annotators:
        names = ", ".join(said.annotators)
        yield from _remark(tr("Annotators: {names}. Each starts with zhupi open --as NAME.", names=names))
    yield ""
    yield from _remark(
        tr("Who leads: settles what annotators differ in, and may change bounds. Empty: who works alone.")
    )
    yield f"lead = {_text(said.lead)}"
    yield ""
    yield from _remark(tr("When annotators see what the others say of an article:"))
    yield from _remark(tr('"never"; "done", once they are done with it; "always".'))
    yield f"others = {_text(said.others)}"
    yield ""
    scheme = said.scheme
    own = bool(said.labels)
    if own:
        yield from _remark(tr("The labels. Raise the version when you change what one means."))
    else:
        yield from _remark(
            tr("The labels are those built in, which follow. To change them take the # away from each line.")
        )
    yield from ([line if own or not line else f"# {line}" for line in _scheme_lines(scheme, own=own)])


def _scheme_lines(scheme: Scheme, *, own: bool) -> Iterator[str]:
    yield "[scheme]"
    yield f"name = {_text(scheme.name)}"
    yield f"version = {scheme.version}"
    yield tr('# After these the cursor goes on by itself; "none" may be among them.')
    yield f"advance = [{', '.join(map(_text, scheme.advance))}]"
    for number, label in enumerate(scheme.labels):
        yield ""
        yield "[[scheme.labels]]"
        yield f"name = {_text(label.name)}" + _beside(number, tr("what records and exports say"))
        yield f"key = {_text(label.key)}" + _beside(number, tr("the letter that sets it and shows it"))
        yield f"title = {_text(label.title)}" + _beside(number, tr("its name in the articles' language"))
        yield f"definition = {_text(label.definition)}" + _beside(number, tr("what help and guidelines say"))
    for attribute in scheme.attributes:
        yield ""
        yield "[[scheme.attributes]]"
        yield f"name = {_text(attribute.name)}"
        yield f"kind = {_text(attribute.kind)}"
        yield f"labels = [{', '.join(map(_text, attribute.labels))}]"
        yield f"title = {_text(attribute.title)}"
    if own:
        yield ""
        yield tr("# What is asked of a sentence beside its labels; its kind is one of")
        yield f"# {', '.join(KINDS)}"
        yield "# [[scheme.attributes]]"
        yield '# name = "worth"'
        yield '# kind = "choice"'
        yield f"# labels = [{_text(scheme.labels[0].name)}]"
        yield '# values = ["low", "high"]'


def _beside(number: int, words: str) -> str:
    """Return a remark behind a line; of many alike the first has it."""
    return "" if number else f"  # {words}"


def _remark(words: str) -> Iterable[str]:
    yield f"# {words}"


def _text(value: str) -> str:
    """Return `value` as a basic string of TOML."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
