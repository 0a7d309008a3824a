"""Renew the catalogues of messages from the code: ``python tests/catalogues/update.py``.

What is new has no translation yet: write it into the ``.po`` of zh_Hant and run this again. The simplified
catalogue is made from the traditional one; what it should say otherwise is said in ``corrections.tsv``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import catalogues


def main() -> int:
    """Write all catalogues; return 1 while a message has no translation."""
    traditional = catalogues.read("zh_Hant")
    simplified = catalogues.simplified(traditional)
    lacking = 0
    for language, translated in (("zh_Hant", traditional), ("zh_Hans", simplified)):
        catalogue = catalogues.updated(language, translated)
        path = catalogues.po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(catalogues.catalogue_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(catalogues.compiled(catalogue))
        lacking = sum(1 for one in catalogue if one.id and not one.string)
        print(f"{path}: {len(catalogue)} messages, {lacking} not translated")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
