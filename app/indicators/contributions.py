"""What each event, or each network, brought to a figure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.indicators import queries, stock_queries
from app.indicators.anonymity import told
from app.indicators.entries import Entry
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reaching import SORTS, reach_of
from app.indicators.reckoning import hours_at
from app.ui.french import number
from app.ui.numbers import decimal, rate

Amount = int | Fraction


@dataclass(frozen=True)
class Contribution:
    """One event, or one network, and its part."""

    entry: Entry | None
    network: str
    amount: Amount | None  # None: hidden
    words: str


@dataclass(frozen=True)
class Contributions:
    """All of them, and what the numbers are."""

    what: str
    each: Sequence[Contribution]
    is_additive: bool

    @property
    def most(self) -> Amount:
        return max((one.amount for one in self.each if one.amount is not None), default=0)


def contributions(ledger: Ledger, figure: Figure) -> Contributions:
    """What each brought, in the order of the events or of the networks; each event of a mean or a rate, with what it was made of."""
    code = figure.indicator.code
    if figure.indicator.is_stock:
        return _by_network(ledger, figure)
    if code in ("taux_satisfaction", "moyenne_taux_satisfaction"):
        return _by_level(ledger, figure)
    if code == "couverture":
        return _by_coverage(ledger, figure)
    if code.endswith(("_inscrits", "_presents")):
        return _by_reach(ledger, figure)
    what, amount, words = _COUNTED.get(code, _PLAIN)
    each = [Contribution(entry, "", amount(ledger, figure, entry), words(ledger, figure, entry)) for entry in figure.entries]
    return Contributions(what or figure.indicator.label, each, _is_additive(figure))


def _is_additive(figure: Figure) -> bool:
    """Whether these lines are summed to make the figure."""
    return figure.indicator.is_additive and not figure.indicator.counts_each_once


def _by_network(ledger: Ledger, figure: Figure) -> Contributions:
    scope, code = figure.scope, figure.indicator.code
    found: Mapping[str, int]
    if code == "membres":
        found = stock_queries.members_by_network(ledger.networks(scope), scope.last)
    else:
        found = Counter(one.network for one in (ledger.letters_of(scope) if code == "lettres_envoyees" else ledger.spaces_of(scope)))
    each = [Contribution(None, network, found[network], number(found[network])) for network in ledger.chapters() if found.get(network)]
    return Contributions(figure.indicator.label, each, _is_additive(figure))


def _by_level(ledger: Ledger, figure: Figure) -> Contributions:
    """The answers of each event that has enough of them."""
    counted = [(entry, ledger.counts(entry)) for entry in figure.entries]
    shown = {entry.id for entry, _ in told(counted)}
    each = [
        Contribution(entry, "", Fraction(100 * one.satisfied, one.expressed), _out_of(one.satisfied, one.expressed))
        if entry.id in shown and one.expressed
        else Contribution(entry, "", None, "aucun avis exprimé" if entry.id in shown else "masqué : trop peu de réponses")
        for entry, one in counted
    ]
    return Contributions("Satisfaits ou très satisfaits, sur les avis exprimés", each, False)


def _by_reach(ledger: Ledger, figure: Figure) -> Contributions:
    """The places of each event: the same ones come back from one to the next."""
    name, _, suffix = figure.indicator.code.rpartition("_")
    places = queries.places_by_event([entry.id for entry in figure.entries])
    each = []
    for entry in figure.entries:
        there = places.get(entry.id, [])
        found = reach_of(SORTS[name], there, ledger.country, ledger.bodies, present=suffix == "presents")
        each.append(Contribution(entry, "", len(found.values), number(len(found.values))))
    return Contributions(figure.indicator.label, each, False)


def _by_coverage(ledger: Ledger, figure: Figure) -> Contributions:
    """The organisations awaited that came to each event."""
    expected = ledger.expected(figure.scope).organisations
    places = queries.places_by_event([entry.id for entry in figure.entries])
    came = [(entry, {one.organisation for one in places.get(entry.id, []) if one.present} & expected) for entry in figure.entries]
    return Contributions(
        "Structures attendues qui sont venues", [Contribution(entry, "", len(of), number(len(of))) for entry, of in came], False
    )


def _part(ledger: Ledger, figure: Figure, entry: Entry) -> Amount:
    return figure.parts.get(entry.public_id, 1)


def _words(ledger: Ledger, figure: Figure, entry: Entry) -> str:
    return figure.indicator.shown(_part(ledger, figure, entry)) if figure.indicator.is_additive else decimal(_part(ledger, figure, entry))


def _hours(ledger: Ledger, figure: Figure, entry: Entry) -> Amount:
    return hours_at(ledger, entry)


def _hours_words(ledger: Ledger, figure: Figure, entry: Entry) -> str:
    return figure.indicator.shown(hours_at(ledger, entry))


def _rate(ledger: Ledger, figure: Figure, entry: Entry) -> Amount:
    """The share of one event, in hundredths."""
    one = ledger.counts(entry)
    above, below = (one.present, one.registered) if figure.indicator.code == "taux_presence" else (one.respondents, one.present)
    return Fraction(100 * above, below) if below else Fraction(0)


def _rate_words(ledger: Ledger, figure: Figure, entry: Entry) -> str:
    one = ledger.counts(entry)
    return _out_of(one.present, one.registered) if figure.indicator.code == "taux_presence" else _out_of(one.respondents, one.present)


def _out_of(part: int, whole: int) -> str:
    """``88,0 % (125 sur 142)``."""
    return f"{rate(Fraction(part, whole))} ({number(part)} sur {number(whole)})" if whole else "personne"


Telling = tuple[str, Callable[[Ledger, Figure, Entry], Amount], Callable[[Ledger, Figure, Entry], str]]
_PLAIN: Telling = ("", _part, _words)
_COUNTED: dict[str, Telling] = {
    **{
        f"{name}_participants": ("Participants de chaque événement", _part, _words) for name in ("moyenne", "mediane", "minimum", "maximum")
    },
    "heures_participants": ("", _hours, _hours_words),
    "invites_distincts": ("Personnes invitées à chaque événement", _part, _words),
    "inscrits_distincts": ("Personnes inscrites à chaque événement", _part, _words),
    "presents_distincts": ("Personnes présentes à chaque événement", _part, _words),
    "taux_presence": ("Présents, sur les inscrits", _rate, _rate_words),
    "taux_reponse": ("Réponses, sur les présents", _rate, _rate_words),
}
