"""Who wrote a mail: the name is only a name, however it is encoded, and what our server wrote is read as it stands (spec R4, R5, R6)."""

import pytest

from app.inbox.authenticity import is_authentic
from app.inbox.mail import read
from app.inbox.models import Effect
from app.registrations.models import Standing
from tests.inbox.guests import Guest, take

OURS = "mx.cnsa.example.org"
ANA = "ana@cd-14.example.org"


def written(author, *heads):
    lines = [*heads, f"From: {author}", "Subject: Accepté", "", "x"]
    return read("\r\n".join(lines).encode())


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (f"=?utf-8?q?DUPONT=2C_=C3=89lodie?= <{ANA}>", "DUPONT, Élodie"),
        (f'"DUPONT, =?utf-8?q?=C3=89lodie?=" <{ANA}>', "DUPONT, Élodie"),
        (f"=?iso-8859-1?Q?DUPONT_=C9lodie_=28DSI=3B_Caen=29?= <{ANA}>", "DUPONT Élodie (DSI; Caen)"),
        (f"=?utf-8?q?=22Lo=22_=C3=89lodie_=3A?= <{ANA}>", '"Lo" Élodie :'),
        (f"=?utf-8?q?elodie=40autre=2Eexample=2Eorg?= <{ANA}>", "elodie@autre.example.org"),
        (f"Élodie Dupont <{ANA}>", "Élodie Dupont"),
        (f"{ANA} <{ANA}>", ""),
        (ANA.upper(), ""),
    ],
)
def test_a_name_may_be_written_in_any_way_and_the_address_stays_the_address(author, name):
    """R4: Outlook and Exchange write « DUPONT, Élodie »."""
    assert (written(author).sender, written(author).sender_name) == (ANA, name)


@pytest.mark.parametrize(
    "author",
    [
        "=?utf-8?q?ana=40cd-14=2Eexample=2Eorg_=28?= <faussaire@cd-14.example.org>",
        "=?utf-8?q?=3Cana=40cd-14=2Eexample=2Eorg=3E_=28?= <faussaire@cd-14.example.org>",
        "=?utf-8?b?YW5hQGNkLTE0LmV4YW1wbGUub3JnICg=?= <faussaire@cd-14.example.org>",
        f'"{ANA}" <faussaire@cd-14.example.org>',
        f"({ANA}) faussaire@cd-14.example.org",
    ],
)
def test_a_name_that_hides_an_address_does_not_become_it(author):
    """R5: whoever has a box at the same provider would answer for all the others."""
    assert written(author).sender == "faussaire@cd-14.example.org"


@pytest.mark.parametrize(
    "author", [f"{ANA} <faussaire@cd-14.example.org>", f"{ANA}, b@cd-14.example.org", "", "=?utf-8?q?ana=40cd-14=2Eexample=2Eorg?="]
)
def test_two_authors_or_none_are_nobody(author):
    """R5."""
    assert written(author).sender == ""


def test_the_header_of_two_authors_is_nobody():
    assert written(ANA, "From: faussaire@cd-14.example.org").sender == ""


@pytest.mark.parametrize(
    "path",
    [
        "=?utf-8?q?x=3B_dmarc=3Dpass?=@autre.example.net",
        '"=?utf-8?q?x=22=3B_dmarc=3Dpass=3B_=22?="@autre.example.net',
        "=?utf-8?q?x_=28?=@autre.example.net",
    ],
)
def test_what_a_sender_hides_in_their_path_is_not_a_result_of_our_server(path):
    """R6: encoded words are no words where our server quotes a stranger."""
    found = written(ANA, f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom={path}; dmarc=fail header.from=cd-14.example.org")
    assert not is_authentic(found, OURS)


def test_the_answer_of_somebody_whose_name_has_a_comma_is_followed():
    guest = Guest()
    raw = guest.writes("ACCEPTED").replace(b"From: Quelqu'un", b"From: =?utf-8?q?DUPONT=2C_=C3=89lodie?=")
    row = take(raw)
    assert (row.effect, row.sender, row.sender_name, guest.standing) == (
        Effect.APPLIED,
        guest.person.email,
        "DUPONT, Élodie",
        Standing.CONFIRMED,
    )


def test_a_neighbour_of_the_same_domain_does_not_answer_for_somebody():
    """R5: the invitation was forwarded, its UID is known."""
    guest = Guest()
    local, _, domain = guest.person.email.partition("@")
    hidden = f"From: =?utf-8?q?{local}=40{domain}_=28?= <faussaire@{domain}>".encode()
    row = take(guest.writes("DECLINED").replace(f"From: Quelqu'un <{guest.person.email}>".encode(), hidden))
    assert (row.effect, row.sender, guest.answer) == (Effect.HELD, f"faussaire@{domain}", None)
