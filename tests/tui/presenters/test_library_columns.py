"""The columns of the library: which have room, and what the one that sorts gets more."""

from __future__ import annotations

from itertools import pairwise

import pytest

from annotations.wording import LANGUAGES, speak, tr
from tui.layout.cells import cell_width
from tui.presenters.library_columns import Kind, placed
from tui.presenters.library_kinds import ANNOTATORS, LEADS


@pytest.mark.parametrize("kind", [ANNOTATORS, LEADS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_column_that_sorts_has_room_for_its_sign_apart_and_no_column_goes(
    kind: Kind, language: str
) -> None:
    speak(language)
    try:
        for width in range(40, 170):
            names = [one.column.name for one in placed(kind.columns, kind.first, width, 2)]
            for sort in names:
                places = placed(kind.columns, kind.first, width, 2, sort)
                assert [one.column.name for one in places] == names
                assert places[-1].left + places[-1].width <= width
                assert all(a.left + a.width < b.left for a, b in pairwise(places))
                place = next(one for one in places if one.column.name == sort)
                assert place.width >= cell_width(tr(place.column.heading)) + 2
    finally:
        speak("en")
