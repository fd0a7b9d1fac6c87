"""Series and cycles: their pages."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.events.models import Cycle, Event, Series
from app.events.queries import expected_of
from app.events.words import State
from tests import make
from tests.events.browser import post


@pytest.fixture
def camille(client):
    account = make.account(networks=["ars-pathos"])
    make.sign_in(client, account)
    return account


def _series(**more):
    values = {"name": "Référents PATHOS 2031", "title": "Réunion mensuelle", "start": "14:00", "end": "16:00"}
    values |= {"timezone": "Europe/Paris", "modality": "online", "join_url": "", "networks": [str(make.network("ars-pathos").id)]}
    return values | {"dates": "14/01/2031\n11 février 2031", "act": "preview"} | more


def test_regular_dates_are_proposed_in_the_list_and_nothing_is_created(client, camille):
    fields = _series(act="propose", dates="", rank="2", weekday="1", first_on="2031-01-01", months="11")
    answer = post(client, "/gestion/series/nouvelle", data=fields)
    assert answer.status_code == 200
    assert "14 janvier 2031" in answer.text
    assert "août 2031" not in answer.text
    assert db.session.scalar(select(Event)) is None


def test_dates_are_shown_with_their_warnings_before_they_are_created(client, camille):
    answer = post(client, "/gestion/series/nouvelle", data=_series(dates="14/01/2031\n15/02/2031"))
    assert answer.status_code == 200
    assert "2\xa0dates à créer" in answer.text
    assert "tombe un week-end" in answer.text
    assert db.session.scalar(select(Series)) is None


def test_a_series_and_its_drafts_are_created(client, camille):
    answer = post(client, "/gestion/series/nouvelle", data=_series(act="save"))
    assert answer.status_code == 303
    series = db.session.scalars(select(Series)).one()
    events = db.session.scalars(select(Event).order_by(Event.starts_at)).all()
    assert [event.starts_at for event in events] == [make.at("2031-01-14 13:00"), make.at("2031-02-11 13:00")]
    assert {event.state for event in events} == {State.DRAFT}
    assert series.network_id == make.network("ars-pathos").id
    assert "Réunion mensuelle" in client.get(answer.location).text


@pytest.mark.once
def test_a_series_goes_on_another_year_so_that_figures_count_its_seasons_together(client, camille):
    make.keep(Series(code="pathos-2030", name="Référents PATHOS", network_id=make.network("ars-pathos").id))
    make.keep(Series(code="ems-apa-2030", name="Webinaires EMS APA", network_id=make.network("ems-apa").id))
    asked = client.get("/gestion/series/nouvelle").text
    assert 'value="pathos-2030"' in asked and "ems-apa-2030" not in asked
    answer = post(client, "/gestion/series/nouvelle", data=_series(act="save", follows="pathos-2030"))
    assert answer.location == "/gestion/series/pathos-2031"
    again = post(client, "/gestion/series/nouvelle", data=_series(act="save", follows="pathos-2031"))
    assert again.status_code == 422 and "a déjà ses dates de 2031" in again.text
    assert post(client, "/gestion/series/nouvelle", data=_series(act="save", follows="ems-apa-2030")).status_code == 422


@pytest.mark.once
def test_the_first_season_of_a_series_of_the_report_takes_its_stem(client, camille):
    asked = client.get("/gestion/series/nouvelle").text
    assert 'value="pathos"' in asked and 'value="ems-apa"' not in asked
    assert post(client, "/gestion/series/nouvelle", data=_series(act="save", follows="pathos")).location == "/gestion/series/pathos-2031"


def test_a_line_that_is_no_date_is_sent_back(client, camille):
    answer = post(client, "/gestion/series/nouvelle", data=_series(act="save", dates="14/01/2031\nbientôt"))
    assert answer.status_code == 422
    assert "« bientôt » n’est pas une date" in answer.text
    assert db.session.scalar(select(Event)) is None


def test_a_series_tells_how_many_dates_are_awaited_and_how_many_are_missing(client, camille):
    post(client, "/gestion/series/nouvelle", data=_series(act="save"))
    series = db.session.scalars(select(Series)).one()
    address, dates = f"/gestion/series/{series.code}", len(series_dates(series))
    assert expected_of(series).dates == dates and "Il manque" not in client.get(address).text
    post(client, address, data={"name": series.name, "cycle": "", "expected": str(dates + 2)})
    assert f"Il manque 2\u00a0dates sur les {dates + 2} attendues." in client.get(address).text
    assert post(client, address, data={"name": series.name, "cycle": "", "expected": "0"}).status_code == 422
    post(client, address, data={"name": series.name, "cycle": "", "expected": ""})
    assert "attendues." not in client.get(address).text


def series_dates(series):
    return db.session.scalars(select(Event).where(Event.series_id == series.id)).all()


def test_the_series_of_another_network_does_not_exist(client, camille):
    """Its name, its list, its choice in the page of an event: a date slipped into it would stand in its members' letter."""
    series = make.keep(Series(code="autre-2031", name="Autre série", network_id=make.network("mdph-directeurs").id))
    event = make.event("La mienne", by=camille, networks=["ars-pathos"])
    make.event("La leur", networks=["mdph-directeurs"], series_id=series.id)
    assert client.get("/gestion/series/autre-2031").status_code == 404
    assert post(client, "/gestion/series/autre-2031", data={"name": "Prise", "cycle": ""}).status_code == 404
    sheet = f"/gestion/evenements/{event.public_id}/modifier"
    assert all("Autre série" not in client.get(page).text for page in ("/gestion/series", sheet))
    assert "Série\u00a0: Choisissez une valeur de la liste." in post(client, sheet, data={"series": "autre-2031", "act": "confirm"}).text
    db.session.expire_all()
    assert series.name == "Autre série" and event.series_id is None


def test_whoever_runs_one_of_its_dates_finds_a_series_of_several_networks(client, camille):
    series = make.keep(Series(code="commune-2031", name="Commune", network_id=None))
    make.event("La mienne", by=camille, networks=["ars-pathos"], series_id=series.id)
    assert "Commune" in client.get("/gestion/series").text
    assert post(client, "/gestion/series/commune-2031", data={"name": "La nôtre", "cycle": ""}).status_code == 303


def test_a_cycle_is_created_and_corrected(client, camille):
    assert post(client, "/gestion/cycles/nouveau", data={"name": "", "year": "2031"}).status_code == 422
    assert post(client, "/gestion/cycles/nouveau", data={"name": "3e cycle", "year": "2031", "objective": "Conventions"}).status_code == 303
    cycle = db.session.scalars(select(Cycle)).one()
    assert post(client, f"/gestion/cycles/{cycle.code}/modifier", data={"name": "Troisième cycle", "year": "2031"}).status_code == 303
    db.session.expire_all()
    assert cycle.name == "Troisième cycle"


def test_the_board_of_a_cycle_says_where_each_territory_stands(client, camille):
    from app.events.queries import regions_of

    cycle = make.keep(Cycle(code="cycle-2031", name="3e cycle", year=2031))
    make.event("Rencontre Normandie", by=camille, networks=["ars-pathos"], cycle_id=cycle.id, regions=regions_of(["28"]))
    make.event("Secret breton", networks=["mdph-directeurs"], cycle_id=cycle.id, regions=regions_of(["53"]), state=State.DRAFT)
    page = client.get("/gestion/cycles/cycle-2031").text
    assert "Rencontre Normandie" in page
    assert "Secret breton" not in page
    assert page.count("À planifier") >= 17


def test_an_unknown_cycle_or_series_is_not_found(client, camille):
    assert client.get("/gestion/cycles/rien").status_code == 404
    assert client.get("/gestion/series/rien").status_code == 404
