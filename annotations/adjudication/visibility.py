"""Who may see what others say of an article, and when.

A project sets it in ``zhupi.toml``: ``others = "never"``, which is what holds without a setting,
``"done"`` (from when the annotator has marked the article done) or ``"always"``. It is a courtesy and not
a lock: every layer is a file that anybody can read.
"""

from __future__ import annotations

__all__ = ["may_see"]


def may_see(others: str, *, is_lead: bool, review: bool, done: bool) -> bool:
    """Tell whether an annotator may see the layers of others in an article.

    Args:
        others: What the project sets: ``never``, ``done`` or ``always``.
        is_lead: Whether the annotator leads the project; who works alone does.
        review: Whether the annotator came to review: the lead then sees everything, and an annotator no
            more than before, because it is the project that decides.
        done: Whether the annotator has marked the article done.
    """
    if is_lead and review:
        return True
    return others == "always" or (others == "done" and done)
