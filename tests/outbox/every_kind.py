"""One letter of every kind there is, on days and names that never change, as a mail server received it."""

from datetime import timedelta

from app.accounts import actions as accounts
from app.attendance import actions as attendance
from app.attendance.models import Mark
from app.core.db import db, transaction
from app.core.links import new_public_id
from app.core.text import slug_of
from app.events.models import Part, Series
from app.events.words import Door, Modality, PartKind
from app.inbox.models import Effect, ReceivedMail, Sort
from app.invitations import actions as invitations
from app.invitations import sendings
from app.invitations.models import CalendarObject, PartStat, Purpose
from app.invitations.queries import invitation_of
from app.outbox import actions as outbox
from app.registrations import actions, calendar_answers, demands
from app.registrations.models import Origin
from app.reminders import actions as reminders
from app.reminders.catalogue import KINDS
from app.reminders.due import day_of, hour_of
from app.reminders.models import PlannedLetter
from app.reminders.trials import send_trial
from app.satisfaction import actions as satisfaction
from tests import make
from tests.letters import deliver

AT = make.at("2027-02-01 09:00")
HOUR = timedelta(hours=1)
PLANNED = ("reminder_7_days", "reminder_1_day", "reminder_1_hour", "agenda", "minutes", "documents", "replay")
TITLE = "Évaluer, orienter : l’« aller-vers »"


class Story:
    """Letters by their kind: the first of each."""

    def __init__(self):
        self.letters = {}
        self.at = AT
        self.camille = make.account(networks=["mdph-directeurs"], email="camille@cnsa.example.org", phone="01 02 03 04 05")

    def does(self, what, *given, **more):
        with transaction():
            return what(*given, **more)

    def carry(self, at=None):
        """All that is due leaves; an hour goes by."""
        for message in deliver(at or self.at):
            self.letters.setdefault(message["Feedback-ID"].partition(":")[0], message)
        self.at += HOUR

    def event(self, title=TITLE, **more):
        dates = {"created_at": AT, "changed_at": AT, "published_at": AT}
        more.setdefault("starts_at", make.at("2027-03-18 08:30"))
        return make.event(title, by=self.camille, **dates, **more)

    def person(self, name, **more):
        return make.person(name, "Marchand", email=f"{slug_of(name)}@mdph-14.example.org", created_at=AT, **more)

    def come(self, event, who, modality=None):
        coming = {"origin": Origin.INVITATION, "modality": modality or event.modality, "at": self.at, "by": who.actor}
        return self.does(actions.register, event, who, **coming, invitation=invitation_of(event.id, who.id))


def every_kind():
    """The letters of every kind, in the order in which a person could meet them."""
    story = Story()
    with transaction():
        accounts.ask_link(story.camille.email, browser="essai", at=story.at)
    story.carry()
    event = _asked(story)
    _answered(story)
    _in_line(story)
    _expected(story, event)
    _moved_and_called_off(story)
    return story.letters


def _asked(story):
    event = story.event()
    day = {"starts_at": event.starts_at, "ends_at": event.starts_at + HOUR / 2}
    make.keep(Part(event_id=event.id, kind=PartKind.PLENARY, title="Ouverture", **day))
    db.session.refresh(event)
    louise, yann = story.person("Louise", member_of=["mdph-directeurs"]), story.person("Yann", member_of=["mdph-directeurs"])
    for purpose, words in (
        (Purpose.SAVE_THE_DATE, ""),
        (Purpose.INVITATION, ""),
        (Purpose.NUDGE, ""),
        (Purpose.MESSAGE, "Pensez à **vos exemples**."),
    ):
        sending = story.does(sendings.start_sending, event, purpose, [louise.id, yann.id], story.camille, story.at, words=words)
        story.does(sendings.carry_out, sending, story.at)
        story.carry()
    story.does(invitations.decline, invitation_of(event.id, yann.id), "", story.at)
    story.carry()
    story.come(event, louise)
    story.carry()
    open_to_all = story.event("Ouvert à tous", door=Door.ANYONE)
    who = demands.Applicant("paul@cd-14.example.org", "Paul", "Hoarau", make.organisation("mdph-14"), "", "14", None, Modality.ONLINE)
    story.does(demands.ask, open_to_all, who, form_key="un", at=story.at)
    story.does(demands.ask_own_link, event, louise.email, form_key="deux", at=story.at)
    story.carry()
    return event


def _answered(story):
    """By their calendars."""
    event = story.event("Par l’agenda")
    for name in ("Oui", "Non", "Autre", "Tard"):
        story.does(invitations.invite, event, story.person(name), story.at)
    story.carry()
    yes, no, other, late = db.session.query(CalendarObject).filter_by(event_id=event.id).order_by(CalendarObject.id)
    story.does(calendar_answers.answer, yes, PartStat.ACCEPTED, at=story.at, stamped_at=story.at)
    story.does(calendar_answers.answer, no, PartStat.DECLINED, at=story.at, stamped_at=story.at)
    story.does(calendar_answers.ask_to_confirm, other, PartStat.DECLINED, story.at)
    _event, person = calendar_answers.parties(late)
    ids = {"invitation_id": invitation_of(event.id, person.id).id, "because": "Les inscriptions sont closes."}
    held = ReceivedMail(digest="0" * 64, received_at=story.at, sort=Sort.PERSON, effect=Effect.HELD, event_id=event.id, raw=b"")
    make.keep(held)
    story.does(outbox.put, "mails_to_read", to=story.camille.email, key="to-read", at=story.at, account_id=story.camille.id)
    story.does(outbox.put, "answer_refused", to=person.email, key="refused", at=story.at, event_id=event.id, person_id=person.id, **ids)
    story.carry()


def _in_line(story):
    event = story.event("Une seule place", capacity=1)
    first = story.come(event, story.person("Marie"))
    story.come(event, story.person("Ahmed"))
    story.carry()
    story.does(actions.withdraw, first, by=first.person.actor, at=story.at)
    story.carry()
    chosen = story.event("Sur validation", kind="journee_nationale", needs_approval=True)
    asked = story.come(chosen, story.person("Zoé"))
    story.carry()
    story.does(actions.refuse, asked, by="compte:x", at=story.at, word="Une personne par structure.")
    story.carry()


def _expected(story, event):
    """Before and after the day: what the clock sends, and what the facilitator wrote for it."""
    louise = db.session.query(make.Person).filter_by(email="louise@mdph-14.example.org").one()
    [registration] = [one for one in db.session.query(actions.Registration).filter_by(event_id=event.id)]
    series = make.keep(Series(code="essai-2027", name="Les jeudis de l’évaluation"))
    dated = story.event("Première date", series_id=series.id, starts_at=make.at("2027-04-08 08:30"))
    with transaction():
        for letter in PLANNED:
            planned = reminders.letter_named(event, KINDS[letter].slug)
            planned = planned or PlannedLetter(public_id=new_public_id(), event_id=event.id, letter=letter, anchor="end", offset_minutes=0)
            planned.words, planned.link = (
                "Voici **ce qu’il faut savoir**.",
                "https://documents.example.org/un" if letter in PLANNED[4:] else "",
            )
            db.session.add(planned)
    moments = {
        "reminder_7_days": "2027-03-11 09:00",
        "reminder_1_day": "2027-03-17 09:00",
        "reminder_1_hour": "2027-03-18 07:31",
        "agenda": "2027-03-15 09:00",
    }
    for letter in sorted(PLANNED, key=lambda one: moments.get(one, "2028")):
        at = make.at(moments.get(letter, "2027-03-19 09:00"))
        ids = {"registration_id": registration.id, "version": hour_of(event) if letter == "reminder_1_hour" else day_of(event)}
        story.does(outbox.put, letter, to=louise.email, key=letter, at=at, event_id=event.id, person_id=louise.id, **ids)
        story.carry(at)
    story.does(outbox.put, "series_invitation", to=louise.email, key="series", at=AT, event_id=dated.id, person_id=louise.id)
    story.does(outbox.put, "organiser_alert", to=story.camille.email, key="alert", at=AT, event_id=dated.id)
    planned = reminders.letter_named(dated, KINDS["confirmation"].slug)
    story.does(send_trial, planned, dated, story.camille, story.at)
    story.carry()
    _thank(story, event, registration)


def _thank(story, event, registration):
    at = make.at("2027-03-19 13:00")
    with transaction():
        attendance.record(event, event.half_days[0], {registration: Mark.PRESENT}, story.camille, at)
        satisfaction.close_attendance(event, story.camille, at)
    story.carry(at + timedelta(days=4))
    story.does(satisfaction.nudge_all, at + timedelta(days=11))
    story.carry(at + timedelta(days=12))


def _moved_and_called_off(story):
    event = story.event("Déplacé puis annulé", kind="seminaire", starts_at=make.at("2027-05-18 07:00"))
    story.come(event, story.person("Inès"))
    story.carry()
    with transaction():
        before = actions.as_told(event)
        event.place, event.sequence, event.changed_at = "Salle Pasteur", event.sequence + 1, story.at
        actions.tell_change(event, {"place"}, story.at, before)
    story.carry()
    story.does(actions.call_off, event, "La salle n’est plus disponible.", "compte:x", story.at)
    story.carry()
