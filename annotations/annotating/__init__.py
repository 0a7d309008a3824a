"""An annotator at work: every act as the records it changes, undone and done again at will.

Nothing here touches the disk or the screen.
"""

from annotations.annotating.bounding import Bounding
from annotations.annotating.spanning import Spanning
from annotations.annotating.tagging import Tagging
from annotations.annotating.whole import Whole
from annotations.records.acts import Act

__all__ = ["Act", "Annotating"]


class Annotating(Tagging, Whole, Bounding, Spanning):
    """The marks of the open article, the acts that change them, and their history."""
