"""The year 2024 of the CNSA, loaded whole: every count of the file comes out of the rows."""

import pytest
from sqlalchemy import text

from app.core.db import db
from tests.demo import years

pytestmark = pytest.mark.slow


def one(query, **values):
    return db.session.execute(text(query), values).scalar()


def test_every_count_of_the_file_comes_out_of_the_rows():
    assert years.load(years.WHOLE)
    years.expect_every_figure(years.WHOLE)
    _the_published_figures()
    _what_is_not_known_is_not_zero()
    _states_partners_and_places()
    _people_are_invented()
    _nobody_is_asked_again_by_the_worker()
    before = everything()
    assert not years.load(years.WHOLE)
    assert everything() == before


def everything():
    tables = (
        "person",
        "posting",
        "membership",
        "event",
        "registration",
        "invitation",
        "presence",
        "survey_invitation",
        "survey_answer",
        "newsletter",
    )
    return {table: one(f"SELECT count(*) FROM {table}") for table in tables}


def _the_published_figures():
    """Those that people know, written here once more as the report prints them."""
    of_series = """
        SELECT count(DISTINCT r.person_id), count(DISTINCT r.department_code), count(r.id) FROM registration r JOIN event e ON e.id = r.event_id
          JOIN series s ON s.id = e.series_id WHERE s.code = :code AND e.state = 'archived' {}
    """
    came = "AND r.id IN (SELECT registration_id FROM presence WHERE mark = 'present')"
    assert tuple(db.session.execute(text(of_series.format("")), {"code": "ems-apa-2024"}).one()) == (1652, 100, 3432)
    people, departments, participations = db.session.execute(text(of_series.format(came)), {"code": "rt-2024"}).one()
    assert (people, participations) == (646, 673)
    assert departments == 99
    assert db.session.execute(text(of_series.format(came)), {"code": "mdph-dir-2024"}).one()[0] == 158
    assert db.session.execute(text(of_series.format(came)), {"code": "aps-2024"}).one()[0] == 300
    days = """
        SELECT count(DISTINCT r.person_id) FROM registration r JOIN event e ON e.id = r.event_id JOIN event_network x ON x.event_id = e.id
          JOIN network n ON n.id = x.network_id WHERE e.kind_code = 'journee_nationale' AND n.code <> 'mdph-compensation-technique' AND r.id IN
          (SELECT registration_id FROM presence WHERE mark = 'present')
    """
    assert one(days) == 355
    seen = """
        SELECT count(DISTINCT r.organisation_id) FROM registration r JOIN event e ON e.id = r.event_id JOIN event_network x ON x.event_id = e.id
          JOIN network n ON n.id = x.network_id JOIN organisation o ON o.id = r.organisation_id WHERE n.code = :code AND o.type = :type {}
    """
    assert one(seen.format(came), code="mdph-compensation-technique", type="mdph") == 58
    assert one(seen.format(""), code="isolement", type="cd") == 80
    for code, figures in years.WHOLE["networks"].items():
        assert years.members(code, "2024-12-31") == figures["members"], code
    assert one("SELECT count(*) FROM newsletter") == 3 and one("SELECT sum(recipients) FROM newsletter") == 214 + 286 + 341
    assert one("SELECT count(*) FROM collaborative_space WHERE opened_on = '2024-03-04' AND closed_on IS NULL") == 1


def _what_is_not_known_is_not_zero():
    unknown = "FROM event WHERE attendance_closed_at IS NULL AND id NOT IN (SELECT event_id FROM registration)"
    assert one(f"SELECT count(*) {unknown} AND hosting = 'external'") == 22
    assert one(f"SELECT count(*) {unknown} AND hosting = 'own' AND state = 'archived'") == 11  # 2023
    assert one("SELECT count(*) FROM event WHERE state = 'archived' AND hosting <> 'external' AND attendance_closed_at IS NULL") == 11


def _states_partners_and_places():
    assert one("SELECT count(*) FROM event WHERE state = 'draft' AND published_at IS NULL") == 1
    cancelled = "SELECT count(*) FROM registration r JOIN event e ON e.id = r.event_id WHERE e.state = 'cancelled'"
    assert one(cancelled) == 214 and one(f"{cancelled} AND r.id IN (SELECT registration_id FROM presence)") == 0
    assert one("SELECT place FROM event WHERE title LIKE '%Grand Est' AND starts_at > '2024-01-01'") == "Épinal"
    assert one("SELECT count(*) FROM event e JOIN cycle c ON c.id = e.cycle_id WHERE c.code = 'rt-cycle-2'") == 15
    partners = "SELECT p.name FROM event_partner p JOIN event e ON e.id = p.event_id WHERE e.title LIKE :title ORDER BY p.id"
    assert [row.name for row in db.session.execute(text(partners), {"title": "%entrée scolaire%"})] == ["DGESCO", "DGCS"]
    halves = "SELECT count(*) FROM half_day h JOIN event e ON e.id = h.event_id WHERE e.title = :title"
    assert one(halves, title="Rencontre territoriale de l’autonomie – Normandie") in (2, 4)
    some_only = """
        SELECT count(*) FROM (SELECT registration_id FROM presence GROUP BY registration_id
        HAVING min(mark) = 'absent' AND max(mark) = 'present') AS half
    """
    assert one(some_only) > 50
    assert one("SELECT count(*) FROM event WHERE seats_taken <> (SELECT count(*) FROM registration r WHERE r.event_id = event.id)") == 0


def _people_are_invented():
    assert one("SELECT count(*) FROM person WHERE email NOT LIKE 'agent-_____@%.example.org'") == 0
    assert (
        one(
            "SELECT count(*) FROM person p JOIN organisation o ON o.id = p.organisation_id WHERE p.email NOT LIKE '%@' || o.slug || '.example.org'"
        )
        == 0
    )
    assert one("SELECT count(*) FROM (SELECT 1 FROM person GROUP BY first_name, last_name HAVING count(*) > 1) AS twice") == 0
    assert one("SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM posting)") == 0
    assert one("SELECT count(*) FROM person p JOIN department d ON d.code = p.department_code WHERE NOT d.in_101") == 0


def _nobody_is_asked_again_by_the_worker():
    assert one("SELECT count(*) FROM survey_invitation WHERE nudged_at IS NULL") == 0
    assert one("SELECT count(*) FROM outbox_letter") == 0
