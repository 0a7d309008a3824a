"""What is said of an article as a whole: labels, of a group one alone, and attributes that hang on them."""

from __future__ import annotations

import pytest

from annotations.editing.editor import Editor
from annotations.model.scheme import Scheme
from annotations.records.record import Record
from tests.support.desk import Store, article

SCHEME = Scheme.from_toml(
    {
        "name": "s",
        "labels": [
            {"name": "claim"},
            {"name": "news", "group": "genre", "of": "article"},
            {"name": "comment", "group": "genre", "of": "article"},
            {"name": "paid", "of": "article"},
        ],
        "groups": [{"name": "genre", "choose": "one of"}],
    },
    "x",
)


@pytest.fixture
def editor() -> Editor:
    store = Store()
    made = Editor(SCHEME, "mei")
    made.ledger.open(article(), (), store.records.get)
    return made


def labels_after(editor: Editor, label: str) -> list[str]:
    act = editor.article.toggle_label(0, label)
    record: Record = act.after[0]
    return list(record["labels"])


def test_labels_of_a_group_give_way_to_one_another_and_others_stay(editor: Editor) -> None:
    assert labels_after(editor, "paid") == ["paid"]
    assert labels_after(editor, "news") == ["news", "paid"]
    assert labels_after(editor, "comment") == ["comment", "paid"]
    assert labels_after(editor, "comment") == ["paid"]
