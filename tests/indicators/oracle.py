"""Every figure counted as a person would: row after row, on all the rows at once, sharing nothing with the figures but the tables."""

from collections import defaultdict
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.attendance.models import Presence
from app.core.db import db
from app.directory.models import Department, Organisation, Person
from app.events.models import Event
from app.invitations.models import Invitation
from app.networks.models import CollaborativeSpace, Membership, Network, Newsletter
from app.registrations.models import Registration
from app.satisfaction.models import SurveyAnswer, SurveyInvitation

OUR_OWN = ("own", "joint")


class Oracle:
    """What somebody with all the sheets on the table would answer."""

    def __init__(self):
        def rows(model):
            return db.session.query(model).all()

        self.people = {one.id: one for one in rows(Person)}
        self.bodies = {one.id: one for one in rows(Organisation)}
        self.departments = {one.code: one for one in rows(Department)}
        self.networks = {one.id: one for one in rows(Network)}
        self.events, self.registrations = rows(Event), rows(Registration)
        self.presences, self.answers = rows(Presence), rows(SurveyAnswer)
        self.asked, self.invitations = rows(SurveyInvitation), rows(Invitation)
        self.memberships, self.letters, self.spaces = rows(Membership), rows(Newsletter), rows(CollaborativeSpace)
        self.sheets = {event.id: Sheet(self, event) for event in self.events}

    def who(self, person_id):
        """The person that a row turned out to be."""
        return self.people[person_id].merged_into_id or person_id

    def line(self, network):
        """Its code and those of all above it."""
        return [network.code, *(self.line(self.networks[network.parent_id]) if network.parent_id else [])]

    def chosen(self, first, last, said):
        """The events that begin on these days on their own clocks and that every filter lets through."""
        return [sheet for sheet in self.sheets.values() if first <= sheet.on <= last and self._passes(sheet, said)]

    def _passes(self, sheet, said):
        event = sheet.event
        if event.hosting not in said.get("hostings", OUR_OWN):
            return False
        named = {department.region_code for department in event.departments}
        covered = {department.code for department in event.departments}
        for region in event.regions:
            if region.code not in named:
                covered |= {one.code for one in self.departments.values() if one.region_code == region.code}
        series = event.series.code if event.series else ""
        has = {
            "networks": [code for network in event.networks for code in self.line(network)],
            "kinds": [event.kind_code],
            "cycles": [event.cycle.code if event.cycle else ""],
            "series": [series[:-5] if series[-5:-4] == "-" and series[-4:].isdigit() else series],
            "themes": [theme.code for theme in event.themes],
            "regions": [region.code for region in event.regions] + [*named],
            "departments": covered,
            "modalities": [event.modality],
        }
        return all(any(value in has[name] for value in values) for name, values in said.items() if name != "hostings")

    def answer(self, code, first, last, **said):
        """The value of a figure, and what a page says beside it."""
        sheets = self.chosen(first, last, said)
        held = [sheet for sheet in sheets if sheet.event.state in ("held", "archived")]
        if code in ("membres", "lettres_envoyees", "espaces_ouverts"):
            return {"value": getattr(self, f"_{code}")(first, last, said)}
        if code.startswith(("evenements", "mois", "reseaux")):
            return {"value": self._of_events(code, sheets, held, said)}
        if code in ("invitations", "invites_distincts"):
            return self._invited(code, held)
        is_of_registered = code in ("inscriptions", "inscrits_distincts") or code.endswith("_inscrits")
        known = [sheet for sheet in held if (sheet.has_registrations if is_of_registered else sheet.has_marks)]
        found = {"unknown": len(held) - len(known), "events": {sheet.event.id for sheet in known}}
        if not is_of_registered and code not in ("couverture", "taux_satisfaction", "moyenne_taux_satisfaction"):
            found["unfinished"] = _unfinished(known)
        if code == "couverture":
            return found | self._coverage(known, last, said, sheets, found["unknown"])
        if code.endswith(("_inscrits", "_presents")):
            return found | self._places(code, known, last, found["unknown"])
        return found | self._counted(code, known, found["unknown"])

    def _of_events(self, code, sheets, held, said):
        if code == "evenements_tenus":
            return len(held)
        if code == "evenements_programmes":
            return len([one for one in sheets if one.event.state in ("published", "closed", "held", "archived")])
        if code == "evenements_annules":
            return len([one for one in sheets if one.event.state == "cancelled" and one.event.published_at])
        if code == "evenements_partages":
            return len([one for one in held if len(one.event.networks) >= 2])
        if code == "mois_avec_evenement":
            return len({f"{one.on:%Y-%m}" for one in held})
        networks = [network for one in held for network in one.event.networks]
        wanted = said.get("networks")
        return len({network.code for network in networks if not wanted or any(code in wanted for code in self.line(network))})

    def _invited(self, code, held):
        known = [sheet for sheet in held if sheet.invited]
        found = {"unknown": len(held) - len(known), "events": {sheet.event.id for sheet in known}}
        if held and not known:
            return found | {"value": None}
        if code == "invitations":
            return found | {"value": sum(len(sheet.invited) for sheet in known)}
        return found | {"value": len({who for sheet in known for who in sheet.invited})}

    def _counted(self, code, known, unknown):
        """Totals, means and rates."""
        present = [len(sheet.present) for sheet in known]
        registered = [len(sheet.registered) for sheet in known]
        if code == "taux_reponse":
            asked = [sheet for sheet in known if sheet.was_asked]
            fits = [min(len(sheet.answers), len(sheet.present)) for sheet in asked]
            beside = {"events": {sheet.event.id for sheet in asked}, "unfinished": _unfinished(asked)}
            return _ratio(sum(fits), sum(len(sheet.present) for sheet in asked)) | beside
        if code == "taux_satisfaction":
            return _pooled(known)
        if code == "moyenne_taux_satisfaction":
            return _mean_of_told(known)
        if code in ("moyenne_participants", "mediane_participants", "minimum_participants", "maximum_participants"):
            return _of_several(code, sorted(present))
        return _ratio(sum(present), sum(registered)) if code == "taux_presence" else self._totals(code, known, unknown)

    def _totals(self, code, known, unknown):
        present = [len(sheet.present) for sheet in known]
        registered = [len(sheet.registered) for sheet in known]
        if unknown and not known:
            return {"value": None}
        everybody = {
            "inscriptions": sum(registered),
            "participations": sum(present),
            "absences": sum(registered) - sum(present),
            "inscrits_distincts": len({who for sheet in known for who in sheet.registered}),
            "presents_distincts": len({who for sheet in known for who in sheet.present}),
            "reponses": sum(len(sheet.answers) for sheet in known),
            "heures_participants": sum((sheet.hours for sheet in known), Fraction(0)),
        }
        return {"value": everybody[code]}

    def _places(self, code, known, last, unknown):
        name, _, suffix = code.rpartition("_")
        rows = [row for sheet in known for row in (sheet.present if suffix == "presents" else sheet.registered).values()]
        departments = {row.department_code for row in rows} - {None}
        bodies = {row.organisation_id for row in rows} - {None}
        regions = [self._region(row) for row in rows]
        of_type = defaultdict(int)
        for number in bodies:
            of_type[self._type(number)] += 1
        word = {"collectivites": "cd"}.get(name, name)
        value = {
            "departements": len([one for one in departments if self.departments[one].in_101]),
            "regions": len({one for one in regions if one and one != "none"}),
            "structures": len(bodies),
        }.get(name, of_type[word])
        unplaced = {
            "departements": len([row for row in rows if not row.department_code]),
            "regions": len([one for one in regions if one is None]),
        }.get(name, len([row for row in rows if row.organisation_id is None]))
        there_are = {one.id for one in self.bodies.values() if _exists(one, last)} | bodies  # those that ended since they came too
        out_of = {"departements": 101, "regions": 18, "structures": None}
        out_of.setdefault(name, len([one for one in there_are if self._type(one) == word]))
        apart = {"departements": len([one for one in departments if not self.departments[one].in_101]), "mdph": of_type["mdph_com"]}
        found = {"out_of": out_of[name], "apart": apart.get(name, 0), "unplaced": unplaced}
        return found | {"value": None if unknown and not known else value}

    def _region(self, row):
        """``none`` for an overseas collectivity, ``None`` when nobody said."""
        if row.department_code:
            return self.departments[row.department_code].region_code or "none"
        return self.bodies[row.organisation_id].region_code if row.organisation_id else None

    def _type(self, number):
        body = self.bodies[number]
        return body.type if body.to_review_since is None else ""

    def _coverage(self, known, last, said, sheets, unknown):
        awaited, apart = (each & self._of_territory(said) for each in self.awaited(last, said, sheets))
        seen = {row.organisation_id for sheet in known for row in sheet.present.values()}
        found = {"numerator": len(awaited & seen), "denominator": len(awaited), "apart": len(apart & seen), "value": None}
        if awaited and (known or not unknown):
            found["value"] = Fraction(len(awaited & seen), len(awaited))
        return found

    def awaited(self, last, said, sheets):
        """The members on the last day; for a network of people, or without members, all those of the types it is made for."""
        in_force = {one.id for one in self.bodies.values() if _exists(one, last)}
        if "networks" in said:
            networks = [one for one in self.networks.values() if any(code in said["networks"] for code in self.line(one))]
        else:
            announced = [one.event for one in sheets if one.event.state in ("published", "closed", "held", "archived")]
            networks = [network for event in announced for network in event.networks] if "cycles" in said or "series" in said else []
            if not networks:
                return {number for number in in_force if self._type(number) in ("cd", "mdph", "ars")}, set()
        members, types = set(), set()
        for network in networks:
            if network.closed_on is None or network.closed_on > last:
                theirs = [one for one in self.memberships if one.network_id == network.id and _holds(one, last)]
                inside = (
                    {one.organisation_id for one in theirs if one.organisation_id} if network.membership_unit == "organisation" else set()
                )
                members |= inside
                types |= set() if inside else set(network.audience_types.split("|"))
        members &= in_force
        by_type = {number for number in in_force if self._type(number) in types and self._type(number) in ("cd", "mdph", "ars")}
        apart = {number for number in in_force if self._type(number) == "mdph_com" and "mdph_com" in types}
        return members | by_type, apart - members

    def _of_territory(self, said):
        """Those that cover a department which every filter of territory lets through."""
        found = set()
        for number, body in self.bodies.items():
            for department in body.departments:
                if department.code in said.get("departments", [department.code]):
                    found |= {number} if department.region_code in said.get("regions", [department.region_code]) else set()
        return found if "departments" in said or "regions" in said else {*self.bodies}

    def _of_networks(self, said):
        wanted = said.get("networks")
        return {one.id for one in self.networks.values() if not wanted or any(code in wanted for code in self.line(one))}

    def _membres(self, first, last, said):
        members = set()
        for one in self.memberships:
            network = self.networks[one.network_id]
            is_alive = network.closed_on is None or network.closed_on > last
            if network.id in self._of_networks(said) and is_alive and _holds(one, last):
                members.add(("person", self.who(one.person_id)) if one.person_id else ("body", one.organisation_id))
        return len(members)

    def _lettres_envoyees(self, first, last, said):
        return len([one for one in self.letters if one.network_id in self._of_networks(said) and first <= one.sent_on <= last])

    def _espaces_ouverts(self, first, last, said):
        ours = [one for one in self.spaces if one.network_id in self._of_networks(said) and one.opened_on <= last]
        return len([one for one in ours if one.closed_on is None or one.closed_on > last])


class Sheet:
    """One event, and what its papers say."""

    def __init__(self, all_rows, event):
        self.event = event
        self.on = event.starts_at.astimezone(ZoneInfo(event.timezone)).date()
        confirmed = [one for one in all_rows.registrations if one.event_id == event.id and one.standing == "confirmed"]
        marks = defaultdict(list)
        for one in all_rows.presences:
            marks[one.registration_id].append(one)
        self.has_marks = any(marks[one.id] for one in confirmed)
        self.registered, self.present, halves = {}, {}, set()
        for row in sorted(confirmed, key=lambda one: one.id):
            if row.part != "participant":
                continue
            who = all_rows.who(row.person_id)
            present = [mark for mark in marks[row.id] if mark.mark == "present"]
            halves |= {(who, mark.half_day_id) for mark in present}
            if present:
                self.present.setdefault(who, row)
            self.registered.setdefault(who, row)
        self.registered |= self.present  # one person registered twice counts under the row with which they came
        self.has_registrations = bool(self.registered) or self.has_marks
        self.answers = [one.level for one in all_rows.answers if one.event_id == event.id]
        ids = {one.id for one in all_rows.registrations if one.event_id == event.id}
        self.was_asked = bool(self.answers) or any(one.registration_id in ids for one in all_rows.asked)
        sent = [one for one in all_rows.invitations if one.event_id == event.id and one.withdrawn_at is None]
        self.invited = {all_rows.who(one.person_id) for one in sent}
        seconds = sum(int((day.ends_at - day.starts_at).total_seconds()) for day in event.days)
        self.hours = Fraction(seconds, 3600) * Fraction(len(halves), len(event.half_days))

    @property
    def satisfied(self):
        return len([one for one in self.answers if one in ("very_satisfied", "satisfied")])

    @property
    def expressed(self):
        return len([one for one in self.answers if one != "no_opinion"])


def _exists(body, on):
    return (body.valid_from is None or body.valid_from <= on) and (body.valid_to is None or on < body.valid_to)


def _holds(membership, on):
    return membership.joined_on <= on and (membership.left_on is None or on < membership.left_on)


def _unfinished(sheets):
    return len([sheet for sheet in sheets if not sheet.event.attendance_closed_at])


def _ratio(above, below):
    return {"numerator": above, "denominator": below, "value": Fraction(above, below) if below else None}


def _pooled(known):
    asked = [sheet for sheet in known if sheet.answers]
    found = {"events": {sheet.event.id for sheet in asked}}
    answered = sum(len(sheet.answers) for sheet in asked)
    satisfied, expressed = sum(sheet.satisfied for sheet in asked), sum(sheet.expressed for sheet in asked)
    if answered < 5 or not expressed:
        return found | {"value": None, "hidden": 0 < answered < 5}
    return found | _ratio(satisfied, expressed)


def _mean_of_told(known):
    """Of the events whose rate is told: enough answers, and nothing of the others to be found by taking away."""
    shown = [sheet for sheet in known if len(sheet.answers) >= 5]
    left_out = sum(len(sheet.answers) for sheet in known if len(sheet.answers) < 5)
    if 0 < left_out < 5 and shown:
        shown.remove(min(shown, key=lambda sheet: (len(sheet.answers), sheet.event.id)))
    rates = [Fraction(sheet.satisfied, sheet.expressed) for sheet in shown if sheet.expressed]
    found = {"events": {sheet.event.id for sheet in shown if sheet.expressed}}
    hidden = not rates and any(sheet.answers for sheet in known if sheet not in shown)
    return found | {"value": sum(rates, Fraction(0)) / len(rates) if rates else None, "hidden": hidden}


def _of_several(code, numbers):
    if not numbers:
        return {"value": None}
    if code == "moyenne_participants":
        return {"value": Fraction(sum(numbers), len(numbers)), "numerator": sum(numbers), "denominator": len(numbers)}
    middle = len(numbers) // 2
    value = {
        "mediane_participants": Fraction(numbers[middle] + numbers[-1 - middle], 2),
        "minimum_participants": numbers[0],
        "maximum_participants": numbers[-1],
    }[code]
    return {"value": value, "numerator": None, "denominator": None}
