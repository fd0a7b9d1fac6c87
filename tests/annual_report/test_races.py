"""A report frozen twice at the same instant, or while somebody corrects an attendance sheet: threads with connections of their own."""

import threading

import pytest
from sqlalchemy import event as hook

from app.annual_report import queries
from app.annual_report.models import AnnualReport, FrozenFigure, FrozenSentence, Stage
from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.registrations.models import Registration
from tests import make
from tests.annual_report.year import YEAR, begun, year_of_domicile
from tests.browsers import browser_of


@pytest.fixture
def browsers(app, monkeypatch):
    """Two browsers of whoever began the report."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    begun(account, Stage.REVIEWED)
    return [make.sign_in(browser_of(app), account) for _ in range(2)]


def beside(app, work):
    """Work in another thread, to its end, in a transaction of its own."""

    def run():
        with app.app_context(), transaction():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_report_is_frozen_once_by_two_who_do_it_together(app, browsers):
    year_of_domicile(events=1)
    db.session.rollback()
    gate, said = threading.Barrier(2), []

    def freeze(browser):
        with app.app_context():
            gate.wait()
            said.append(browser.post(f"/bilan/{YEAR}/figer").status_code)
            db.session.remove()

    threads = [threading.Thread(target=freeze, args=(one,)) for one in browsers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said)[0] == 303 and sorted(said)[1] in (409, 422), said
    assert db.session.query(AnnualReport).one().is_frozen
    codes = [code for (code,) in db.session.query(FrozenSentence.code)]
    assert codes and len(codes) == len({*codes})


def test_figures_and_rows_are_of_one_instant_while_attendance_is_being_corrected(app, browsers):
    """PostgreSQL shows a writer what others commit between two of its questions, unless it is asked not to."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, whatever we do")
    event = year_of_domicile(events=1)[0]
    db.session.rollback()
    corrected = []

    def all_absent():
        numbers = [number for (number,) in db.session.query(Registration.id).filter_by(event_id=event.id)]
        corrected.append(db.session.query(Presence).filter(Presence.registration_id.in_(numbers)).update({"mark": Mark.ABSENT}))

    def correct_between(_connection, _cursor, statement, *_more):
        if "presence" in statement and "slug" in statement and not corrected:  # the rows, once the figures are reckoned
            beside(app, all_absent)

    hook.listen(db.engine, "before_cursor_execute", correct_between)
    try:
        assert browsers[0].post(f"/bilan/{YEAR}/figer").status_code == 303
    finally:
        hook.remove(db.engine, "before_cursor_execute", correct_between)
    assert corrected == [5]
    least = db.session.query(FrozenFigure).filter_by(indicator_code="minimum_participants", value="3").first()
    assert least.rows == 1 + 3  # the event, and those who had come
    assert queries.report_of(YEAR).is_frozen
