"""The mailbox as it is met: over TLS, away, dying between two orders, read by two at once; a mail is never lost nor handled twice."""

import os
import threading
import time

import pytest
from flask import current_app
from sqlalchemy import event, func, select

from app.core.db import db, transaction
from app.inbox import intake, jobs, visits
from app.inbox.mailboxes import FAULTS, Imap, MailboxAway, opened
from app.inbox.models import MailboxVisit, ReceivedMail
from tests import make
from tests.dovecot import USER
from tests.letters import free_port
from tests.make import now


def letter(number):
    return f"From: Ana <ana@example.org>\r\nSubject: Question {number}\r\nMessage-ID: <q{number}@example.org>\r\n\r\nBonjour\r\n".encode()


def kept():
    return db.session.scalar(select(func.count()).select_from(ReceivedMail))


def visit():
    return db.session.get(MailboxVisit, 1, populate_existing=True)


@pytest.fixture
def read(app, imap, monkeypatch):
    """Read the mailbox of this address."""

    def once(url=imap.url, done="Rencontres-lus"):
        monkeypatch.setitem(app.config, "MAILBOX_URL", url)
        monkeypatch.setitem(app.config, "MAILBOX_DONE", done)
        return jobs.read_mailbox(now())

    return once


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_over_tls_with_a_certificate_that_the_machine_trusts(imap, read, monkeypatch, scheme):
    monkeypatch.setenv("SSL_CERT_FILE", imap.certificate)
    imap.receive(letter(1))
    assert (read(imap.at(scheme)), imap.count("Rencontres-lus")) == (1, 1)


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_certificate_that_nobody_trusts_is_refused_before_the_password_is_said(imap, read, scheme):
    imap.receive(letter(1))
    assert (read(imap.at(scheme)), imap.count()) == (0, 1)
    assert "certificate" in visit().words.lower()


def test_a_certificate_of_another_machine_is_refused(imap, read, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", imap.certificate)
    imap.receive(letter(1))
    assert (read(imap.at("imaps", host="127.0.0.1")), imap.count()) == (0, 1)


def test_a_password_in_the_clear_never_leaves_this_machine(read):
    assert read("imap://qui:secret@imap.example.org/INBOX") == 0
    assert visit().failing_since


def test_a_wrong_password_is_told_with_the_words_of_the_server_and_without_the_password(imap, read, caplog):
    imap.receive(letter(1))
    for _ in range(3):
        assert read(imap.at("imap", password="mauvais-secret", host="127.0.0.1")) == 0
    assert "uthentication failed" in visit().words
    assert [record.getMessage() for record in caplog.records if record.name == "rencontres.inbox"] == ["the mailbox cannot be read"]
    assert "mauvais-secret" not in caplog.text + visit().words
    assert USER not in caplog.text
    assert "Traceback" not in caplog.text
    assert (read(), visit().failing_since) == (1, None)
    assert caplog.records[-1].getMessage() == "the mailbox is read"


def test_a_server_that_is_away_is_told_since_when(read):
    url = f"imap://a:b@127.0.0.1:{free_port()}/INBOX"
    read(url)
    since = visit().failing_since
    read(url)
    assert (visit().failing_since, "refused" in visit().words) == (since, True)


def test_a_folder_that_does_not_exist_is_told(imap, read):
    assert read(imap.at("imap", folder="Nulle%20part", host="127.0.0.1")) == 0
    assert "exist" in visit().words


def test_the_folder_of_what_is_read_may_have_any_name(imap, read):
    imap.receive(letter(1))
    assert read(done="Déjà lus") == 1
    assert imap.count("Déjà lus") == 1


def test_a_server_that_dies_between_keeping_and_putting_away_loses_and_repeats_nothing(imap, read, monkeypatch):
    """The mail is kept first: seen again, it is only put away."""
    imap.receive(letter(1), letter(2))
    away = Imap.put_away

    def dies(box, name):
        box.box.client.shutdown()
        away(box, name)

    monkeypatch.setattr(Imap, "put_away", dies)
    assert (read(), kept(), imap.count()) == (1, 1, 2)
    assert visit().failing_since
    monkeypatch.setattr(Imap, "put_away", away)
    assert (read(), kept(), imap.count(), imap.count("Rencontres-lus")) == (1, 2, 0, 2)


def test_a_server_that_refuses_to_put_away_is_told(imap, read):
    imap.receive(letter(1))
    assert read(done="INBOX.sub/../../x") == 1
    assert visit().failing_since
    assert visit().words


@pytest.mark.parametrize("verbs", [{"UIDPLUS"}, set()], ids=["no MOVE", "neither MOVE nor UIDPLUS"])
def test_mails_that_somebody_marked_as_deleted_are_not_swept_out(imap, verbs, app):
    """Nothing is ever deleted from the mailbox before it is kept."""
    imap.receive(letter(1), letter(2))
    with opened(imap.url, "Rencontres-lus") as box:
        box.verbs = verbs
        first, second = box.box.uids()
        box.box.client.uid("STORE", second, "+FLAGS", r"(\Deleted)")  # the library would sweep it out
        box.put_away(first)
        assert second in box.box.uids()
        assert [item.name for item in box.waiting(9)] == ([second] if verbs else [])
    assert imap.count("Rencontres-lus") == 1


def test_no_transaction_is_open_while_the_server_answers(imap, read, monkeypatch):
    imap.receive(letter(1), letter(2))
    open_now, seen = [], []
    event.listen(db.engine, "begin", lambda _: open_now.append(1))
    for name in ("commit", "rollback"):
        event.listen(db.engine, name, lambda _: open_now.clear())
    away = Imap.put_away
    monkeypatch.setattr(Imap, "put_away", lambda box, name: (seen.append([*open_now]), away(box, name)))
    assert read() == 2
    assert seen == [[], []]


def test_two_workers_at_once_handle_each_mail_once(imap, read, app):
    imap.receive(*map(letter, range(40)))
    counts = []

    def work():
        with app.app_context():
            counts.append(jobs.read_mailbox(now()))

    workers = [threading.Thread(target=work) for _ in range(2)]
    read("dir:/nonexistent")  # the setting, for both
    current_app.config["MAILBOX_URL"] = imap.url
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert (sum(counts), kept(), imap.count()) == (40, 40, 0)
    with imap.box() as box:
        box.folder.set("Rencontres-lus")
        assert len({one.subject for one in box.fetch(mark_seen=False)}) == 40


def test_a_mailbox_of_thousands_is_read_by_pieces(imap, read):
    with imap.box() as box:
        for number in range(450):
            box.append(letter(number), "INBOX")
    began = time.monotonic()
    assert read() == jobs.MOST
    assert time.monotonic() - began < 30
    assert imap.count() == 450 - jobs.MOST


def test_what_is_too_large_is_fetched_in_part_and_kept_for_somebody(imap, read):
    """§2.6, line 0."""
    imap.receive(letter(1) + b"x" * (6 * 1024 * 1024))
    assert read() == 1
    row = db.session.scalars(select(ReceivedMail)).one()
    assert ("5 Mo" in row.reason, len(row.raw), imap.count("Rencontres-lus")) == (True, 5 * 1024 * 1024, 1)


def test_what_breaks_its_reader_is_kept_for_somebody_and_the_next_is_read(imap, read, monkeypatch):
    imap.receive(letter(1), letter(2))
    take_in = intake.take_in
    monkeypatch.setattr(intake, "take_in", lambda raw, at: 1 / 0 if b"Question 1" in raw else take_in(raw, at))
    assert (read(), kept(), imap.count()) == (2, 2, 0)
    first = db.session.scalars(select(ReceivedMail).order_by(ReceivedMail.id)).first()
    assert (first.subject, first.waits) == ("Question 1", True)


def test_a_database_that_is_away_leaves_the_mail_where_it_is(imap, read, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def away(raw, at):
        raise OperationalError("SELECT 1", {}, Exception("away"))

    imap.receive(letter(1))
    monkeypatch.setattr(intake, "take_in", away)
    with pytest.raises(OperationalError):
        read()
    assert (imap.count(), imap.count("Rencontres-lus")) == (1, 0)


def test_the_folder_of_a_development_machine_is_read_like_a_mailbox(read, tmp_path):
    (tmp_path / "b.eml").write_bytes(letter(2))
    (tmp_path / "a.eml").write_bytes(letter(1))
    (tmp_path / "c.part").write_bytes(b"half")
    assert (read(f"dir:{tmp_path}"), kept()) == (2, 2)
    assert sorted(file.name for file in (tmp_path / "Rencontres-lus").iterdir()) == ["a.eml", "b.eml"]


def test_what_came_first_in_the_folder_is_read_first_whatever_its_name(tmp_path):
    """A seat that is left goes to who answered first."""
    for minute, name in enumerate(["b", "c", "a"]):
        (tmp_path / f"{name}.eml").write_bytes(letter(minute))
        os.utime(tmp_path / f"{name}.eml", (minute, minute))
    with opened(f"dir:{tmp_path}", "x") as box:
        assert [item.name for item in box.waiting(9)] == ["b.eml", "c.eml", "a.eml"]


def test_two_workers_that_read_the_same_mail_put_one_away(tmp_path):
    """In a folder, the file that is put away keeps its name, whoever is first."""
    (tmp_path / "a.eml").write_bytes(letter(1))
    with opened(f"dir:{tmp_path}", "x") as one, opened(f"dir:{tmp_path}", "x") as other:
        seen = [*one.waiting(9), *other.waiting(9)]
        for box, item in zip((one, other), seen, strict=True):
            box.put_away(item.name)
    assert [file.name for file in tmp_path.rglob("*.eml")] == ["a.eml"]


def test_a_fault_of_the_network_has_words(app):
    with pytest.raises(MailboxAway, match="refused"), opened(f"imap://a:b@127.0.0.1:{free_port()}/INBOX", "x"):
        raise AssertionError
    assert OSError in FAULTS


def test_health_tells_when_the_mailbox_is_not_read(app):
    with transaction():
        visits.failed(now(), "No")
    assert visits.health(now()).failing_since is None, "a server that starts again is not told"
    assert visits.health(now() + visits.UNREAD_AFTER).words == "No"
    with transaction():
        visits.went_well(now())
    assert visits.health(now()).failing_since is None
    assert visits.health(now() + 2 * visits.STALE_AFTER).is_stale


def test_the_health_page_tells_administrators_that_the_mailbox_is_not_read(client, app):
    make.sign_in(client, make.account("Ada Chef", admin=True))
    assert "boîte de réception ne se laisse plus lire" not in client.get("/sante").text
    with transaction():
        visits.failed(now() - visits.UNREAD_AFTER, "[AUTHENTICATIONFAILED] Authentication failed.")
    page = client.get("/sante").text
    assert "boîte de réception ne se laisse plus lire" in page
    assert "[AUTHENTICATIONFAILED] Authentication failed." in page
    assert "va bien" not in page
    with transaction():
        visits.went_well(now() - 2 * visits.STALE_AFTER)
    assert "n’est plus relevée" in client.get("/sante").text
    with transaction():
        visits.went_well(now())
    page = client.get("/sante").text
    assert "n’est plus relevée" not in page and "ne se laisse plus lire" not in page
