"""The guidelines of a project: what each label and attribute means, in what order to decide, and examples.

Those of the default scheme come with zhupi, in English and Chinese. A project adds to them, or replaces
them, with ``guidelines.md`` in its folder, and writes down what it has decided in ``rulings.md``:

    ## claim 事實主張
    ### definition
    A statement about an event of this year.
    ### examples
    - 央行10月降息0.25個百分點。
      a figure that can be looked up

A section of ``guidelines.md`` with a definition of its own stands alone; one without it adds to what is
there. ``rulings.md`` has the same sections, with nothing but items in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from annotations.analysis.script import to_simplified
from annotations.errors import unreadable
from annotations.guidelines import GUIDELINES, RULINGS
from annotations.guidelines.markdown import Example, Line, Section, parse
from annotations.migration.kept import kept_schemes
from annotations.model.attributes import Attribute
from annotations.model.scheme import DEFAULT, Label, Scheme
from annotations.text_file import read_text
from annotations.wording import tr

__all__ = [
    "GENERAL",
    "LANGUAGES",
    "TOPICS",
    "Example",
    "Guidelines",
    "Line",
    "Section",
    "finder",
]

LANGUAGES = ("en", "zh")
GENERAL = "general"
TOPICS = (GENERAL, "none", "voice", "form", "cont", "speaker", "done", "flag")
"""What guidelines have sections for besides the labels and attributes of the scheme."""


@dataclass(frozen=True)
class Guidelines:
    """The sections of a project: general first, its labels, its own attributes, then the other topics."""

    sections: tuple[Section, ...]

    @classmethod
    def load(cls, root: Path | None, scheme: Scheme, language: str = "en") -> Guidelines:
        """Read the guidelines for `scheme` in one of `LANGUAGES`, with what the project in `root` says.

        The default's belong to its three labels: a scheme that lacks one of them has only its own
        definitions and its project's files. A label that the scheme defines otherwise has that definition.

        Raises:
            SettingsError: naming the file of the project and the line.
        """
        known = {label.name for label in scheme.labels}
        sections: dict[str, Section] = {}
        if known.issuperset(label.name for label in DEFAULT.labels):
            sections.update(_built_in(language))
        for label in scheme.every_label:
            sections[label.name] = _of_label(label, sections.get(label.name), language)
        names = [label.name for label in scheme.every_label]
        own = [one for one in _asked(scheme) if one.name not in (*names, *TOPICS)]
        sections.update((one.name, _of_attribute(one, language)) for one in own)
        names += [one.name for one in own]
        if root is not None:
            former = _former(root, (*names, *TOPICS), language)  # what the scheme had once, below all others
            sections.update((one.key, one) for one in former)
            for name, bare in ((GUIDELINES, "definition"), (RULINGS, "rulings")):
                text = _read(root / name)
                if text is not None:
                    keys = (*names, *TOPICS, *(one.key for one in former))
                    for section in parse(text, str(root / name), keys, bare, language):
                        sections[section.key] = _added(sections.get(section.key), section)
            names += [one.key for one in former]
        order = [GENERAL, *names, *TOPICS[1:]]
        return cls(tuple(sections[key] for key in order if key in sections))

    def section(self, key: str) -> Section | None:
        """Return the section of a label or topic, or None if nothing is said of it."""
        return next((section for section in self.sections if section.key == key), None)

    def search(self, words: str) -> list[tuple[Section, Line]]:
        """Return the lines that have all of `words`, in either script and without minding case."""
        fits = finder(words)
        return [(section, line) for section in self.sections for line in section.lines() if fits(line.text)]


def finder(words: str) -> Callable[[str], bool]:
    """Return a test whether a text has all of `words`, in either script; without words no text passes."""
    wanted = [_plain(word) for word in words.split()]

    def fits(text: str) -> bool:
        plain = _plain(text)
        return bool(wanted) and all(word in plain for word in wanted)

    return fits


def _plain(text: str) -> str:
    return to_simplified(text).casefold()


def _asked(scheme: Scheme) -> tuple[Attribute, ...]:
    """Return the attributes that guidelines have sections for: a project's own, of sentences and articles."""
    return (*scheme.own_attributes, *scheme.article_attributes)


def _former(root: Path, known: Collection[str], language: str) -> list[Section]:
    """Return a section for each label and attribute that the project's scheme had once and has no more."""
    found: dict[str, Section] = {}
    for scheme in kept_schemes(root):
        for label in scheme.every_label:
            found.setdefault(label.name, _of_label(label, None, language))
        for attribute in _asked(scheme):
            found.setdefault(attribute.name, _of_attribute(attribute, language))
    return [one for name, one in found.items() if name not in known]


def _built_in(language: str) -> dict[str, Section]:
    """Return the sections of the default scheme."""
    if language not in LANGUAGES:
        raise ValueError(
            tr(
                "there are guidelines in {LANGUAGES}, not in {language!r}",
                LANGUAGES=tr(" and ").join(LANGUAGES),
                language=language,
            )
        )
    name = f"{language}.md"
    text = files("annotations").joinpath("guidance", name).read_text(encoding="utf-8")
    keys = (*(label.name for label in DEFAULT.labels), *TOPICS)
    return {section.key: section for section in parse(text, name, keys, "definition", language)}


def _of_label(label: Label, found: Section | None, language: str) -> Section:
    """Return the section of a label: the default's, unless the scheme defines the label otherwise."""
    built_in = next((one.definition for one in DEFAULT.labels if one.name == label.name), "")
    if found is not None and label.definition in ("", built_in):
        return replace(found, title=label.title or found.title)
    definition = (label.definition,) if label.definition else ()
    return Section(label.name, label.title, definition, language=language)


def _of_attribute(attribute: Attribute, language: str) -> Section:
    """Return what the scheme says of an attribute of its own, and which values it takes."""
    definition = [attribute.definition] if attribute.definition else []
    if attribute.values:
        zh = language == "zh"
        definition.append(("取值：" if zh else "One of: ") + ("、" if zh else ", ").join(attribute.values))
    return Section(attribute.name, attribute.title, tuple(definition), language=language)


def _added(old: Section | None, new: Section) -> Section:
    """Return a section with what a project's file says of it."""
    if old is None or new.definition:
        rulings = new.rulings if old is None else old.rulings + new.rulings
        return replace(new, title=new.title or (old.title if old else ""), rulings=rulings)
    return replace(
        old,
        title=new.title or old.title,
        order=new.order or old.order,
        examples=old.examples + new.examples,
        counter_examples=old.counter_examples + new.counter_examples,
        rulings=old.rulings + new.rulings,
    )


def _read(path: Path) -> str | None:
    """Return the text of a project's file, or None if there is none."""
    try:
        return read_text(path)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None
