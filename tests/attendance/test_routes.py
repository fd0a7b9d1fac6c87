"""The doors of attendance: the stranger, the wrong person, the wrong moment, the bad form, then the success."""

from datetime import timedelta

import pytest

from app.accounts.models import Account
from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.events.models import Event
from app.outbox.models import OutboxLetter
from app.registrations.models import Origin, Registration
from tests import make
from tests.browsers import browser_of
from tests.statements import statements
from tests.tokens import send

WRITING = ["saisie", "tous", "annuler", "terminer", "sans-emargement", "sur-place", "sur-place/abc", "rouvrir"]


@pytest.fixture
def client(app):
    return browser_of(app)


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def day(camille):
    return make.event("Journée", kind="journee_nationale", by=camille, starts_at=make.now() - timedelta(hours=8), lasts=timedelta(hours=7))


@pytest.fixture
def ada(day):
    return make.registration(day, make.person("Ada", "Bélier"))


def url(event, end="presences"):
    return f"/gestion/evenements/{event.public_id}/{end}"


def marks():
    return {row.registration_id: row.mark for row in db.session.query(Presence)}


def organiser_of(event, records):
    account = make.account("Odile Prévost", events=[event])
    with transaction():
        db.session.get(Account, account.id).grants[0].records_attendance = records
    return account


@pytest.mark.parametrize("page", ["presences", "feuille", "presences/sur-place"])
def test_a_stranger_is_sent_to_sign_in(client, day, page):
    assert client.get(url(day, page)).status_code == 303


@pytest.mark.parametrize("end", WRITING)
def test_a_stranger_writes_nothing(client, day, ada, end):
    send(client, url(day, f"presences/{end}"), data={f"m-{ada.public_id}": "present"})
    assert marks() == {}


@pytest.mark.parametrize("end", ["", *WRITING])
def test_the_facilitator_of_another_network_finds_nothing(client, day, ada, end):
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    answer = send(client, url(day, f"presences/{end}"), data={f"m-{ada.public_id}": "present"}) if end else client.get(url(day))
    assert answer.status_code == 404
    assert marks() == {}


def test_an_organiser_without_that_right_reads_the_paper_sheet_only(client, day, ada):
    make.sign_in(client, organiser_of(day, records=False))
    assert client.get(url(day, "feuille")).status_code == 200
    assert client.get(url(day)).status_code == 404
    assert send(client, url(day, "presences/tous")).status_code == 404
    assert marks() == {}


def test_an_organiser_with_that_right_records(client, day, ada):
    make.sign_in(client, organiser_of(day, records=True))
    assert send(client, url(day, "presences/tous"), data={"temps": "0"}).status_code == 303
    assert marks() == {ada.id: Mark.PRESENT}


def test_before_the_event_the_page_says_when_it_opens(client, camille):
    event = make.event(by=camille)
    make.sign_in(client, camille)
    page = client.get(url(event))
    assert page.status_code == 200
    assert "La saisie ouvre" in page.text
    assert send(client, url(event, "presences/tous")).status_code == 422


def test_a_mark_that_does_not_exist_is_refused(client, day, ada, camille):
    make.sign_in(client, camille)
    answer = send(client, url(day, "presences/saisie"), data={"temps": "0", f"m-{ada.public_id}": "malade"})
    assert answer.status_code == 422
    assert marks() == {}


def test_someone_of_another_event_is_not_written_here(client, day, camille):
    other = make.registration(make.event(by=camille, begins_in=timedelta(days=-1)))
    make.sign_in(client, camille)
    send(client, url(day, "presences/saisie"), data={"temps": "0", f"m-{other.public_id}": "present"})
    assert marks() == {}


def test_a_page_is_saved_at_once(client, day, ada, camille):
    basile = make.registration(day, make.person("Basile", "Cœur"))
    make.sign_in(client, camille)
    said = {"temps": "1", f"m-{ada.public_id}": "present", f"m-{basile.public_id}": "excused"}
    answer = send(client, url(day, "presences/saisie"), data=said)
    assert answer.status_code == 303
    assert answer.location.endswith("temps=1")
    assert marks() == {ada.id: Mark.PRESENT, basile.id: Mark.EXCUSED}
    assert "2\xa0mentions enregistrées" in client.get(answer.location).text


def test_saving_a_page_leaves_alone_what_a_colleague_corrected_meanwhile(client, day, ada, camille):
    basile = make.registration(day)
    make.sign_in(client, camille)
    send(client, url(day, "presences/saisie"), data={"temps": "0", f"m-{ada.public_id}": "present"})
    page = client.get(url(day, "presences?temps=0")).text
    assert f'name="vu-{ada.public_id}" value="present"' in page and f"vu-{basile.public_id}" not in page
    send(client, url(day, "presences/saisie"), data={"temps": "0", f"m-{ada.public_id}": "excused", "ligne": ada.public_id})  # a colleague
    shown = {f"m-{ada.public_id}": "present", f"vu-{ada.public_id}": "present", f"m-{basile.public_id}": "present"}
    send(client, url(day, "presences/saisie"), data={"temps": "0", **shown})
    assert marks() == {ada.id: Mark.EXCUSED, basile.id: Mark.PRESENT}
    send(client, url(day, "presences/saisie"), data={"temps": "0", **shown, "ligne": ada.public_id})
    assert marks() == {ada.id: Mark.PRESENT, basile.id: Mark.PRESENT}


def test_one_line_is_saved_by_its_own_button(client, day, ada, camille):
    basile = make.registration(day)
    make.sign_in(client, camille)
    said = {"temps": "0", f"m-{ada.public_id}": "present", f"m-{basile.public_id}": "absent", "ligne": ada.public_id}
    answer = send(client, url(day, "presences/saisie"), data=said)
    assert answer.location.endswith(f"#l-{ada.public_id}")
    assert marks() == {ada.id: Mark.PRESENT}


def test_the_script_is_answered_with_the_figures(client, day, ada, camille):
    make.sign_in(client, camille)
    said = {"temps": "0", f"m-{ada.public_id}": "present", "ligne": ada.public_id}
    answer = send(client, url(day, "presences/saisie"), data=said, headers={"Accept": "application/json"})
    assert answer.json["present"] == answer.json["total"] == 1
    assert "1\xa0présent sur 1\xa0inscrit" in answer.json["told"]
    assert answer.json["everyone"] == "" and answer.json["undo"].startswith("Annuler la dernière saisie (1\xa0personne, ")


def test_reading_the_sheet_or_asking_its_head_writes_nothing(client, day, ada, camille):
    make.sign_in(client, camille)
    for end in ("presences", "presences/sur-place", "feuille"):
        assert client.get(url(day, end)).status_code == 200
        assert client.head(url(day, end)).status_code == 200
    assert client.get(url(day, "presences/tous")).status_code == 405
    assert marks() == {}


def test_the_sheet_is_alphabetical_and_searched_without_accents(client, day, ada, camille):
    make.registration(day, make.person("Zoé", "Àbadie"))
    make.registration(day, make.person("Yves", "Zola"))
    make.sign_in(client, camille)
    text = client.get(url(day)).text
    assert text.index("Àbadie") < text.index("Bélier") < text.index("Zola")
    found = client.get(url(day), query_string={"q": "BELIER"}).text
    assert "Bélier" in found
    assert "Zola" not in found


def test_the_sheet_shows_those_of_whom_nothing_is_said(client, day, ada, camille):
    make.registration(day, make.person("Yves", "Zola"))
    make.sign_in(client, camille)
    send(client, url(day, "presences/saisie"), data={"temps": "0", f"m-{ada.public_id}": "absent"})
    text = client.get(url(day), query_string={"temps": 0, "etat": "sans-mention"}).text
    assert "Zola" in text
    assert "Bélier" not in text


def test_a_page_of_fifty(client, day, camille):
    for number in range(53):
        make.registration(day, make.person("Ada", f"Nom{number:02}"))
    make.sign_in(client, camille)
    first, last = client.get(url(day)).text, client.get(url(day), query_string={"page": 99}).text
    assert "Nom49" in first
    assert "Nom50" not in first
    assert "Nom52" in last
    assert "Page 2 sur 2" in last


def test_the_last_recording_is_undone(client, day, ada, camille):
    make.sign_in(client, camille)
    send(client, url(day, "presences/tous"), data={"temps": "0"})
    assert "Annuler la dernière saisie" in client.get(url(day)).text
    send(client, url(day, "presences/annuler"), data={"temps": "0"})
    assert marks() == {}
    assert send(client, url(day, "presences/annuler"), data={"temps": "0"}).status_code == 422


def test_a_known_person_walks_in(client, day, camille):
    nina = make.person("Nina", "Keller")
    make.sign_in(client, camille)
    assert "Keller" in client.get(url(day, "presences/sur-place"), query_string={"q": "kel"}).text
    send(client, url(day, f"presences/sur-place/{nina.public_id}"), data={"temps": "0"})
    row = db.session.query(Registration).one()
    assert (row.person_id, row.origin) == (nina.id, Origin.WALK_IN)
    assert marks() == {row.id: Mark.PRESENT}


def test_a_new_person_walks_in(client, day, camille):
    make.sign_in(client, camille)
    bad = send(client, url(day, "presences/sur-place"), data={"temps": "0", "last_name": "Keller"})
    assert bad.status_code == 422
    assert "«\xa0Prénom\xa0»" in bad.text
    good = {"temps": "0", "last_name": "Keller", "first_name": "Nina", "organisation": "mdph-14"}
    answer = send(client, url(day, "presences/sur-place"), data=good)
    assert answer.status_code == 303
    row = db.session.query(Registration).one()
    assert (row.person.name, row.organisation.slug, row.department_code) == ("Nina Keller", "mdph-14", "14")


def test_a_new_person_who_is_on_the_sheet_is_refused_with_the_form(client, day, ada, camille):
    make.sign_in(client, camille)
    said = {"temps": "0", "last_name": "Bélier", "first_name": "Ada", "email": ada.person.email}
    answer = send(client, url(day, "presences/sur-place"), data=said)
    assert answer.status_code == 422
    assert "déjà sur la feuille" in answer.text


def test_finishing_opens_the_survey_once(client, day, ada, camille):
    make.sign_in(client, camille)
    assert send(client, url(day, "presences/terminer")).status_code == 422
    send(client, url(day, "presences/tous"), data={"temps": "0"})
    answer = send(client, url(day, "presences/terminer"))
    assert "1\xa0personne présente" in client.get(answer.location).text
    assert send(client, url(day, "presences/terminer")).status_code == 422
    assert db.session.query(OutboxLetter).filter_by(kind="thanks").count() == 1
    assert db.session.get(Event, day.id).is_held
    assert "La saisie est terminée" in client.get(url(day)).text


def test_no_attendance_is_declared(client, day, ada, camille):
    make.sign_in(client, camille)
    send(client, url(day, "presences/sans-emargement"))
    assert db.session.get(Event, day.id).attendance_closed_at is not None
    assert "pas eu d’émargement" in client.get(url(day)).text
    assert db.session.query(OutboxLetter).count() == 0


def test_only_an_administrator_finds_the_door_to_reopen(client, app, day, ada, camille):
    make.sign_in(client, camille)
    send(client, url(day, "presences/sans-emargement"))
    assert send(client, url(day, "presences/rouvrir")).status_code == 404
    admin = make.sign_in(browser_of(app), make.account("Dominique Vidal", admin=True))
    assert "Rouvrir la saisie" in admin.get(url(day)).text
    send(admin, url(day, "presences/rouvrir"))
    assert db.session.get(Event, day.id).attendance_closed_at is None


def test_the_paper_sheet_has_a_line_per_person_ten_blank_ones_and_a_column_per_half_day(client, day, ada, camille):
    make.sign_in(client, camille)
    text = client.get(url(day, "feuille")).text
    assert "BÉLIER Ada" in text
    assert text.count('class="paper__blank"') == 10
    assert text.count('<th scope="col">') == 3 + 2
    assert text.count(day.title) >= 2 and "paper__again" in text  # each printed page says which event it is about
    assert "Salle Condorcet" in text


def test_the_sheet_costs_few_statements_however_many_people(client, day, camille):
    for number in range(30):
        make.registration(day, make.person("Ada", f"Nom{number:02}"))
    make.sign_in(client, camille)
    with statements() as made:
        assert client.get(url(day)).status_code == 200
    assert len(made) <= 12, made
