"""What the types of names and numbers are called elsewhere."""

from collections.abc import Iterable, Mapping

__all__ = ["NUMBER_TYPES", "USUAL_TYPES", "type_among"]

USUAL_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("PERSON", "NR", "PER.NAM", "人名"), "PER"),
    **dict.fromkeys(("ORGANIZATION", "ORGANISATION", "NT", "COMPANY", "GOVERNMENT", "ORG.NAM"), "ORG"),
    **dict.fromkeys(("机构名", "組織", "组织"), "ORG"),
    **dict.fromkeys(("GPE", "LOCATION", "NS", "FAC", "FACILITY", "ADDRESS", "SCENE"), "LOC"),
    **dict.fromkeys(("GPE.NAM", "LOC.NAM", "地名"), "LOC"),
    "PROD": "PRODUCT",
}
"""In spaCy and OntoNotes, in brat's and MSRA's corpora, in Weibo's and CLUENER's."""
NUMBER_TYPES = frozenset(
    ("CARDINAL", "DATE", "MONEY", "NUM", "NUMBER", "ORDINAL", "PERCENT", "QUANTITY", "TIME")
)
"""What is no name but a number, for OntoNotes and those who follow it."""


def type_among(types: Iterable[str]) -> Mapping[str, str]:
    """Return which of `types` is meant by a name of a type, in upper case or as it stands in `types`."""
    known = {one: one for one in types}
    upper = {one.upper(): one for one in known}
    usual = {old: known[new] for old, new in USUAL_TYPES.items() if new in known}
    return {**usual, **upper, **known}
