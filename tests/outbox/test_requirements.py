"""Every numbered line of the specification of calendar mail on structure (M) and on headers and envelope (D), on letters of real flows."""

import re

from tests.outbox.reading import address_in, entry, inline, method, parts, values, words

REMINDERS = ("reminder_7_days", "reminder_1_day", "reminder_1_hour")


def test_m1_m2_text_page_calendar_in_this_order_then_one_file(written):
    assert len(written.scheduling) > 8
    for post in written.scheduling:
        expected = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]
        assert parts(post) == expected


def test_m3_the_method_of_the_part_is_that_of_the_calendar_in_capitals(written):
    for post in written.scheduling:
        part = inline(post)
        assert part.get_param("method") == method(post) in ("REQUEST", "CANCEL") and part.get_param("charset") == "UTF-8"


def test_m4_the_inline_part_has_neither_disposition_nor_identifier(written):
    for post in written.scheduling:
        assert inline(post)["Content-Disposition"] is None and inline(post)["Content-ID"] is None


def test_m5_the_file_is_the_calendar_byte_for_byte(written):
    for post in written.scheduling:
        [file] = post.message.iter_attachments()
        assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")
        assert file.get_payload(decode=True) == post.calendar


def test_m6_nothing_is_published_inline(written):
    assert {method(post) for post in written.scheduling} == {"REQUEST", "CANCEL"}
    assert all(b"METHOD:PUBLISH" not in post.calendar for post in written.scheduling)


def test_m7_octets_are_utf8_without_mark_with_crlf_inside_base64(written):
    for post in written.scheduling:
        assert inline(post)["Content-Transfer-Encoding"] == "base64" and post.calendar.startswith(b"BEGIN:VCALENDAR\r\n")
        post.calendar.decode("utf-8")
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", post.calendar)


def test_m8_one_event_one_uid_and_two_days_are_two_letters(written):
    for post in written.scheduling:
        assert post.calendar.count(b"BEGIN:VEVENT") == 1 and len(values(post.calendar, "UID")) == 1
    two = written.posts["two_days"]
    assert len(two) == 2 and len({str(entry(post)["UID"]) for post in two}) == 2


def test_m9_text_and_page_are_both_complete(written):
    for post in written.scheduling:
        at = entry(post)
        for kind in ("plain", "html"):
            said = words(post, kind)
            assert "heure de Paris" in said and str(at["URL"]) in said.replace("&amp;", "&"), post.message["Subject"]
            assert post.message.get_body((kind,)).get_content_charset() == "utf-8"
    for name in ("invitation", "confirmation", "change"):
        for kind in ("plain", "html"):
            said = words(written[name], kind)
            room = str(entry(written[name])["CONFERENCE"])
            assert room in said.replace("&amp;", "&") and "l’été" in said, name


def test_m9_no_leftover_no_entity_no_tracker_no_script(written):
    for post in written.all:
        html, plain = words(post, "html"), words(post, "plain")
        assert not re.search(r"\{\{|\{%|<script|<img|<link|src=|url\(", html) and '<html lang="fr">' in html
        assert not re.search(r"\{\{|\{%|&(amp|#39|quot|lt);|None", plain), post.message["Subject"]
        assert all(link.startswith(("https://", "http://localhost", "mailto:")) for link in re.findall(r'href="([^"]*)"', html))


def test_m10_a_reminder_carries_no_calendar(written):
    for name in ("save_the_date", "nudge", "waiting", "pending", "thanks", "survey_nudge", *REMINDERS):
        assert written.posts[name] and all("text/calendar" not in parts(post) for post in written.posts[name]), name


# Headers and envelope


def test_d1_each_header_once_in_ascii_short_enough(written):
    for post in written.all:
        head = post.data.partition(b"\r\n\r\n")[0]
        assert head.isascii() and max(map(len, post.data.split(b"\r\n"))) <= 998
        for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
            assert len(post.message.get_all(name)) == 1, name
        assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+\?=", head))


def test_d2_one_recipient_and_the_envelope_is_the_same(written):
    for post in written.all:
        assert len(post.message["To"].addresses) == 1 and post.message["Cc"] is None and post.message["Bcc"] is None
        assert post.recipients == (address_in(post, "To"),)


def test_d3_the_message_id_is_ours_and_never_twice(written, app):
    ids = [post.message["Message-ID"] for post in written.all]
    assert len(set(ids)) == len(ids) and all(one.endswith("@cnsa.example.org>") for one in ids)


def test_d4_d5_the_organiser_is_who_writes_and_reads_the_answers(written, app):
    for post in written.scheduling:
        [organiser] = values(post.calendar, "ORGANIZER")
        assert organiser.endswith(f"mailto:{address_in(post, 'From')}") and address_in(post, "From") == app.config["MAIL_FROM"]
        assert post.message["Reply-To"] is None and not re.search("no-?reply|ne-pas-repondre", organiser)


def test_d6_d7_d12_it_says_that_a_program_wrote_it_in_french(written):
    for post in written.all:
        said = post.message
        assert said["Auto-Submitted"] == "auto-generated" and said["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        assert said["Content-Language"] == "fr" and said["X-Mailer"] is None and said["User-Agent"] is None


def test_d8_bounces_come_back_to_an_opaque_address_of_the_letter(written):
    senders = [post.sender for post in written.all]
    assert len(set(senders)) == len(senders)
    for post in written.all:
        assert re.fullmatch(r"retours\+[a-z2-7]{26}@cnsa\.example\.org", post.sender) and post.message["Return-Path"] is None


def test_d9_network_mail_is_left_in_one_click_and_event_mail_never_offers_it(written):
    for name in ("save_the_date", "invitation", "nudge"):
        for post in written.posts[name]:
            assert re.fullmatch(r"<http[^<> ]+/n/[\w-]+>", post.message["List-Unsubscribe"])
            assert post.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for name in ("confirmation", "change", "withdrawal", "called_off", "thanks", "survey_nudge", *REMINDERS):
        assert all(post.message["List-Unsubscribe"] is None for post in written.posts[name]), name


def test_d11_the_feedback_names_a_stream_and_nobody(written):
    for post in written.all:
        fields = post.message["Feedback-ID"].split(":")
        assert len(fields) == 4 and 5 <= len(fields[-1]) <= 15 and "elodie" not in post.message["Feedback-ID"]


def test_d13_what_was_typed_adds_no_header(written):
    allowed = set(written["invitation"].message.keys())
    assert all(set(post.message.keys()) <= allowed for post in written.all)
    assert written["invitation"].message["Subject"].startswith("Invitation : Atelier n°1")
