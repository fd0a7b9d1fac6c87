"""What two readers in JavaScript make of our calendars, on three clocks: ical.js (Thunderbird’s) and node-ical.

Needs node and npm, and reaches the package registry: for somebody to run, not for the suite (tests/outbox/test_other_readers.py is its kin).
"""

import json
import os
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.ics import build
from app.ics.entry import Entry, Party

ZONES = ("UTC", "Pacific/Noumea", "America/Guadeloupe")
PACKAGES = ("ical.js@2", "node-ical@0.20")
READER = """
const fs = require('fs'), ical = require('node-ical');
(async () => {
  const ICAL = (await import('ical.js')).default, found = {};
  for (const name of fs.readdirSync('.').filter(one => one.endsWith('.ics'))) {
    const text = fs.readFileSync(name, 'utf8');
    const root = new ICAL.Component(ICAL.parse(text)), event = new ICAL.Event(root.getFirstSubcomponent('vevent'));
    const other = Object.values(ical.sync.parseICS(text)).find(one => one.type === 'VEVENT');
    found[name] = [
      [event.uid, event.sequence, event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString(), event.summary, event.location],
      [other.uid, Number(other.sequence), other.start.toISOString(), other.end.toISOString(), other.summary, other.location],
    ];
  }
  console.log(JSON.stringify(found));
})();
"""


def entries() -> dict[str, Entry]:
    """Nights when clocks change, words that readers stumble on, a day that was moved."""
    at = datetime(2027, 2, 1, 9, tzinfo=UTC)
    plain = Entry(
        uid="5b0f7e52-7d2e-4c5b-9a55-0d3f0c1be7aa@cnsa.example.org", sequence=0, title="Atelier n°1 : l’été, la « rentrée » ; \\n et fin",
        starts_at=datetime(2027, 3, 18, 8, 30, tzinfo=UTC), ends_at=datetime(2027, 3, 18, 10, tzinfo=UTC),
        description="Jeudi 18 mars 2027, de 9 h 30 à 11 h (heure de Paris)\nÀ distance : https://visio.example.org/salle?a=1,2;b=3",
        location="Salle Cœur, 12 rue de l’Église, 75007 Paris", page="https://rencontres.example.org/evenements/atelier",
        join_url="https://visio.example.org/salle?a=1,2;b=3", created_at=at, changed_at=at, stamped_at=at, categories=("Atelier", "Numérique"),
        organiser=Party("Pôle Événements, CNSA", "rencontres@cnsa.example.org"), attendee=Party("Élodie D’Été", "elodie@mdph-14.example.org"),
    )  # fmt: skip
    nights = {f"night-{month}": datetime(2031, month, day, 0, 30, tzinfo=UTC) for month, day in ((3, 30), (10, 26))}
    changed = {name: replace(plain, starts_at=start, ends_at=start + timedelta(hours=3)) for name, start in nights.items()}
    # Folded in the middle of characters of two, three and four octets, whatever comes before.
    titles = {f"title-{shift}": "x" * shift + "👩🏽‍💻 « l’été », 東京 ; la rentrée : " * 5 + "fin" for shift in range(4)}
    changed |= {name: replace(plain, title=title, description=f"{title}\n{title}") for name, title in titles.items()}
    return {"plain": plain, "moved": replace(plain, sequence=3, starts_at=plain.starts_at + timedelta(minutes=30)), **changed}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True)
        Path(folder, "read.cjs").write_text(READER)
        meant = {}
        for name, entry in entries().items():
            for verb, make in (("request", build.request), ("cancel", build.cancel)):
                Path(folder, f"{name}-{verb}.ics").write_bytes(make(entry))
                meant[f"{name}-{verb}.ics"] = _meant(entry)
        wrong = [f"{zone}: {line}" for zone in ZONES for line in _differences(folder, zone, meant)]
    print("\n".join(wrong) or f"{len(meant)} calendars, two readers, {len(ZONES)} clocks: all read what was meant")
    if wrong:
        raise SystemExit(1)


def _meant(entry: Entry) -> list[object]:
    start, end = (at.strftime("%Y-%m-%dT%H:%M:%S.000Z") for at in (entry.starts_at, entry.ends_at))
    return [entry.uid, entry.sequence, start, end, entry.title.replace("\\", "/"), entry.location]


def _differences(folder: str, zone: str, meant: dict[str, list[object]]) -> list[str]:
    ran = subprocess.run(["node", "read.cjs"], cwd=folder, env=os.environ | {"TZ": zone}, check=True, capture_output=True, text=True)
    read = json.loads(ran.stdout)
    return [f"{name} {reader}" for name, said in meant.items() for reader in read[name] if reader != said]


if __name__ == "__main__":
    main()
