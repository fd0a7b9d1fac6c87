"""Filing an event that was held: who may, what it changes, what it leaves, what the journal says."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import db
from app.directory.models import Theme
from app.events.models import Event, Series
from app.events.words import State
from app.journal.models import Act
from app.reports.journal_words import details
from tests import make
from tests.events.browser import post


@pytest.fixture
def camille(client):
    account = make.account(networks=["ars-pathos"])
    make.sign_in(client, account)
    return account


@pytest.fixture
def held(camille):
    return make.event("Réunion de mars", by=camille, networks=["ars-pathos"], state=State.HELD, starts_at=make.at("2025-03-12 09:00"))


def address(event):
    return f"/gestion/evenements/{event.public_id}/classer"


def answers(event, **more):
    """What the page sends when nothing is touched, but for these."""
    return {"networks": [str(one.id) for one in event.networks], "series": "", "cycle": ""} | more


def test_nobody_else_files_it_and_only_once_it_was_held(client, app, camille, held):
    other = make.sign_in(app.test_client(), make.account(networks=["mdph-directeurs"]))
    organiser = make.sign_in(app.test_client(), make.account(events=[held]))
    for stranger in (other, organiser):
        assert stranger.get(address(held)).status_code == 404
        assert post(stranger, address(held), answers(held, series="+pathos")).status_code == 404
    archived = make.event(by=camille, networks=["ars-pathos"], state=State.ARCHIVED, begins_in=timedelta(days=-9), archived_at=make.now())
    coming = make.event(by=camille, networks=["ars-pathos"])
    for event in (archived, coming):
        assert client.get(address(event)).status_code == 303
        assert post(client, address(event), answers(event, series="+pathos")).status_code == 303
        assert "/classer" not in client.get(f"/gestion/evenements/{event.public_id}").text
    db.session.expire_all()
    assert db.session.scalars(select(Series)).all() == [] and held.series is None
    assert address(held) in client.get(f"/gestion/evenements/{held.public_id}").text


def test_it_is_put_in_its_series_and_nothing_else_of_it_changes(client, held):
    make.keep(Series(code="pathos-2025", name="Référents PATHOS 2025", network_id=make.network("ars-pathos").id))
    themes = db.session.scalars(select(Theme.code).order_by(Theme.code).limit(2)).all()
    before = {name: getattr(held, name) for name in ("title", "starts_at", "ends_at", "state", "sequence", "capacity", "join_url")}
    answer = post(client, address(held), answers(held, series="pathos-2025", themes=themes, departments=["14"]))
    assert answer.status_code == 303
    db.session.expire_all()
    assert (held.series.code, {one.code for one in held.themes}, [one.code for one in held.departments]) == (
        "pathos-2025",
        {*themes},
        ["14"],
    )
    assert {name: getattr(held, name) for name in before} == before
    act = db.session.scalars(select(Act).where(Act.verb == "event_filed")).one()
    assert "Série\u00a0:\u00a0Référents PATHOS 2025" in details(act) and "Calvados" in details(act) and "Réseaux" not in details(act)


def test_what_it_leaves_is_said_too(client, held):
    series = make.keep(Series(code="pathos-2025", name="Référents PATHOS 2025", network_id=make.network("ars-pathos").id))
    post(client, address(held), answers(held, series=series.code))
    post(client, address(held), answers(held))
    acts = db.session.scalars(select(Act).where(Act.verb == "event_filed").order_by(Act.id)).all()
    assert details(acts[-1]) == "Série\u00a0:\u00a0Référents PATHOS 2025 → rien"
    post(client, address(held), answers(held))
    assert db.session.scalars(select(Act).where(Act.verb == "event_filed").order_by(Act.id)).all() == acts


def test_a_series_that_nobody_began_that_year_begins_with_it(client, held):
    """Those that the report counts, and the seasons of other years under the name of this one."""
    asked = client.get(address(held)).text
    assert 'value="+pathos"' in asked and 'value="+ems-apa"' not in asked
    make.keep(Series(code="amis-2024", name="Les amis de 2024", network_id=make.network("ars-pathos").id))
    asked = client.get(address(held)).text
    assert "Les amis de 2025 : commencer 2025" in asked and 'value="amis-2024"' not in asked
    assert post(client, address(held), answers(held, series="+amis")).status_code == 303
    db.session.expire_all()
    assert (held.series.code, held.series.name, held.series.network_id) == ("amis-2025", "Les amis de 2025", make.network("ars-pathos").id)
    again = client.get(address(held)).text
    assert 'value="+amis"' not in again and 'value="amis-2025"' in again
    assert [act.thing for act in db.session.scalars(select(Act).where(Act.verb == "series_created"))] == ["série:amis-2025"]


def test_what_is_not_one_s_own_is_sent_back_and_changes_nothing(client, held):
    make.keep(Series(code="autre-2025", name="Autre série", network_id=make.network("mdph-directeurs").id))
    for wrong in (
        {"series": "autre-2025"},
        {"series": "+autre"},
        {"networks": []},
        {"networks": [str(make.network("mdph-directeurs").id)]},
    ):
        answer = post(client, address(held), answers(held, **wrong))
        assert answer.status_code == 422 and "fr-error-text" in answer.text, wrong
    db.session.expire_all()
    assert held.series is None and [one.code for one in held.networks] == ["ars-pathos"]
    assert db.session.scalars(select(Series.code)).all() == ["autre-2025"]
    assert db.session.scalar(select(Event.changed_at)) == held.created_at


def test_the_season_that_another_network_began_is_not_entered_by_its_name(client, held):
    """Its code follows that of one's own series of the year before: whoever begins it would slip a date into theirs."""
    make.keep(Series(code="amis-2024", name="Les amis de 2024", network_id=make.network("ars-pathos").id))
    make.keep(Series(code="amis-2025", name="D’autres amis", network_id=make.network("mdph-directeurs").id))
    answer = post(client, address(held), answers(held, series="+amis"))
    assert answer.status_code == 422 and "celle d’un autre réseau" in answer.text and "D’autres amis" not in answer.text
    db.session.expire_all()
    assert held.series is None and db.session.scalars(select(Act).where(Act.verb == "event_filed")).all() == []


def test_whoever_takes_their_only_network_away_lands_on_a_page_they_may_read(client, camille):
    other = make.account(networks=["mdph-directeurs"])
    both = make.event(by=other, networks=["ars-pathos", "mdph-directeurs"], state=State.HELD, starts_at=make.at("2025-03-12 09:00"))
    answer = post(client, address(both), answers(both, networks=[str(make.network("mdph-directeurs").id)]))
    assert client.get(answer.location).status_code == 200
    assert client.get(address(both)).status_code == 404


def test_a_series_begun_is_of_the_network_that_the_event_is_filed_in(client, held):
    of_both = make.account(networks=["ars-pathos", "mdph-directeurs"])
    make.sign_in(client, of_both)
    directors = make.network("mdph-directeurs").id
    assert post(client, address(held), answers(held, networks=[str(directors)], series="+pathos")).status_code == 303
    db.session.expire_all()
    assert ([one.id for one in held.networks], held.series.network_id) == ([directors], directors)
