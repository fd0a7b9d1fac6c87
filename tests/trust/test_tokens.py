"""T06-T11, §4: each link opens its own door, to a person and not to a machine, as long as it is theirs."""

import pytest

from app.accounts import actions as accounts
from app.accounts.models import LinkRequest
from app.core import clock
from app.core.db import add, db, transaction
from app.core.links import secret_address
from app.invitations import actions as invitations
from app.invitations.links import invitation_link
from app.journal.models import Act
from app.networks.links import unsubscribe_link
from app.networks.models import Membership
from app.outbox.models import OutboxLetter
from app.registrations.links import personal_link
from app.satisfaction.models import SurveyInvitation
from tests import make
from tests.house.sources import none

DOORS = {"connexion": "/connexion/", "invitation": "/i/", "participant": "/p/", "desinscription": "/n/", "enquete": "/q/"}


@pytest.fixture
def links(app):
    """One living link of each kind, all of one person and one account."""
    person, event = make.person(member_of=["mdph-directeurs"]), make.event()
    registration = make.registration(event, person)
    with transaction():
        guest = invitations.invite(make.event(), person, clock.now())
        survey = add(SurveyInvitation(registration_id=registration.id, sent_at=make.now()))
        entry = accounts.issue_link(make.account(), clock.now())
    member = db.session.query(Membership).filter_by(person_id=person.id).one()
    found = {
        "connexion": entry,
        "invitation": invitation_link(guest),
        "participant": personal_link(registration),
        "desinscription": unsubscribe_link(member),
        "enquete": secret_address("satisfaction.answer", "enquete", survey.public_id, survey.nonce),
    }
    return person, {kind: link.removeprefix(app.config["BASE_URL"]) for kind, link in found.items()}


def kept():
    db.session.expire_all()
    return (
        db.session.query(Act).count(),
        db.session.query(OutboxLetter).count(),
        db.session.query(LinkRequest).filter_by(used_at=None).count(),
    )


def test_a_link_opens_no_other_door(client, links):
    """T11."""
    _, own = links
    wrong = []
    for kind, path in own.items():
        token = path.rpartition("/")[2]
        assert client.get(path).status_code == 200, kind
        for other, door in DOORS.items():
            code = client.get(door + token).status_code
            wrong += [f"{kind} at {other}: {code}"] if other != kind and code not in (404, 410) else []
    none(wrong)


def test_fifty_scanners_change_nothing_and_hold_no_key(app, client, links):
    """T05, T06: HEAD and GET, from anywhere, as often as one likes."""
    _, own = links
    before = kept()
    for number in range(50):
        for path in own.values():
            answer = client.open(
                path, method=("HEAD", "GET", "OPTIONS")[number % 3], headers={"User-Agent": "scanner", "Purpose": "prefetch"}
            )
            assert answer.status_code == 200
            assert not any(cookie.startswith(("connexion=", "demande=")) for cookie in answer.headers.getlist("Set-Cookie"))
    assert kept() == before


@pytest.mark.parametrize(
    "spoil", [str.upper, str.lower, str.swapcase, lambda t: t[:-1], lambda t: t + "A", lambda t: t + "=", lambda t: t[:26]]
)
def test_a_near_miss_opens_nothing(client, links, spoil):
    """T08: also the last sign, of which two bits carry nothing."""
    _, own = links
    for path in own.values():
        door, _, token = path.rpartition("/")
        for near in {
            spoil(token),
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token[::-1],
            "é" * 69,
            "a" * 3000,
            "..",
            "%2e%2e",
            "💣",
        } - {token}:
            assert client.get(f"{door}/{near}").status_code in (303, 404, 410), (door, near)


def test_the_last_sign_is_compared_too(client, links):
    _, own = links
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    path = own["participant"]
    twins = [path[:-1] + sign for sign in alphabet if sign != path[-1]]
    assert {client.get(twin).status_code for twin in twins} == {404}


def test_links_of_somebody_forgotten_are_dead(client, links):
    person, own = links
    with transaction():
        person.anonymised_at = clock.now()
    assert client.get(own["participant"]).status_code == client.get(own["invitation"]).status_code == 404


def test_a_new_version_kills_every_link_before_it(client, links):
    person, own = links
    with transaction():
        person.version += 1
    assert client.get(own["participant"]).status_code == client.get(own["invitation"]).status_code == 404
