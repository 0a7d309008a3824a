"""The labels of a project: their names, keys and definitions, built in or from ``zhupi.toml``.

The code knows labels only through a `Scheme`; nothing else says "claim".

    [scheme]
    name = "news"
    version = 2

    [[scheme.labels]]
    name = "claim"
    key = "c"
    title = "事實主張"
    definition = "可以用證據判定真假的具體陳述"

:mod:`annotations.model.attributes` says what a scheme's attributes are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from annotations.errors import SchemeError
from annotations.model.attributes import Attribute
from annotations.model.scheme_rows import ARTICLE, MAX_LABELS, ONE_OF, TYPES, Group, Label, NameType
from annotations.wording import msg, tr

__all__ = ["DEFAULT", "MAX_LABELS", "Group", "Label", "NameType", "Scheme", "read_advance"]


class Scheme(NamedTuple):
    """The labels of a project, in the order of their columns, digits and function keys."""

    name: str
    version: int
    labels: tuple[Label, ...]
    """Those of sentences."""
    attributes: tuple[Attribute, ...] = ()
    """Those of sentences."""
    advance: tuple[str, ...] = ()
    """Labels, or ``none``, after which the cursor goes on to the next sentence by itself."""
    groups: tuple[Group, ...] = ()
    types: tuple[NameType, ...] = TYPES
    """The types of names."""
    article_labels: tuple[Label, ...] = ()
    """The labels of whole articles."""
    article_attributes: tuple[Attribute, ...] = ()

    @property
    def id(self) -> str:
        """Return the name and version that records carry, as ``default/1``."""
        return f"{self.name}/{self.version}"

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the labels of sentences."""
        return frozenset(label.name for label in self.labels)

    @property
    def every_label(self) -> tuple[Label, ...]:
        """Return the labels of sentences, then those of articles."""
        return (*self.labels, *self.article_labels)

    @property
    def every_attribute(self) -> tuple[Attribute, ...]:
        """Return the attributes of sentences, then those of articles."""
        return (*self.attributes, *self.article_attributes)

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called `name`; None if there is none."""
        return next((one for one in self.every_attribute if one.name == name), None)

    def label(self, name: str) -> Label | None:
        """Return the label called `name`, of sentences or of articles; None if there is none."""
        return next((one for one in self.every_label if one.name == name), None)

    def choices(self, name: str) -> list[str]:
        """Return the labels to choose from for one of an earlier version that was split; none for others."""
        if name in self.names:
            return []
        return [one.name for one in self.every_label if name in one.was]

    def excluded_by(self, name: str) -> frozenset[str]:
        """Return the labels that a mark loses when it gets the label `name`: the others of a `one of`."""
        label = self.label(name)
        group = next((one for one in self.groups if label is not None and one.name == label.group), None)
        if group is None or group.choose != ONE_OF:
            return frozenset()
        others = (one for one in self.every_label if one.name != name)
        return frozenset(one.name for one in others if one.group == group.name)

    @property
    def quotes(self) -> str | None:
        """Return the label of sentences that quote somebody, or None if the scheme asks for no speakers."""
        return next((one.labels[0] for one in self.attributes if one.kind == "quotes"), None)

    @property
    def voiced(self) -> tuple[str, ...]:
        """Return the labels of which it is asked whose voice they are."""
        return next((one.labels for one in self.attributes if one.kind == "voice"), ())

    @property
    def own_attributes(self) -> tuple[Attribute, ...]:
        """Return the attributes that are the project's own."""
        return tuple(one for one in self.attributes if one.kind not in ("quotes", "voice"))

    def applies(self, attribute: str, labels: Collection[str]) -> bool:
        """Tell whether a mark with `labels` may have `attribute`; one that is not known here stays.

        Of an attribute of articles, `labels` are those of the article.
        """
        return all(one.applies(labels) for one in self.every_attribute if one.name == attribute)

    def lacking(
        self, labels: Collection[str], quotes: Collection[Mapping[str, Any]], attributes: Collection[str]
    ) -> list[str]:
        """Return what a mark with `labels`, `quotes` and `attributes` still lacks: the names of it."""
        names = self.names
        unknown = [name for name in labels if name not in names]
        lacking = [self._again(name) for name in sorted(unknown)]
        if self.quotes in labels and (not quotes or not all(quote.get("speakers") for quote in quotes)):
            lacking.append("speaker")
        if labels:
            lacking += [
                one.name
                for one in self.own_attributes
                if one.required and one.applies(labels) and one.name not in attributes
            ]
        return lacking

    def _again(self, name: str) -> str:
        """Return what lacks where a mark says a label that there is no more."""
        choices = self.choices(name)
        return (
            tr("a label for {name} ({choices})", name=name, choices=tr(" or ").join(choices))
            if choices
            else tr("a label for {name}", name=name)
        )

    def in_order(self, names: set[str] | frozenset[str]) -> list[str]:
        """Return `names` in the scheme's order; names that the scheme does not know follow, sorted."""
        known = [label.name for label in self.labels if label.name in names]
        return known + sorted(names.difference(known))

    @classmethod
    def from_toml(cls, table: Mapping[str, Any], where: str) -> Scheme:
        """Read the ``[scheme]`` table of `where`.

        Raises:
            SchemeError: naming `where`, what is wrong, and what is allowed.
        """
        from annotations.model.attribute_tables import read_attributes
        from annotations.model.row_fields import check_word
        from annotations.model.scheme_tables import read_groups, read_labels, read_types

        known = {"name", "version", "labels", "attributes", "advance", "groups", "types"}
        if unknown := sorted(set(table) - known):
            raise SchemeError(
                tr(
                    "{where}: [scheme] has no {unknown!r}; it has {known}",
                    where=where,
                    unknown=unknown[0],
                    known=", ".join(sorted(known)),
                )
            )
        name, version = table.get("name", "custom"), table.get("version", 1)
        check_word(name, tr("{where}: the scheme's name", where=where))
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise SchemeError(
                tr(
                    "{where}: the scheme's version must be a whole number from 1, not {version!r}",
                    where=where,
                    version=version,
                )
            )
        labels = read_labels(table.get("labels"), where)
        names = {label.name: label.of for label in labels}
        attributes = read_attributes(table.get("attributes", []), names, where)
        of_sentences = [label.name for label in labels if label.of != ARTICLE]
        return cls(
            name,
            version,
            tuple(label for label in labels if label.of != ARTICLE),
            tuple(one for one in attributes if one.of != ARTICLE),
            read_advance(table.get("advance", []), of_sentences, where),
            read_groups(table.get("groups", []), labels, where),
            read_types(table.get("types", []), where),
            tuple(label for label in labels if label.of == ARTICLE),
            tuple(one for one in attributes if one.of == ARTICLE),
        )


def read_advance(value: object, labels: Collection[str], where: str) -> tuple[str, ...]:
    """Read the labels after which the cursor goes on by itself.

    Raises:
        SchemeError: It is no list, or names a label that there is not.
    """
    if not isinstance(value, list):
        raise SchemeError(tr('{where}: advance must be a list of labels, as ["claim", "none"]', where=where))
    for label in value:
        if label not in labels and label != "none":
            raise SchemeError(
                tr(
                    "{where}: advance: there is no label {label!r:.60}; there are {what}",
                    where=where,
                    label=label,
                    what=", ".join((*labels, "none")),
                )
            )
    return tuple(value)


DEFAULT = Scheme(
    "default",
    1,
    (
        Label(
            "claim",
            "c",
            msg("事實主張"),
            "可以用證據判定真假的具體陳述（含數字、事件、因果、預測），不論真假、不論誰說。"
            " A specific statement that evidence could show true or false, whoever says it.",
        ),
        Label(
            "opinion",
            "o",
            msg("觀點"),
            "表達評價、立場、情感、建議或臆測，無法單憑證據判定真假。"
            " An evaluation, stance, feeling, advice or speculation that evidence alone cannot settle.",
        ),
        Label(
            "quote",
            "q",
            msg("引語"),
            "轉述他人的話、文字或想法：直接（有引號）、間接或混合。"
            " Reported words or thoughts of a source: direct, indirect or mixed.",
        ),
    ),
    (
        Attribute("voice", "voice", ("claim", "opinion"), title=msg("誰的話")),
        Attribute("quotes", "quotes", ("quote",), title=msg("引述")),
    ),
)
"""Claim, opinion and quote; several may hold at once. Quotes have speakers, claims and opinions a voice."""
