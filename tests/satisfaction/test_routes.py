"""The questionnaire behind its link, and its results."""

from datetime import timedelta

import pytest

from app.attendance import actions as attendance
from app.attendance.models import Mark
from app.core.db import db, transaction
from app.satisfaction import actions, mails, queries
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation
from tests import make
from tests.browsers import browser_of
from tests.tokens import send


@pytest.fixture
def client(app):
    return browser_of(app)


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def webinar(camille):
    return make.event("Webinaire des référents", by=camille, starts_at=make.now() - timedelta(hours=3))


@pytest.fixture
def link(webinar, camille):
    """The link of someone who came."""
    who = make.registration(webinar)
    with transaction():
        attendance.mark(who, webinar.half_days[0], Mark.PRESENT, camille, make.now())
        actions.close_attendance(webinar, camille, make.now())
    return mails.address_of(queries.invitation_of(who.id))


def answers():
    return [(row.level, row.words) for row in db.session.query(SurveyAnswer)]


def answer(event, *levels, words=""):
    with transaction():
        for level in levels:
            db.session.add(SurveyAnswer(event_id=event.id, level=level, words=words, answered_on=make.now().date()))


def results(client, event):
    return client.get(f"/gestion/evenements/{event.public_id}/satisfaction")


def test_opening_the_link_is_inert_and_repeatable(client, link):
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert client.head(link).status_code == 200
    assert "Qu’en avez-vous pensé" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert answers() == []
    assert db.session.query(SurveyInvitation).one().answered_on is None


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: t + "a", lambda t: "a" * 26 + t[26:], lambda t: "é" * 69, lambda t: "x" * 5000, lambda t: "x"]
)
def test_a_wrong_link_opens_nothing(client, link, spoil):
    token = link.rpartition("/")[2]
    assert client.get(f"/q/{spoil(token)}").status_code == 404
    assert send(client, f"/q/{spoil(token)}", data={"level": "satisfied"}).status_code == 404
    assert answers() == []


def test_an_old_link_opens_nothing(client, link):
    with transaction():
        db.session.query(SurveyInvitation).one().sent_at -= timedelta(days=35)
    page = client.get(link)
    assert page.status_code == 404 and "Ce questionnaire n’est plus ouvert" in page.text


def test_a_form_without_level_is_sent_back(client, link):
    page = send(client, link, data={"words": "Bien"})
    assert page.status_code == 422
    assert "Choisissez une réponse" in page.text
    assert "Bien" in page.text
    assert send(client, link, data={"level": "ravi"}).status_code == 422
    assert send(client, link, data={"level": "satisfied", "words": "x" * 2001}).status_code == 422
    assert answers() == []


def test_an_answer_is_thanked_and_the_second_changes_nothing(client, link):
    sent = send(client, link, data={"level": "very_satisfied", "words": "Merci\nà tous"})
    assert sent.status_code == 303
    first = client.get(sent.location)
    assert "Merci, votre avis est enregistré" in first.text
    again = send(client, link, data={"level": "not_satisfied"})
    assert again.status_code == 200
    assert again.text == first.text
    assert answers() == [(Level.VERY_SATISFIED, "Merci\nà tous")]


def test_results_are_not_for_strangers_nor_for_other_networks(client, webinar):
    assert results(client, webinar).status_code == 303
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    assert results(client, webinar).status_code == 404


def test_an_organiser_reads_the_results(client, webinar):
    make.sign_in(client, make.account(events=[webinar]))
    assert results(client, webinar).status_code == 200


def test_before_attendance_is_closed_the_page_says_what_to_do(client, webinar, camille):
    make.sign_in(client, camille)
    assert "n’est pas encore parti" in results(client, webinar).text


def test_under_five_answers_nothing_is_told_but_their_number(client, webinar, camille, link):
    answer(webinar, *[Level.NOT_SATISFIED] * 4, words="Trop long")
    make.sign_in(client, camille)
    text = results(client, webinar).text
    assert "4\xa0réponses" in text
    assert "à partir de 5 réponses" in text
    assert "Pas satisfait" not in text
    assert "Trop long" not in text


def test_from_five_answers_on_the_rate_is_told_with_its_table_and_the_words(client, webinar, camille, link):
    answer(webinar, *[Level.SATISFIED] * 4, Level.LITTLE_SATISFIED, Level.NO_OPINION, words="Trop <court>")
    make.sign_in(client, camille)
    text = results(client, webinar).text
    assert "80,0\u202f% de satisfaction" in text
    assert "6\xa0réponses" in text
    assert "5\xa0avis exprimés" in text
    assert "Trop &lt;court&gt;" in text
    assert "<details>" in text
