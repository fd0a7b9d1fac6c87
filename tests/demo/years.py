"""Year files made from that of 2024, feasible by construction; and their figures counted in plain SQL, apart from the loader's own count."""

import copy
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from app.core.db import db, transaction
from app.demo.year.load import load_year
from tests.house.sources import ROOT

WHOLE = json.loads((ROOT / "reference/demo/2024.json").read_text(encoding="utf-8"))
SOME = {
    "ems-apa-2024", "rt-2024", "rt-2023", "mdph-dir-2024", "journees-nationales-2024", "aps-2024", "cs-2024", "cs-webinaires", "conseil-2024", "cfppa-2024",
    "dg-ars-2024", "rentree-2024", "isolement-2024", "cercle-2024",
}  # fmt: skip
COUNTS = (
    "registered", "attended", "respondents", "very_satisfied", "satisfied", "departments_registered", "departments_represented", "mdph_registered",
    "mdph_represented",
)  # fmt: skip


def smaller():
    """The events of some series of 2024."""
    year = copy.deepcopy(WHOLE)
    year["events"] = [one for one in year["events"] if one["series"] in SOME]
    return year


def load(year):
    with transaction():
        return load_year(json.dumps(year))


def whole(value):
    return None if value in ("", None) else int(value)


def held(year, series):
    ours = [
        one for one in year["events"] if one["series"] == series and one["status"] in ("held", "archived") and one["hosting"] != "external"
    ]
    return [one for one in ours if whole(one["registered"]) is not None]


# ---- other years


def shifted(year, weeks=52):
    """The same, so many weeks later: the same days of the week."""
    later = timedelta(weeks=weeks)
    years = round(weeks / 52)
    year["meta"]["year"] += years
    for one in year["events"]:
        one["year"] += years
        for key in ("start", "end"):
            one[key] = (datetime.fromisoformat(one[key]) + later).isoformat()
    for one in year["newsletters"]:
        one["sent"] = (datetime.fromisoformat(one["sent"]) + later).isoformat()
    for one in year["spaces"]:
        one["opened"] = (date.fromisoformat(one["opened"]) + later).isoformat()
    return year


def scaled(year, by):
    """So many times as many people; figures that no longer go together are brought back to what can be."""
    for one in year["events"]:
        for key in COUNTS:
            if whole(one[key]) is not None:
                most = 101 if "departments" in key or "mdph" in key else 10**9
                one[key] = one[key] if most == 101 and by > 1 else max(1, int(one[key] * by))
        made_possible(one)
    for code, figures in year["series"].items():
        _scaled_series(figures, held(year, code), by)
    for figures in year["networks"].values():
        if figures["unit"] == "person":
            figures["members"] = int(figures["members"] * by)
    return year


def made_possible(one):
    """Enough absent people for the departments and MDPH that did not come, and never more of one thing than of what it is part of."""
    known = {key: whole(one[key]) for key in COUNTS if whole(one[key]) is not None}
    for small, large in (
        ("attended", "registered"), ("mdph_registered", "departments_registered"), ("departments_registered", "registered"),
        ("departments_represented", "departments_registered"), ("departments_represented", "attended"), ("mdph_represented", "mdph_registered"),
        ("mdph_represented", "departments_represented"), ("mdph_represented", "attended"), ("respondents", "attended"), ("very_satisfied", "respondents"),
    ):  # fmt: skip
        if small in known and large in known:
            known[small] = min(known[small], known[large])
    if "satisfied" in known:
        known["satisfied"] = min(known["satisfied"], known["respondents"] - known["very_satisfied"])
        one["satisfied_total"] = known["satisfied"] + known["very_satisfied"]
    for all_of, come in (("departments_registered", "departments_represented"), ("mdph_registered", "mdph_represented")):
        if all_of in known and come in known:
            known["registered"] = max(known["registered"], known["attended"] + known[all_of] - known[come])
    one.update(known)


def _scaled_series(figures, events, by):
    for key in ("distinct_attended", "distinct_attended_P14"):
        if key in figures:
            inside = [one for one in events if key == "distinct_attended" or "P14" in one["refs"]]
            counts = [one["attended"] for one in inside]
            figures[key] = min(max(int(figures[key] * by), *counts), sum(counts))
    if "cnsa_participations" in figures:
        figures["cnsa_participations"], figures["cnsa_distinct"] = len(events), max(2, len(events) // 3)
        figures["distinct_attended"] = sum(one["attended"] for one in events) - len(events) + figures["cnsa_distinct"]
    if "registrations_per_person" in figures:
        per_person = {int(times): int(people * by) for times, people in figures["registrations_per_person"].items()}
        missing = sum(one["registered"] for one in events) - sum(times * people for times, people in per_person.items())
        # Who registers once is what can be changed without changing anything else.
        per_person[1] += missing
        assert per_person[1] > 0
        figures["registrations_per_person"] = {str(times): people for times, people in per_person.items() if people}
        figures["distinct_registered"] = sum(per_person.values())


def without_series(year, code):
    year["events"] = [one for one in year["events"] if one["series"] != code]
    year["series"].pop(code, None)
    return year


def one_event_each(year):
    """The first event of each series; the figures of the series become its own."""
    seen = set()
    kept = []
    for one in year["events"]:
        if one["series"] not in seen or one["status"] in ("draft", "cancelled"):
            kept.append(one)
            seen.add(one["series"])
    year["events"] = kept
    for code, figures in year["series"].items():
        (one,) = held(year, code)
        for key in [name for name in figures if name.startswith("distinct_attended")]:
            figures[key] = one["attended"]
        if "registrations_per_person" in figures:
            figures |= {"registrations_per_person": {"1": one["registered"]}, "distinct_registered": one["registered"]}
            figures["departments_registered"] = figures["departments_registered"][-one["departments_registered"] :]
        if "cnsa_participations" in figures:
            figures["cnsa_participations"] = figures["cnsa_distinct"] = 3
    return year


def bare(year):
    """Without what may be missing, and with null where nothing is known."""
    for key in ("series", "networks", "cycles", "newsletters", "spaces", "satisfaction_scale", "meta"):
        del year[key]
    year["events"] = [{key: value for key, value in one.items() if value != "" or key in COUNTS} for one in year["events"]]
    for one in year["events"]:
        one.update({key: None for key in COUNTS if one.get(key) == ""})
    return year


# ---- what the rows say

_SEATS = """
    SELECT e.public_id, r.person_id, r.department_code, o.type, o.slug,
           EXISTS (SELECT 1 FROM presence p WHERE p.registration_id = r.id AND p.mark = 'present') AS came
      FROM registration r JOIN event e ON e.id = r.event_id LEFT JOIN organisation o ON o.id = r.organisation_id
     WHERE r.standing = 'confirmed' AND r.part = 'participant'
"""


def seats():
    """Everybody who registered to each event, by its title and day."""
    found = {}
    for row in db.session.execute(text(_SEATS)):
        found.setdefault(row.public_id, []).append(row)
    return found


def events():
    """The public name of each event by its title and first instant in UTC."""
    rows = db.session.execute(text("SELECT public_id, title, starts_at FROM event"))
    return {(row.title, str(row.starts_at)[:16]): row.public_id for row in rows}


def answers():
    rows = db.session.execute(
        text("SELECT e.public_id, a.level, count(*) AS n FROM survey_answer a JOIN event e ON e.id = a.event_id GROUP BY 1, 2")
    )
    found = {}
    for row in rows:
        found.setdefault(row.public_id, {})[row.level] = row.n
    return found


def expect_every_figure(year):
    """Each count of the file is what the rows give."""
    taken, said = seats(), answers()
    names = public_ids(year)
    for one in year["events"]:
        rows, levels = taken.get(names[one["id"]], []), said.get(names[one["id"]], {})
        came = [row for row in rows if row.came]
        got = {
            "registered": len(rows),
            "attended": len(came),
            "departments_registered": len({row.department_code for row in rows} - {None}),
            "departments_represented": len({row.department_code for row in came} - {None}),
            "mdph_registered": len({row.slug for row in rows if row.type == "mdph"}),
            "mdph_represented": len({row.slug for row in came if row.type == "mdph"}),
            "respondents": sum(levels.values()),
            "very_satisfied": levels.get("very_satisfied", 0),
            "satisfied": levels.get("satisfied", 0),
        }
        expected = {key: whole(one.get(key)) for key in got if whole(one.get(key)) is not None}
        assert {key: got[key] for key in expected} == expected, one["id"]
        if not expected:
            assert not rows, one["id"]
        outside = {row.department_code for row in rows} - {None} - {*one.get("department_codes", "").split("|")}
        assert not (one.get("department_codes") and outside), one["id"]
    for code, figures in year.get("series", {}).items():
        _expect_series(figures, [(one, taken[names[one["id"]]]) for one in held(year, code)])


def _expect_series(figures, events_of):
    rows = [row for _one, its in events_of for row in its]
    came = [row for row in rows if row.came]
    got = {
        "distinct_registered": len({row.person_id for row in rows}),
        "registrations_per_person": {str(k): n for k, n in sorted(Counter(Counter(row.person_id for row in rows).values()).items())},
        "departments_registered": sorted({row.department_code for row in rows} - {None}),
        "distinct_attended": len({row.person_id for row in came}),
        "distinct_attended_P14": len({row.person_id for one, its in events_of if "P14" in one["refs"] for row in its if row.came}),
        "cnsa_participations": len([row for row in came if row.type == "cnsa"]),
        "cnsa_distinct": len({row.person_id for row in came if row.type == "cnsa"}),
    }
    for key, value in figures.items():
        if key in got:
            assert got[key] == (sorted(value) if isinstance(value, list) else value), key


def public_ids(year):
    """The public name of each event of the file, found by its beginning and its title."""
    known = events()
    found = {}
    for one in year["events"]:
        begins = datetime.fromisoformat(one["start"]).astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        found[one["id"]] = next(name for (title, at), name in known.items() if at == begins and plain(title) == plain(one["title"]))
    return found


def plain(title):
    return title.replace("’", "'").replace("\u00a0", " ")


def members(code, on):
    query = """
        SELECT count(*) FROM membership m JOIN network n ON n.id = m.network_id
         WHERE n.code = :code AND m.joined_on <= :on AND (m.left_on IS NULL OR m.left_on > :on)
    """
    return db.session.execute(text(query), {"code": code, "on": on}).scalar()
