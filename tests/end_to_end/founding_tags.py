"""What a careful annotator says of the founding article, and the keys with which the annotator says it.

The tags follow the text and the guidelines of the default scheme. Where the program proposes or assumes
something else, keys correct it. Where a sentence can be read in two ways, a comment says why it is read so.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["SETTINGS", "TAGS", "Tag", "keys", "naive_keys"]

SETTINGS = 'advance = ["claim"]\n'
"""Most sentences are claims alone: c goes on to the next one. Where there are other labels it comes last."""


class Tag(NamedTuple):
    """What one sentence is, and what is pressed for it once the cursor stands there."""

    labels: str
    """The letters of its labels."""
    pressed: str
    """The keys; those of the moving on to the next sentence are among them."""
    speaker: str | None = None
    """How the article names who is quoted; empty where it does not; None where nobody is."""
    place: int = 0
    """The number of the sentence in which the speaker stands."""
    name: str | None = None
    """Whom that means, if not as it stands."""
    form: str = "indirect"
    cont: bool = False
    voice: str = "author"
    flag: bool = False


TAGS = (
    Tag("c", "c"),
    Tag("c", "c"),
    Tag("c", "c"),
    Tag("c", "c"),
    Tag("c", "c"),
    Tag("oq", "oqj", "OpenAI", 6, voice="speaker"),
    # The company goes on about itself, in the tone of its statement and without a new verb of saying.
    Tag("oq", "oyj", "OpenAI", 6, cont=True, voice="speaker"),
    # That a view of the whole world was overturned can neither be shown nor refuted; the marks name a thing.
    Tag("o", "oj"),
    # The shock and the doubts are events; that the performance is excellent is praise, and nobody is quoted.
    Tag("co", "oc"),
    Tag("cq", "qc", "SemiAnalysis", 10, voice="speaker"),
    Tag("c", "c"),
    # The latest news show it: a source, and nobody who could be named.
    Tag("cq", "qp0c", "", voice="speaker"),
    # Both halves are what he admits and what he thinks over; nothing of it is the author's.
    Tag("coq", "oqc", "奧特曼", 13, "奧爾特曼", voice="speaker"),
    Tag("c", "c"),
    Tag("c", "c"),
    Tag("c", "c"),
    # Its beginning is damaged.
    Tag("c", "fc", flag=True),
    Tag("oq", "oqj", "翟季冬", 18, voice="speaker"),
    # A claim, though 重要性 may be praise: to be looked at again.
    Tag("c", "fc", flag=True),
    Tag("c", "c"),
    Tag("cq", "qc", "Dario Amodei", 21, voice="speaker"),
    Tag("co", "oc"),
    # A mistake, says he; that he says so for the first time, and that he has plans, says the author.
    Tag("coq", "oqhc", "奧爾特曼", 23, voice="both"),
    Tag("co", "oc"),
    Tag("c", "c"),
    # The investigation is the author's claim, the warning the president's.
    Tag("coq", "oqhc", "特朗普", 26, voice="both"),
    Tag("oq", "oqj", "Dario Amodei", 27, voice="speaker"),
    Tag("oq", "oqj", "譚寅亮", 28, voice="speaker"),
    # He goes on to compare both countries: the tone of what he said before, and a new verb is not needed.
    Tag("oq", "oy", "譚寅亮", 28, cont=True, voice="speaker"),
)
"""The sentences in their order."""

DONE = ("d", "Enter")
"""The first d tells that two sentences are flagged; they are to stay so."""


def keys() -> list[str]:
    """Return every key that is pressed, in order."""
    return [key for tag in TAGS for key in tag.pressed] + list(DONE)


def naive_keys() -> int:
    """Return how many keys it takes where nothing goes on by itself, and nothing is proposed or assumed.

    A key for each label, form, voice, and quote that goes on; two for a speaker; one for each step; done.
    """
    quotes = [tag for tag in TAGS if tag.speaker is not None]
    labels = sum(len(tag.labels) for tag in TAGS)
    steps = len(TAGS) - 1
    flags = sum(tag.flag for tag in TAGS)
    said = sum(1 + 2 + tag.cont for tag in quotes) + sum(bool(set(tag.labels) & set("co")) for tag in TAGS)
    return labels + steps + said + flags + len(DONE)
