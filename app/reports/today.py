"""What the home page says: what waits for this person, in the words they would use, then the two weeks to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts.models import Account
from app.core.clock import PARIS
from app.directory.models import Person
from app.directory.undeliverable import Trouble, troubles_of
from app.events.models import Event
from app.inbox.queries import waiting_count
from app.reminders.catalogue import KINDS
from app.reminders.due import Fate, due_at, fate_of
from app.reminders.models import PlannedLetter
from app.reminders.quiet import is_working
from app.reports import today_queries as queries
from app.reports.today_queries import Arrivals, Count, Filling
from app.ui import french

SOON = timedelta(days=30)
FORGOTTEN_AFTER = timedelta(days=3)
LETTER_NEAR = timedelta(days=3)
MOST_NAMED = 3
NUMBERS = [
    "rien",
    "une",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_PLACES = {
    "America/Guadeloupe": "en Guadeloupe",
    "America/Martinique": "en Martinique",
    "America/Cayenne": "en Guyane",
    "Indian/Reunion": "à La Réunion",
    "Indian/Mayotte": "à Mayotte",
    "America/Miquelon": "à Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "à Saint-Barthélemy",
    "America/Marigot": "à Saint-Martin",
    "Europe/Paris": "à Paris",
}


@dataclass(frozen=True)
class Place:
    """Where a task is done: what the link says, and the page it opens."""

    title: str
    endpoint: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """One thing to do: how many, of what, where."""

    count: int
    words: str
    links: tuple[Place, ...]
    tag: str = ""
    tag_kind: str = ""
    more: str = ""  # what is not named after the links


@dataclass(frozen=True)
class Entry:
    """One event of these two weeks."""

    event: Event
    on: date
    hours: str
    filling: Filling


def greeting(first_name: str, tasks: Sequence[Task]) -> str:
    """``Bonjour Camille, trois choses vous attendent``: numbers up to sixteen in words."""
    count = len(tasks)
    if not count:
        return f"Bonjour {first_name}, rien ne presse aujourd’hui"
    number = NUMBERS[count] if count < len(NUMBERS) else french.number(count)
    return f"Bonjour {first_name}, {number} chose{'s vous attendent' if count > 1 else ' vous attend'}"


def tasks_of(account: Account, at: datetime) -> list[Task]:
    """What waits for this account, what concerns people first."""
    tasks = [_attendance(one, at) for one in queries.attendance_to_enter(account, at)]
    tasks += [_decision(one) for one in queries.awaiting_decision(account, at)]
    tasks += _news(queries.arrivals(account, at, since(at)), at)
    tasks += [_failure(one) for one in queries.failed_letters(account, at)]
    tasks += _unreachable(queries.unreachable(account, at))
    if account.is_facilitator(at) and (count := waiting_count(account, at)):
        words = "message est à lire dans" if count == 1 else "messages sont à lire dans"
        tasks.append(Task(count, words, (Place("les courriels reçus", "inbox.index", {}),)))
    tasks += _wordless(queries.letters_without_words(account, at), at)
    tasks += [_draft(event, at) for event in queries.drafts_near(account, at, SOON)]
    if account.is_facilitator(at) and (count := queries.organisations_to_review()):
        words = "structure saisie à la main est à relire dans" if count == 1 else "structures saisies à la main sont à relire dans"
        tasks.append(Task(count, words, (Place("l’annuaire", "directory_organisations.index", {}),)))
    return tasks


def since(at: datetime) -> datetime:
    """The beginning of the last working day before today: on Monday, what came since Friday is new."""
    on = at.astimezone(PARIS).date() - timedelta(days=1)
    while not is_working(on, "Europe/Paris"):
        on -= timedelta(days=1)
    return datetime.combine(on, datetime.min.time(), PARIS)


def two_weeks(account: Account, at: datetime) -> list[Entry]:
    """From this morning to the Sunday of next week."""
    morning = at.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    end = morning + timedelta(days=14 - morning.weekday())
    events = queries.events_between(account, at, morning, end)
    if not events:
        return []
    fillings, zones = queries.fillings_of(events), queries.zones_aimed_at(events)
    return [
        Entry(event, french.local(event.starts_at, event.timezone).date(), _hours(event, zones[event.id]), fillings[event.id])
        for event in events
    ]


def _hours(event: Event, zones: Iterable[str]) -> str:
    """``10 h – 11 h 30, à distance · 5 h en Martinique, 13 h à La Réunion``."""
    first, last = (french.hour(one, event.timezone) for one in (event.starts_at, event.ends_at))
    where = "à distance" if event.is_online else event.location
    others = {zone: french.local(event.starts_at, zone) for zone in zones if zone != event.timezone}
    here = french.local(event.starts_at, event.timezone).replace(tzinfo=None)
    told = [
        f"{french.hour(event.starts_at, zone)} {_PLACES[zone]}"
        for zone, there in sorted(others.items(), key=lambda pair: pair[1].replace(tzinfo=None))
        if zone in _PLACES and there.replace(tzinfo=None) != here
    ]
    return f"{first} – {last}, {where}" + (f" · {', '.join(told)}" if told else "")


def _at(event: Event, endpoint: str = "registrations.follow", title: str = "", **more: str) -> Place:
    return Place(title or event.title, endpoint, {"public_id": event.public_id, **more})


def _attendance(one: Count, at: datetime) -> Task:
    late = at - one.event.ends_at
    words = "présence à saisir pour" if one.count == 1 else "présences à saisir pour"
    if not one.count:
        words = "présence ne manque plus : il reste à terminer la saisie pour"
    title = f"{one.event.title}, {french.day(french.local(one.event.starts_at, one.event.timezone), year=False)}"
    tag = f"depuis {french.plural(late.days, 'jour')}" if late >= FORGOTTEN_AFTER else ""
    return Task(one.count, words, (_at(one.event, "attendance.sheet", title),), tag, "warning")


def _decision(one: Count) -> Task:
    words = "inscription attend votre avis pour" if one.count == 1 else "inscriptions attendent votre avis pour"
    return Task(one.count, words, (_at(one.event),))


def _news(found: Sequence[Arrivals], at: datetime) -> list[Task]:
    if not found:
        return []
    sorts = [
        (sum(one.registered for one in found), "inscription", "inscriptions"),
        (sum(one.declined for one in found), "réponse négative", "réponses négatives"),
        (sum(one.withdrawn for one in found), "désinscription", "désinscriptions"),
    ]
    total = sum(count for count, _one, _several in sorts)
    told = french.listed(french.plural(count, one, several) for count, one, several in sorts if count)
    noun = "réponse arrivée" if total == 1 else "réponses arrivées"
    named = tuple(_at(one.event) for one in found[:MOST_NAMED])
    others = len(found) - len(named)
    more = french.plural(others, "autre événement", "autres événements") if others else ""
    return [Task(total, f"{noun} depuis {_since_when(at)} ({told}) pour", named, more=more)]


def _since_when(at: datetime) -> str:
    on = since(at).date()
    return "hier" if on == at.astimezone(PARIS).date() - timedelta(days=1) else french.day(on, year=False)


def _failure(one: Count) -> Task:
    words = "courriel n’est pas parti pour" if one.count == 1 else "courriels ne sont pas partis pour"
    return Task(
        one.count,
        words,
        (_at(one.event, "registrations.letters", etat="abandonnees"),),
        "abandonné" if one.count == 1 else "abandonnés",
        "error",
    )


def _unreachable(found: Sequence[tuple[Event, Person]]) -> list[Task]:
    """Who cannot be written to, their telephone, and why: each once, at the first of their events, where the address is corrected for all."""
    troubles = troubles_of(person for _event, person in found)
    by_event: dict[int, tuple[Event, list[Trouble]]] = {}
    named: set[int] = set()
    for event, person in found:
        if not troubles[person.id].is_complaint and person.id not in named:
            by_event.setdefault(event.id, (event, []))[1].append(troubles[person.id])
            named.add(person.id)
    return [_lost(event, group) for event, group in by_event.values()]


def _lost(event: Event, group: Sequence[Trouble]) -> Task:
    words = "adresse ne répond plus pour" if len(group) == 1 else "adresses ne répondent plus pour"
    named = [_at(event, "event_people.show", _named(one), person_id=one.person.public_id) for one in group[:MOST_NAMED]]
    if (others := len(group) - MOST_NAMED) > 0:
        named.append(_at(event, title=french.plural(others, "autre personne", "autres personnes")))
    return Task(len(group), f"{words} {french.quoted(event.title)}\u00a0:", tuple(named), "à corriger", "error")


def _named(trouble: Trouble) -> str:
    phone = f", {trouble.person.phone}" if trouble.person.phone else ""
    return f"{trouble.person.name}{phone} ({trouble.told[:1].lower()}{trouble.told[1:].rstrip('.')})"


def _draft(event: Event, at: datetime) -> Task:
    days = (event.starts_at.astimezone(PARIS).date() - at.astimezone(PARIS).date()).days
    words = (
        "jour avant un événement que personne ne connaît encore :"
        if days < 2
        else "jours avant un événement que personne ne connaît encore :"
    )
    return Task(days, words, (_at(event),), "brouillon")


def _wordless(letters: Sequence[PlannedLetter], at: datetime) -> list[Task]:
    """One line per event, for what is due within three days or waits already."""
    near: dict[int, list[PlannedLetter]] = {}
    for planned in letters:
        due = due_at(planned, planned.event)
        if due and due < at + LETTER_NEAR and fate_of(planned, planned.event, at) in (Fate.COMING, Fate.LACKING):
            near.setdefault(planned.event_id, []).append(planned)
    return [_to_write(group) for group in near.values()]


def _to_write(group: Sequence[PlannedLetter]) -> Task:
    event = group[0].event
    names = french.listed(KINDS[planned.letter].label.lower() for planned in group)
    words = f"courriel à compléter ({names}) pour" if len(group) == 1 else f"courriels à compléter ({names}) pour"
    return Task(len(group), words, (_at(event, "reminders.plan"),))
