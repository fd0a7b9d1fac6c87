"""What each program of a calendar really sends: accepted, declined, perhaps, and another moment proposed (spec R1, R2, R3, R4, R10)."""

from datetime import timedelta

import pytest

from app.inbox.models import Effect, Sort
from app.invitations.models import Answer, PartStat
from app.registrations.models import Standing
from tests import make
from tests.inbox.corpora import FOLDER, written
from tests.inbox.guests import Guest, kinds_sent, take
from tests.letters import deliver, letters_to

pytestmark = pytest.mark.once

COUNTERS = ["exchange_counter", "gmail_counter"]
CLIENTS = sorted({file.stem for file in FOLDER.glob("*.eml")} - {*COUNTERS})
BECOMES = {
    "ACCEPTED": (Effect.APPLIED, Standing.CONFIRMED, Answer.REGISTERED, PartStat.ACCEPTED),
    "DECLINED": (Effect.APPLIED, None, Answer.DECLINED, PartStat.DECLINED),
    "TENTATIVE": (Effect.APPLIED, None, None, PartStat.TENTATIVE),
}


def comes(guest, client, said, minutes=1, **more):
    at = make.now() + timedelta(minutes=minutes)
    return take(written(client, uid=guest.object.uid, email=guest.person.email, said=said, at=at, **more))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("said", BECOMES)
def test_the_answer_of_every_client_is_followed(client, said):
    """R1, R2, R3, R4."""
    guest = Guest()
    row = comes(guest, client, said)
    assert (row.sort, row.effect, row.reason) == (Sort.ANSWER, BECOMES[said][0], row.reason)
    assert (guest.standing, guest.answer, guest.partstat) == BECOMES[said][1:], row.reason
    assert (row.event_id, row.person_id) == (guest.event.id, guest.person.id)


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_may_change_its_mind(client):
    """R7: the same mail again, then another answer."""
    guest = Guest()
    for minutes, said in enumerate(["ACCEPTED", "TENTATIVE", "DECLINED", "ACCEPTED"], 1):
        assert comes(guest, client, said, minutes).effect is Effect.APPLIED
    assert guest.standing is Standing.CONFIRMED
    assert comes(guest, client, "DECLINED", 2).effect is Effect.IGNORED
    assert guest.standing is Standing.CONFIRMED


@pytest.mark.parametrize("client", [one for one in CLIENTS if one not in ("gmail", "icloud", "thunderbird", "zimbra")])
def test_the_word_that_goes_with_it_is_kept_in_its_own_letters(client):
    """R2: the charset that each part declares."""
    guest = Guest()
    comes(guest, client, "DECLINED", words="Retenue à Évreux, désolée")
    assert guest.invitation_now.decline_word.strip() == "Retenue à Évreux, désolée"


@pytest.mark.parametrize("client", COUNTERS)
def test_another_moment_proposed_waits_for_somebody_and_changes_nothing(client):
    """R10: COUNTER."""
    guest = Guest()
    row = comes(guest, client, "TENTATIVE", words="Plutôt l’après-midi")
    assert (row.sort, row.effect, guest.standing, guest.partstat) == (Sort.ANSWER, Effect.HELD, None, None)
    assert "vendredi 12 mars 2027 à 10 h." in row.reason.replace("\N{NO-BREAK SPACE}", " ")
    assert (row.event_id, kinds_sent()) == (guest.event.id, [])


def test_an_answer_to_an_update_counts_when_it_names_the_new_version():
    """R7: SEQUENCE."""
    guest = Guest()
    deliver()
    letter = letters_to(guest.person)[0]
    assert comes(guest, "exchange", "ACCEPTED", letter=letter["Message-ID"], sequence=3).effect is Effect.APPLIED
