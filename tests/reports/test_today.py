"""The home page: what waits for whom, in words and numbers."""

import re
from datetime import timedelta

import pytest

from app.attendance.models import Mark, Presence
from app.core import clock
from app.core.db import db, transaction
from app.directory.models import Department, Organisation
from app.events.models import Cycle
from app.events.words import Modality, State
from app.invitations.models import Invitation
from app.outbox.models import LetterState, OutboxLetter
from app.registrations.models import Origin, Standing
from app.reminders.jobs import put_due
from app.reports.today import greeting, since, tasks_of, two_weeks
from app.reports.today_queries import present_round
from app.satisfaction.models import Level, SurveyAnswer
from tests import make
from tests.browsers import browser_of
from tests.statements import statements

NBSP = "\u00a0"


@pytest.fixture
def client(app):
    return browser_of(app)


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


def told(account, at=None):
    return [f"{task.count} {task.words} {' / '.join(place.title for place in task.links)}" for task in tasks_of(account, at or make.now())]


def over(by, *, days=1, **more):
    start = make.now() - timedelta(days=days, hours=3)
    return make.event("Webinaire passé", by=by, starts_at=start, state=State.HELD, held_at=make.now(), **more)


def letter(event, **more):
    values = {"kind": "confirmation", "recipient": "a@mdph-14.example.org", "ids": {}, "not_before": make.now(), "created_at": make.now()}
    key = f"k{make.now().timestamp()}{more}"
    return make.keep(OutboxLetter(dedupe_key=key, message_id=f"<{key}@x>", event_id=event.id, **values | more))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Bonjour Camille, rien ne presse aujourd’hui"),
        (1, "Bonjour Camille, une chose vous attend"),
        (3, "Bonjour Camille, trois choses vous attendent"),
        (16, "Bonjour Camille, seize choses vous attendent"),
        (17, "Bonjour Camille, 17 choses vous attendent"),
    ],
)
def test_the_page_counts_in_words_up_to_sixteen(count, words):
    assert greeting("Camille", [None] * count) == words


def test_on_monday_what_came_since_friday_is_new():
    assert since(make.at("2027-03-15 08:00")).isoformat() == "2027-03-12T00:00:00+01:00"
    assert since(make.at("2027-03-30 08:00")).isoformat() == "2027-03-26T00:00:00+01:00"  # Easter
    assert since(make.at("2027-03-18 08:00")).isoformat() == "2027-03-17T00:00:00+01:00"


def test_attendance_to_enter_is_counted_and_recalled_after_three_days(camille):
    event = over(camille, days=4)
    seen, unseen = (make.registration(event, origin=Origin.FACILITATOR) for _ in range(2))
    make.keep(
        Presence(registration_id=seen.id, half_day_id=event.half_days[0].id, mark=Mark.PRESENT, source="manual", recorded_at=make.now())
    )
    task = tasks_of(camille, make.now())[0]
    assert (task.count, task.words, task.tag) == (1, "présence à saisir pour", f"depuis 4{NBSP}jours")
    with transaction():
        event.attendance_closed_at = make.now()
    assert tasks_of(camille, make.now()) == []
    assert unseen.is_confirmed


def test_what_waits_for_a_decision_and_what_came_since_yesterday(camille):
    event = make.event(by=camille)
    make.registration(event, standing=Standing.PENDING, holds_seat=True, origin=Origin.PUBLIC)
    make.registration(event, origin=Origin.INVITATION)
    make.registration(event, origin=Origin.FACILITATOR)
    make.registration(event, registered_at=make.now() - timedelta(days=10), origin=Origin.PUBLIC)
    make.keep(Invitation(event_id=event.id, person_id=make.person().id, invited_at=make.now(), answer="declined", answered_at=make.now()))
    decision, news = told(camille)
    assert decision == "1 inscription attend votre avis pour Webinaire d’essai"
    assert news.startswith("3 réponses arrivées depuis ")
    assert f"2{NBSP}inscriptions et 1{NBSP}réponse négative" in news


def test_answers_to_many_events_name_three_and_count_the_others(client, camille):
    for number in range(5):
        make.registration(make.event(f"Rencontre {number}", by=camille), origin=Origin.INVITATION)
    page = re.sub(r"<[^>]+>", "", make.sign_in(client, camille).get("/aujourdhui").text)
    assert re.search(rf"\(5{NBSP}inscriptions\) pour Rencontre \d, Rencontre \d, Rencontre \d et 2{NBSP}autres événements", page)


def test_letters_that_failed_and_addresses_that_come_back(camille):
    event = make.event(by=camille)
    letter(event, state=LetterState.DEAD, recipient="b@mdph-14.example.org")
    letter(event, state=LetterState.SENT)
    gone = make.person(undeliverable_at=make.now(), phone="02 31 00 00 00")
    make.registration(event, gone, origin=Origin.FACILITATOR)
    make.keep(Invitation(event_id=event.id, person_id=gone.id, invited_at=make.now()))
    assert told(camille) == [
        "1 courriel n’est pas parti pour Webinaire d’essai",
        f"1 adresse ne répond plus pour «{NBSP}Webinaire d’essai{NBSP}»{NBSP}: Élodie Marchand, 02 31 00 00 00 (les courriels en reviennent)",
    ]


def test_drafts_near_letters_without_words_and_organisations_to_review(camille):
    make.event("Pas encore annoncé", by=camille, state=State.DRAFT, begins_in=timedelta(days=10))
    event = over(camille, days=5, published_at=make.now() - timedelta(days=30))
    put_due(make.now())
    with transaction():
        db.session.add(Organisation(slug="ccas-x", type="partner", name="CCAS", short_name="CCAS", to_review_since=make.now()))
        event.attendance_closed_at = make.now()
    try:
        words, draft, review = told(camille)
    finally:
        with transaction():
            db.session.query(Organisation).filter_by(slug="ccas-x").delete()
    assert words == "1 courriel à compléter (rediffusion) pour Webinaire passé"
    assert draft.endswith("Pas encore annoncé") and draft.split()[1] == "jours"
    assert review == "1 structure saisie à la main est à relire dans l’annuaire"


def test_others_events_are_not_my_business(camille):
    stranger = make.account("Dominique Aubry", networks=["ems-apa"]) if _exists("ems-apa") else make.account("Dominique Aubry")
    event = make.event(by=camille)
    make.registration(event, standing=Standing.PENDING, holds_seat=True, origin=Origin.PUBLIC)
    assert told(stranger) == [] and two_weeks(stranger, make.now()) == [] and present_round(stranger, make.now()) is None


def _exists(code):
    from app.networks.models import Network

    return db.session.query(Network).filter_by(code=code).count() == 1


def test_an_organiser_sees_only_the_events_they_were_given(camille):
    mine, other = (make.event(title, by=camille, begins_in=timedelta(days=1)) for title in ("Le mien", "L’autre"))
    organiser = make.account("Dominique Aubry", events=[mine])
    make.registration(mine, origin=Origin.PUBLIC)
    make.registration(other, origin=Origin.PUBLIC)
    assert [entry.event.title for entry in two_weeks(organiser, make.now())] == ["Le mien"]
    assert [task.count for task in tasks_of(organiser, make.now())] == [1]


@pytest.mark.on("2027-03-15 08:00")
def test_two_weeks_tell_hours_overseas_and_how_full_each_event_is(camille):
    at = make.at("2027-03-15 08:00")
    event = make.event(by=camille, starts_at=make.at("2027-03-24 09:00"), capacity=2)
    make.event("Après", by=camille, starts_at=make.at("2027-03-29 09:00"))
    make.event("Annulé", by=camille, starts_at=make.at("2027-03-24 09:00"), state=State.CANCELLED)
    with transaction():
        event.departments = [db.session.get(Department, code) for code in ("14", "974", "972")]
    make.registration(event)
    make.registration(event, standing=Standing.WAITING)
    make.keep(Invitation(event_id=event.id, person_id=make.person().id, invited_at=at))
    (entry,) = two_weeks(camille, at)
    assert entry.hours == f"10{NBSP}h – 11{NBSP}h{NBSP}30, à distance · 5{NBSP}h en Martinique, 13{NBSP}h à La Réunion"
    assert (entry.filling.confirmed, entry.filling.waiting, entry.filling.invited, entry.filling.silent) == (1, 1, 1, 1)


def test_the_cycle_counts_what_was_held_and_who_came(camille):
    cycle = make.keep(Cycle(code="cycle-2", name="Deuxième cycle", year=2026))
    held = over(camille, cycle_id=cycle.id, kind="webinaire", modality=Modality.ONLINE)
    make.event(by=camille, cycle_id=cycle.id)
    make.event(by=camille, cycle_id=cycle.id, state=State.CANCELLED)
    for department in ("14", "14", "971"):
        one = make.registration(held, make.person(department=department))
        make.keep(
            Presence(registration_id=one.id, half_day_id=held.half_days[0].id, mark=Mark.PRESENT, source="manual", recorded_at=make.now())
        )
    twice = make.registration(held, make.person(department="14"))
    make.keep(Presence(registration_id=twice.id, half_day_id=held.half_days[0].id, mark=Mark.PRESENT, recorded_at=make.now()))
    with transaction():
        twice.person.merged_into_id = one.person_id
    for level in (Level.SATISFIED, Level.NOT_SATISFIED, Level.NO_OPINION):
        make.keep(SurveyAnswer(event_id=held.id, level=level, answered_on=clock.today()))
    found = present_round(camille, make.now())
    assert (found.held, found.planned, found.participations, found.departments) == (1, 2, 3, 2)
    assert (found.satisfied, found.answers) == (1, 2)


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/aujourdhui").status_code == 303


def test_with_nothing_to_do_the_page_says_what_to_do_next(client, camille):
    page = make.sign_in(client, camille).get("/aujourdhui").text
    assert "rien ne presse" in page and "Préparer un événement" in page
    assert "Aucun événement d’ici la fin de la semaine prochaine" in page


def test_the_page_of_a_busy_facilitator_asks_little_of_the_database(client, camille):
    make.sign_in(client, camille)
    cycle = make.keep(Cycle(code="cycle-3", name="Troisième cycle", year=2026))
    for number in range(4):
        coming = make.event(f"À venir {number}", by=camille, begins_in=timedelta(days=1), cycle_id=cycle.id)
        make.registration(coming, standing=Standing.PENDING, holds_seat=True, origin=Origin.PUBLIC)
        letter(coming, state=LetterState.DEAD, recipient=f"r{number}@mdph-14.example.org")
        make.registration(over(camille, cycle_id=cycle.id))
    put_due(make.now())
    with statements() as made:
        page = client.get("/aujourdhui")
    assert page.status_code == 200
    assert "Troisième cycle" in page.text and "choses vous attendent" in page.text
    assert len(made) <= 25, len(made)


def test_who_cannot_be_written_to_is_named_once_at_the_first_of_their_events(camille):
    gone = make.person(undeliverable_at=make.now())
    for title, days in (("Plus tard", 20), ("Bientôt", 5)):
        make.registration(make.event(title, by=camille, begins_in=timedelta(days=days)), gone, origin=Origin.FACILITATOR)
    [line] = [one for one in told(camille) if "adresse" in one]
    assert line.startswith(f"1 adresse ne répond plus pour «{NBSP}Bientôt{NBSP}»") and "Plus tard" not in line
