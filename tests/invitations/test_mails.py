"""The letters to those who are asked, as they leave: subject, words, calendar part read by another library."""

from datetime import timedelta

import icalendar
import pytest

from app.core import clock
from app.core.db import db, transaction
from app.directory.models import Person
from app.events.models import Event, Partner
from app.events.words import Modality, State
from app.ics import build
from app.invitations.actions import decline, invite, send_invitation, take_back
from app.invitations.calendars import public_entries
from app.invitations.links import invitation_link
from app.invitations.models import Answer, CalendarObject, Purpose, Sending
from app.mailroom import LETTERS
from app.outbox.models import OutboxLetter
from app.ui.french import day
from tests import make


def made(row, at=None):
    """The letter of an outbox row, made as the worker would."""
    also = {"event_id": row.event_id, "person_id": row.person_id}
    return LETTERS[row.kind](row.ids | {name: value for name, value in also.items() if value}, at or clock.now())


def last(kind):
    return db.session.query(OutboxLetter).filter_by(kind=kind).order_by(OutboxLetter.id.desc()).first()


def calendar_of(letter):
    """The calendar part as another library reads it: method and event."""
    content = (build.cancel if letter.calendar.method == "CANCEL" else build.request)(letter.calendar.entry)
    found = icalendar.Calendar.from_ical(content)
    return str(found["METHOD"]), found.walk("VEVENT")[0]


def invited(event=None, person=None):
    with transaction():
        return invite(event or make.event(), person or make.person(), make.now())


@pytest.mark.on("2027-01-20 09:00")
def test_an_invitation_says_when_where_who_and_carries_its_calendar_part():
    invitation = invited(make.event("Journée des référents", kind="journee_nationale", starts_at=make.at("2027-03-12 08:30")))
    letter = made(last("invitation"))
    assert letter.subject == "Invitation\u00a0: Journée des référents, vendredi 12\u00a0mars 2027"
    facts = dict(letter.facts)
    assert facts["Quand"].startswith("vendredi 12\u00a0mars 2027, de 9\u00a0h\u00a030 à") and "heure de Paris" in facts["Quand"]
    assert facts["Où"] == "Salle Condorcet, 66 avenue du Maine, 75014 Paris"
    assert letter.button.url == invitation_link(invitation) and letter.signature.name == "Camille Roussel"
    method, entry = calendar_of(letter)
    assert method == "REQUEST" and entry["STATUS"] == "CONFIRMED" and entry["SEQUENCE"] == 0
    assert str(entry["ATTENDEE"]) == f"mailto:{invitation.person.email}"
    assert str(entry["UID"]) == db.session.query(CalendarObject).one().uid
    assert "/i/" not in str(entry)  # calendars are shared: no personal link


def test_an_invitation_says_where_the_address_comes_from_and_how_to_object(app):
    invited()
    letter = made(last("invitation"))
    said = " ".join(letter.closing)
    assert "annuaire des réseaux de la CNSA. Pour ne plus en recevoir" in said and app.config["DPO_EMAIL"] in said  # of no network


def test_a_member_of_the_network_can_stop_its_mail_in_one_click():
    invited(person=make.person(member_of=["mdph-directeurs"]))
    letter = made(last("invitation"))
    assert "/n/" in letter.unsubscribe
    assert "(« Directrices et directeurs de MDPH »). Pour ne plus recevoir" in letter.closing[-1].replace("\u00a0", " ")


def test_their_own_hour_is_said_when_it_differs():
    invited(person=make.person(org="mdph-974", department="974"))
    assert "heure de La Réunion" in dict(made(last("invitation")).facts)["Quand"]


@pytest.mark.parametrize(
    "event",
    [{}, {"needs_approval": True}, {"capacity": 1, "seats_taken": 1}, {"capacity": 1, "seats_taken": 1, "has_waiting_list": False}],
    ids=["simple", "validation", "liste d’attente", "complet"],
)
def test_an_invitation_says_that_accepting_in_a_calendar_asks_to_come(event):
    """S8, §2.7: what it does depends on the event, so a mail says it; nobody is told any more that only the button registers."""
    invited(make.event(**event))
    said = " ".join(made(last("invitation")).closing)
    assert "accepter l’invitation jointe vaut demande d’inscription" in said and "à vos contacts" in said
    assert "se fait par le bouton" not in said and "à distance" not in said


def test_an_invitation_to_a_hybrid_event_says_that_calendars_do_not_ask_how_one_comes():
    invited(make.event(modality=Modality.HYBRID, join_url="https://visio.example.org/x"))
    assert "pour le choisir, passez par le bouton" in " ".join(made(last("invitation")).closing)


def test_an_invitation_without_a_calendar_does_not_speak_of_one():
    invited(make.two_days())
    assert "agenda" not in " ".join(made(last("invitation")).closing)


@pytest.mark.parametrize("kind", ["reunion_reseau", "groupe_travail"])
def test_a_date_of_a_series_is_an_invitation_without_calendar(kind):
    invited(make.event(kind=kind))
    assert made(last("invitation")).calendar is None and db.session.query(CalendarObject).count() == 0


def test_an_event_of_several_days_enters_calendars_with_the_confirmation_only():
    invited(make.two_days())
    assert made(last("invitation")).calendar is None


@pytest.mark.on("2027-04-15 09:00")
def test_the_subject_of_several_days_names_the_first_and_the_last():
    event = make.two_days()
    invited(event)
    first, last_day = (one.on for one in event.days)
    assert made(last("invitation")).subject.endswith(f", du {day(first, year=False)} au {day(last_day)}")
    invited(make.event())
    assert ", du " not in made(last("invitation")).subject


def test_nothing_leaves_once_the_person_answered_or_the_event_no_longer_calls_for_it():
    invitation = invited()
    row = last("invitation")
    with transaction():
        invitation.say(Answer.REGISTERED, make.now())
    assert made(row) is None
    second = invited()
    row = last("invitation")
    assert made(row, at=second.event.starts_at + timedelta(minutes=1)) is None
    with transaction():
        second.event.state, second.event.cancelled_at = State.CANCELLED, make.now()
    assert made(row) is None


def test_saying_no_takes_the_event_out_of_the_calendar():
    invitation = invited()
    uid = db.session.query(CalendarObject).one().uid
    with transaction():
        decline(invitation, "En congé", make.now())
    letter = made(last("declined"))
    method, entry = calendar_of(letter)
    assert method == "CANCEL" and entry["STATUS"] == "CANCELLED" and str(entry["UID"]) == uid and entry["SEQUENCE"] == 1
    assert "vous ne pourrez pas venir" in letter.paragraphs[1] and "annulé" not in " ".join(letter.paragraphs)
    assert made(last("invitation")) is None  # had it not left yet, it would not leave any more


def test_who_said_no_and_asks_for_the_link_again_gets_it():
    invitation = invited()
    with transaction():
        decline(invitation, "", make.now())
        send_invitation(invitation, make.now(), key="asked", asked=True)
    assert made(last("invitation")).button.url == invitation_link(invitation)


def test_an_invitation_taken_back_is_dead_and_leaves_the_calendar():
    invitation = invited()
    link = invitation_link(invitation)
    with transaction():
        take_back(invitation, "compte:x", make.now())
    assert invitation_link(invitation) != link
    assert calendar_of(made(last("declined")))[0] == "CANCEL"


def test_asked_twice_is_one_letter_and_asked_again_after_being_taken_back_is_a_new_one():
    event, person = make.event(), make.person()
    invitation = invited(event, person)
    assert invited(event, person).id == invitation.id and db.session.query(OutboxLetter).count() == 1
    with transaction():
        take_back(invitation, "compte:x", make.now())
    assert invited(event, person).id == invitation.id
    assert db.session.query(OutboxLetter).filter_by(kind="invitation").count() == 2


def test_the_facilitators_words_replace_ours_where_they_gave_some():
    event, person = make.event(), make.person()
    sending = Sending(
        event_id=event.id, purpose=Purpose.INVITATION, subject="Venez !", words="Un **mot**.", people=[], total=0, asked_at=make.now()
    )
    make.keep(sending)
    with transaction():
        invite(event, person, make.now(), sending_id=sending.id)
    letter = made(last("invitation"))
    assert (letter.subject, letter.words) == ("Venez !", "Un **mot**.")


def test_a_message_is_what_was_written_and_nothing_is_asked():
    event, person = make.event(), make.person()
    sending = make.keep(
        Sending(event_id=event.id, purpose=Purpose.MESSAGE, subject="Le menu", words="Salade.", people=[], total=1, asked_at=make.now())
    )
    letter = LETTERS["message"]({"sending_id": sending.id, "person_id": person.id, "event_id": event.id}, clock.now())
    assert (letter.subject, letter.words, letter.to_name, letter.button, letter.calendar) == ("Le menu", "Salade.", person.name, None, None)


def test_announcement_and_nudge_carry_no_calendar():
    invitation = invited()
    ids = {"event_id": invitation.event_id, "person_id": invitation.person_id, "invitation_id": invitation.id}
    date, nudge = (LETTERS[kind](ids, clock.now()) for kind in ("save_the_date", "nudge"))
    assert date.subject.startswith("Réservez la date") and date.calendar is None
    assert nudge.subject.startswith("Serez-vous des nôtres") and nudge.calendar is None and nudge.button.url == invitation_link(invitation)


def test_someone_elses_agenda_is_kept_by_whoever_looks_after_it():
    office = make.person("Secrétariat")
    invited(person=make.person("Hélène", email=None, cared_for_by_id=office.id))
    letter = made(last("invitation"))
    assert letter.to_name == "Hélène Marchand" and letter.calendar.entry.attendee.email == office.email


def test_a_merged_person_is_written_to_under_the_identity_that_stays():
    event, gone, kept = make.event(), make.person(), make.person()
    with transaction():
        db.session.get(Person, gone.id).merged_into_id = kept.id
    invited(event, gone)
    assert last("invitation").recipient == kept.email


def test_each_partner_is_named_under_what_it_does():
    event = make.event()
    for name, role in (("ARS Normandie", "co_organiser"), ("ADF", "attended_by"), ("DGCS", "attended_by")):
        make.keep(Partner(event_id=event.id, name=name, role=role))
    db.session.expire_all()
    invited(db.session.get(Event, event.id))
    facts = made(last("invitation")).facts
    assert facts[2:5] == (("Organisé par", "CNSA"), ("Co-organisateur", "ARS Normandie"), ("En présence de", "ADF et DGCS"))


def test_each_day_of_several_says_which_it_is_in_the_calendar():
    first, second = public_entries(make.two_days())
    assert "jour\u00a01 sur 2" in first.description and "jour\u00a02 sur 2" in second.description
    [alone] = public_entries(make.event())
    assert "jour\u00a01" not in alone.description
