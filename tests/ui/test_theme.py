"""Two themes serve the same pages: ours by default, the State's where it was installed."""

import pytest

from app import create_app
from config import BadSettings


def _dressed(tmp_path):
    return create_app(
        ENV="test",
        TESTING=True,
        UI_THEME="dsfr",
        SECRET_KEY="a key for tests only, long enough to be taken",
        BASE_URL="http://localhost",
        INSTANCE_DIR=str(tmp_path),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/theme.db",
    )


def test_the_theme_of_the_state_must_be_installed_first(tmp_path):
    with pytest.raises(BadSettings, match="script/theme"):
        _dressed(tmp_path)


def test_the_theme_of_the_state_takes_the_place_of_ours(tmp_path):
    folder = tmp_path / "theme" / "dsfr"
    folder.mkdir(parents=True)
    (folder / "dsfr.min.css").write_text(".fr-btn { color: blue }")
    client = _dressed(tmp_path).test_client()
    page = client.get("/aide").text
    assert "dsfr.min.css" in page and "neutre.css" not in page and "rencontres.css" in page
    address = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(address)
    assert answer.text == ".fr-btn { color: blue }" and "immutable" in answer.headers["Cache-Control"]


def test_our_own_theme_needs_nothing_installed(client):
    page = client.get("/aide").text
    assert "neutre.css" in page and "rencontres.css" in page and "dsfr" not in page
