"""A team that is served where its project has a hub: what each says there is sent under the own name."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from postgres import Postgres
from team_of_hub import Team
from web_page import opened, served

pytestmark = [pytest.mark.peer("textual_serve"), pytest.mark.peer("psycopg")]


def test_what_each_says_is_sent_by_a_login_of_their_own(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team(tmp_path, postgres)
    team.begin("mei", "wu")
    (team.root / "assignments.tsv").write_text("a.txt\t-\tmei,wu\n", encoding="utf-8")
    code, _, said = team.lin("join", team.by("mei"), "news")
    assert code == 0, said
    assert team.lin.settings.hubs == (team.by("lin"), team.by("mei"))

    for name, value in {
        "ZHUPI_STATE": team.lin.home / "state",
        "ZHUPI_CONFIG": team.lin.home / "settings.toml",
        "ZHUPI_ANNOTATOR": "lin",
    }.items():
        monkeypatch.setenv(name, str(value))

    async def tags(link: str, heading: str) -> None:
        async with opened(link) as page:
            await page.wait_for("降息")
            await page.type("c")
            await page.wait_for(heading)

    with served(team.root, "--team", links=3) as server:
        assert [line.partition("  ")[0] for line in server.lines] == ["lin", "mei", "wu"]
        asyncio.run(tags(server.link("mei"), "sent"))
        asyncio.run(tags(server.link("lin"), "sent"))
        asyncio.run(tags(server.link("wu"), "log in as wu"))  # nobody joined with that login here
    rows = postgres.run(
        "SELECT m.annotator, count(*) FROM zhupi.revision r JOIN zhupi.member m ON m.id = r.owner"
        " WHERE r.kind = 'sentence' GROUP BY 1 ORDER BY 1",
        database=team.database,
    )
    assert rows == [("lin", 1), ("mei", 1)]
    assert (team.root / "annotations/wu.json").exists()
