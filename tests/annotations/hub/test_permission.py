"""A project's hub is used only by who allows it, and what is wrong with it is said without its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import SettingsError
from annotations.hub.permission import allowing_hubs, hub_lines, hub_of
from annotations.project.project import Project

HUB = "postgresql://db.example.org/news"


def project(root: Path, hub: str = HUB) -> Project:
    (root / "zhupi.toml").write_text(f"hub = {hub!r}\n")
    return Project.at(root, annotator="mei")


def test_it_is_used_once_its_user_allows_it(tmp_path: Path) -> None:
    mine = project(tmp_path)
    assert hub_of(mine) is None
    for elsewhere in ((), ("postgresql://db.example.org/other",), (f"{HUB}?sslmode=disable",)):
        refused = allowing_hubs(mine, elsewhere, "settings.toml")
        assert hub_of(refused) is None
        assert f"zhupi join postgresql://mei@db.example.org/news {tmp_path}" in hub_lines(refused)[0]
    allowed = allowing_hubs(mine, ["postgres://meilin@DB.example.org:5432/news"], "settings.toml")
    assert hub_of(allowed) == (HUB, "meilin")
    assert hub_lines(allowed) == []


def test_of_several_logins_it_is_the_annotators_own_or_the_newest(tmp_path: Path) -> None:
    mine = project(tmp_path)
    logins = [f"postgresql://{name}@db.example.org/news" for name in ("Mei", "lin", "team")]
    allowed = hub_of(allowing_hubs(mine, logins, ""))
    assert allowed is not None
    assert allowed.user == "Mei"
    allowed = hub_of(allowing_hubs(mine, logins[1:], ""))
    assert allowed is not None
    assert allowed.user == "team"


def test_a_project_without_one_has_none(tmp_path: Path) -> None:
    mine = allowing_hubs(project(tmp_path, ""), [HUB], "")
    assert hub_of(mine) is None
    assert hub_lines(mine) == []


@pytest.mark.parametrize(
    ("hub", "said"),
    [
        ("postgresql://mei:SECRET@db/news", ".pgpass"),
        ("postgresql://db/news?password=SECRET", ".pgpass"),
        ("postgresql://lin@db/news", "write postgresql://db/news here"),
        ("SECRET", "postgresql://HOST/DATABASE"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, hub: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        allowing_hubs(project(tmp_path, hub), [], "")
    assert said in str(error.value)
    assert f"{tmp_path}/zhupi.toml: hub" in str(error.value)
    assert "SECRET" not in str(error.value)


def test_it_is_text(tmp_path: Path) -> None:
    (tmp_path / "zhupi.toml").write_text("hub = 3\n")
    with pytest.raises(SettingsError, match="hub must be an address in quotes"):
        Project.at(tmp_path, annotator="mei")
