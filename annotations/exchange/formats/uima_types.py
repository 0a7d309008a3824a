"""The types of a CAS as INCEpTION knows them, zhupi's own layers, and their definitions for INCEpTION."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from annotations.model.scheme import Scheme

if TYPE_CHECKING:
    from cassis import TypeSystem

__all__ = [
    "ARTICLE",
    "DOCUMENT",
    "NAME",
    "NUMBER",
    "SENTENCE",
    "TAGGED",
    "TOKEN",
    "layer_definitions",
    "type_system",
]

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
SENTENCE = f"{_DKPRO}.segmentation.type.Sentence"
TOKEN = f"{_DKPRO}.segmentation.type.Token"
DOCUMENT = f"{_DKPRO}.metadata.type.DocumentMetaData"
NAME = f"{_DKPRO}.ner.type.NamedEntity"
TAGGED = "webanno.custom.ZhupiSentence"
NUMBER = "webanno.custom.ZhupiNumber"
ARTICLE = "webanno.custom.ZhupiArticle"
_ANNOTATION = "uima.tcas.Annotation"
_STRING = "uima.cas.String"
_TYPES = (
    (SENTENCE, _ANNOTATION, ("id",)),
    (TOKEN, _ANNOTATION, ("id",)),
    (DOCUMENT, "uima.tcas.DocumentAnnotation", ("documentTitle", "documentId", "documentUri")),
    (NAME, _ANNOTATION, ("value", "identifier")),
    (TAGGED, _ANNOTATION, ("labels", "status", "note", "voice", "speakers")),
    (NUMBER, _ANNOTATION, ("kind", "value")),
    (ARTICLE, "uima.cas.AnnotationBase", ("title", "annotator", "labels", "zhupi")),
)
"""Each type, what it is one of, and its features, which are texts all."""


def type_system() -> TypeSystem:
    """Return the types of what zhupi writes."""
    from cassis import TypeSystem

    types = TypeSystem()
    for name, above, features in _TYPES:
        made = types.create_type(name, supertypeName=above)
        for feature in features:
            types.create_feature(made, feature, _STRING)
    return types


def layer_definitions(scheme: Scheme, labels: Iterable[str]) -> str:
    """Return what INCEpTION imports as layers: JSON.

    A tag set has the labels one by one; INCEpTION also takes several, with commas between them.

    Args:
        scheme: The labels of the project.
        labels: What else sentences have.
    """
    titles = {one.name: one.title for one in scheme.labels}
    tags = [
        {"tag_name": one, "tag_description": titles.get(one, "")} for one in dict.fromkeys((*titles, *labels))
    ]
    statuses = [{"tag_name": one, "tag_description": ""} for one in ("none", "implied")]
    layers = [
        _layer(
            TAGGED,
            "Sentence (zhupi)",
            "span",
            "SENTENCES",
            [
                _feature("labels", tags=("zhupi-labels", tags, True)),
                _feature("status", tags=("zhupi-status", statuses, False)),
                *(_feature(one) for one in ("note", "voice", "speakers")),
            ],
        ),
        _layer(NUMBER, "Number (zhupi)", "span", "CHARACTERS", [_feature("kind"), _feature("value")]),
        _layer(
            ARTICLE,
            "Article (zhupi)",
            "document-metadata",
            "TOKENS",
            [_feature(one) for one in ("title", "annotator", "labels")] + [_feature("zhupi", shown=False)],
        ),
    ]
    return json.dumps(layers, ensure_ascii=False, indent=2) + "\n"


def _layer(name: str, title: str, kind: str, anchor: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    stacks = name == NUMBER
    return {
        "name": name,
        "features": [{**one, "rank": rank} for rank, one in enumerate(features)],
        "uiName": title,
        "type": kind,
        "description": "",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": stacks,
        "cross_sentence": stacks,
        "show_hover": True,
        "anchoring_mode": anchor,
        "overlap_mode": "ANY_OVERLAP" if stacks else "NO_OVERLAP",
        "validation_mode": "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": anchor == "TOKENS",
        "linked_list_behavior": False,
    }


def _feature(
    name: str, *, tags: tuple[str, list[dict[str, str]], bool] | None = None, shown: bool = True
) -> dict[str, Any]:
    """Return a feature, a text; `tags` are the name of its tag set, the tags, and whether others may be."""
    found: dict[str, Any] = {
        "name": name,
        "tag_set": None,
        "uiName": name,
        "type": _STRING,
        "enabled": True,
        "visible": shown,
        "include_in_hover": False,
        "required": False,
        "remember": False,
        "hideUnconstraintFeature": False,
        "description": "",
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
        "curatable": True,
    }
    if tags is not None:
        title, listed, free = tags
        found["tag_set"] = {
            "name": title,
            "description": "",
            "language": "zh",
            "tags": listed,
            "create_tag": free,
        }
    return found
