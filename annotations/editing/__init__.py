"""An annotator at work: every act as the records it changes, undone and done again at will.

Nothing here touches the disk or the screen.
"""

from annotations.editing.article import Whole
from annotations.editing.bounds import Bounding
from annotations.editing.labels import Tagging
from annotations.editing.spans import Spanning
from annotations.records.acts import Act

__all__ = ["Act", "Annotating"]


class Annotating(Tagging, Whole, Bounding, Spanning):
    """The marks of the open article, the acts that change them, and their history."""
