"""No title and no name can write a header line."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outbox import headers

ATTACK = "=?utf-8?q?a=0D=0ABcc=3A_x=40evil=2Eexample?="


def read(*lines):
    return message_from_bytes(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"), policy=policy.default)


def test_an_encoded_word_typed_by_somebody_stays_words():
    line = headers.text_header("Subject", ATTACK)
    assert "=?utf-8?q?a" not in line and headers.names_in((line + "\r\n\r\n").encode()) == ["Subject"]
    assert read(line)["Subject"] == ATTACK.replace("=?", "= ?")
    assert headers.serialiser_is_sound()


def test_real_line_breaks_become_spaces():
    line = headers.text_header("Subject", "Bonjour\r\nBcc: x@evil.example\u2028Cc: y@evil.example\x85z")
    assert headers.names_in((line + "\r\n\r\n").encode()) == ["Subject"]
    assert read(line)["Subject"] == "Bonjour Bcc: x@evil.example Cc: y@evil.example z"


@pytest.mark.parametrize(
    "name", ["Jean Dupont", 'Jean "Jo" Dupont', "Élodie d’Été", "Dupont, Jean <x@evil.example>", "Éric (CD 14), x@evil.example", ""]
)
def test_a_name_never_adds_an_address(name):
    parsed = read(headers.mailbox_header("To", name, "a@b.example.org"))["To"]
    assert [one.addr_spec for one in parsed.addresses] == ["a@b.example.org"]


@pytest.mark.parametrize(
    "address", ["", "a", "a@b@c", "a b@c.example", "a@b.example>\r\nBcc: x@y", "é@b.example", "a,b@c.example", "<a@b.example>"]
)
def test_an_address_that_is_not_exactly_one_is_refused(address):
    with pytest.raises(headers.UnfitHeader):
        headers.mailbox_header("To", "Élodie", address)


@pytest.mark.parametrize("value", ["a\r\nb", "é", "=?x?", "a" * 901])
def test_our_own_values_are_held_to_ascii_on_one_line(value):
    with pytest.raises(headers.UnfitHeader):
        headers.own_header("List-Unsubscribe", value)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_title_is_read_back_as_it_was_cleaned(title):
    line = headers.text_header("Subject", title)
    assert line.isascii() and max(len(part) for part in line.split("\r\n")) <= 76 + 9
    assert headers.names_in((line + "\r\n\r\n").encode()) == ["Subject"]
    assert str(read(line)["Subject"] or "") == headers.clean_header(title)
