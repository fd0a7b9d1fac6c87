"""A person's mail is handed to the team (spec A3, §2.6 line 6): who is told, how often, and of what."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core.db import db, transaction
from app.inbox import team
from app.outbox.models import OutboxLetter
from tests import make
from tests.inbox.guests import Guest, take
from tests.inbox.test_absences import writes
from tests.letters import deliver, letters_to, text_of

MONDAY = make.at("2027-03-01 09:00")
pytestmark = pytest.mark.on("2027-03-01 09:00")


def tell(at=MONDAY):
    with transaction():
        return team.tell(at)


def told():
    return [*db.session.scalars(select(OutboxLetter.recipient).where(OutboxLetter.kind == team.KIND).order_by(OutboxLetter.id))]


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


def asks(guest, at=MONDAY, number=1):
    answered = letters_to(guest.person)[0]["Message-ID"]
    raw = writes(guest.person.email, words="Mon secret", heads=f"In-Reply-To: {answered}\r\n").replace(b"<m@", f"<m{number}@".encode())
    return take(raw, at)


def test_who_runs_the_event_is_told_once_a_day_with_a_link_and_nothing_of_the_mail(camille):
    """A3."""
    guest = Guest(make.event(by=camille))
    asks(guest)
    assert (tell(), tell(MONDAY + timedelta(hours=2)), told()) == (1, 0, [camille.email])
    deliver()
    letter = letters_to(camille)[-1]
    assert letter["Subject"].replace("\N{NO-BREAK SPACE}", " ") == "1 courriel reçu à lire"
    assert "/gestion/courriels-recus" in text_of(letter) and "Mon secret" not in text_of(letter)


def test_a_second_mail_the_same_day_is_told_the_next_one_and_an_old_one_never_again(camille):
    guest = Guest(make.event(by=camille))
    asks(guest)
    tell()
    later = MONDAY + timedelta(hours=5)
    asks(guest, later, 2)
    assert [tell(later), tell(MONDAY + timedelta(days=1)), tell(MONDAY + timedelta(days=2))] == [0, 1, 0]


def test_what_was_read_in_between_is_not_told(camille):
    guest = Guest(make.event(by=camille))
    row = asks(guest)
    tell()
    with transaction():
        kept = db.session.merge(row)
        kept.dealt_with_at = MONDAY
    assert not [one for one in deliver() if "à lire" in one["Subject"]]


@pytest.mark.parametrize("when", ["2027-03-01 22:00", "2027-03-06 10:00", "2027-05-01 10:00"], ids=["night", "Saturday", "holiday"])
def test_nobody_is_told_outside_working_hours(camille, when):
    with time_machine.travel(make.at(when), tick=True):
        asks(Guest(make.event(by=camille)), make.at(when))
        assert tell(make.at(when)) == 0


def test_who_is_told_of_what():
    """The event's own facilitator; else those of the author's networks; else the administrators."""
    camille, other = make.account(networks=["mdph-directeurs"]), make.account(networks=["mdph-directeurs"])
    ada = make.account(admin=True)
    member = make.person(member_of=["mdph-directeurs"])
    asks(Guest(make.event(by=camille)))
    tell()
    assert told() == [camille.email]
    take(writes(member.email), MONDAY)
    tell(MONDAY + timedelta(minutes=1))
    assert set(told()) == {camille.email, other.email}
    take(writes("inconnue@example.org"), MONDAY)
    tell(MONDAY + timedelta(minutes=2))
    assert set(told()) == {camille.email, other.email, ada.email}


def test_a_flood_of_strangers_does_not_hide_what_is_somebody_elses_to_read(camille):
    make.account(admin=True)
    asks(Guest(make.event(by=camille)))
    for number in range(120):
        take(writes("inconnue@example.org").replace(b"<m@", f"<f{number}@".encode()), MONDAY)
    tell()
    assert camille.email in told()


def test_nothing_is_told_of_what_changes_nothing_or_was_followed(camille):
    guest = Guest(make.event(by=camille))
    guest.answers("ACCEPTED")
    take(writes(guest.person.email, heads="Auto-Submitted: auto-replied\r\n"), MONDAY)
    assert tell() == 0
