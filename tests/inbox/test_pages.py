"""What a facilitator sees of the mails received and of what calendars answered, and who sees nothing of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db, transaction
from app.directory.merging import merge
from app.inbox import queries
from app.inbox.models import ReceivedMail
from app.networks.models import Membership
from app.registrations.actions import register
from app.registrations.models import Origin, Registration
from app.ui.french import day
from tests import make
from tests.inbox.corpora import written
from tests.inbox.guests import Guest, days_of, say, take
from tests.inbox.test_absences import writes
from tests.letters import letters_to
from tests.posting import post

LIST = "/gestion/courriels-recus"


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


@pytest.fixture
def question(camille):
    """A mail that waits, about an event that Camille runs."""
    guest = Guest(make.event("Accueil des usagers", by=camille, capacity=10))
    row = take(
        writes(
            guest.person.email,
            subject="Une question",
            words="Faut-il venir ?",
            heads=f"In-Reply-To: {letters_to(guest.person)[0]['Message-ID']}\r\n",
        )
    )
    row.guest = guest
    return row


def page_of(row):
    return f"{LIST}/{row.public_id}"


def test_a_stranger_is_sent_to_sign_in_and_an_organiser_finds_nothing(client, question):
    assert client.get(LIST).status_code in (302, 303, 401)
    make.sign_in(client, make.account(events=[question.guest.event]))
    for path in (LIST, page_of(question), f"{page_of(question)}/original"):
        assert client.get(path).status_code in (403, 404)
    assert client.post(f"{page_of(question)}/traiter").status_code in (400, 403, 404)
    assert "Une question" not in client.get(f"/gestion/evenements/{question.guest.event.public_id}").text


def test_a_facilitator_of_another_network_finds_nothing(client, question):
    make.sign_in(client, make.account("Basile Nomdedeu", networks=["cfppa"]))
    assert "Une question" not in client.get(LIST).text
    for path in (page_of(question), f"{page_of(question)}/original", f"{LIST}?evenement={question.guest.event.public_id}"):
        assert client.get(path).status_code == 404
    assert post(client, f"{page_of(question)}/traiter").status_code == 404


def test_who_runs_the_event_reads_answers_and_is_done(client, camille, question):
    make.sign_in(client, camille)
    follow = f"/gestion/evenements/{question.guest.event.public_id}"
    assert "courriel reçu à lire" in client.get(follow).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Une question" in client.get(f"{LIST}?evenement={question.guest.event.public_id}").text
    page = client.get(page_of(question)).text
    assert "Faut-il venir ?" in page and "mailto:" in page
    assert post(client, f"{page_of(question)}/traiter").status_code == 303
    assert "courriel reçu à lire" not in client.get(follow).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Rien à lire" in client.get(LIST).text
    assert "Une question" in client.get(f"{LIST}?tous=1").text
    post(client, f"{page_of(question)}/traiter")  # twice: said, and nothing more
    assert post(client, f"{page_of(question)}/remettre").status_code == 303
    assert db.session.get(ReceivedMail, question.id, populate_existing=True).waits


def test_reading_a_mail_is_not_a_mark_and_cannot_be_forged_by_a_link(client, camille, question):
    make.sign_in(client, camille)
    client.get(page_of(question))
    assert db.session.get(ReceivedMail, question.id, populate_existing=True).waits
    assert client.post(f"{page_of(question)}/traiter").status_code >= 400
    assert client.get(f"{page_of(question)}/traiter").status_code in (404, 405)


def test_a_mail_about_nothing_from_nobody_is_for_administrators(client, camille):
    row = take(writes("inconnue@example.org", subject="Partenariat"))
    make.sign_in(client, camille)
    assert client.get(page_of(row)).status_code == 404
    make.sign_in(client, make.account("Ada Lenoir", admin=True))
    assert client.get(page_of(row)).status_code == 200
    assert "Partenariat" in client.get(LIST).text


def test_a_member_of_the_network_who_writes_about_nothing_is_read_by_its_facilitators(client, camille):
    person = make.person(member_of=["mdph-directeurs"])
    row = take(writes(person.email))
    make.sign_in(client, camille)
    assert client.get(page_of(row)).status_code == 200


@pytest.mark.parametrize(("left", "sees"), [(None, 200), (1, 200), (0, 404), (-30, 404)], ids=["in", "tomorrow", "today", "a month ago"])
def test_who_left_the_network_is_no_more_read_by_its_facilitators(client, camille, left, sees):
    person = make.person(member_of=["mdph-directeurs"])
    with transaction():
        one = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
        one.left_on = None if left is None else clock.today() + timedelta(days=left)
    row = take(writes(person.email, subject="Une question"))
    make.sign_in(client, camille)
    assert client.get(page_of(row)).status_code == sees
    assert ("Une question" in client.get(LIST).text) is (sees == 200)
    assert bool(queries.networks_of(person.id, make.now())) is (sees == 200)


def test_who_is_in_the_network_through_their_organisation_is_read_by_its_facilitators(client, camille):
    person = make.person(org="mdph-14")
    member = Membership(network_id=make.network("mdph-directeurs").id, organisation_id=person.organisation_id, joined_on=clock.today())
    make.keep(member)
    row = take(writes(person.email))
    make.sign_in(client, camille)
    assert client.get(page_of(row)).status_code == 200
    assert [network.code for network in queries.networks_of(person.id, make.now())] == ["mdph-directeurs"]


def test_who_was_merged_into_a_member_since_is_read_by_its_facilitators(client, camille):
    person, kept = make.person(), make.person(member_of=["mdph-directeurs"])
    row = take(writes(person.email))
    with transaction():
        merge(db.session.merge(person), db.session.merge(kept), make.account(), at=make.now())
    make.sign_in(client, camille)
    assert client.get(page_of(row)).status_code == 200


def test_an_address_that_hides_a_copy_does_not_slip_it_into_what_is_answered(client):
    """T18: ``?`` and ``&`` are letters of an address, and commands of a link."""
    row = take(writes("ana?cc=faussaire&body=oui@example.org", subject="Une question & une autre"))
    assert row.sender == "ana?cc=faussaire&body=oui@example.org"
    make.sign_in(client, make.account(admin=True))
    link = re.search(r'href="(mailto:[^"]*)"', client.get(page_of(row)).text)[1]
    assert link == "mailto:ana%3Fcc%3Dfaussaire%26body%3Doui@example.org?subject=Re%3A%20Une%20question%20%26%20une%20autre"


def test_what_a_stranger_sends_about_somebodys_invitation_is_not_shown_as_theirs(client, camille):
    """R5, R9: the person invited did not write it."""
    guest = Guest(make.event(by=camille), first_name="Élodie", last_name="Marchand")
    row = guest.answers("DECLINED", sender="faussaire@example.org")
    make.sign_in(client, camille)
    listed, page = client.get(LIST).text, client.get(page_of(row)).text
    assert "faussaire@example.org" in re.search(r'<td data-th="De">(.*?)</td>', listed, re.DOTALL)[1]
    assert "Élodie Marchand" not in re.search(r"<dt>De</dt>(.*?)</dd>", page, re.DOTALL)[1]
    assert "Élodie Marchand" in page, "whom it is about"


@pytest.mark.parametrize("result", ["pass", "fail"])
def test_a_mail_that_may_be_forged_says_so(client, camille, result):
    """R6: anybody may write a name and an address at the top of a mail."""
    guest = Guest(make.event(by=camille))
    heads = f"Authentication-Results: localhost; dmarc={result} header.from={guest.person.email.rpartition('@')[2]}\r\n"
    row = take(writes(guest.person.email, heads=f"{heads}In-Reply-To: {letters_to(guest.person)[0]['Message-ID']}\r\n"))
    make.sign_in(client, camille)
    assert ("Rien ne prouve" in client.get(page_of(row)).text) is (result == "fail")


def test_the_home_page_counts_what_is_to_read(client, camille, question):
    make.sign_in(client, camille)
    assert "message est à lire dans" in client.get("/aujourdhui").text


@pytest.mark.parametrize("asked", ["sorte=n-importe-quoi", "page=999", "page=-1", "evenement=", "tous=oui"])
def test_addresses_written_by_hand_open_the_list(client, camille, asked):
    make.sign_in(client, camille)
    assert client.get(f"{LIST}?{asked}").status_code == 200


def test_perhaps_is_shown_on_the_pages_of_the_event_and_in_what_is_taken_away(client, camille):
    guest = Guest(make.event("Accueil des usagers", by=camille))
    guest.answers("ACCEPTED")
    guest.answers("TENTATIVE", minutes=2)
    make.sign_in(client, camille)
    follow = f"/gestion/evenements/{guest.event.public_id}"
    assert "peut-être (agenda)" in client.get(f"{follow}/personnes").text
    page = client.get(f"{follow}/personnes/{guest.person.public_id}").text
    assert "A répondu par son agenda" in page and "peut-être" in page
    rows = post(client, f"{follow}/exports/inscriptions", format="csv").data.decode("utf-8-sig")
    assert "Agenda" in rows and "peut-être" in rows


def test_perhaps_is_over_once_the_person_says_yes_on_the_site(client, camille):
    guest = Guest(make.event("Accueil des usagers", by=camille))
    guest.answers("TENTATIVE")
    with transaction():
        register(
            db.session.merge(guest.event),
            db.session.merge(guest.person),
            origin=Origin.INVITATION,
            modality=guest.event.modality,
            at=make.now(),
            by=guest.person.actor,
        )
    make.sign_in(client, camille)
    assert db.session.scalars(select(Registration)).one().is_confirmed
    assert "peut-être" not in client.get(f"/gestion/evenements/{guest.event.public_id}/personnes").text


def test_a_mail_is_from_who_wrote_it_not_from_whom_it_is_about(client, camille):
    guest = Guest(event=make.event(by=camille))
    guest.answers("ACCEPTED", email="intrus@example.org", sender="intrus@example.org")
    row = db.session.scalars(select(ReceivedMail)).one()
    make.sign_in(client, camille)
    for page in (client.get("/gestion/courriels-recus?tous=1").text, client.get(f"/gestion/courriels-recus/{row.public_id}").text):
        assert "intrus@example.org" in page
    assert f"au sujet de {guest.person.name}" in client.get("/gestion/courriels-recus?tous=1").text


def test_a_word_that_only_the_calendar_part_holds_is_read_on_the_page(client, camille):
    guest = Guest(event=make.event(by=camille))
    words = "Retenue à Évreux, désolée"
    row = take(written("outlook_desktop", uid=guest.object.uid, email=guest.person.email, said="DECLINED", at=make.now(), words=words))
    assert words in make.sign_in(client, camille).get(page_of(row)).text


def test_a_person_s_page_says_of_which_day_a_calendar_spoke(client, camille):
    event = make.two_days(by=camille, capacity=10)
    guest = Guest(event)
    first, second = days_of(event, guest.person)
    say(guest.person, first, "ACCEPTED")
    say(guest.person, second, "DECLINED", minutes=6)
    page = make.sign_in(client, camille).get(f"/gestion/evenements/{event.public_id}/personnes/{guest.person.public_id}").text
    assert f"présence le {day(first.on, year=False)} et absence le {day(second.on, year=False)}" in page
