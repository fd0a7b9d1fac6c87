"""T15: no letter carries a stranger's words to an address nobody proved, and no button writes without end."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.core.db import db
from app.outbox.models import OutboxLetter
from app.ui.forms import name
from tests import make
from tests.posting import post


class Somebody(Form):
    called = name("Nom")


@pytest.mark.parametrize("said", ["Élodie", "J.P.", "J.-P. Saint-Jean", "O’Neil", "Nguyễn", "Ó Súilleabháin", "M. Roy", "D'Arc"])
def test_names_are_taken(said):
    assert Somebody(MultiDict({"called": said})).validate()


@pytest.mark.parametrize(
    "said", ["Gagnez sur evil.com", "http://x", "WWW.evil", "evil.example/clic", "a@evil.example", "<b>x</b>", "12", "...", "cnsa.fr"]
)
def test_what_a_mail_program_would_make_a_link_of_is_no_name(client, said):
    event = make.event(door="anyone")
    page = f"/evenements/{event.slug}/inscription"
    answer = post(client, page, page=page, email="x@y.example.org", first_name="Ada", last_name=said)
    assert answer.status_code == 422 and "sans adresse de site" in answer.text


def letters():
    db.session.expire_all()
    return db.session.query(OutboxLetter).count()


def test_a_letter_is_not_sent_again_without_end(client):
    make.sign_in(client, make.account(admin=True))
    event = make.event()
    registration = make.registration(event)
    letter = OutboxLetter(
        kind="confirmation",
        recipient=registration.person.email,
        dedupe_key="confirmation-essai",
        message_id="<essai@x.example.org>",
        ids={"registration_id": registration.id},
        event_id=event.id,
        person_id=registration.person_id,
        not_before=make.now(),
        created_at=make.now(),
        state="sent",
    )
    make.keep(letter)
    door = f"/gestion/evenements/{event.public_id}/courriers/{letter.public_id}/renvoyer"
    person = f"/gestion/evenements/{event.public_id}/personnes/{registration.person.public_id}/renvoyer"
    codes = [post(client, one).status_code for one in (door, person, f"/courriers/{letter.public_id}/renvoyer", door, person, door, person)]
    assert codes == [303] * 5 + [429] * 2


def test_trials_to_oneself_have_an_end(client):
    make.sign_in(client, make.account(admin=True))
    event = make.event()
    door = f"/gestion/evenements/{event.public_id}/message"
    said = {"etape": "essai", "subject": "Bonjour", "words": "À bientôt"}
    codes = {post(client, door, **said).status_code for _ in range(30)}
    assert codes == {200} and letters() == 30
    assert post(client, door, **said).status_code == 429 and letters() == 30
