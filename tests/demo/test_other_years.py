"""Files of the same shape with other figures load as well, and say what they say."""

import json

import pytest
from sqlalchemy import text

from app.core.db import db, transaction
from app.demo.living import load_demo
from app.demo.year.load import load_year
from app.events.words import State
from tests import make
from tests.demo import years

pytestmark = pytest.mark.once


def loaded(year):
    assert years.load(year)
    years.expect_every_figure(year)
    on = f"{year.get('meta', {}).get('year', 2024)}-12-31"
    for code, figures in year.get("networks", {}).items():
        assert years.members(code, on) == figures["members"], code
    return year


def test_another_year_is_only_another_date():
    loaded(years.shifted(years.smaller(), 52))
    days = db.session.execute(text("SELECT min(starts_at), max(starts_at) FROM event WHERE state = 'archived'")).one()
    assert [str(day)[:4] for day in days] == ["2024", "2025"]


def test_twice_as_many_people():
    loaded(years.scaled(years.smaller(), 2))


def test_half_as_many_people():
    loaded(years.scaled(years.smaller(), 0.5))


def test_a_year_without_one_of_its_series():
    year = loaded(years.without_series(years.smaller(), "ems-apa-2024"))
    assert "ems-apa-2024" not in year["series"]
    assert db.session.execute(text("SELECT count(*) FROM series WHERE code = 'ems-apa-2024'")).scalar() == 0


def test_one_event_in_each_series():
    loaded(years.one_event_each(years.smaller()))


def test_other_numbers_of_members():
    year = years.smaller()
    for code, number in {
        "isolement": 93,
        "cercle-communicants": 120,
        "conseil-cnsa": 61,
        "conseil-scientifique": 9,
        "agents-cnsa": 1,
    }.items():
        year["networks"][code]["members"] = number
    loaded(year)


def test_a_file_that_says_nothing_but_its_events():
    year = years.bare(years.smaller())
    loaded(year)
    assert db.session.execute(text("SELECT count(*) FROM newsletter")).scalar() == 0
    assert db.session.execute(text("SELECT count(*) FROM cycle")).scalar() == 2


def test_the_next_year_comes_back_with_the_same_people():
    first = years.without_series(years.smaller(), "ems-apa-2024")
    loaded(first)
    people = db.session.execute(text("SELECT count(*) FROM person")).scalar()
    second = years.shifted(json.loads(json.dumps(first)), 52)
    second["networks"]["isolement"]["members"] = 70  # ten councils left meanwhile
    assert years.load(second)
    assert people <= db.session.execute(text("SELECT count(*) FROM person")).scalar() < people + 30  # of councils that did not come before
    for year, members in ((2024, 80), (2025, 70)):
        assert years.members("isolement", f"{year}-12-31") == members
        assert years.members("cercle-communicants", f"{year}-12-31") == 345


def test_it_loads_beside_the_living_demonstration():
    with transaction():
        load_demo(make.now())
    year = years.without_series(years.smaller(), "ems-apa-2024")
    assert years.load(year)
    assert {code: years.members(code, "2024-12-31") for code in year["networks"]} == {c: f["members"] for c, f in year["networks"].items()}
    assert db.session.execute(text("SELECT count(*) FROM account")).scalar() == 3  # the same team


def test_events_that_are_there_already_are_told_of():
    make.event("Séminaire", starts_at=make.at("2024-05-14 09:00"), state=State.HELD, by=make.account("Nour Haddad", networks=["ars"]))
    said = []
    with transaction():
        load_year(json.dumps(years.bare(years.without_series(years.smaller(), "ems-apa-2024"))), said.append)
    assert [one for one in said if "Attention" in one] == [
        "Attention : en 2024, le bilan comptera aussi 1\u00a0événement déjà là, hors de ce fichier."
    ]


def test_the_same_file_gives_the_same_rows():
    year = years.without_series(years.smaller(), "ems-apa-2024")
    rows = []
    for _time in range(2):
        years.load(year)
        rows.append(fingerprint())
        empty()
    assert rows[0] == rows[1]
    assert len(rows[0]) > 10_000


def fingerprint():
    """Every row of what happened, without the numbers that a database gives."""
    queries = (
        "SELECT public_id, email, first_name, last_name, department_code, job_role_code, created_at FROM person",
        "SELECT r.public_id, p.email, e.public_id, r.registered_at, r.modality FROM registration r JOIN person p ON p.id = r.person_id"
        " JOIN event e ON e.id = r.event_id",
        "SELECT r.public_id, h.position, x.mark FROM presence x JOIN registration r ON r.id = x.registration_id JOIN half_day h ON h.id = x.half_day_id",
        "SELECT id, level, words, answered_on FROM survey_answer",
        "SELECT public_id, nonce, answered_on FROM survey_invitation",
        "SELECT n.code, m.joined_on, p.email, o.slug FROM membership m JOIN network n ON n.id = m.network_id LEFT JOIN person p ON p.id = m.person_id"
        " LEFT JOIN organisation o ON o.id = m.organisation_id",
        "SELECT public_id, title, state, starts_at, capacity FROM event",
    )
    return sorted(str(tuple(row)) for query in queries for row in db.session.execute(text(query)))


def empty():
    from tests.conftest import _delete_rows

    db.session.remove()
    _delete_rows()


@pytest.mark.parametrize("key", ["departments_registered", "mdph_registered", "respondents"])
def test_a_figure_that_is_not_given_is_not_asked_for(key):
    year = years.without_series(years.without_series(years.smaller(), "ems-apa-2024"), "rt-2024")
    for one in year["events"]:
        one[key] = None
    loaded(year)
