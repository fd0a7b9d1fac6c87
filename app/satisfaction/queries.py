"""Who may answer, and what was answered: never both together."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import contains_eager, joinedload

from app.attendance.models import Mark, Presence
from app.core.db import db
from app.core.links import new_nonce, new_public_id, proves, split_token
from app.directory.models import Person
from app.events.models import Event
from app.registrations.models import Part, Registration, Standing
from app.satisfaction.models import LIFE, Level, SurveyAnswer, SurveyInvitation

PURPOSE = "enquete"


def invitation_opened_by(token: str, at: datetime) -> SurveyInvitation | None:
    """The invitation that this link opens; none for a wrong, altered or too old one."""
    public_id, given = split_token(token)
    statement = select(SurveyInvitation).join(SurveyInvitation.registration).join(Registration.event)
    statement = statement.options(contains_eager(SurveyInvitation.registration).contains_eager(Registration.event))
    found = db.session.scalar(statement.where(SurveyInvitation.public_id == public_id))
    # An unknown name is compared too, so that it takes the same time.
    proven = proves(given, PURPOSE, public_id, found.nonce if found else "")
    return found if found and proven and not found.is_over(at) else None


def use_once(invitation: SurveyInvitation, on: date) -> bool:
    """Mark the invitation as used; false when it already was, even at this very instant."""
    unused = update(SurveyInvitation).where(SurveyInvitation.id == invitation.id, SurveyInvitation.answered_on.is_(None))
    done = db.session.execute(unused.values(answered_on=on).execution_options(synchronize_session=False))
    db.session.refresh(invitation)
    return done.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def came(registration_id: int) -> bool:
    """Whether this person still counts as present."""
    present = select(Presence.id).where(Presence.registration_id == registration_id, Presence.mark == Mark.PRESENT)
    return db.session.scalar(present.limit(1)) is not None


def who_came(event: Event) -> set[int]:
    """The registrations to this event that still count as present."""
    present = select(Presence.registration_id).join(Presence.registration)
    return set(db.session.scalars(present.where(Registration.event_id == event.id, Presence.mark == Mark.PRESENT)))


def present_participants(event: Event) -> Sequence[Registration]:
    """Those who came, as participants, with the person each is."""
    present = select(Presence.registration_id).where(Presence.mark == Mark.PRESENT)
    statement = select(Registration).join(Registration.person).options(contains_eager(Registration.person).joinedload(Person.cared_for_by))
    return db.session.scalars(
        statement.where(
            Registration.event_id == event.id,
            Registration.standing == Standing.CONFIRMED,
            Registration.part == Part.PARTICIPANT,
            Registration.id.in_(present),
        ).order_by(Registration.id)
    ).all()


def keep_invitations(registrations: Iterable[Registration], sent_at: datetime) -> None:
    """One invitation for each registration; those who have theirs keep it."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    rows = [{"registration_id": one.id, "public_id": new_public_id(), "nonce": new_nonce(), "sent_at": sent_at} for one in registrations]
    if rows:
        db.session.execute(dialect.insert(SurveyInvitation).on_conflict_do_nothing(index_elements=["registration_id"]), rows)


def invitation_of(registration_id: int) -> SurveyInvitation | None:
    """The invitation of this registration, if it was asked."""
    return db.session.scalar(select(SurveyInvitation).where(SurveyInvitation.registration_id == registration_id))


def silent_since(earliest: datetime, latest: datetime) -> Sequence[SurveyInvitation]:
    """Invitations sent between these instants, not used, and not yet recalled."""
    statement = select(SurveyInvitation).options(
        joinedload(SurveyInvitation.registration).joinedload(Registration.person).joinedload(Person.cared_for_by),
        joinedload(SurveyInvitation.registration).joinedload(Registration.event),
    )
    silent = statement.where(SurveyInvitation.answered_on.is_(None), SurveyInvitation.nudged_at.is_(None))
    return db.session.scalars(silent.where(SurveyInvitation.sent_at > earliest, SurveyInvitation.sent_at <= latest)).all()


def asked_of(event: Event) -> int:
    """How many people were asked."""
    asked = select(func.count(SurveyInvitation.id)).join(SurveyInvitation.registration).where(Registration.event_id == event.id)
    return db.session.scalar(asked) or 0


def counts_of(events: Iterable[Event]) -> dict[Level, int]:
    """How many answers of each level these events received, pooled."""
    statement = select(SurveyAnswer.level, func.count()).where(SurveyAnswer.event_id.in_([one.id for one in events]))
    found = {level: count for level, count in db.session.execute(statement.group_by(SurveyAnswer.level))}
    return {level: found.get(level, 0) for level in Level}


def words_of(event: Event) -> Sequence[str]:
    """What was written freely, in the order of random keys: none tells who, nor when."""
    written = select(SurveyAnswer.words).where(SurveyAnswer.event_id == event.id, SurveyAnswer.words != "")
    return db.session.scalars(written.order_by(SurveyAnswer.id)).all()


def week_of(at: date) -> date:
    """The Monday of its week."""
    return at - timedelta(days=at.weekday())


def first_sent_still_open(at: datetime) -> datetime:
    """Before this instant, links no longer open anything."""
    return at - LIFE
