"""What is played: events past and to come, with their invitations, registrations, presence and answers."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.demo.cast import PARIS, Stage
from app.directory.models import Department, Organisation, Person
from app.events.models import Cycle, Day, Event, EventKind, HalfDay
from app.events.words import Door, Modality, Period, State
from app.invitations.models import Answer, Invitation
from app.networks.models import Network
from app.registrations.models import Origin, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation
from app.ui.french import typeset

NORMANDY = ("14", "27", "50", "61", "76")
BRITTANY = ("22", "29", "35", "56")


def _event(stage: Stage, kind: str, title: str, network: str, on: date, first: time, last: time, **more: object) -> Event:
    kind_row = db.session.get_one(EventKind, kind)
    starts_at, ends_at = datetime.combine(on, first, PARIS), datetime.combine(on, last, PARIS)
    values: dict[str, object] = {
        "kind_code": kind, "kind": kind_row, "title": typeset(title), "modality": kind_row.modality, "starts_at": starts_at, "ends_at": ends_at,
        "capacity": kind_row.capacity, "has_waiting_list": kind_row.has_waiting_list, "state": State.PUBLISHED,
        "published_at": min(stage.at, starts_at) - timedelta(days=40), "created_at": stage.at - timedelta(days=90), "changed_at": stage.at - timedelta(days=40),
        "facilitator_id": stage.facilitator.id if stage.facilitator else 0, "door": Door.NETWORK,
        "networks": [db.session.scalars(select(Network).where(Network.code == network)).one()],
        "organiser": db.session.scalars(select(Organisation).where(Organisation.slug == "cnsa")).one(),
    }  # fmt: skip
    online = kind_row.modality is Modality.ONLINE
    values |= (
        {"join_url": "https://visio.example.org/rencontres"}
        if online
        else {"place": "Salle Condorcet", "address": "66 avenue du Maine, 75014 Paris"}
    )
    event = Event(**(values | more))
    event.days = [Day(on=on, starts_at=starts_at, ends_at=ends_at)]
    periods = [Period.WHOLE] if event.modality is Modality.ONLINE else [Period.MORNING, Period.AFTERNOON]
    event.half_days = [HalfDay(on=on, period=period, position=index) for index, period in enumerate(periods)]
    db.session.add(event)
    db.session.flush()
    return event


def _invite(stage: Stage, event: Event, people: list[Person], share: float, declining: float = 0.06) -> list[Registration]:
    """Invite them all; that share registers (as long as there are seats), some decline, the others are silent."""
    made = []
    for person in people:
        asked_at = event.starts_at - timedelta(days=30)
        invitation = Invitation(event_id=event.id, person_id=person.id, invited_at=min(asked_at, stage.at - timedelta(days=3)))
        db.session.add(invitation)
        drawn, answered_at = stage.chance.random(), stage.at - timedelta(hours=stage.chance.randint(2, 60))
        if event.starts_at < stage.at:
            answered_at = event.starts_at - timedelta(days=stage.chance.randint(3, 20))
        if drawn < share:
            invitation.say(Answer.REGISTERED, answered_at)
            made.append(_registration(event, person, answered_at))
        elif drawn < share + declining:
            invitation.say(Answer.DECLINED, answered_at)
    db.session.flush()
    return made


def _registration(event: Event, person: Person, at: datetime) -> Registration:
    seated = event.capacity is None or event.seats_taken < event.capacity
    row = Registration(
        event_id=event.id, person_id=person.id, standing=Standing.CONFIRMED if seated else Standing.WAITING, holds_seat=seated, origin=Origin.INVITATION,
        modality=event.modality, organisation_id=person.organisation_id, department_code=person.department_code, job_role_code=person.job_role_code,
        registered_by=person.actor, registered_at=at, confirmed_at=at if seated else None, waiting_since=None if seated else at,
    )  # fmt: skip
    event.seats_taken += int(seated)
    db.session.add(row)
    return row


def coming(stage: Stage) -> None:
    """What is announced, or still being prepared."""
    _topical_webinar(stage)
    _normandy(stage)
    _schooling_day(stage)
    _open_to_all(stage)
    on = stage.working_day(18)
    _event(
        stage,
        "reunion_reseau",
        "Référents PATHOS – quatrième réunion",
        "ars-pathos",
        on,
        time(14),
        time(16),
        state=State.DRAFT,
        published_at=None,
    )


def past(stage: Stage) -> None:
    """What took place: one whose attendance is still to be entered, two that are told to the end."""
    title = "Webinaire d’actualité : préparer la rentrée des instances"
    recent = _event(stage, "webinaire_actualite", title, "mdph-directeurs", stage.working_day(-7), time(10), time(11, 30))
    _invite(stage, recent, stage.cast["directeur_mdph"][:40], 0.85)
    recent.state, recent.closed_at = State.CLOSED, recent.starts_at
    title, where = (
        "Rencontre territoriale de l’autonomie – Bretagne",
        {"place": "Hôtel de Région", "address": "Rennes", "cycle": _cycle(stage)},
    )
    brittany = _event(
        stage, "rencontre_territoriale", title, "rencontres-territoriales", stage.working_day(-50), time(9, 30), time(16, 30), **where
    )
    _hold(stage, brittany, _invite(stage, brittany, _people_of(stage, BRITTANY), 0.9))
    meeting = _event(
        stage, "reunion_reseau", "Référents PATHOS – troisième réunion", "ars-pathos", stage.working_day(-30), time(14), time(16)
    )
    _hold(stage, meeting, _invite(stage, meeting, stage.cast["referent_pathos"], 0.8))


def _topical_webinar(stage: Stage) -> None:
    title = "Webinaire d’actualité des directrices et directeurs de MDPH"
    words = "Au programme :\n\n- les **conventions tripartites** ;\n- le calendrier de la campagne ;\n- vos questions."
    webinar = _event(
        stage, "webinaire_actualite", title, "mdph-directeurs", stage.working_day(3), time(10), time(11, 30), description=words
    )
    _invite(stage, webinar, stage.cast["directeur_mdph"], 0.8)


def _normandy(stage: Stage) -> None:
    """Full, with a waiting list."""
    departments = list(db.session.scalars(select(Department).where(Department.code.in_(NORMANDY))))
    where = {"capacity": 8, "place": "Hôtel du Département", "address": "Caen", "departments": departments, "cycle": _cycle(stage)}
    title = "Rencontre territoriale de l’autonomie – Normandie"
    event = _event(
        stage, "rencontre_territoriale", title, "rencontres-territoriales", stage.working_day(12), time(9, 30), time(16, 30), **where
    )
    _invite(stage, event, _people_of(stage, NORMANDY), 0.75)


def _schooling_day(stage: Stage) -> None:
    """Three registrations wait for the facilitator's word."""
    title = "Journée nationale des correspondants de scolarisation"
    more = {"quota_per_organisation": 2}
    event = _event(stage, "journee_nationale", title, "mdph-scolarisation", stage.working_day(45), time(9, 30), time(16, 30), **more)
    for registration in _invite(stage, event, stage.cast["correspondant_scolarisation"], 0.3)[:3]:
        registration.standing, registration.confirmed_at = Standing.PENDING, None


def _open_to_all(stage: Stage) -> None:
    title = "Équipes médico-sociales APA : le nouveau référentiel d’évaluation"
    more = {"door": Door.ANYONE, "description": "Une heure et demie pour découvrir le référentiel, puis un temps de questions."}
    _event(stage, "webinaire", title, "ems-apa", stage.working_day(21), time(14), time(15, 30), **more)


def _cycle(stage: Stage) -> Cycle:
    """The round of rencontres under way."""
    found = db.session.scalars(select(Cycle)).first()
    if found is None:
        name, objective = "Rencontres territoriales de l’autonomie – 3ᵉ cycle", "Faire vivre les conventions tripartites."
        found = Cycle(code="rt-cycle-3", name=name, year=stage.today.year, objective=objective)
        db.session.add(found)
    return found


def _people_of(stage: Stage, codes: tuple[str, ...]) -> list[Person]:
    return [person for cast in stage.cast.values() for person in cast if person.department_code in codes]


def _hold(stage: Stage, event: Event, registrations: list[Registration]) -> None:
    """It took place: most came, and most of those answered the questionnaire where the kind has one."""
    event.state, event.held_at, event.attendance_closed_at = State.HELD, event.ends_at, event.ends_at + timedelta(days=1)
    for registration in registrations:
        here = stage.chance.random() < 0.86
        for half_day in event.half_days:
            mark = Mark.PRESENT if here else Mark.ABSENT
            db.session.add(
                Presence(registration_id=registration.id, half_day_id=half_day.id, mark=mark, source="paper", recorded_at=event.ends_at)
            )
        if here and event.kind.has_satisfaction:
            _answer(stage, event, registration)


def _answer(stage: Stage, event: Event, registration: Registration) -> None:
    on = (event.ends_at + timedelta(days=2)).date()
    invitation = SurveyInvitation(registration_id=registration.id, sent_at=event.ends_at + timedelta(days=1))
    db.session.add(invitation)
    if stage.chance.random() < 0.8:
        invitation.answered_on = on
        level = stage.chance.choices([*Level], weights=[35, 46, 12, 4, 3])[0]
        words = stage.chance.choice(["", "", "Des échanges utiles, merci.", "Plus de temps pour les ateliers la prochaine fois."])
        db.session.add(SurveyAnswer(event_id=event.id, level=level, words=words, answered_on=on))
