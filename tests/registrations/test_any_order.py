"""Whatever people and facilitators do, in whatever order: the seats, the line, the letters and the calendars agree."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.directory.models import Person
from app.events.models import Event
from app.events.words import State
from app.invitations.models import CalendarObject, Invitation
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.actions import Wishes
from app.registrations.models import Origin, Part, Registration, Standing
from app.registrations.queries import rank_of, registration_of
from app.registrations.seats_queries import miscounted_events, miscounted_workshops
from tests import make

PEOPLE = 6
WHO = st.integers(0, PEOPLE - 1)
DEEDS = st.one_of(
    st.tuples(st.just("register"), WHO, st.sampled_from([Origin.PUBLIC, Origin.INVITATION, Origin.FACILITATOR])),
    st.tuples(st.just("speak"), WHO),
    st.tuples(st.just("withdraw"), WHO),
    st.tuples(st.just("come_back"), WHO),
    st.tuples(st.just("approve"), WHO),
    st.tuples(st.just("refuse"), WHO),
    st.tuples(st.just("choose"), WHO, st.booleans()),
    st.tuples(st.just("seats"), st.one_of(st.none(), st.integers(1, 4))),
    st.tuples(st.just("close")),
)
EVENTS = st.fixed_dictionaries(
    {
        "capacity": st.one_of(st.none(), st.integers(1, 3)),
        "needs_approval": st.booleans(),
        "has_waiting_list": st.booleans(),
        "quota_per_organisation": st.one_of(st.none(), st.integers(1, 2)),
    }
)
# What the last letter to someone may say of where they stand.
TELLS = {
    Standing.CONFIRMED: {"confirmation", "seat_freed"},
    Standing.PENDING: {"pending"},
    Standing.WAITING: {"waiting"},
    Standing.REFUSED: {"refused"},
    Standing.WITHDRAWN: {"withdrawal"},
}


class Story:
    """One event, a few people, and what each of them may do."""

    def __init__(self, settings):
        self.event = make.event(**settings)
        self.workshop = make.workshop(self.event, capacity=1)
        self.people = [make.person(org="mdph-14" if number % 2 else "mdph-50") for number in range(PEOPLE)]
        self.minutes = 0

    def do(self, verb, *said):
        self.minutes += 1
        try:
            with transaction():
                getattr(self, verb)(*said)
        except Refusal:
            pass
        db.session.expire_all()

    @property
    def at(self):
        return make.now() + timedelta(minutes=self.minutes)

    def known(self, number):
        return registration_of(self.event.id, self.people[number].id)

    def register(self, number, origin, part=Part.PARTICIPANT):
        wishes = Wishes(workshops=(self.workshop,) if number == 0 else (), part=part)
        person = self.people[number]
        actions.register(self.event, person, origin=origin, modality=self.event.modality, at=self.at, by=person.actor, wishes=wishes)

    def speak(self, number):
        self.register(number, Origin.FACILITATOR, Part.SPEAKER)

    def withdraw(self, number):
        if found := self.known(number):
            actions.withdraw(found, by=found.person.actor, at=self.at)

    def come_back(self, number):
        found = db.session.scalars(select(Registration).filter_by(person_id=self.people[number].id)).first()
        if found:
            actions.come_back(found, self.at)

    def approve(self, number):
        if found := self.known(number):
            actions.approve(found, by="compte:x", at=self.at)

    def refuse(self, number):
        if found := self.known(number):
            actions.refuse(found, by="compte:x", at=self.at)

    def choose(self, number, wanted):
        if found := self.known(number):
            chosen = (self.workshop,) if wanted else ()
            actions.change(found, modality=found.modality, workshops=chosen, comment="", by=found.person.actor, at=self.at)

    def seats(self, capacity):
        actions.set_capacity(self.event, capacity, self.at)

    def close(self):
        self.event.close(self.at)


def expect_true(story):
    event = story.event
    rows = db.session.scalars(select(Registration).filter_by(event_id=event.id)).all()
    assert miscounted_events() == [] and miscounted_workshops() == []
    assert event.capacity is None or event.seats_taken <= event.capacity
    waiting = [row for row in rows if row.is_waiting]
    assert not waiting or event.is_full
    assert sorted(rank_of(row) for row in waiting) == [*range(1, len(waiting) + 1)]
    assert not any(row.holds_seat or row.workshops for row in waiting)
    standing = [row.person_id for row in rows if not row.is_withdrawn]
    assert len(standing) == len({*standing})
    for person in story.people:
        expect_told(event, person)


def expect_told(event, person):
    """What was last written to someone is what is so, and only who is expected has it in their calendar."""
    row = db.session.scalars(select(Registration).filter_by(person_id=person.id).order_by(Registration.id.desc())).first()
    letters = db.session.scalars(select(OutboxLetter.kind).filter_by(person_id=person.id).order_by(OutboxLetter.id)).all()
    assert (row is None) == (not letters)
    if row is None:
        return
    assert letters[-1] in TELLS[row.standing]
    shown = db.session.scalars(select(CalendarObject).filter_by(person_id=person.id, closed_at=None)).all()
    assert len(shown) == (row.standing is Standing.CONFIRMED)


def forget(story):
    with transaction():
        for row in db.session.scalars(select(Registration).filter_by(event_id=story.event.id)):
            db.session.delete(row)
        db.session.flush()
        for table in (OutboxLetter, CalendarObject, Invitation):
            db.session.execute(delete(table))
        db.session.delete(db.session.get(Event, story.event.id))
        db.session.execute(delete(Person).where(Person.id.in_([person.id for person in story.people])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(how=EVENTS, deeds=st.lists(DEEDS, max_size=14))
def test_seats_line_letters_and_calendars_agree_whatever_happens(how, deeds):
    story = Story(how)
    try:
        for deed in deeds:
            story.do(*deed)
            expect_true(story)
    finally:
        db.session.rollback()
        forget(story)


def test_the_story_ends_with_a_closed_event_still_serving_its_line():
    story = Story({"capacity": 1})
    for deed in (("register", 0, Origin.PUBLIC), ("register", 1, Origin.PUBLIC), ("close",), ("withdraw", 0)):
        story.do(*deed)
        expect_true(story)
    assert story.event.state is State.CLOSED and story.known(1).is_confirmed
