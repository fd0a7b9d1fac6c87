"""Our invitations in calendars that are not ours: a CalDAV server keeps them, khal shows them, on clocks far from Paris (T7, C1 to C4)."""

import base64
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from tests.outbox.reading import address_in, entry, lines, method

pytestmark = pytest.mark.once

ZONES = ("UTC", "Pacific/Noumea", "America/Guadeloupe")
WHOSE = "Basic " + base64.b64encode(b"elodie:x").decode()
COLLECTION = b"""<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype></prop></set></mkcol>"""
BETWEEN = """<?xml version="1.0"?><C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><C:calendar-data/></prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{}" end="{}"/></C:comp-filter></C:comp-filter>
</C:filter></C:calendar-query>"""


class CalDav:
    """What a calendar program does with a server: the one calendar of one person."""

    def __init__(self, port):
        self.home = f"http://127.0.0.1:{port}/elodie/agenda/"

    def ask(self, verb, path="", data=None, **headers):
        said = {"Authorization": WHOSE, "Content-Type": "application/xml", **headers}
        request = urllib.request.Request(self.home + path, data, said, method=verb)  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def keep(self, post):
        """The object of the letter, as a program stores what was accepted: without the method, which belongs to the mail (RFC 4791 §4.1)."""
        data = post.calendar.replace(f"METHOD:{method(post)}\r\n".encode(), b"")
        status, said = self.ask("PUT", f"{entry(post)['UID']}.ics", data, **{"Content-Type": "text/calendar"})
        assert status in (201, 204), said
        return icalendar.Calendar.from_ical(self.ask("GET", f"{entry(post)['UID']}.ics")[1]).walk("VEVENT")[0]

    def found_at(self, start):
        """How many events the server finds in the ten minutes after this instant."""
        first, last = (at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for at in (start, start + timedelta(minutes=10)))
        status, said = self.ask("REPORT", data=BETWEEN.format(first, last).encode(), Depth="1")
        assert status == 207, said
        return said.count(b"BEGIN:VEVENT")


@contextmanager
def caldav(folder, zone):
    """A real Radicale, which believes that it lives in that zone."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={folder}", "--auth-type=none", "--rights-type=owner_only"]
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "radicale", "--config=", *options],
        env=os.environ | {"TZ": zone}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(150):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield CalDav(port)
    finally:
        server.terminate()
        server.wait(10)


def life_of(written):
    """Asked, confirmed, moved, taken back: the letters of one person, in order."""
    elodie = address_in(written["withdrawal"], "To")
    names = ("invitation", "confirmation", "change", "withdrawal")
    return [next(post for post in written.posts[name] if address_in(post, "To") == elodie) for name in names]


@pytest.mark.parametrize("zone", ZONES)
def test_t7_s1_s3_a_caldav_server_keeps_moves_and_cancels_one_and_the_same_event(written, tmp_path, zone):
    asked, confirmed, moved, taken_back = life_of(written)
    with caldav(tmp_path, zone) as server:
        assert server.ask("MKCOL", data=COLLECTION)[0] == 201
        for post in (asked, confirmed, moved, taken_back):
            kept, ours = server.keep(post), entry(post)
            for name in ("DTSTART", "DTEND", "DTSTAMP"):
                assert kept[name].dt == ours[name].dt, name
            for name in ("UID", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER"):
                assert kept[name] == ours[name], name
            before, after = entry(asked)["DTSTART"].dt, entry(moved)["DTSTART"].dt
            is_moved = post in (moved, taken_back)
            # 80 minutes long: the first ten minutes of the old hour are free again once it moved by an hour
            assert (server.found_at(before), server.found_at(after)) == ((0, 1) if is_moved else (1, 1))
        assert str(kept["STATUS"]) == "CANCELLED" and kept["SEQUENCE"] > entry(moved)["SEQUENCE"]


@pytest.mark.parametrize("zone", ZONES)
def test_t7_khal_shows_every_letter_at_the_readers_own_hour(written, tmp_path, zone):
    """One program more, on the clocks of the reader: what it prints is the instant that was meant, and one event for each UID."""
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[un]]\npath = {tmp_path}/un\ntype = calendar\n[sqlite]\npath = {tmp_path}/khal.db\n"
        f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[default]\ndefault_calendar = un\n"
    )
    latest, files = {}, []
    for number, post in enumerate(one for one in written.scheduling if method(one) == "REQUEST"):
        latest[str(entry(post)["UID"])] = entry(post)
        files.append(tmp_path / f"{number}.ics")
        files[-1].write_bytes(post.calendar)
    khal(config, zone, "import", "--batch", "-a", "un", *map(str, files))
    first = min(one["DTSTART"].dt for one in latest.values()) - timedelta(days=2)
    shown = khal(config, zone, "list", "--format", "§{uid}|{start}|{end}|{title}", "--day-format", "", f"{first:%Y-%m-%d}", "365d")
    read = {tuple(line.split("|", 3)) for line in shown.replace("\n", " ").split("§")[1:]}
    there = ZoneInfo(zone)
    for uid, one in latest.items():
        start, end = (one[name].dt.astimezone(there).strftime("%Y-%m-%d %H:%M") for name in ("DTSTART", "DTEND"))
        [line] = [said for said in read if said[0] == uid]
        assert line[1:3] == (start, end) and line[3].strip().startswith(str(one["SUMMARY"])[:20]), line


def khal(config, zone, *said):
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "khal", "-c", str(config), *said],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("zone", ZONES)
def test_t7_the_machine_of_the_reader_changes_no_instant(written, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for post in written.scheduling:
            [other] = vobject.readOne(post.calendar.decode()).contents["vevent"]
            ours = entry(post)
            assert (other.dtstart.value, other.dtend.value) == (ours["DTSTART"].dt, ours["DTEND"].dt)
            start = next(line for line in lines(post.calendar) if line.startswith("DTSTART:"))
            assert other.dtstart.value.astimezone(UTC).strftime("DTSTART:%Y%m%dT%H%M%SZ") == start
    finally:
        monkeypatch.undo()
        time.tzset()
