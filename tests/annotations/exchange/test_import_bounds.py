"""Which bounds of sentences are taken in, and as which revision."""

from __future__ import annotations

from annotations.exchange.import_bounds import following


def test_what_follows_a_record_is_its_next_revision_from_when_it_was_made() -> None:
    before = {"rev": 1, "created": "2026-01-01", "act": "join"}
    fresh = {"rev": 1, "created": "2026-02-02", "act": "split"}
    assert following(None, fresh) == fresh  # type: ignore[type-var]
    made = following(before, fresh)  # type: ignore[arg-type, type-var]
    assert made == {"rev": 2, "created": "2026-01-01", "act": "split"}
    assert type(made["rev"]) is int
