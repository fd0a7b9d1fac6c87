"""The life of an invitation in somebody's calendar, line by line (S1 to S8, C6, C12, D13): each letter carried by a real SMTP server."""

from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import icalendar
import pytest

from app.core.db import db, transaction
from app.events import plans
from app.events.words import Modality, PartKind
from app.invitations import sendings
from app.invitations.calendars import calendar_objects
from app.invitations.models import CalendarObject, PartStat, Purpose
from app.outbox import actions as outbox
from app.outbox.models import LetterState, OutboxLetter
from app.registrations import actions
from app.registrations.corrections import correct
from app.registrations.models import Origin
from app.registrations.uniting import merge_people
from tests import make
from tests.events.sheets import sheet
from tests.letters import calendar_of, deliver, text_of

AT = make.at("2027-02-01 09:00")
BEGINS = make.at("2027-03-18 08:30")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def event(camille):
    described = sheet(BEGINS, title="Atelier")
    values = {name: getattr(described, name) for name in ("starts_at", "join_url", "capacity")}
    return make.event("Atelier", by=camille, created_at=AT, changed_at=AT, published_at=AT, **values)


@pytest.fixture(autouse=True)
def _nothing_before(mail_server):
    deliver(AT - HOUR)


def come(event, at=AT, who=None, modality=None):
    who = who or make.person()
    with transaction():
        return actions.register(event, who, origin=Origin.INVITATION, modality=modality or event.modality, at=at, by=who.actor)


def edit(event, camille, at, **new):
    """As the page of the event does it."""
    with transaction():
        return correct(event, replace(sheet(BEGINS, title="Atelier"), **new), camille, at)


def leave(registration, at, by=None, word=""):
    with transaction():
        actions.withdraw(registration, by=by or registration.person.actor, at=at, word=word)


def read(message):
    """The method, and the entry."""
    calendar = icalendar.Calendar.from_ical(calendar_of(message))
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def only(messages):
    assert len(messages) == 1, [message["Subject"] for message in messages]
    return messages[0]


# SEQUENCE


@pytest.mark.parametrize(
    ("what", "new"),
    [
        ("start and end", {"starts_at": BEGINS + HOUR, "ends_at": BEGINS + 3 * HOUR}),
        ("end", {"ends_at": BEGINS + 2 * HOUR}),
        ("link", {"join_url": "https://visio.example.org/autre"}),
        ("title", {"title": "Grand atelier"}),
    ],
)
def test_s2_each_material_change_is_one_version_more_and_is_told(event, camille, what, new):
    come(event)
    first = read(only(deliver(AT)))[1]
    edit(event, camille, AT + HOUR, **new)
    method, second = read(only(deliver(AT + HOUR)))
    assert (method, second["SEQUENCE"], second["UID"]) == ("REQUEST", first["SEQUENCE"] + 1, first["UID"]), what
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt and second["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt


def test_s2_another_room_is_one_version_more_for_those_who_come_to_it(camille):
    room = {"kind_code": "seminaire", "modality": Modality.ONSITE, "join_url": "", "address": "66 avenue du Maine, 75014 Paris"}
    event = make.event("Atelier", kind="seminaire", by=camille, starts_at=BEGINS, created_at=AT, changed_at=AT)
    come(event)
    first = read(only(deliver(AT)))[1]
    edit(event, camille, AT + HOUR, place="Salle Pasteur", **room)
    method, second = read(only(deliver(AT + HOUR)))
    assert (method, second["SEQUENCE"], second["UID"]) == ("REQUEST", first["SEQUENCE"] + 1, first["UID"])
    assert str(first["LOCATION"]).startswith("Salle Condorcet") and str(second["LOCATION"]).startswith("Salle Pasteur")


def test_s2_a_typing_error_moves_the_date_of_change_and_writes_to_nobody(event, camille, client):
    """The feed tells it; no letter, no new version."""
    come(event)
    first = read(only(deliver(AT)))[1]
    assert edit(event, camille, AT + HOUR, description="Faute de frappe corrigée.", capacity=120) == set()
    assert deliver(AT + HOUR) == [] and (event.sequence, event.changed_at) == (first["SEQUENCE"], AT + HOUR)
    [public] = icalendar.Calendar.from_ical(client.get(f"/evenements/{event.slug}/agenda.ics").data).walk("VEVENT")
    assert (public["SEQUENCE"], public["LAST-MODIFIED"].dt) == (first["SEQUENCE"], AT + HOUR)


def test_s2_two_changes_before_anything_leaves_are_one_letter_of_the_second_version(event, camille):
    come(event)
    deliver(AT)
    edit(event, camille, AT + HOUR, starts_at=BEGINS + HOUR, ends_at=BEGINS + 3 * HOUR)
    edit(event, camille, AT + HOUR + MINUTE, starts_at=BEGINS + 2 * HOUR, ends_at=BEGINS + 4 * HOUR)
    letter = only(deliver(AT + 2 * HOUR))
    method, told = read(letter)
    assert (method, told["SEQUENCE"], told["DTSTART"].dt) == ("REQUEST", 2, BEGINS + 2 * HOUR)
    assert "9\u00a0h\u00a030" in text_of(letter) and "11\u00a0h\u00a030" in text_of(letter) and "10\u00a0h\u00a030" not in text_of(letter)


def test_s2_the_version_never_goes_back_even_when_the_change_does(event, camille):
    come(event)
    deliver(AT)
    versions = []
    for number, start in enumerate((BEGINS + HOUR, BEGINS, BEGINS + HOUR), 1):
        edit(event, camille, AT + number * HOUR, starts_at=start, ends_at=start + HOUR)
        versions.append(read(only(deliver(AT + number * HOUR)))[1]["SEQUENCE"])
    assert versions == [1, 2, 3]


def test_s2_who_registers_late_begins_at_the_present_version(event, camille):
    edit(event, camille, AT, title="Atelier n°2")
    edit(event, camille, AT + MINUTE, title="Atelier n°3")
    come(event, AT + HOUR)
    assert read(only(deliver(AT + HOUR)))[1]["SEQUENCE"] == event.sequence == 2


def test_c6_s5_the_same_letter_sent_again_is_the_same_version_stamped_later(event):
    come(event)
    first = only(deliver(AT))
    with transaction():
        outbox.resend(db.session.query(OutboxLetter).one(), "compte:x", AT + HOUR)
    again = only(deliver(AT + HOUR))
    (_, one), (_, two) = read(first), read(again)
    assert (one["UID"], one["SEQUENCE"]) == (two["UID"], two["SEQUENCE"])
    assert one["CREATED"].dt <= one["LAST-MODIFIED"].dt <= one["DTSTAMP"].dt
    assert two["DTSTAMP"].dt > one["DTSTAMP"].dt and first["Message-ID"] != again["Message-ID"]


# CANCEL


def test_s3_leaving_being_removed_and_an_event_called_off_say_three_different_things(event):
    left, removed, third = come(event), come(event), come(event)
    deliver(AT)
    leave(left, AT + HOUR)
    leave(removed, AT + HOUR, by="compte:x", word="Le groupe est complet.")
    first, second = deliver(AT + HOUR)
    with transaction():
        actions.call_off(event, "La salle est inondée.", "compte:x", AT + 2 * HOUR)
    third_letter = only(deliver(AT + 2 * HOUR))
    assert parseaddr(third_letter["To"])[1] == third.person.email
    for letter in (first, second, third_letter):
        method, told = read(letter)
        assert (method, str(told["STATUS"])) == ("CANCEL", "CANCELLED") and told["SEQUENCE"] > 0
    assert "L’événement, lui, a bien lieu" in text_of(first) and "à votre demande" in text_of(first)
    assert "L’événement, lui, a bien lieu" in text_of(second) and "Le groupe est complet." in text_of(second)
    assert "a bien lieu" not in text_of(third_letter) and "La salle est inondée." in text_of(third_letter)
    assert [letter["Subject"].partition(":")[0].strip() for letter in (first, second, third_letter)] == [
        "Votre désinscription", "Inscription retirée", "Annulé",
    ]  # fmt: skip


def test_s2_s3_a_cancellation_stands_above_every_request_that_left(event, camille):
    registration = come(event)
    deliver(AT)
    edit(event, camille, AT + HOUR, title="Atelier n°2")
    highest = read(only(deliver(AT + HOUR)))[1]["SEQUENCE"]
    leave(registration, AT + 2 * HOUR)
    assert read(only(deliver(AT + 2 * HOUR)))[1]["SEQUENCE"] > highest


def test_s3_a_day_that_is_lost_is_cancelled_under_its_own_date_and_no_other(camille):
    """Over the night when clocks change: a CANCEL that showed another day’s date would seem to cancel that one."""
    begins = make.at("2027-03-26 08:00")
    event = make.event("Séminaire", kind="seminaire", by=camille, starts_at=begins, created_at=AT, changed_at=AT)
    room = {name: getattr(event, name) for name in ("kind_code", "modality", "place", "address")} | {"join_url": "", "starts_at": begins}
    edit(event, camille, AT, title="Séminaire", ends_at=begins + timedelta(days=2, hours=6), **room)
    come(event)
    days = [read(message)[1] for message in deliver(AT)]
    edit(event, camille, AT + HOUR, title="Séminaire", ends_at=begins + timedelta(days=1, hours=7), **room)
    letter = next(one for one in deliver(AT + HOUR) if read(one)[0] == "CANCEL")
    told = read(letter)[1]
    assert [told[name] for name in ("UID", "DTSTART", "DTEND")] == [days[2][name] for name in ("UID", "DTSTART", "DTEND")]
    assert " ".join(letter["Subject"].split()) == "Journée annulée : Séminaire, dimanche 28 mars 2027"
    assert "La journée du dimanche 28\u00a0mars 2027 est annulée" in text_of(letter)


def test_s1_an_entry_whose_day_moved_before_anything_was_told_keeps_its_identifier(event):
    who = make.person()
    with transaction():
        [before] = calendar_objects(event, who, AT)
        uid, event.days[0].on = before.uid, event.days[0].on + timedelta(days=7)
        [after] = calendar_objects(event, who, AT)
    assert (after.uid, after.on) == (uid, event.days[0].on)


def test_s1_two_people_who_turn_out_to_be_one_have_one_entry_which_later_changes_move(event, camille):
    """The other is taken out of the address that it went to, in words that do not say that the event is off."""
    kept, lost = make.person(), make.person("Élodie", "Duval")
    come(event, who=kept)
    come(event, who=lost)
    first = {parseaddr(message["To"])[1]: str(read(message)[1]["UID"]) for message in deliver(AT)}
    with transaction():
        merge_people(lost, kept, camille, at=AT + MINUTE)
    letter = only(deliver(AT + MINUTE))
    method, told = read(letter)
    assert (method, str(told["UID"]), told["SEQUENCE"]) == ("CANCEL", first[lost.email], 1)
    assert parseaddr(letter["To"])[1] == lost.email and str(told["ATTENDEE"]) == f"mailto:{lost.email}"
    assert "L’événement, lui, a bien lieu" in text_of(letter) and "annulé" not in text_of(letter)
    edit(event, camille, AT + HOUR, title="Autre titre")
    letter = only(deliver(AT + HOUR))
    assert (read(letter)[0], str(read(letter)[1]["UID"]), parseaddr(letter["To"])[1]) == ("REQUEST", first[kept.email], kept.email)


def test_s3_a_request_that_has_not_left_is_never_sent_after_its_cancellation(event, camille):
    """Whatever waited when the person left is no longer true: a CANCEL is overtaken by nothing and overtakes nothing."""
    registration = come(event)
    edit(event, camille, AT + MINUTE, title="Atelier n°2")
    leave(registration, AT + 2 * MINUTE)
    methods = [read(message)[0] for message in deliver(AT + HOUR) if calendar_of(message)]
    assert methods == ["CANCEL"] and deliver(AT + 48 * HOUR) == []
    states = {row.kind: row.state for row in db.session.query(OutboxLetter).populate_existing()}
    assert states == {"confirmation": LetterState.CANCELLED, "change": LetterState.CANCELLED, "withdrawal": LetterState.SENT}


def test_s4_each_return_has_an_identifier_of_its_own(event):
    who, uids = make.person(), []
    for number in range(3):
        registration = come(event, AT + number * HOUR, who)
        uids.append(str(read(deliver(AT + number * HOUR)[-1])[1]["UID"]))
        leave(registration, AT + number * HOUR + MINUTE)
        assert str(read(only(deliver(AT + number * HOUR + MINUTE)))[1]["UID"]) == uids[-1]
    assert len(set(uids)) == 3


def test_s1_invitation_and_registration_are_one_entry(event, camille):
    who = make.person(member_of=["mdph-directeurs"])
    with transaction():
        sendings.carry_out(sendings.start_sending(event, Purpose.INVITATION, [who.id], camille, AT), AT)
    invited = read(only(deliver(AT)))[1]
    come(event, AT + HOUR, who)
    assert str(read(only(deliver(AT + HOUR)))[1]["UID"]) == str(invited["UID"])


# What is over


@pytest.mark.parametrize("what", ["confirmation", "change", "withdrawal", "called_off"])
def test_s6_a_worker_that_comes_back_after_the_event_sends_nothing_of_it(event, camille, what):
    registration = come(event)
    if what != "confirmation":
        deliver(AT)
    if what == "change":
        edit(event, camille, AT + HOUR, title="Atelier n°2")
    if what == "withdrawal":
        leave(registration, AT + HOUR)
    if what == "called_off":
        with transaction():
            actions.call_off(event, "Grève", "compte:x", AT + HOUR)
    assert deliver(event.ends_at + HOUR) == []
    row = db.session.query(OutboxLetter).filter_by(kind=what).populate_existing().one()
    assert row.state is LetterState.CANCELLED and row.last_error


# Answers


@pytest.mark.parametrize(
    ("new", "asked_again"), [({"starts_at": BEGINS + HOUR, "ends_at": BEGINS + 3 * HOUR}, True), ({"title": "Autre"}, False)]
)
def test_s7_another_hour_asks_again_and_forgets_the_answer(event, camille, new, asked_again):
    come(event)
    deliver(AT)
    with transaction():
        db.session.query(CalendarObject).one().partstat = PartStat.TENTATIVE
    edit(event, camille, AT + HOUR, **new)
    told = read(only(deliver(AT + HOUR)))[1]["ATTENDEE"].params
    assert (told["PARTSTAT"], told["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    kept = db.session.query(CalendarObject).populate_existing().one().partstat
    assert kept is (None if asked_again else PartStat.TENTATIVE)


@pytest.mark.parametrize(
    ("new", "shown"), [({"starts_at": BEGINS + HOUR, "ends_at": BEGINS + 3 * HOUR}, False), ({"title": "Autre"}, True)]
)
def test_s7_the_pages_of_the_event_show_only_what_was_answered_about_this_hour(event, camille, client, new, shown):
    who = come(event).person
    deliver(AT)
    with transaction():
        db.session.query(CalendarObject).one().partstat = PartStat.TENTATIVE
    edit(event, camille, AT + HOUR, **new)
    make.sign_in(client, camille)
    people = client.get(f"/gestion/evenements/{event.public_id}/personnes").text
    one = client.get(f"/gestion/evenements/{event.public_id}/personnes/{who.public_id}").text
    assert ("peut-être (agenda)" in people, "A répondu par son agenda" in one) == (shown, shown)
    assert "Inscrit" in people and "Inscrit" in one


# Words


def test_c8_the_times_of_a_day_are_told_in_its_description_but_not_those_one_is_invited_to(event, camille):
    day = {"kind": PartKind.PLENARY, "title": "Ouverture, par la direction", "starts_at": BEGINS, "ends_at": BEGINS + MINUTE * 30}
    with transaction():
        plans.add_part(event, plans.PartSheet(**day, capacity=None, invitation_only=False), camille, AT)
        plans.add_part(event, plans.PartSheet(**{**day, "title": "Entre élus"}, capacity=None, invitation_only=True), camille, AT)
    db.session.expire_all()
    come(event)
    message = only(deliver(AT))
    told = str(read(message)[1]["DESCRIPTION"])
    assert "9\u00a0h\u00a030 à 10\u00a0h\u00a0: plénière, Ouverture, par la direction" in told and "Entre élus" not in told
    assert calendar_of(message).count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    "title", ["=?UTF-8?Q?=0A?=Bcc: x@example.org", "=?utf-8?b?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?=", "A\rBcc: x@example.org"]
)
def test_d13_a_title_that_python_would_make_a_header_of_stays_a_title(title, camille):
    event = make.event(title, by=camille, starts_at=BEGINS, created_at=AT, changed_at=AT)
    come(event)
    message = only(deliver(AT))
    assert message["Bcc"] is None and len(message["To"].addresses) == 1
    method, told = read(message)
    assert method == "REQUEST" and len([line for line in calendar_of(message).split(b"\r\n") if line.startswith(b"Bcc")]) == 0
    assert "Bcc" in str(told["SUMMARY"]) or "DQpC" in str(told["SUMMARY"])


def test_d10_the_runbook_names_every_header_that_dkim_must_cover():
    said = " ".join(Path("docs/runbook.md").read_text().split())
    covered = said[said.index("DKIM (over") :].partition(";")[0]
    signed = "From To Subject Date Message-ID MIME-Version Content-Type Reply-To List-Unsubscribe List-Unsubscribe-Post Auto-Submitted Feedback-ID"
    assert not {name for name in signed.split() if name not in covered.replace(",", " ").split()}
