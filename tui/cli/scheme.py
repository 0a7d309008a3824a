"""``zhupi scheme``: the labels of a project, what marks say that they do not have, and how to change them."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from annotations.errors import UsageError
from annotations.model.scheme_rows import ARTICLE
from annotations.wording import counted, msg, tr
from tui.cli.options import add_annotator, add_project_of_files, project_at
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.model.misfits import Misfit
    from annotations.model.scheme import Scheme
    from annotations.project.fit import Fit
    from annotations.project.migration import Migration
    from annotations.project.project import Project
    from annotations.records.lead_kinds import ChangeAct

__all__ = ["register", "scheme"]

_SHOW = "show"
_UNDO = "undo"
_ACTS = ("rename", "merge", "split", "remove")
_SHAPES = {
    "rename": "rename OLD NEW",
    "merge": "merge OLD OLD… INTO",
    "split": "split OLD NEW NEW…",
    "remove": "remove NAME…",
}


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi scheme``."""
    parser.add_argument(
        "act",
        nargs="?",
        default=_SHOW,
        metavar="ACT",
        help=tr("show (and check), rename OLD NEW, merge OLD… INTO, split OLD NEW…, remove NAME…, undo"),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=tr("labels, attributes or types of names"))
    parser.add_argument("--of", default="", metavar="ATTRIBUTE", help=tr("they are values of this attribute"))
    parser.add_argument(
        "--what", default="", choices=("label", "attribute", "type"), help=tr("where one name is two things")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("say what would change, and change nothing")
    )
    parser.add_argument("--review", action="store_true", help=tr("look at everybody's layers, for who may"))
    add_project_of_files(parser)
    add_annotator(parser)
    parser.set_defaults(command=scheme, intermixed="names")


def scheme(options: argparse.Namespace) -> int:
    """Show and check the scheme of a project, or change it.

    Returns:
        1 if it was checked and marks say what it does not have; else 0.

    Raises:
        UsageError: The act is none, or has not as many names as it needs, or the annotator does not lead.
        SchemeError: No scheme would come of it.
    """
    if options.act not in (_SHOW, "check", _UNDO, *_ACTS):
        if options.names or not Path(options.act).is_dir():
            acts = ", ".join((_SHOW, *_ACTS, _UNDO))
            raise UsageError(
                tr("{act!r:.60} is nothing to do with a scheme; there are {acts}", act=options.act, acts=acts)
            )
        options.project, options.act = Path(options.act), _SHOW  # as every command takes its folder
    project = project_at(options)
    if options.act in (_SHOW, "check"):
        return _show(project, review=options.review)
    step = _step(project, options)
    for line in _counts(step, review=options.review):
        print_line(line)
    if options.dry_run:
        print_line(tr("nothing was changed; without --dry-run it is done"))
        return 0
    for line in step.carry_out():
        print_line(line)
    return 0


def _step(project: Project, options: argparse.Namespace) -> Migration:
    from annotations.migration.changes import change_of
    from annotations.project.fit import fit_of
    from annotations.project.migration import migration_of, undo_of

    names = options.names
    if options.act == _UNDO:
        if names:
            raise UsageError(tr("undo takes back the last change and needs no name"))
        return undo_of(project)
    least = {"rename": 2, "merge": 2, "split": 3, "remove": 1}[options.act]
    if len(names) < least or (options.act == "rename" and len(names) > 2):
        raise UsageError(tr("write zhupi scheme {SHAPES}", SHAPES=_SHAPES[options.act]))
    old, new = {
        "rename": (names[:1], names[1:]),
        "merge": (names[:-1], names[-1:]),
        "split": (names[:1], names[1:]),
        "remove": (names, []),
    }[options.act]
    act = cast("ChangeAct", options.act)
    gone = {misfit for counts in fit_of(project, review=True).unfit.values() for misfit in counts}
    change = change_of(project.scheme, act, old, new, what=options.what, of=options.of, gone=gone)
    return migration_of(project, change)


def _counts(step: Migration, *, review: bool) -> Iterator[str]:
    """Yield what becomes of what, and how many marks follow; others are named in a `review` alone."""
    before, after = step.project.scheme.id, step.after.id
    yield tr(
        "{before} becomes {after}: {names}",
        before=before,
        after=after,
        names="; ".join(map(_change_words, step.record["changes"])) or tr("as it was"),
    )
    shown: dict[str, Counter[str]] = {}
    for name, counts in step.counts.items():
        called = name if review or name == step.project.called else "others"
        shown.setdefault(called, Counter()).update(counts)
    for name, counts in shown.items():
        words = ", ".join(counted(number, what) for what, number in counts.items())
        yield f"  {name}: {words}"
    if not step.counts:
        yield tr("  no mark says anything of it")


_CHANGED = {
    "label": msg("label {names}"),
    "attribute": msg("attribute {names}"),
    "value": msg("value {names} of {attribute}"),
    "type": msg("type {names}"),
}
"""What a change of a scheme is about."""


def _change_words(change: Mapping[str, object]) -> str:
    old, new = change["old"], change["new"]
    assert isinstance(old, list)
    assert isinstance(new, list)
    what = tr(_CHANGED[str(change["what"])], names=tr(" and ").join(old), attribute=change["attribute"])
    if change["act"] == "remove":
        return tr("{what} goes", what=what)
    if change["act"] == "split":
        return tr(
            "{what} is split into {new}; each mark of it must be said again",
            what=what,
            new=tr(" or ").join(new),
        )
    return tr("{what} becomes {new}", what=what, new=new[0])


def _show(project: Project, *, review: bool) -> int:
    from annotations.project.fit import fit_of

    for line in _scheme_lines(project.scheme):
        print_line(line)
    fit = fit_of(project, review=review)
    for line in fit.lines:
        say(line)
    print_line("")
    for line in _fit_lines(project, fit):
        print_line(line)
    return int(bool(fit.unfit))


def _scheme_lines(found: Scheme) -> Iterator[str]:
    yield tr("scheme {id}", id=found.id)
    for one in found.every_label:
        more = ", ".join(filter(None, (tr("of articles") * (one.of == ARTICLE), one.group, one.color)))
        yield f"  {one.key}  {one.name}  {tr(one.title)}{f'  ({more})' if more else ''}".rstrip()
    for group in found.groups:
        yield f"  {group.choose}  {group.name}  {group.title}".rstrip()
    for attribute in found.every_attribute:
        of = tr(" of {labels}", labels=tr(" or ").join(attribute.labels) or attribute.of)
        values = f": {', '.join(attribute.values)}" if attribute.values else ""
        yield f"  {attribute.kind}  {attribute.name}{of}{values}"
    yield tr(
        "  names: {types}",
        types=", ".join(" ".join(filter(None, (one.name, one.title))) for one in found.types),
    )


def _fit_lines(project: Project, fit: Fit) -> Iterator[str]:
    from annotations.migration.kept import former_labels

    if not fit.unfit:
        layers = ", ".join(fit.layers)
        yield tr("all that {layers} said fits it", layers=layers) if layers else tr("nobody said anything")
        return
    former = former_labels(project.root)
    for name, counts in fit.unfit.items():
        for misfit, number in counts.items():
            says = counted(number, "mark says", "marks say")
            label = former.get(misfit.name) if misfit.what == "label" else None
            title = f" {tr(label.title)}" if label and label.title else ""
            new = project.scheme.choices(misfit.name) if misfit.what == "label" else ()
            do = (
                tr("it was split: say {new}, . goes there", new=tr(" or ").join(new))
                if new
                else _way_on(misfit)
            )
            yield tr(
                "{name}: {says} {misfit}{title}, which the scheme does not have; {do}",
                name=name,
                says=says,
                misfit=misfit,
                title=title,
                do=do,
            )


def _way_on(misfit: Misfit) -> str:
    """Return what a lead can do about it."""
    name, of = (
        (misfit.value, tr(" --of {name}", name=misfit.name)) if misfit.what == "value" else (misfit.name, "")
    )
    return tr(
        "zhupi scheme rename {name} NEW{of} leads it on, remove takes it away, or add it to zhupi.toml",
        name=name,
        of=of,
    )
