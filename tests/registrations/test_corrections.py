"""An announced event is corrected: what it means for those who registered, and what each of them is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.actions import set_days
from app.events.sheet import sheet_of
from app.events.words import Hosting, Modality
from app.outbox.making import letter_of
from app.outbox.models import OutboxLetter
from app.registrations.corrections import correct
from tests import make
from tests.registrations.cast import come


def corrected(event, **change):
    with transaction():
        return correct(event, replace(sheet_of(event), **change), event.facilitator, make.now())


def changes():
    return db.session.query(OutboxLetter).filter_by(kind="change").order_by(OutboxLetter.id).all()


def test_an_event_that_goes_online_gives_its_link_to_those_who_were_to_come_on_site():
    event, person = make.event(kind="seminaire"), make.person()
    registration = come(event, person)
    assert corrected(event, modality=Modality.ONLINE, join_url="https://visio.example.org/nouvelle") == {"place", "link"}
    db.session.refresh(registration)
    assert registration.modality is Modality.ONLINE
    (row,) = changes()
    letter = letter_of(row.kind, row.ids, make.now(), event_id=row.event_id, person_id=row.person_id)
    assert ("Lien de connexion", "https://visio.example.org/nouvelle") in letter.facts
    assert "l’ancien" not in " ".join(letter.paragraphs) and "Salle Condorcet" in letter.paragraphs[2]
    assert letter.calendar.entry.sequence == 1 and letter.calendar.entry.join_url


def test_an_event_that_becomes_hybrid_leaves_everybody_as_they_were_to_come():
    event, person = make.event(kind="seminaire"), make.person()
    registration = come(event, person)
    corrected(event, modality=Modality.HYBRID, join_url="https://visio.example.org/salle")
    db.session.refresh(registration)
    assert registration.modality is Modality.ONSITE
    (row,) = changes()
    letter = letter_of(row.kind, row.ids, make.now(), event_id=row.event_id, person_id=row.person_id)
    assert letter.heading == "À distance aussi" and "lieu" not in " ".join(letter.paragraphs)


def test_what_changes_nothing_for_people_is_told_to_nobody():
    event = make.event(kind="seminaire")
    come(event, make.person())
    assert corrected(event, description="Un programme plus long.", join_url="https://visio.example.org/inutile") == set()
    assert changes() == [] and event.sequence == 0


def test_more_seats_serve_the_line_in_the_same_breath():
    event = make.event(capacity=1)
    come(event, make.person())
    waits = come(event, make.person())
    corrected(event, capacity=2)
    db.session.refresh(waits)
    assert waits.is_confirmed and event.seats_taken == 2


def test_an_event_with_people_does_not_become_someone_else_s_and_keeps_a_way_to_come():
    event = make.event(kind="seminaire")
    come(event, make.person())
    for change, words in (
        ({"hosting": Hosting.EXTERNAL}, "organisé par d’autres"),
        ({"place": ""}, "besoin d’un lieu"),
        ({"modality": Modality.HYBRID}, "besoin d’un lien"),
    ):
        with pytest.raises(Refusal, match=words):
            corrected(event, **change)
    assert changes() == []


def test_workshops_follow_the_event_to_its_new_date():
    event = make.event(kind="seminaire")
    part = make.workshop(event)
    before = part.starts_at
    corrected(event, starts_at=event.starts_at + timedelta(days=2), ends_at=event.ends_at + timedelta(days=2))
    db.session.refresh(part)
    assert part.starts_at == before + timedelta(days=2)


def test_once_begun_no_half_day_that_may_have_been_signed_disappears():
    event = make.event(kind="seminaire", begins_in=timedelta(0), starts_at=make.now() - timedelta(hours=1), lasts=timedelta(days=1))
    with transaction():
        set_days(event)
    with pytest.raises(Refusal, match="demi-journées"):
        corrected(event, modality=Modality.ONLINE, join_url="https://visio.example.org/salle")
