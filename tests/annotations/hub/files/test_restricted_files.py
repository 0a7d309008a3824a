"""What the lead gave to all and has for itself from then on: nobody else has it any more, in no version."""

from __future__ import annotations

from pathlib import Path

import pytest
from postgres import HubOfTests
from travelling import Machine, written

pytestmark = pytest.mark.peer("psycopg")

SETTINGS = 'lead = "lin"\nothers = "done"\n'
PATH, PREDICTED = "annotations/predictions/glm.json", '{"_default": {\n}}\n'


def test_what_models_predict_is_had_no_more_once_it_is_for_the_lead_alone(
    empty_hub: HubOfTests, tmp_path: Path
) -> None:
    lin = Machine(empty_hub, written(tmp_path / "lin", {PATH: PREDICTED, "zhupi.toml": SETTINGS}), "lin")
    lin.exchange()
    mei = Machine(empty_hub, written(tmp_path / "mei", {}), "mei")
    mei.exchange()
    assert PATH in mei.files()
    wanted = [('predictions = "never"\n', None), ("", 3), ('predictions = "never"\n', None)]
    for number, (line, version) in enumerate(wanted):
        written(lin.root, {"zhupi.toml": SETTINGS + line})
        lin.start()
        lin.exchange()
        lin.exchange()  # it is given once
        with empty_hub.of("an") as hub:
            assert PATH not in {row.path for row in hub.files()} or version
            there = hub.file(PATH)
            assert (None if there is None else there.row.version) == version
            assert hub.file(PATH, 1) is None
            assert [one.row.path for one in hub.contents([PATH])] == [PATH] * bool(version)
        with empty_hub.of("lin") as hub:
            assert {row.version for row in hub.files() if row.path == PATH} == {number + 2}
            assert hub.file(PATH, 1) is not None
        newcomer = Machine(empty_hub, written(tmp_path / f"an{number}", {}), "an")
        newcomer.exchange()
        assert (PATH in newcomer.files()) is bool(version)
    mei.exchange()
    (mei.root / PATH).unlink()
    asked = []
    with empty_hub.of("mei") as hub:
        listed = hub.files
        hub.files = lambda after=0: asked.append(after) or listed(after)  # type: ignore[method-assign]
        mei.project_files.take(hub)
        mei.project_files.take(hub)
    assert (asked[0], asked[1] > 0) == (0, True)  # what is had no more is looked for once
