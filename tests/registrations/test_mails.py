"""The letters about a registration, as they leave: what they say, and what calendars read in them."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.events.models import Event
from app.events.words import Modality
from app.invitations.actions import invite
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.actions import Wishes
from app.registrations.links import personal_link
from tests import make
from tests.invitations.test_mails import calendar_of, last, made
from tests.letters import deliver
from tests.registrations.cast import come, leave


def rows(kind):
    return db.session.query(OutboxLetter).filter_by(kind=kind).order_by(OutboxLetter.id).all()


def said(letter):
    return " ".join([letter.subject, letter.heading, *letter.paragraphs, *letter.closing])


@pytest.mark.on("2027-04-15 09:00")
def test_a_confirmation_has_all_that_is_needed_on_the_day():
    event = make.event("Webinaire APA", starts_at=make.at("2027-06-01 08:00"))
    registration = come(event, make.person())
    letter = made(last("confirmation"))
    assert letter.subject == "Votre inscription\u00a0: Webinaire APA, mardi 1er\u00a0juin 2027"
    assert dict(letter.facts)["Lien de connexion"] == "https://visio.example.org/salle"
    assert letter.button.url == personal_link(registration) and letter.unsubscribe is None
    method, entry = calendar_of(letter)
    assert method == "REQUEST" and str(entry["LOCATION"]) == "https://visio.example.org/salle"
    assert "/p/" not in str(entry)


def test_who_comes_on_site_to_a_hybrid_event_has_no_link_and_who_comes_online_no_room():
    event = make.event(kind="instance", modality=Modality.HYBRID)
    come(event, make.person(), modality=Modality.ONSITE)
    onsite = made(last("confirmation"))
    come(event, make.person(), modality=Modality.ONLINE)
    online = made(last("confirmation"))
    assert "Lien de connexion" not in dict(onsite.facts) and "Lien de connexion" in dict(online.facts)
    assert str(calendar_of(onsite)[1]["LOCATION"]).startswith("Salle Condorcet")
    assert str(calendar_of(online)[1]["LOCATION"]).startswith("https://")


def test_two_days_are_two_letters_each_with_its_own_day():
    event = make.two_days()
    come(event, make.person())
    letters = [made(row) for row in rows("confirmation")]
    entries = [calendar_of(letter)[1] for letter in letters]
    assert [entry["DTSTART"].dt for entry in entries] == [day.starts_at for day in event.days]
    assert len({str(entry["UID"]) for entry in entries}) == 2 and "Jour 1 sur 2" in said(letters[0]) and "Jour 2 sur 2" in said(letters[1])
    assert letters[0].subject != letters[1].subject


def test_leaving_cancels_for_this_person_without_saying_that_the_event_is_called_off():
    registration = come(make.event(), make.person())
    uid = str(calendar_of(made(last("confirmation")))[1]["UID"])
    leave(registration)
    letter = made(last("withdrawal"))
    method, entry = calendar_of(letter)
    assert method == "CANCEL" and str(entry["UID"]) == uid and entry["SEQUENCE"] == 1
    assert "a bien lieu" in said(letter) and "annul" not in said(letter).casefold()
    assert letter.button.label == "Je m’inscris de nouveau" and made(rows("confirmation")[0]) is None


def test_waiting_pending_and_refused_have_words_of_their_own_and_no_calendar():
    event = make.event(capacity=1, needs_approval=True)
    first, _second = come(event, make.person()), come(event, make.person())
    assert "demande" in made(last("pending")).heading and "liste d’attente" in made(last("waiting")).heading
    with transaction():
        actions.refuse(first, by="compte:x", at=make.now(), word="Une personne par structure, cette fois.")
    letter = made(last("refused"))
    assert "Une personne par structure, cette fois." in letter.paragraphs and letter.calendar is None
    assert made(last("waiting")) is None  # the second one has been let in meanwhile


def test_a_freed_seat_is_a_request():
    event = make.event(capacity=1)
    first, _second = come(event, make.person()), come(event, make.person())
    leave(first)
    letter = made(last("seat_freed"))
    assert letter.subject.startswith("Une place pour vous") and calendar_of(letter)[0] == "REQUEST"


def moved(event, **new):
    """The event changes as the facilitator's page would do it, and everybody is told."""
    with transaction():
        before = actions.as_told(event)
        changed = new.pop("changed")
        for name, value in new.items():
            setattr(event, name, value)
        event.sequence += 1
        if "start" in changed:
            event.days[0].on, event.days[0].starts_at, event.days[0].ends_at = event.starts_at.date(), event.starts_at, event.ends_at
        actions.tell_change(event, changed, make.now(), before)


def test_a_new_place_is_said_before_and_after_and_the_calendar_keeps_its_uid():
    event = make.event(kind="seminaire", lasts=timedelta(hours=6))
    come(event, make.person())
    uid = str(calendar_of(made(last("confirmation")))[1]["UID"])
    moved(event, place="Salle Simone-Veil", changed={"place"})
    letter = made(last("change"))
    words = said(letter)
    assert "avant, Salle Condorcet" in words and "désormais, Salle Simone-Veil" in words
    method, entry = calendar_of(letter)
    assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("REQUEST", uid, 1)


def test_who_registered_reads_that_their_place_or_their_rank_holds():
    event = make.event(kind="seminaire", lasts=timedelta(hours=6), capacity=1)
    first, second = come(event, make.person()), come(event, make.person())
    moved(event, place="Salle Simone-Veil", changed={"place"})
    told = {row.ids["registration_id"]: said(made(row)) for row in rows("change")}
    assert "Votre place reste réservée" in told[first.id] and "liste d’attente" not in told[first.id]
    assert "Vous restez sur la liste d’attente" in told[second.id] and "réservée" not in told[second.id]


def test_a_new_date_moves_the_same_calendar_object():
    event = make.event()
    come(event, make.person())
    uid = str(calendar_of(made(last("confirmation")))[1]["UID"])
    later = event.starts_at + timedelta(days=7)
    moved(event, starts_at=later, ends_at=later + timedelta(hours=1), changed={"start", "end"})
    entry = calendar_of(made(last("change")))[1]
    assert str(entry["UID"]) == uid and entry["DTSTART"].dt == later


def test_a_day_that_is_lost_is_cancelled_and_the_other_stays():
    event = make.two_days()
    come(event, make.person())
    with transaction():
        event = db.session.get(Event, event.id)
        gone = event.days[1]
        event.ends_at = event.days[0].ends_at
        event.days.remove(gone)
        event.sequence += 1
        db.session.flush()
        actions.tell_change(event, {"end"}, make.now())
    methods = sorted(calendar_of(made(row))[0] for row in rows("change"))
    assert methods == ["CANCEL", "REQUEST"]


def test_calling_off_says_why_and_cancels_with_a_higher_sequence():
    event, invited = make.event(), make.person()
    come(event, make.person())
    with transaction():
        invite(event, invited, make.now())
    deliver()
    with transaction():
        actions.call_off(event, "L’intervenante est souffrante.", "compte:x", make.now())
    for row in rows("called_off"):
        letter = made(row)
        method, entry = calendar_of(letter)
        assert "L’intervenante est souffrante." in said(letter) and method == "CANCEL" and entry["SEQUENCE"] >= 1
    assert len(rows("called_off")) == 2 and made(last("confirmation")) is None


@pytest.mark.parametrize("kind", ["confirmation", "withdrawal"])
def test_nothing_is_sent_for_what_is_over(kind):
    registration = come(make.event(), make.person())
    leave(registration)
    assert made(last(kind), at=registration.event.ends_at) is None


def test_who_has_a_seat_and_no_workshop_is_told_to_choose_one():
    event, person = make.event(kind="seminaire"), make.person()
    part = make.workshop(event, "Évaluer")
    come(event, person)
    assert "choisissez le vôtre" in " ".join(made(last("confirmation")).closing)
    other = come(event, make.person(), wishes=Wishes(workshops=(part,)))
    assert other.workshops == [part] and "choisissez le vôtre" not in " ".join(made(last("confirmation")).closing)


def test_who_is_taken_off_by_the_team_reads_so_and_reads_the_word_that_was_meant_for_them():
    registration = come(make.event(), make.person())
    with transaction():
        actions.withdraw(registration, by="compte:x", at=make.now(), word="Le quota de votre structure est atteint.")
    letter = made(last("withdrawal"))
    assert letter.subject.startswith("Inscription retirée") and letter.heading == "Votre inscription est retirée"
    assert "Le quota de votre structure est atteint." in letter.paragraphs
    assert [button.label for button in letter.others].count("La page de l’événement") == 1
    leave(come(make.event(), make.person()), word="Je suis en congé.")
    assert "Je suis en congé." not in said(made(last("withdrawal")))
