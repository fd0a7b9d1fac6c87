"""The states of one event, their guards and their dates."""

from datetime import datetime
from typing import TYPE_CHECKING

from app.core.errors import Refusal
from app.events.words import Door, Hosting, Modality, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class States:
    """What an event may become, each change dated by the same method that writes the state."""

    if TYPE_CHECKING:
        title: Mapped[str]
        state: Mapped[State]
        modality: Mapped[Modality]
        door: Mapped[Door]
        hosting: Mapped[Hosting]
        place: Mapped[str]
        join_url: Mapped[str]
        starts_at: Mapped[datetime]
        ends_at: Mapped[datetime]
        opens_at: Mapped[datetime | None]
        closes_at: Mapped[datetime | None]
        published_at: Mapped[datetime | None]
        closed_at: Mapped[datetime | None]
        held_at: Mapped[datetime | None]
        attendance_closed_at: Mapped[datetime | None]
        archived_at: Mapped[datetime | None]
        cancelled_at: Mapped[datetime | None]
        cancel_reason: Mapped[str]
        sequence: Mapped[int]

    @property
    def is_draft(self) -> bool:
        return self.state is State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state is State.PUBLISHED

    @property
    def is_closed(self) -> bool:
        return self.state is State.CLOSED

    @property
    def is_held(self) -> bool:
        return self.state is State.HELD

    @property
    def is_archived(self) -> bool:
        return self.state is State.ARCHIVED

    @property
    def is_cancelled(self) -> bool:
        return self.state is State.CANCELLED

    @property
    def is_public(self) -> bool:
        """Whether people may know of it: everything but a draft, called off or not."""
        return self.published_at is not None

    @property
    def is_coming(self) -> bool:
        """Announced and not yet over in our books: registrations, letters and the waiting list live."""
        return self.state in (State.PUBLISHED, State.CLOSED)

    @property
    def is_external(self) -> bool:
        return self.hosting is Hosting.EXTERNAL

    @property
    def may_change(self) -> bool:
        return self.state in (State.DRAFT, State.PUBLISHED, State.CLOSED)

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at

    def takes_registrations(self, at: datetime) -> bool:
        """Published, inside its registration window, not begun."""
        opened = self.opens_at is None or self.opens_at <= at
        closed = self.closes_at is not None and self.closes_at <= at
        return self.state is State.PUBLISHED and opened and not closed and not self.has_begun(at) and not self.is_external

    def takes_attendance(self, at: datetime) -> bool:
        """From the first minute of the day on, until archived."""
        return self.state in (State.PUBLISHED, State.CLOSED, State.HELD) and self.has_begun(at)

    def missing_to_publish(self, at: datetime) -> list[str]:
        """What still prevents its publication, in the words of the screen."""
        missing = []
        if self.modality is not Modality.ONLINE and not self.place:
            missing.append("le lieu")
        if self.modality is not Modality.ONSITE and not self.join_url:
            missing.append("le lien de connexion")
        if self.starts_at <= at:
            missing.append("une date à venir")
        return missing

    def publish(self, at: datetime) -> None:
        """Open it to the world: from now on people may be told."""
        self._expect(State.DRAFT, message="Seul un brouillon peut être publié.")
        if missing := self.missing_to_publish(at):
            raise Refusal(f"Il manque encore {' et '.join(missing)} pour publier.")
        self.state, self.published_at = State.PUBLISHED, at

    def close(self, at: datetime) -> None:
        """No new registration; the waiting list still serves freed seats."""
        self._expect(State.PUBLISHED, message="Seul un événement publié peut être clos.")
        self.state, self.closed_at = State.CLOSED, at

    def reopen(self, at: datetime) -> None:
        """Registrations again, until the event begins."""
        self._expect(State.CLOSED, message="Les inscriptions ne sont pas closes.")
        if self.has_begun(at):
            raise Refusal("L’événement a commencé.")
        self.state, self.closed_at = State.PUBLISHED, None
        if self.closes_at is not None and self.closes_at <= at:
            self.closes_at = None  # else the clock would close it again at once

    def hold(self, at: datetime) -> None:
        """It took place: attendance is entered."""
        self._expect(State.PUBLISHED, State.CLOSED, message="Seul un événement annoncé peut être marqué comme tenu.")
        if not self.is_over(at):
            raise Refusal("L’événement n’est pas terminé.")
        self.state, self.held_at = State.HELD, at

    def unhold(self) -> None:
        """An administrator's correction: it did not take place. ``held_at`` stays, so that the clock does not hold it again."""
        self._expect(State.HELD, message="Seul un événement tenu peut être rétabli.")
        self.state = State.CLOSED

    def archive(self, at: datetime) -> None:
        """Read-only from now on; attendance must have been entered or declared absent."""
        self._expect(State.HELD, message="Seul un événement tenu peut être archivé.")
        if self.attendance_closed_at is None:
            raise Refusal("Terminez d’abord la saisie des présences.")
        self.state, self.archived_at = State.ARCHIVED, at

    def cancel(self, reason: str, at: datetime) -> None:
        """It will not take place; calendars learn it by a higher sequence."""
        self._expect(State.DRAFT, State.PUBLISHED, State.CLOSED, message="Cet événement ne peut plus être annulé.")
        if not reason:
            raise Refusal("Dites pourquoi : les personnes prévenues liront cette raison.", "reason")
        self.state, self.cancelled_at, self.cancel_reason = State.CANCELLED, at, reason
        self.sequence += 1

    def _expect(self, *states: State, message: str) -> None:
        if self.state not in states:
            raise Refusal(message)
