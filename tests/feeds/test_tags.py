"""A calendar that has not changed costs a question and no writing; a tag that stays is a promise that not one byte moved (spec F2)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.core.db import db, transaction
from app.directory.actions import correct_email
from app.directory.models import Person
from app.events.models import Day, EventKind, Part
from app.events.words import Modality, PartKind, State
from app.feeds import actions, calendars
from app.feeds.models import Scope
from app.feeds.queries import feeds_of
from app.registrations.actions import change
from app.registrations.links import personal_link
from app.registrations.models import Standing
from tests import make
from tests.feeds.test_feeds import NETWORK, asked, given, path
from tests.tokens import send

HOUR = timedelta(hours=1)
# Whatever somebody writes in the database, with or without its date of change.
CHANGES = {
    "title": "Autre titre",
    "place": "Salle Pasteur",
    "address": "1 rue de la Paix, 75002 Paris",
    "join_url": "https://visio.example.org/autre",
    "timezone": "Indian/Reunion",
    "modality": Modality.ONSITE,
    "kind_code": "rencontre_territoriale",
    "sequence": 7,
    "state": State.CLOSED,
    "description": "Une faute de frappe corrigée",
    "changed_at": make.now() - timedelta(minutes=2),
    "capacity": 7,
}


def changed(row, **values):
    with transaction():
        db.session.execute(update(type(row)).where(type(row).id == row.id).values(**values))


def call_webinars(label):
    with transaction():
        db.session.execute(update(EventKind).where(EventKind.code == "webinaire").values(label=label))


def both(client, who, by):
    return [client.get(address) for address in (given(who), asked(by), "/agenda.ics")]


@pytest.mark.parametrize("column", CHANGES)
def test_f2_bytes_that_differ_never_bear_the_same_tag(client, column):
    by, who = make.account(networks=[NETWORK]), make.person()
    more = {"place": "Salle Condorcet", "address": "66 avenue du Maine", "join_url": "https://visio.example.org/salle"}
    event = make.event("Un", by=by, modality=Modality.HYBRID, changed_at=make.now() - HOUR, **more)
    make.registration(event, who, modality=Modality.ONLINE)
    before = both(client, who, by)
    changed(event, **{column: CHANGES[column]})
    for old, new in zip(before, both(client, who, by), strict=True):
        if old.data != new.data:
            assert old.headers["ETag"] != new.headers["ETag"]
    assert column in ("description", "capacity", "state") or before[1].data != new.data


def test_f2_a_day_that_moves_has_another_tag(client):
    by = make.account(networks=[NETWORK])
    event = make.event("Un", by=by)
    before = client.get(asked(by))
    [day] = event.days
    with transaction():
        db.session.execute(update(Day).where(Day.id == day.id).values(starts_at=day.starts_at - HOUR))
    after = client.get(asked(by))
    assert before.data != after.data and before.headers["ETag"] != after.headers["ETag"]


def test_f2_a_time_that_is_renamed_has_another_tag(client):
    by, who = make.account(networks=[NETWORK]), make.person()
    event = make.event("Un", by=by)
    values = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    part = make.keep(Part(event_id=event.id, kind=PartKind.PLENARY, title="Ouverture", **values))
    hidden = make.keep(Part(event_id=event.id, kind=PartKind.POLITICAL, title="Entre élus", invitation_only=True, **values))
    make.registration(event, who)
    before = both(client, who, by)
    changed(part, title="Accueil")
    after = both(client, who, by)
    for old, new in zip(before, after, strict=True):
        assert "plénière\\, Ouverture" in old.text.replace("\r\n ", "") and "plénière\\, Accueil" in new.text.replace("\r\n ", "")
        assert old.headers["ETag"] != new.headers["ETag"] and "Entre élus" not in old.text
    assert hidden.invitation_only


def test_f2_how_a_person_comes_is_in_their_tag(client):
    who = make.person()
    event = make.event("Un", modality=Modality.HYBRID, place="Salle Condorcet", join_url="https://visio.example.org/salle")
    registration = make.registration(event, who, modality=Modality.ONLINE)
    before = client.get(given(who))
    changed(registration, modality=Modality.ONSITE)
    after = client.get(given(who))
    assert before.data != after.data and before.headers["ETag"] != after.headers["ETag"]


def test_f2_a_place_that_is_given_is_in_the_tag(client):
    who = make.person()
    registration = make.registration(make.event("Un", capacity=None), who, standing=Standing.WAITING, waiting_since=make.now())
    before = client.get(given(who))
    with transaction():
        row = db.session.merge(registration)
        row.standing, row.confirmed_at, row.waiting_since, row.holds_seat = Standing.CONFIRMED, make.now(), None, True
    after = client.get(given(who))
    assert before.data != after.data and before.headers["ETag"] != after.headers["ETag"]


def test_f2_what_has_not_changed_is_not_even_written(client, monkeypatch):
    by = make.account(networks=[NETWORK])
    make.event("Un", by=by)
    address = asked(by)
    first = client.get(address)
    monkeypatch.setattr(calendars.build, "public", lambda *_: pytest.fail("written for nothing"))
    for tag in (
        first.headers["ETag"],
        f"W/{first.headers['ETag']}",
        f'"autre", {first.headers["ETag"]}',
    ):  # nginx weakens what it compresses
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_f2_a_release_that_writes_otherwise_has_other_tags(client, monkeypatch):
    by = make.account(networks=[NETWORK])
    make.event("Un", by=by)
    before = client.get(asked(by)).headers["ETag"]
    monkeypatch.setattr(calendars, "_written_by", lambda: "another release")
    assert client.get(asked(by)).headers["ETag"] != before
    assert all((calendars.Path(calendars.__file__).parent.parent / name).exists() for name in calendars._WRITERS)


def test_f2_a_kind_or_a_network_that_is_renamed_is_another_calendar(client):
    by = make.account(networks=[NETWORK])
    make.event("Un", by=by)
    address = asked(by, Scope.NETWORK, make.network(NETWORK).id)
    before = client.get(address)
    with transaction():
        make.network(NETWORK).name = "Directrices et directeurs"
    named = client.get(address)
    try:
        call_webinars("Visioconférence")
        labelled = client.get(address)
    finally:
        call_webinars("Webinaire")  # the reference is kept from one test to the next
    assert len({before.data, named.data, labelled.data}) == len({one.headers["ETag"] for one in (before, named, labelled)}) == 3


def test_f2_two_rows_of_one_person_show_the_same_calendar(client):
    """Merged: what both registered for stands in the calendar of either, and neither address is lost."""
    kept, other = make.person(), make.person()
    make.registration(make.event("Un"), kept)
    make.registration(make.event("Deux"), other)
    addresses = given(kept), given(other)
    changed(other, merged_into_id=kept.id)
    first, second = (client.get(address) for address in addresses)
    assert first.data == second.data and first.headers["ETag"] == second.headers["ETag"]
    assert b"SUMMARY:Un\r\n" in first.data and b"SUMMARY:Deux\r\n" in first.data


@pytest.mark.parametrize("waited_first", [True, False])
def test_f4_somebody_merged_who_was_twice_at_a_past_event_has_it_once(client, waited_first):
    """What is past is not rewritten: both registrations stay, and the one with a place is shown."""
    kept, other, event = make.person(), make.person(), make.event("Passé", begins_in=-timedelta(days=5))
    standings = [Standing.WAITING, Standing.CONFIRMED] if waited_first else [Standing.CONFIRMED, Standing.WAITING]
    for who, standing in zip((kept, other), standings, strict=True):
        make.registration(event, who, standing=standing)
    changed(other, merged_into_id=kept.id)
    text = client.get(given(kept)).text
    assert text.count("BEGIN:VEVENT") == text.count("STATUS:CONFIRMED") == 1


def test_f7_correcting_the_address_of_somebody_merged_closes_what_their_letters_told_the_wrong_reader(client):
    """Pages of registrations made under another row, and the calendar that they lead to."""
    kept, other = make.person(), make.person()
    page = path(personal_link(make.registration(make.event("Un"), other)))
    opened = page, given(other)
    changed(other, merged_into_id=kept.id)
    assert [client.get(address).status_code for address in opened] == [200, 200]
    with transaction():
        correct_email(db.session.get(Person, kept.id), "juste@mdph-14.example.org", make.account(), at=make.now())
    assert [client.get(address).status_code for address in opened] == [404, 404]


def test_f7_changing_the_address_of_somebody_merged_leaves_none_open(client):
    kept, other = make.person(), make.person()
    addresses = given(kept), given(other)
    changed(other, merged_into_id=kept.id)
    with transaction():
        actions.replace_of_person(db.session.get(Person, kept.id), make.now())
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.get(given(kept)).status_code == 200


def test_the_page_of_somebody_merged_says_that_an_older_address_shows_the_same(client):
    """Neither calendar goes silent by itself; who reads the page knows that there are two, and how to close them."""
    kept, other = make.person(), make.person()
    page = path(personal_link(make.registration(make.event("Un"), kept))) + "/agenda"
    mine, older = given(kept), given(other)
    assert "adresse plus ancienne" not in client.get(page).text
    changed(other, merged_into_id=kept.id)
    shown = client.get(page).text
    assert "Une adresse plus ancienne montre la même chose." in shown
    assert mine in shown and older not in shown
    send(client, f"{page}/changer")
    assert "adresse plus ancienne" not in client.get(page).text and client.get(older).status_code == 404


def test_f2_nothing_is_said_to_have_changed_in_the_time_to_come(client):
    """A clock that was ahead when the event was written; a reader would wait for that date (RFC 9110 §8.8.2.1)."""
    by = make.account(networks=[NETWORK])
    make.event("Un", by=by, changed_at=make.now() + HOUR)
    assert client.get(asked(by)).last_modified < make.now() + timedelta(minutes=1)


def test_f2_who_chooses_to_come_another_way_has_another_date(client):
    """Some readers send the date alone; the calendar then has the link, or loses it."""
    event, who, then = (
        make.event(modality=Modality.HYBRID, place="Salle", changed_at=make.now() - 3 * HOUR),
        make.person(),
        make.now() - 2 * HOUR,
    )
    registration = make.registration(event, who, modality=Modality.ONLINE, registered_at=then, confirmed_at=then)
    address = given(who)
    with time_machine.travel(make.now().replace(hour=12) + timedelta(days=1), tick=False):
        since = {"If-Modified-Since": client.get(address).headers["Last-Modified"]}
        assert client.get(address, headers=since).status_code == 304
    with time_machine.travel(make.now().replace(hour=13) + timedelta(days=1), tick=False):
        with transaction():
            one = db.session.merge(registration)
            change(one, modality=Modality.ONSITE, workshops=(), comment="", by=who.actor, at=make.now())
        assert client.get(address, headers=since).status_code == 200


def test_an_address_that_was_changed_stays_where_it_was(client):
    by = make.account(networks=[NETWORK])
    for scope, number in ((Scope.ACCOUNT, None), (Scope.NETWORK, make.network(NETWORK).id)):
        with transaction():
            first = actions.give_to_account(db.session.merge(by), scope, number, make.now())
    with transaction():
        before = [feed.scope for feed in feeds_of(db.session.merge(by))]
        actions.replace(db.session.merge(first), by.actor, make.now() + HOUR)
        actions.replace(feeds_of(db.session.merge(by))[0], by.actor, make.now() + HOUR)
        assert [feed.scope for feed in feeds_of(db.session.merge(by))] == before
