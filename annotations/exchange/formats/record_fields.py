"""What the columns of tables and the keys of records are called, by zhupi and by others.

A record says something of one text: a row of a table, an object of JSON. Its fields are known by their names
in many spellings; those of zhupi's own tables come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["CHINESE", "EACH", "ONCE", "Fields", "fields_of"]

ONCE = ("title", "source", "split", "part", "sentence", "text", "article", "start", "end")
"""What holds for a sentence whoever says something of it."""
EACH = ("labels", "status", "voice", "speakers", "note", "flag", "spans", "more")
"""What somebody says of it: where several do, a column each."""

CHINESE: Mapping[str, str] = {
    "title": "標題",
    "source": "來源",
    "split": "分組",
    "part": "部分",
    "sentence": "句號碼",
    "text": "文本",
    "article": "文章",
    "start": "起點",
    "end": "終點",
    "annotator": "標註者",
    "labels": "標籤",
    "status": "狀態",
    "voice": "誰的話",
    "speakers": "說話人",
    "note": "備註",
    "flag": "旗標",
    "spans": "名稱和數字",
    "more": "其他",
}
"""The headings of a table in Chinese."""

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *(
            "text",
            "文本",
            "sentence",
            "content",
            "句子",
            "正文",
            "原文",
            "內容",
            "内容",
            "文字",
            "语句",
            "語句",
        ),
        *(
            "sent",
            "review",
            "query",
            "utterance",
            "passage",
            "body",
            "article",
            "document",
            "文章",
            "评论",
            "評論",
        ),
    ),
    "labels": (
        *(
            "labels",
            "標籤",
            "标签",
            "label_text",
            "label_name",
            "label",
            "tags",
            "tag",
            "categories",
            "category",
            "classes",
            "class",
        ),
        *(
            "類別",
            "类别",
            "分類",
            "分类",
            "標註",
            "标注",
            "annotation",
            "prediction",
            "predictions",
            "predicted",
        ),
        *(
            "predicted_label",
            "pred_label",
            "pred",
            "cats",
            "intent",
            "sentiment",
            "情感",
            "accept",
            "y",
            "target",
        ),
    ),
    "spans": (
        *(
            "spans",
            "名稱和數字",
            "名称和数字",
            "entities",
            "ner",
            "实体",
            "實體",
            "span",
            "entity",
            "annotations",
        ),
        *("label_spans", "mentions"),
    ),
    "article": (
        *("article", "文章", "doc_id", "document_id", "article_id", "docid", "doc", "document", "文章编号"),
        *("文章編號", "文档", "文檔"),
    ),
    "sentence": ("sentence", "句號碼", "句号码", "sent_idx", "sentence_id", "sent_id", "句序"),
    "scores": ("scores", "probs", "probabilities", "logits"),
    "score": ("score", "confidence", "prob", "probability", "置信度", "信心", "得分"),
    "annotator": (
        *(
            "annotator",
            "標註者",
            "标注者",
            "annotated_by",
            "annotator_id",
            "标注人",
            "標註人",
            "worker",
            "user",
        ),
    ),
    "model": ("model", "模型", "model_name", "model_version"),
    "note": ("note", "備註", "备注", "notes", "comment", "comments", "註", "注", "说明", "說明"),
    "title": ("title", "標題", "标题", "headline"),
    "source": ("source", "來源", "来源", "file", "filename", "url", "网址", "網址"),
    "split": ("split", "分組", "分组"),
    "part": ("part", "部分"),
    "start": ("start", "起點", "起点"),
    "end": ("end", "終點", "终点"),
    "status": ("status", "狀態", "状态"),
    "voice": ("voice", "誰的話", "谁的话"),
    "speakers": ("speakers", "說話人", "说话人"),
    "flag": ("flag", "旗標", "旗标"),
    "more": ("more", "其他"),
    "sentences": ("sentences",),
    "tokens": ("tokens", "words", "characters"),
    "token_tags": ("ner_tags", "token_labels", "bio", "bio_tags", "iob_tags"),
}
"""By field how its key may be spelled, the likeliest first; a key is of the first field that has it."""


class Fields(NamedTuple):
    """Which key of a record is which field."""

    once: Mapping[str, int]
    """By field which key it is, counted from 0."""
    each: Mapping[str, Mapping[str, int]]
    """By annotator, and by field: of columns such as ``labels:mei``."""
    others: tuple[int, ...]
    """Those that are no field."""

    @property
    def ours(self) -> bool:
        """Tell whether it is a table, or a data set, as zhupi writes them."""
        said = [self.once, *self.each.values()]
        return {"article", "start", "end", "text"} <= self.once.keys() and any(
            {"labels", "status", "more"} <= one.keys() for one in said
        )

    @property
    def readable(self) -> bool:
        """Tell whether there is a text, or what a text can be made of."""
        return not self.once.keys().isdisjoint({"text", "tokens", "sentences"})


@lru_cache(maxsize=256)
def fields_of(keys: Sequence[str]) -> Fields:
    """Return which of `keys`, a tuple, is which field; case and white space around do not matter."""
    folded = [key.strip().lstrip("\ufeff").casefold() for key in keys]
    once: dict[str, int] = {}
    for field, spellings in _SPELLINGS.items():
        found = (folded.index(one) for one in spellings if one in folded)
        at = next((one for one in found if one not in once.values()), None)
        if at is not None:
            once[field] = at
    each: dict[str, dict[str, int]] = {}
    for at, key in enumerate(keys):
        field_name, colon, annotator = key.strip().partition(":")
        if colon and annotator and (known := _EACH.get(field_name.casefold())):
            each.setdefault(annotator, {}).setdefault(known, at)
    taken = {*once.values(), *(at for own in each.values() for at in own.values())}
    return Fields(once, each, tuple(at for at in range(len(keys)) if at not in taken))


_EACH = {spelling: field for field in EACH for spelling in _SPELLINGS[field]}
