"""The names of types in brat's files, and the two files that tell brat about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.model.scheme import Scheme

__all__ = [
    "SAID_BY",
    "SENTENCE",
    "SPEAKER",
    "STATUS",
    "annotation_conf",
    "label_of",
    "type_of",
    "visual_conf",
]

SENTENCE = "Sentence"
SPEAKER = "Speaker"
SAID_BY = "SaidBy"
STATUS = "Status"
"""An attribute of sentences: that no label fits, said by hand or by the article's being done."""
_OWN = (SENTENCE, SPEAKER)
_UNFIT = re.compile(r"[^a-zA-Z0-9_-]")
_ESCAPE = re.compile(r"_x([0-9a-f]{4,6})_")


def type_of(label: str) -> str:
    """Return a label as a name that brat takes: Latin letters, digits, ``_`` and ``-``.

    Everything else stands as ``_x4e8b_``, the number of the character; brat itself would make ``_`` of it, of
    one label as of the other.
    """
    if label in _OWN or not label:
        return f"_x{ord(label[:1] or ' '):04x}_{label[1:]}"
    if _ESCAPE.search(label):
        label = label.replace("_", "_x005f_")
    return _UNFIT.sub(lambda found: f"_x{ord(found[0]):04x}_", label)


def label_of(name: str) -> str:
    """Return the label that :func:`type_of` made a name of."""
    label = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), name)
    return "" if label == " " else label


def annotation_conf(scheme: Scheme, types: Iterable[str], labels: Iterable[str]) -> str:
    """Return ``annotation.conf``: what there is to annotate.

    Args:
        scheme: The labels of the project.
        types: What else names and numbers are in the files.
        labels: What else sentences have.
    """
    named = dict.fromkeys((*(one.name for one in scheme.types), *types))
    tags = dict.fromkeys((*(one.name for one in scheme.labels), *labels))
    lines = ["[entities]", SENTENCE, SPEAKER, *map(type_of, named), ""]
    lines += ["[relations]", f"{SAID_BY}\tArg1:{SENTENCE}, Arg2:{SPEAKER}"]
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", ""]
    lines += ["[events]", ""]
    lines += ["[attributes]", *(f"{type_of(one)}\tArg:{SENTENCE}" for one in tags)]
    lines += [f"{STATUS}\tArg:{SENTENCE}, Value:none|implied", ""]
    return "\n".join(lines)


def visual_conf(scheme: Scheme, types: Iterable[str], labels: Iterable[str]) -> str:
    """Return ``visual.conf``: what people read for each name, and how it looks.

    Args:
        scheme: The labels of the project.
        types: What else names and numbers are in the files.
        labels: What else sentences have.
    """
    shown = {one.name: one.title for one in scheme.types} | {one.name: one.title for one in scheme.labels}
    names = dict.fromkeys((*shown, *types, *labels))
    lines = ["[labels]"]
    for name in names:
        title = _line(shown.get(name) or "") or (_line(name) if type_of(name) != name else "")
        if title:
            lines.append(f"{type_of(name)} | {title}")
    lines += ["", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken"]
    lines += [f"{SENTENCE}\tbgColor:#f2f2f2", f"{SPEAKER}\tbgColor:#ffd9cc"]
    lines += [f"{SAID_BY}\tcolor:#b22222, arrowHead:triangle-5", ""]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.replace("|", "/").split()).encode("utf-8", "replace").decode()
