"""Why a rule takes somebody for the speaker, in the language that is spoken."""

from __future__ import annotations

from annotations.wording import msg, tr

__all__ = ["reason_words"]

_WITH_A_WORD = {
    "title + name": msg("title + name + {word}"),
    "name": msg("name + {word}"),
    "noun": msg("noun + {word}"),
    "pronoun": msg("pronoun + {word}"),
    "as before": msg("as before + {word}"),
}
_ALONE = (
    msg("as before"),
    msg("open quote"),
    msg("spoke of"),
    msg("colon"),
    msg("signed"),
    msg("between two halves"),
)


def reason_words(reason: str) -> str:
    """Return a reason of the rules for quotes as one reads it; one that is not known as it is."""
    kind, plus, word = reason.rpartition(" + ")
    if plus and kind in _WITH_A_WORD:
        return tr(_WITH_A_WORD[kind], word=word)
    return tr(reason) if reason in _ALONE else reason
