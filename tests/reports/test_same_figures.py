"""The same figure wherever it is told: on the home page, on the page of the event, in the letter that sums it up."""

import pytest

from app.core.db import transaction
from app.outbox.making import letter_of
from app.outbox.models import LetterState, OutboxLetter
from app.registrations import actions
from app.registrations.follow import overview
from app.registrations.follow_queries import Selection, guests_of
from app.registrations.models import Part, Standing
from app.reports.today import tasks_of
from app.reports.today_queries import fillings_of
from tests import make
from tests.browsers import browser_of


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


@pytest.fixture
def mixed(camille):
    """Two participants, one more in the line, a speaker and someone of the team."""
    event = make.event(by=camille)
    for standing in (Standing.CONFIRMED, Standing.CONFIRMED, Standing.WAITING):
        make.registration(event, standing=standing)
    make.registration(event, part=Part.SPEAKER)
    make.registration(event, part=Part.STAFF)
    return event


def test_the_speaker_is_among_the_registered_nowhere(mixed):
    figures, filling = overview(guests_of(mixed, Selection()), {}, 2).all, fillings_of([mixed])[mixed.id]
    alert = letter_of("organiser_alert", {}, make.now(), event_id=mixed.id)
    assert (figures.registered, figures.waiting) == (filling.confirmed, filling.waiting) == (2, 1)
    assert dict(alert.facts)["Inscrits"] == "2" and alert.subject.startswith("2\u00a0inscrits")


def test_letters_given_up_are_as_many_behind_the_link_as_before_it(app, mixed, camille):
    for number, state in enumerate((LetterState.DEAD, LetterState.DEAD, LetterState.SENT)):
        values = {"kind": "confirmation", "recipient": f"a{number}@mdph-14.example.org", "ids": {}, "event_id": mixed.id}
        dated = {"not_before": make.now(), "created_at": make.now()}
        make.keep(OutboxLetter(dedupe_key=f"k{number}", message_id=f"<{number}@x>", state=state, **values, **dated))
    (task,) = [task for task in tasks_of(camille, make.now()) if "partis" in task.words]
    (place,) = task.links
    client = make.sign_in(browser_of(app), camille)
    page = client.get(f"/gestion/evenements/{mixed.public_id}/courriers?etat={place.values['etat']}").text
    assert task.count == 2 and page.count("@mdph-14.example.org") == 2


def test_whom_the_team_withdrew_is_no_news_to_the_team(mixed, camille):
    own, theirs = (make.registration(mixed, registered_at=make.at("2026-01-05 09:00")) for _ in range(2))
    with transaction():
        actions.withdraw(own, by=own.person.actor, at=make.now())
        actions.withdraw(theirs, by=camille.actor, at=make.now())
    (news,) = [task.words for task in tasks_of(camille, make.now()) if "désinscription" in task.words]
    assert "1\u00a0désinscription" in news
