"""A small year drawn at random, in which all that makes counting difficult happens."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.directory.models import Department, Organisation, Person, Region, Theme
from app.events.models import Cycle, Day, Event, HalfDay, Partner, Series
from app.events.words import Hosting, Modality, Period, State
from app.indicators.models import DeclaredFigure
from app.invitations.models import Answer, Invitation
from app.networks.models import CollaborativeSpace, Membership, Newsletter
from app.registrations.models import Origin, Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation
from tests import make

YEAR = 2024
ZONES = ("Europe/Paris", "Europe/Paris", "Pacific/Noumea", "Indian/Reunion", "America/Cayenne", "Pacific/Wallis", "America/Miquelon")
NETWORKS = (
    "departements",
    "isolement",
    "cfppa",
    "mdph",
    "mdph-directeurs",
    "mdph-juridique",
    "ars",
    "ars-ctsms",
    "domicile",
    "agents-cnsa",
)
KINDS = ("webinaire", "seminaire", "rencontre_territoriale", "reunion_regionale")
PLACES = ("44", "14", "35", "67", "68", "69", "2A", "75", "972", "974", "975", "988")
BODIES = ("cd-14", "cd-35", "cd-44", "mdph-14", "mdph-35", "mdph-44", "mdph-69", "mdph-975", "ars-28", "ars-53", "ars-04", "cnsa")
STATES = (State.HELD,) * 6 + (State.ARCHIVED,) * 3 + (State.DRAFT, State.PUBLISHED, State.CLOSED, State.CANCELLED)
STANDINGS = (Standing.CONFIRMED,) * 6 + (Standing.PENDING, Standing.WAITING, Standing.REFUSED, Standing.WITHDRAWN)
PARTS = (Part.PARTICIPANT,) * 6 + (Part.SPEAKER, Part.ORGANISER, Part.STAFF)
MARKS = (Mark.PRESENT, Mark.PRESENT, Mark.PRESENT, Mark.ABSENT, Mark.EXCUSED, None)


class RandomYear:
    """Rows of a year and of the one before it, always the same for one number."""

    def __init__(self, number: int, *, events: int = 14, people: int = 24) -> None:
        self.draw = Random(number)
        self.account = make.account(admin=True)
        with transaction():
            self.bodies = self._bodies()
            self.networks = [make.network(code) for code in NETWORKS]
            self.draw.choice(self.networks).closed_on = self._day()
            self.cycles = [self._kept(Cycle(code=f"rt-cycle-{one}", name="Cycle", year=YEAR)) for one in (1, 2)]
            self.series = [self._kept(Series(code=code, name="Série")) for code in ("suite-2023", "suite-2024", "autre")]
            self.regions = db.session.query(Region).order_by(Region.code).all()
            self.departments = [db.session.get(Department, code) for code in PLACES if db.session.get(Department, code)]
            self.themes = db.session.query(Theme).order_by(Theme.code).limit(3).all()
            self.people = [self._person(one) for one in range(people)]
            self._merge()
            self.events = [self._event(one) for one in range(events)]
            self._stocks()
            self._declare()

    def _kept(self, row):
        db.session.add(row)
        db.session.flush()
        return row

    def _day(self) -> date:
        edges = (date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 2, 29), date(YEAR, 6, 30), date(YEAR, 12, 31), date(YEAR + 1, 1, 1))
        return self.draw.choice(edges) if self.draw.random() < 0.4 else date(YEAR - 1, 1, 1) + timedelta(days=self.draw.randrange(760))

    def _some(self, values, most=2):
        return self.draw.sample([*values], self.draw.randint(0, min(most, len(values))))

    def _maybe(self, value, chance=0.5):
        return value if self.draw.random() < chance else None

    def _bodies(self):
        """Of the reference; one that ended, one that began, some that were typed and never reviewed."""
        known = [one for slug in BODIES if (one := db.session.query(Organisation).filter_by(slug=slug).first())]
        known[0].valid_to, known[3].valid_to = date(YEAR, 7, 1), date(YEAR, 12, 31)
        known[4].valid_from = date(YEAR, 12, 31)
        typed = [
            Organisation(slug=f"typed-{kind}", type=kind, name="Typed", short_name="Typed", to_review_since=make.now())
            for kind in ("cd", "mdph", "partner")
        ]
        return known + [self._kept(one) for one in typed]

    def _place(self):
        body, place = self.draw.choice([*self.bodies, None]), self.draw.choice([*PLACES, None])
        known = {one.code for one in db.session.query(Department)}
        return {"organisation_id": body.id if body else None, "department_code": place if place in known else None}

    def _person(self, number):
        email = f"random-{number}@example.org" if self.draw.random() < 0.8 else None
        erased = self._maybe(make.now(), 0.1)
        names = {"first_name": "" if erased else "Élodie", "last_name": "" if erased else f"Marchand{number}", "anonymised_at": erased}
        return self._kept(Person(email=None if erased else email, created_at=make.now(), **names, **self._place()))

    def _merge(self):
        shuffled = self.draw.sample(self.people, 7)
        for lost, kept in ((0, 1), (2, 3), (4, 5), (6, 5)):
            shuffled[lost].merged_into_id = shuffled[kept].id
        self.same = [shuffled[index].id for index in range(7)]

    def _event(self, number):
        state, zone, on = self.draw.choice(STATES), self.draw.choice(ZONES), self._day()
        clock = self.draw.choice((time(0, 15), time(9), time(9), time(14), time(23, 30)))
        starts_at = datetime.combine(on, clock, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
        days = self.draw.choice((1, 1, 1, 2, 3))
        ends_at = starts_at + timedelta(days=days - 1, minutes=self.draw.choice((90, 100, 420)))
        was_announced = state not in (State.DRAFT, State.CANCELLED) or (state is State.CANCELLED and self.draw.random() < 0.6)
        event = Event(
            kind_code=self.draw.choice(KINDS),
            title=f"Événement {number}",
            state=state,
            hosting=self.draw.choice((Hosting.OWN, Hosting.OWN, Hosting.JOINT, Hosting.EXTERNAL)),
            modality=self.draw.choice([*Modality]),
            timezone=zone,
            starts_at=starts_at,
            ends_at=ends_at,
            postponed_from=self._maybe(starts_at - timedelta(days=400), 0.2),
            published_at=make.now() if was_announced else None,
            cancelled_at=make.now() if state is State.CANCELLED else None,
            attendance_closed_at=self._maybe(make.now(), 0.7),
            created_at=make.now(),
            changed_at=make.now(),
            facilitator_id=self.account.id,
            cycle_id=(self._maybe(self.draw.choice(self.cycles).id)),
            series_id=(self._maybe(self.draw.choice(self.series).id)),
            networks=self._some(self.networks, 3),
            regions=self._some(self.regions),
            departments=self._some(self.departments),
            themes=self._some(self.themes),
        )
        event.partners = [Partner(name="Autre", role="co_organiser")] if self.draw.random() < 0.2 else []
        self._sittings(event, days)
        self._kept(event)
        self._attendance(event)
        return event

    def _sittings(self, event, days):
        position = 0
        for day in range(days):
            begins = event.starts_at + timedelta(days=day)
            lasts = event.ends_at - event.starts_at - timedelta(days=days - 1)
            event.days.append(Day(on=begins.date(), starts_at=begins, ends_at=begins + lasts))
            for period in (Period.WHOLE,) if event.modality is Modality.ONLINE else (Period.MORNING, Period.AFTERNOON):
                event.half_days.append(HalfDay(on=begins.date(), period=period, position=position))
                position += 1

    def _attendance(self, event):
        """Who registered, sometimes twice; who was marked, sometimes by mistake; who was asked, and what was answered."""
        is_only_a_date, is_taken = self.draw.random() < 0.1, self.draw.random() < 0.75
        for person in [] if is_only_a_date else self._crowd():
            if self.draw.random() < 0.15:
                self._registration(event, person, Standing.WITHDRAWN, is_taken)
            self._registration(event, person, self.draw.choice(STANDINGS), is_taken)
        answered = self.draw.choice((0, 0, 1, 3, 5, 6, 12))
        for _ in range(answered):
            self._kept(SurveyAnswer(event_id=event.id, level=self.draw.choice([*Level]), answered_on=event.starts_at.date()))
        for person in self._some(self.people, 6) if self.draw.random() < 0.7 else []:
            said = self._maybe(self.draw.choice([*Answer]))
            times = {"invited_at": event.starts_at - timedelta(days=30), "answer": said, "answered_at": make.now() if said else None}
            self._kept(Invitation(event_id=event.id, person_id=person.id, withdrawn_at=self._maybe(make.now(), 0.2), **times))

    def _crowd(self):
        """Those who are one person come together more often than chance would have it."""
        found = self._some(self.people, 10)
        return [*found, *(one for one in self.people if one.id in self.same and one not in found and self.draw.random() < 0.4)]

    def _registration(self, event, person, standing, is_taken):
        own = {"organisation_id": person.organisation_id, "department_code": person.department_code}
        row = Registration(
            event_id=event.id,
            person_id=person.id,
            standing=standing,
            origin=self.draw.choice([*Origin]),
            part=self.draw.choice(PARTS),
            modality=self.draw.choice((Modality.ONSITE, Modality.ONLINE)),
            registered_at=make.now(),
            waiting_since=make.now() if standing is Standing.WAITING else None,
            withdrawn_at=make.now() if standing is Standing.WITHDRAWN else None,
            **(self._place() if self.draw.random() < 0.3 else own),
        )
        self._kept(row)
        for half_day in event.half_days if is_taken else []:
            if mark := self.draw.choice(MARKS):
                self._kept(Presence(registration_id=row.id, half_day_id=half_day.id, mark=mark, recorded_at=make.now()))
        if self.draw.random() < 0.2:
            self._kept(SurveyInvitation(registration_id=row.id, sent_at=event.ends_at))

    def _stocks(self):
        members = [{"person_id": one.id} for one in self.people] + [{"organisation_id": one.id} for one in self.bodies]
        for network in self.networks:
            for member in self._some(members, 6):
                first, last = sorted((self._day(), self._day()))
                self._kept(Membership(network_id=network.id, joined_on=first, left_on=self._maybe(last), **member))
            for _ in range(self.draw.randint(0, 2)):
                self._kept(Newsletter(network_id=network.id, title="Lettre", sent_on=self._day(), recipients=3))
                first, last = sorted((self._day(), self._day()))
                days = {"opened_on": first, "closed_on": self._maybe(last)}
                self._kept(CollaborativeSpace(network_id=network.id, name="Espace", **days))

    def _declare(self):
        for code in ("participations", "membres", "taux_satisfaction", "evenements_tenus"):
            for scope in ({}, {"reseau": ["mdph"]}, {"cycle": ["rt-cycle-1"]}):
                values = {"indicator_code": code, "year": self.draw.choice((YEAR - 1, YEAR)), "scope": scope, "value": "80"}
                self._kept(DeclaredFigure(source="Un document", declared_by_id=self.account.id, declared_at=make.now(), **values))
