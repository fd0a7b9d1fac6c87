"""Who is told that an event changes or will not take place, and what becomes of each calendar."""

from dataclasses import replace
from datetime import timedelta

from app.core import clock
from app.core.db import db, transaction
from app.events.actions import set_days
from app.events.sheet import sheet_of
from app.events.words import Modality
from app.invitations.actions import decline
from app.invitations.models import CalendarObject, Purpose
from app.invitations.sendings import carry_out, start_sending
from app.networks.actions import object_to_mail
from app.outbox.lease_queries import TOLD_LATER, claim
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.corrections import correct
from app.ui.french import NBSP
from tests import make
from tests.letters import deliver, text_of
from tests.registrations.cast import ask, come, leave, merge
from tests.statements import statements


def move(event, by, changed=frozenset({"start", "end"})):
    with transaction():
        event.starts_at, event.ends_at, event.sequence = event.starts_at + by, event.ends_at + by, event.sequence + 1
        set_days(event)
        return actions.tell_change(event, set(changed), make.now())


def held_by(person):
    """What the calendar of this person shows: day, UID and version."""
    rows = db.session.query(CalendarObject).filter_by(person_id=person.id, closed_at=None).order_by(CalendarObject.on)
    return [(row.on, row.uid) for row in rows]


def told(kind):
    return [(row.person_id, "lost" in row.ids) for row in db.session.query(OutboxLetter).filter_by(kind=kind).order_by(OutboxLetter.id)]


def test_a_new_date_moves_what_a_calendar_shows_and_loses_nothing():
    event, person = make.event(), make.person()
    come(event, person)
    ((_, uid),) = held_by(person)
    assert move(event, timedelta(days=7)) == 1
    assert held_by(person) == [(event.days[0].on, uid)] and told("change") == [(person.id, False)]


def test_two_days_that_move_by_one_keep_both_their_identities():
    event, person = make.two_days(), make.person()
    come(event, person)
    before = {uid for _, uid in held_by(person)}
    move(event, timedelta(days=1))
    assert [on for on, _ in held_by(person)] == [day.on for day in event.days]
    assert {uid for _, uid in held_by(person)} == before and told("change") == [(person.id, False)] * 2


def test_a_day_that_is_lost_leaves_the_calendar_and_one_that_is_won_enters_it():
    event, person = make.two_days(), make.person()
    come(event, person)
    ends_at = event.ends_at
    with transaction():
        event.ends_at, event.sequence = event.starts_at + timedelta(hours=8), event.sequence + 1
        set_days(event)
        actions.tell_change(event, {"end"}, make.now())
    assert [on for on, _ in held_by(person)] == [event.days[0].on] and told("change") == [(person.id, False), (person.id, True)]
    with transaction():
        event.ends_at, event.sequence = ends_at, event.sequence + 1
        set_days(event)
        actions.tell_change(event, {"end"}, make.now())
    assert len(held_by(person)) == 2 and len({*db.session.query(CalendarObject.uid)}) == 3


def test_who_said_no_or_was_refused_is_told_nothing():
    event = make.event(needs_approval=True)
    refused, silent = make.person("Refusée"), make.person("Silencieuse")
    ask(event, refused, silent)
    registration = come(event, refused)
    with transaction():
        actions.refuse(registration, by="compte:x", at=make.now())
    deliver()
    assert move(event, timedelta(days=1)) == 1
    with transaction():
        assert actions.call_off(event, "La salle est inondée.", "compte:x", make.now()) == 1
    assert told("change") == [(silent.id, False)] and told("called_off") == [(silent.id, False)]


def test_a_link_is_nothing_to_those_who_come_on_site_nor_a_room_to_those_who_do_not():
    event = make.event(kind="instance", modality=Modality.HYBRID)
    near, far = make.person("Sur place"), make.person("À distance")
    come(event, near, modality=Modality.ONSITE), come(event, far, modality=Modality.ONLINE)
    with transaction():
        actions.tell_change(event, {"link"}, make.now())
    assert told("change") == [(far.id, False)]
    with transaction():
        event.sequence += 1
        actions.tell_change(event, {"place"}, make.now())
    assert told("change") == [(far.id, False), (near.id, False)]


def test_someone_known_twice_is_told_once_and_their_two_calendar_entries_become_one():
    event, kept, gone = make.event(kind="seminaire"), make.person(), make.person("Elodie")
    ask(event, gone)
    come(event, kept)
    merge(gone, kept)
    assert move(event, timedelta(days=1)) == 1
    assert told("change") == [(kept.id, False), (kept.id, True)]


def test_a_full_house_is_told_in_a_handful_of_statements():
    event, people = make.event(capacity=None), [make.person() for _ in range(30)]
    for person in people:
        come(event, person)
    with statements() as said:
        assert move(event, timedelta(days=1)) == 30
    with statements() as said_off, transaction():
        assert actions.call_off(event, "Panne.", "compte:x", make.now()) == 30
    assert len(said) < 25 and len(said_off) < 25


def corrected(event, **wishes):
    with transaction():
        sheet = replace(sheet_of(event), **wishes)
        return correct(event, sheet, event.facilitator, make.now())


def test_two_changes_in_a_row_are_one_letter_that_tells_both():
    event, person = make.event("Instance", kind="instance", modality=Modality.HYBRID), make.person()
    come(event, person, modality=Modality.ONSITE)
    deliver()
    corrected(event, place="Hôtel du département")
    corrected(event, title="Instance nationale")
    (letter,) = deliver()
    said = text_of(letter)
    assert letter["Subject"].startswith("Nouveau lieu, nouveau titre")
    assert "avant, Salle Condorcet" in said.replace(NBSP, " ") and "désormais, Instance nationale" in said.replace(NBSP, " ")
    assert [row.last_error for row in db.session.query(OutboxLetter).filter_by(kind="change", state="cancelled")] == [TOLD_LATER]


def test_what_is_changed_back_before_it_was_told_is_not_told():
    event, person = make.event("Instance", kind="seminaire"), make.person()
    come(event, person)
    deliver()
    corrected(event, place="Hôtel du département")
    corrected(event, place="Salle Condorcet")
    assert deliver() == []


def test_a_change_that_was_told_is_told_back():
    event, person = make.event("Instance", kind="seminaire"), make.person()
    come(event, person)
    corrected(event, place="Hôtel du département")
    deliver()
    corrected(event, place="Salle Condorcet")
    (letter,) = deliver()
    assert "avant, Hôtel du département" in text_of(letter).replace(NBSP, " ")


def test_a_change_told_to_nobody_on_site_leaves_their_letter_about_the_other_one():
    event = make.event(kind="instance", modality=Modality.HYBRID)
    near, far = make.person("Sur place"), make.person("À distance")
    come(event, near, modality=Modality.ONSITE), come(event, far, modality=Modality.ONLINE)
    deliver()
    corrected(event, title="Autre titre")
    corrected(event, join_url="https://visio.example.org/autre")
    assert sorted(letter["Subject"].partition(NBSP)[0].partition(" :")[0] for letter in deliver()) == [
        "Nouveau lien de connexion, nouveau titre",
        "Nouveau titre",
    ]
    corrected(event, place="Hôtel de région", join_url="https://visio.example.org/encore")
    there, here = sorted(deliver(), key=lambda letter: letter["Subject"])
    assert there["Subject"].startswith("Nouveau lien de connexion :") and here["Subject"].startswith("Nouveau lieu :")
    assert "l’ancien" not in text_of(here) and "ou à distance" not in text_of(here) and "Hôtel" not in text_of(there)


def announce(event, *people):
    with transaction():
        sending = start_sending(event, Purpose.SAVE_THE_DATE, [one.id for one in people], event.facilitator, make.now())
        carry_out(sending, make.now())


def test_who_only_keeps_the_date_is_told_of_another_one_and_of_its_end():
    event = make.event(kind="seminaire")
    keeps, declined, gone, comes = (make.person(name, member_of=["mdph-directeurs"]) for name in ("Garde", "Décline", "Part", "Vient"))
    announce(event, keeps, declined, gone, comes)
    (asked,) = ask(event, declined)
    with transaction():
        decline(asked, "", make.now())
    leave(come(event, gone))
    come(event, comes)
    deliver()
    corrected(event, title="Autre titre")
    assert {one["To"].addresses[0].addr_spec for one in deliver()} == {comes.email}
    corrected(event, place="Hôtel du département")
    moved = {one["To"].addresses[0].addr_spec: one for one in deliver()}
    assert set(moved) == {comes.email, keeps.email}
    assert moved[keeps.email]["List-Unsubscribe"] and "/evenements/" in text_of(moved[keeps.email])
    with transaction():
        assert actions.call_off(event, "Panne.", "compte:x", make.now()) == 2
    off = {one["To"].addresses[0].addr_spec: one for one in deliver()}
    assert set(off) == {comes.email, keeps.email} and "retirez-le" in text_of(off[keeps.email])


def test_who_stopped_the_mail_of_the_network_hears_no_more_of_a_date_they_only_kept():
    event, keeps = make.event(kind="seminaire"), make.person(member_of=["mdph-directeurs"])
    announce(event, keeps)
    deliver()
    with transaction():
        object_to_mail(event.networks[0], keeps, at=make.now())
        actions.call_off(event, "Panne.", "compte:x", make.now())
    assert deliver() == []


def test_who_has_not_had_their_invitation_yet_reads_what_is_true_in_it_and_nothing_before():
    event, person = make.event(kind="seminaire"), make.person()
    ask(event, person)
    corrected(event, place="Hôtel du département")
    (letter,) = deliver()
    assert letter["Subject"].startswith("Invitation") and "Hôtel du département" in text_of(letter)
    other = make.event(kind="seminaire")
    ask(other, person)
    with transaction():
        assert actions.call_off(other, "Panne.", "compte:x", make.now()) == 0
    assert deliver() == []


def test_a_letter_that_a_worker_holds_leaves_and_the_next_change_follows_it():
    event, person = make.event(kind="seminaire"), make.person()
    come(event, person)
    deliver()
    corrected(event, place="Hôtel du département")
    with transaction():
        claim("essai-1", clock.now())
    corrected(event, title="Autre titre")
    assert [row.state.value for row in db.session.query(OutboxLetter).filter_by(kind="change")] == ["leased", "pending"]
