"""What each planned letter says, and when it says nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.db import db, transaction
from app.invitations.models import Purpose, Sending
from app.outbox import paper
from app.outbox.letter import Letter
from app.outbox.making import letter_of
from app.reminders import actions, mails
from app.reminders.models import PlannedLetter
from app.reminders.queries import edits_of
from tests import make

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2027, 1, 4, 10, tzinfo=PARIS)


def wall(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def webinar(start="2027-03-18T14:00", **more):
    values = {"starts_at": wall(start), "published_at": LONG_AGO, "created_at": LONG_AGO} | more
    return make.event("Webinaire des référents", **values)


def made(kind, registration, at, **ids):
    version = registration.event.starts_at.astimezone(PARIS).strftime("%Y%m%d")
    given = {"registration_id": registration.id, "version": version} | ids
    return letter_of(kind, given, wall(at), event_id=registration.event_id, person_id=registration.person_id)


def edit(event, letter, **more):
    with transaction():
        actions.plan(event, LONG_AGO)
        row = db.session.query(PlannedLetter).filter_by(event_id=event.id, letter=letter).one()
        for name, value in more.items():
            setattr(row, name, value)


def facts(letter):
    return dict(letter.facts)


def test_the_week_before_says_when_where_and_how_without_a_calendar_part():
    event = make.event(
        "Journée nationale", kind="journee_nationale", starts_at=wall("2027-03-18T09:30"), access="Entrée de plain-pied, métro Gaîté."
    )
    letter = made("reminder_7_days", make.registration(event), "2027-03-11T09:00")
    assert facts(letter)["Où"] == "Salle Condorcet, 66 avenue du Maine, 75014 Paris"
    assert facts(letter)["Accès"] == "Entrée de plain-pied, métro Gaîté."
    assert letter.calendar is None
    assert "/p/" in letter.button.url


def test_the_eve_names_the_day_as_a_person_would():
    event = webinar("2027-03-15T10:00")
    registration = make.registration(event)
    assert made("reminder_1_day", registration, "2027-03-12T09:00").subject.startswith("Lundi 15")
    assert made("reminder_1_day", registration, "2027-03-14T09:00").subject.startswith("Demain à 10")
    assert made("reminder_1_day", registration, "2027-03-15T08:00").subject.startswith("Aujourd’hui à 10")


def test_the_last_hour_is_a_button_that_joins():
    registration = make.registration(webinar())
    letter = made("reminder_1_hour", registration, "2027-03-18T13:00", version="20270318T1300")
    assert letter.button.url == "https://visio.example.org/salle"
    assert "14" in letter.subject


def test_overseas_reads_its_own_hour():
    reunion = make.person(org="mdph-974", department="974")
    letter = made("reminder_1_day", make.registration(webinar(), reunion), "2027-03-17T09:00")
    assert "17\u00a0h, heure de La Réunion" in facts(letter)["Quand"]


def test_a_reminder_of_what_is_no_longer_true_does_not_leave():
    event = webinar()
    registration = make.registration(event)
    assert made("reminder_1_day", registration, "2027-03-18T14:00") is None, "it has begun"
    assert made("reminder_1_day", registration, "2027-03-17T09:00", version="20270311") is None, "it was moved"
    with transaction():
        event.cancel("Grève des transports", LONG_AGO)
    assert made("reminder_1_day", registration, "2027-03-17T09:00") is None
    waiting = make.registration(webinar(), standing="waiting", waiting_since=LONG_AGO)
    assert made("reminder_1_day", waiting, "2027-03-17T09:00") is None


def test_an_edited_letter_says_what_its_facilitator_wrote():
    event = webinar()
    edit(event, "reminder_1_day", subject="Apportez vos questions", words="Merci de **tester** votre micro.")
    letter = made("reminder_1_day", make.registration(event), "2027-03-17T09:00")
    assert letter.subject == "Apportez vos questions"
    assert "<strong>tester</strong>" in paper.html(letter)
    assert "Merci de tester votre micro." in paper.text(letter)


def test_a_letter_switched_off_after_it_was_put_does_not_leave():
    event = webinar()
    registration = make.registration(event)
    edit(event, "reminder_1_day", is_on=False)
    assert made("reminder_1_day", registration, "2027-03-17T09:00") is None


def test_the_words_of_a_sending_win_over_those_of_the_plan():
    event = make.event(kind="rencontre_territoriale", published_at=LONG_AGO)
    from app.reminders.letters import as_edited

    def make_it(_ids, _at):
        return Letter(subject="De l’envoi", to_name="", heading="")

    edit(event, "nudge", subject="Du plan", is_on=False)
    sending = Sending(event_id=event.id, purpose=Purpose.NUDGE, people=[], total=0, asked_at=LONG_AGO, subject="De l’envoi")
    make.keep(sending)
    maker = as_edited("nudge", make_it)
    assert maker({"event_id": event.id, "sending_id": sending.id}, LONG_AGO).subject == "De l’envoi"
    assert maker({"event_id": event.id}, LONG_AGO).subject == "Du plan", "a nudge by hand leaves though the automatic one is off"


def test_minutes_and_replay_open_their_link():
    event = webinar()
    registration = make.registration(event)
    assert made("minutes", registration, "2027-03-26T09:00") is None
    assert mails.agenda(registration, registration.person, "").button.label != "Lire l’ordre du jour", "there is nothing to open"
    edit(event, "replay", link="https://visio.example.org/rediffusion")
    letter = made("replay", registration, "2027-03-23T09:00")
    assert (letter.button.label, letter.button.url) == ("Revoir la séance", "https://visio.example.org/rediffusion")


def test_the_alert_counts_and_names_the_departments_still_missing():
    from app.directory.models import Department

    event = webinar()
    with transaction():
        event.departments = [db.session.get(Department, code) for code in ("14", "50")]
    make.registration(event)
    make.registration(event, make.person(department="50"), standing="waiting", waiting_since=LONG_AGO)
    make.registration(event, make.person(department="50"), part="speaker")
    make.registration(event, make.person(department=None))
    make.registration(event, standing="pending")
    letter = letter_of("organiser_alert", {}, wall("2027-03-15T09:00"), event_id=event.id)
    assert "1\u00a0demande attend encore votre avis." in " ".join(letter.paragraphs + letter.closing)
    assert facts(letter)["Inscrits"] == "2"
    assert facts(letter)["Liste d’attente"] == "1"
    assert facts(letter)["Départements sans inscrit"] == "Manche (50)"


@pytest.mark.on("2027-02-01 09:00")
def test_a_series_gives_all_its_dates_and_a_way_out_of_the_network():
    from app.events.models import Series

    series = make.keep(Series(code="jeudis-2027", name="Les jeudis des référents"))
    first, second = (
        make.event("Séance", kind="reunion_reseau", starts_at=wall(day), published_at=LONG_AGO, series_id=series.id)
        for day in ("2027-03-18T14:00", "2027-04-15T14:00")
    )
    member, stranger = make.person(member_of=("mdph-directeurs",)), make.person()
    letter = letter_of("series_invitation", {}, wall("2027-02-26T10:00"), event_id=first.id, person_id=member.id)
    assert [label for label, _ in letter.facts] == ["jeudi 18\u00a0mars 2027", "jeudi 15\u00a0avril 2027"]
    assert all("heure de Paris" in said for _, said in letter.facts)
    assert second.public_id in letter.others[0].url
    assert letter.unsubscribe and letter.calendar is None
    assert letter_of("series_invitation", {}, wall("2027-02-26T10:00"), event_id=first.id, person_id=stranger.id) is None


def test_an_event_nobody_edited_has_no_edits():
    assert edits_of(webinar().id, "reminder_1_day") is None
