"""One letter as bytes: structure, headers, envelope, and what people read."""

import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
import vobject

from app.ics.entry import Entry
from app.outbox.headers import UnfitHeader
from app.outbox.lease_queries import Slip
from app.outbox.letter import Button, Calendar, Letter, Signature
from app.outbox.message import message_of
from tests import make
from tests.letters import html_of, text_of

AT = make.at("2027-03-01 09:00")
START = make.at("2027-03-12 08:30")
ENTRY = Entry(
    uid="5b0f7e52-7d2e@cnsa.example.org",
    sequence=2,
    title="Webinaire : l’été",
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    description="Vendredi 12 mars 2027",
    location="https://visio.example.org/salle",
    page="https://rencontres.example.org/evenements/x",
    join_url="https://visio.example.org/salle",
    created_at=AT,
    changed_at=AT,
    stamped_at=AT,
)
LETTER = Letter(
    subject="Invitation : Webinaire d’actualité – vendredi 12 mars 2027",
    to_name="Élodie d’Été",
    heading="Vous êtes invitée <b> & « l’été »",
    paragraphs=("Bonjour Élodie,",),
    facts=(("Quand", "vendredi 12 mars 2027, de 9 h 30 à 11 h (heure de Paris)"), ("Lien", "https://visio.example.org/salle")),
    leaf=date(2027, 3, 12),
    words="Nous parlerons de **la tarification**, voir [la page](https://www.cnsa.example.org/page) et https://www.cnsa.example.org/notes.<script>alert(1)</script>",
    button=Button("Répondre à l’invitation", "https://rencontres.example.org/i/" + "a" * 69),
    closing=("Ajoutez-nous à vos contacts.",),
    signature=Signature("Camille Roussel", "camille.roussel@cnsa.example.org", "01 02 03 04 05"),
    calendar=Calendar("REQUEST", ENTRY),
)
SLIP = Slip(
    id=1,
    fence=1,
    kind="invitation",
    recipient="elodie@mdph-14.example.org",
    message_id="<0123456789abcdef@cnsa.example.org>",
    bounce_token="t" * 26,
    ids={},
    event_id=1,
    person_id=1,
    priority=1,
    not_before=AT,
    created_at=AT,
    attempts=0,
    sends=0,
    uncertain=0,
)


def made(letter=LETTER, slip=SLIP, at=AT):
    sent = message_of(letter, slip, at)
    return sent, message_from_bytes(sent.data, policy=policy.default)


def test_the_parts_stand_in_the_order_that_mail_programs_need():
    sent, message = made()
    assert message.get_content_type() == "multipart/mixed"
    alternative, file = message.get_payload()
    assert [part.get_content_type() for part in alternative.get_payload()] == ["text/plain", "text/html", "text/calendar"]
    inline = alternative.get_payload()[-1]
    assert sent.data.count(b"\r\nContent-Type: text/calendar; method=REQUEST; charset=UTF-8\r\n") == 1
    assert inline["Content-Disposition"] is None and inline["Content-ID"] is None and inline["Content-Transfer-Encoding"] == "base64"
    assert file.get_content_type() == "application/ics" and file.get_filename() == "invite.ics" and file.is_attachment()
    assert file.get_payload(decode=True) == inline.get_payload(decode=True)
    assert all(part["MIME-Version"] is None for part in message.walk() if part is not message)


def test_the_calendar_inside_is_read_by_two_parsers_and_agrees_with_the_message():
    _, message = made()
    data = [part for part in message.walk() if part.get_content_type() == "text/calendar"][0].get_payload(decode=True)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n") and data.count(b"\n") == data.count(b"\r\n")
    calendar = icalendar.Calendar.from_ical(data)
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST" == vobject.readOne(data.decode()).method.value
    assert event["ORGANIZER"] == "mailto:" + message["From"].addresses[0].addr_spec
    assert event["ATTENDEE"] == "mailto:" + message["To"].addresses[0].addr_spec


def test_each_header_stands_once_in_ascii():
    sent, message = made()
    head = sent.data.partition(b"\r\n\r\n")[0]
    assert head.isascii() and all(len(line) <= 998 for line in sent.data.split(b"\r\n")) and not re.search(rb"(?<!\r)\n", sent.data)
    assert len(message.keys()) == len(set(message.keys()))
    assert message["Subject"] == LETTER.subject and message["Message-ID"] == SLIP.message_id
    assert message["Auto-Submitted"] == "auto-generated" and message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Content-Language"] == "fr" and message["Date"].datetime == AT
    assert len(message["To"].addresses) == 1 and message["To"].addresses[0].display_name == "Élodie d’Été"
    assert not {"Cc", "Bcc", "X-Mailer", "Return-Path", "Reply-To", "List-Unsubscribe"} & set(message.keys())
    assert message["Feedback-ID"].count(":") == 3 and "elodie" not in message["Feedback-ID"]


def test_the_envelope_names_the_letter_and_not_the_person():
    sent, _ = made()
    assert sent.sender == f"retours+{'t' * 26}@cnsa.example.org"


def test_only_network_mail_offers_to_unsubscribe_in_one_click():
    address = "https://rencontres.example.org/n/" + "b" * 69
    _, message = made(replace(LETTER, unsubscribe=address))
    assert message["List-Unsubscribe"] == f"<{address}>" and message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in text_of(message) and address in html_of(message)


def test_both_forms_say_the_same():
    _, message = made()
    text, html = text_of(message), html_of(message)
    for said in ("Bonjour Élodie,", "(heure de Paris)", "Camille Roussel", "camille.roussel@cnsa.example.org", "01 02 03 04 05"):
        assert said in text and said in html
    assert "Vous êtes invitée <b> & «\u00a0l’été\u00a0»" in text and "Vous êtes invitée &lt;b&gt; &amp; «\u00a0l’été\u00a0»" in html
    assert LETTER.button.url in text.splitlines() and f'href="{LETTER.button.url}"' in html
    assert "la page (https://www.cnsa.example.org/page) et https://www.cnsa.example.org/notes." in text and "Caisse nationale" in text
    assert 'href="https://www.cnsa.example.org/notes"' in html


def test_the_page_needs_nothing_from_outside_and_leaves_nothing_of_its_making():
    _, message = made()
    html = html_of(message)
    assert '<html lang="fr">' in html and html.count("<h1") == 1
    assert not re.search(r"<script|<img|<link|url\(|src=|\{\{|\{%|%\}|<!--|&amp;#39;|&#39;", html)
    assert all(link.startswith(("https://", "mailto:", "http://localhost")) for link in re.findall(r'href="([^"]*)"', html))
    assert "prefers-color-scheme" in html and 'style="' in html
    assert not re.search(r"\{\{|\{%|&#|&amp;|<(?!b>|/?script>)", text_of(message))


def test_a_letter_without_calendar_has_two_forms_and_no_more():
    _, message = made(replace(LETTER, calendar=None))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


def test_a_cancellation_is_a_cancel_in_all_its_parts():
    _, message = made(replace(LETTER, calendar=Calendar("CANCEL", replace(ENTRY, sequence=3))))
    inline = [part for part in message.walk() if part.get_content_type() == "text/calendar"][0]
    assert inline.get_param("method") == "CANCEL" and b"METHOD:CANCEL\r\n" in inline.get_payload(decode=True)


def test_an_automatic_second_copy_keeps_its_calendar_stamp_and_its_message_id():
    first, later = made(), made(at=AT + timedelta(hours=1))
    stamp = re.compile(r"DTSTAMP:\S+")

    def calendar(message):
        return [p.get_payload(decode=True) for p in message.walk() if p.get_content_type() == "text/calendar"][0]

    assert calendar(first[1]) == calendar(later[1]) and stamp.search(calendar(first[1]).decode())
    assert first[1]["Message-ID"] == later[1]["Message-ID"]


@pytest.mark.parametrize(
    "attack", ["=?utf-8?q?a=0D=0ABcc=3A_x=40evil=2Eexample?=", "a\r\nBcc: x@evil.example\r\n\r\ncorps", "x\x00\x0b\u2028Bcc: y"]
)
def test_nothing_typed_can_add_a_header_or_a_part(attack):
    hostile = replace(
        LETTER,
        subject=attack,
        to_name=attack,
        heading=attack,
        paragraphs=(attack,),
        calendar=Calendar("REQUEST", replace(ENTRY, title=attack)),
    )
    sent, message = made(hostile)
    assert message.keys() == made()[1].keys() and "evil" not in str(message["To"].addresses[0].addr_spec)
    assert [p.get_content_type() for p in message.walk()] == [p.get_content_type() for p in made()[1].walk()]
    assert sent.subject and "\n" not in sent.subject


def test_an_address_outside_ascii_is_refused_rather_than_mangled():
    with pytest.raises(UnfitHeader):
        made(slip=replace(SLIP, recipient="élodie@mdph-14.example.org"))


def test_what_is_kept_of_a_letter_is_its_subject_sequence_and_fingerprint():
    sent, _ = made()
    assert sent.subject == LETTER.subject and sent.sequence == 2 and re.fullmatch("[0-9a-f]{64}", sent.fingerprint)


def test_a_mailbox_shows_what_is_said_before_it_is_opened():
    said = replace(LETTER, paragraphs=("Bonjour Élodie,", "« L’été »", "Une place s’est libérée."))
    for letter, shown in (
        (said, "Une place s’est libérée."),
        (LETTER, "Nous parlerons de la tarification"),
        (replace(LETTER, words=""), "vendr"),
    ):
        found = re.search(r"<body[^>]*>\s*<div[^>]*display: ?none[^>]*>([^<]*)<", html_of(made(letter)[1]))
        assert found and found[1].startswith(shown), found


def test_words_of_a_facilitator_keep_their_paragraphs_and_lists_in_both_forms():
    words = "Bonjour,\n\nDeux temps :\n\n- matin\n- après-midi\n\n1. Accueil\n2. Ateliers\n\nCordialement,\nCamille"
    _, message = made(replace(LETTER, paragraphs=(), words=words))
    assert "Bonjour,\n\nDeux temps\u00a0:\n\n- matin\n- après-midi\n\n1. Accueil\n2. Ateliers\n\nCordialement,\nCamille" in text_of(
        message
    ).replace("\r\n", "\n")
    assert "Cordialement,<br>" in html_of(message) and "<li>matin</li>" in html_of(message)
    for body in (text_of(message), html_of(message)):
        assert body.rindex("Deux temps") < body.index("Quand"), "who only writes to people speaks first"
