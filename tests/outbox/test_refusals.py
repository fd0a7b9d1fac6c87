"""B3: what another server's words say of an address, of its box, of us, or only of the time (RFC 3463, Orange's own codes)."""

import pytest

from app.outbox.models import Return
from app.outbox.refusals import blames_us, in_french, read_refusal

HARD, SOFT, BLOCKED = Return.HARD, Return.SOFT, Return.BLOCKED

SAID = [
    # The status alone.
    ("5.1.1", "", HARD),
    ("5.1.2", "", HARD),
    ("5.1.3", "", HARD),
    ("5.1.6", "", HARD),
    ("5.1.10", "", HARD),
    ("5.4.4", "", HARD),
    ("4.1.1", "", SOFT),
    ("4.4.7", "delivery time expired", SOFT),
    ("5.2.2", "", SOFT),
    ("5.7.1", "", BLOCKED),
    ("5.7.515", "Access denied, sending domain does not meet the required authentication level", BLOCKED),
    ("5.3.4", "message size exceeds limit", SOFT),
    ("5.5.0", "", SOFT),
    # The status in the words, or behind a general one.
    ("", "550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown in virtual mailbox table", HARD),
    ("5.0.0", "smtp; 550 5.1.1 no", HARD),
    ("", "552 5.2.2 quota", SOFT),
    ("", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", HARD),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", HARD),
    # Words alone.
    ("", "550 No such user here", HARD),
    ("", "Host or domain name not found. Name service error for name=nulle-part.example.org", HARD),
    ("", "DNS Error: NXDOMAIN", HARD),
    ("", "552 Mailbox full", SOFT),
    ("", "La boîte aux lettres est pleine", SOFT),
    # The words win over the status where servers are known to lie by it.
    ("5.5.0", "550 5.5.0 Boîte du destinataire pleine. Recipient overquota. OFR_417 [417]", SOFT),
    ("5.1.1", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", HARD),
    ("", "550 Adresse d’au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", HARD),
    ("", "550 5.7.1 Mail rejeté. Mail rejected. OFR_506 [506]", BLOCKED),
    ("", "554 Mail rejete", BLOCKED),
    ("", "421 4.7.0 OFR_004 Service refuse. Veuillez essayer plus tard.", SOFT),
    ("", "554 Message rejected due to local POLICY", BLOCKED),
    ("", "550 blocked using zen.spamhaus.org", BLOCKED),
    # What speaks of the sender is not about the recipient, even in the same words.
    ("", "550 5.1.8 <retours@example.org>: Sender address rejected: Domain not found", BLOCKED),
    ("", "550 Sender address rejected: User unknown", BLOCKED),
    ("4.7.1", "451 4.7.1 sender IP has a poor reputation, try again later", BLOCKED),
    # A name that looks like a reproach is none.
    ("", "550 unknown user, says antispam.example.org", HARD),
    # The address we write from is not the address we write to.
    ("5.1.8", "", BLOCKED),
    ("", "550 5.1.8 <retours@cnsa.example.org>: Sender address rejected: Domain not found", BLOCKED),
    ("", "450 4.1.8 <retours@cnsa.example.org>: Sender address rejected: Domain not found", BLOCKED),
    ("", "550 5.1.1 Sender address rejected: User unknown", BLOCKED),
    ("", "550-Verification failed for <retours@cnsa.example.org> 550-Unrouteable address 550 Sender verify failed", BLOCKED),
    ("", "553 5.1.8 Domain of sender address retours@cnsa.example.org does not exist", BLOCKED),
    ("", "501 Invalid sender domain: domain not found", BLOCKED),
    ("", "550 5.1.0 Expéditeur refusé : domaine introuvable", BLOCKED),
    # A box that is closed is not our reputation.
    ("", "550 5.2.1 This mailbox has been blocked due to inactivity", SOFT),
    # Yahoo, Cisco.
    ("", "554 delivery error: dd This user doesn't have a yahoo.fr account", HARD),
    ("", "550 5.1.0 - Unknown address error", HARD),
    # Two numbers that are no status.
    ("", "550 rejected by 10.5.1.1", SOFT),
]


@pytest.mark.parametrize(("status", "words", "sort"), SAID)
def test_b3_what_a_refusal_says(status, words, sort):
    assert read_refusal(status, words).sort is sort


def test_b3_what_nobody_understands_counts_as_a_passing_trouble_and_is_read_by_somebody():
    assert read_refusal("5.3.0", "computer says no") == (SOFT, False)
    assert read_refusal("5.1.1", "").is_known


@pytest.mark.parametrize(
    ("words", "is_us"),
    [
        ("550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", True),
        ("550 5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized", True),
        ("554 5.7.1 rejected due to local policy", True),
        ("550 5.7.23 the message was rejected", True),
        ("550 5.7.26 unauthenticated email is not accepted", True),
        ("550 5.7.606 Access denied", True),
        ("550 SPF check failed", True),
        ("550 5.1.8 Sender address rejected: Domain not found", True),
        ("554 5.7.1 looks like spam", False),  # this letter
        ("550 5.7.124 sender not in the list of this group", False),  # this recipient
        ("550 5.1.1 User unknown", False),
        ("550 5.1.1 User unknown, see our policy", False),
        ("552 5.2.2 mailbox over quota, by policy", False),
    ],
)
def test_b3_what_speaks_of_where_our_letters_come_from(words, is_us):
    assert blames_us(words) is is_us


def test_words_without_end_are_read_to_an_end():
    assert read_refusal("", "x " * 2_000_000 + "user unknown").sort is SOFT


@pytest.mark.parametrize(
    ("sort", "words", "told"),
    [
        (HARD, "550 5.1.1 User unknown", "Cette adresse n’existe pas."),
        (HARD, "5.4.4 Host not found", "Ce qui suit l’@ n’existe pas."),
        (SOFT, "OFR_417", "La boîte est pleine."),
        (SOFT, "451 greylisted", "La boîte est momentanément indisponible."),
        (BLOCKED, "554 spam", "La messagerie du destinataire refuse nos courriels."),
    ],
)
def test_what_it_says_is_told_in_french(sort, words, told):
    assert in_french(sort, words) == told
