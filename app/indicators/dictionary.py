"""The dictionary of indicators: one definition each, printed beside every figure."""

from app.indicators.indicator import Indicator, Rounding, Rows, Unit

__all__ = ["GROUPS", "INDICATORS", "Indicator", "Rounding", "Rows", "Unit"]

_HELD = "Événements tenus ou archivés, commencés dans la période à l’heure du lieu ; ceux que d’autres organisent sont à part"
_REGISTERED = "inscriptions confirmées de participants, présents ou non ; ni intervenants, ni organisateurs, ni désistements"
_CAME = "participants présents à une demi-journée au moins ; ni intervenants, ni organisateurs"
_EACH = "une personne compte à chaque événement"
_ONCE = "une personne compte une seule fois, fiches réunies comprises"
_ONE_EVENT = "un événement compte une seule fois, même s’il est à plusieurs réseaux"
_INVITED = "Événements tenus ou archivés de la période, auxquels des personnes ont été invitées ici"
_ON_THE_DAY = "chacun compte une seule fois, d’après ce que disait l’inscription le jour même"
_KNOWN = "Événements tenus ou archivés de la période dont les présences ont été saisies"


def _counted_of(code: str, label: str, unit: Unit, feminine: bool = False, among: str = "") -> list[Indicator]:
    """The same count among those who registered, and among those who came."""
    label_of = "{}es" if feminine else "{}s"
    registered = Indicator(
        f"{code}_inscrits",
        f"{label} ({label_of.format('inscrit')})",
        unit,
        _HELD,
        f"{among}d’au moins une inscription confirmée",
        _ON_THE_DAY,
        rows=Rows.REGISTRATIONS,
    )
    present = Indicator(
        f"{code}_presents",
        f"{label} ({label_of.format('présent')})",
        unit,
        _KNOWN,
        f"{among}d’au moins un participant présent",
        _ON_THE_DAY,
        rows=Rows.REGISTRATIONS,
    )
    return [registered, present]


_EVENTS = [
    Indicator("evenements_tenus", "Événements tenus", Unit.EVENTS, _HELD, "événements", _ONE_EVENT),
    Indicator(
        "evenements_programmes",
        "Événements programmés",
        Unit.EVENTS,
        "Événements annoncés et non annulés, tenus ou encore à venir, commençant dans la période",
        "événements ; les brouillons n’en sont pas",
        _ONE_EVENT,
    ),
    Indicator(
        "evenements_annules",
        "Événements annulés",
        Unit.EVENTS,
        "Événements annulés après leur annonce, prévus dans la période",
        "événements",
        "",
    ),
    Indicator(
        "evenements_partages",
        "Événements communs à plusieurs réseaux",
        Unit.EVENTS,
        _HELD,
        "événements qui sont à deux réseaux ou plus",
        _ONE_EVENT,
    ),
    Indicator("mois_avec_evenement", "Mois avec un événement", Unit.MONTHS, _HELD, "mois où un événement au moins a commencé", ""),
    Indicator(
        "reseaux_actifs", "Réseaux actifs", Unit.NETWORKS, _HELD, "réseaux qui ont eu un événement au moins", "chacun une seule fois"
    ),
]
_PEOPLE = [
    Indicator(
        "invitations",
        "Invitations",
        Unit.INVITATIONS,
        _INVITED,
        "personnes invitées, celles dont l’invitation a été retirée exceptées",
        _EACH,
        feminine=True,
        rows=Rows.INVITATIONS,
    ),
    Indicator(
        "invites_distincts",
        "Personnes invitées",
        Unit.PEOPLE,
        _INVITED,
        "personnes invitées, celles dont l’invitation a été retirée exceptées",
        _ONCE,
        rows=Rows.INVITATIONS,
    ),
    Indicator("inscriptions", "Inscriptions", Unit.REGISTRATIONS, _HELD, _REGISTERED, _EACH, feminine=True, rows=Rows.REGISTRATIONS),
    Indicator("inscrits_distincts", "Personnes inscrites", Unit.PEOPLE, _HELD, _REGISTERED, _ONCE, rows=Rows.REGISTRATIONS),
    Indicator("participations", "Participants", Unit.PRESENCES, _KNOWN, _CAME, _EACH, rows=Rows.REGISTRATIONS),
    Indicator("presents_distincts", "Personnes présentes", Unit.PEOPLE, _KNOWN, _CAME, _ONCE, rows=Rows.REGISTRATIONS),
    Indicator(
        "absences",
        "Inscrits qui ne sont pas venus",
        Unit.REGISTRATIONS,
        _KNOWN,
        "inscriptions moins participants",
        _EACH,
        rows=Rows.REGISTRATIONS,
    ),
    Indicator(
        "moyenne_participants",
        "Participants en moyenne",
        Unit.PARTICIPANTS,
        _KNOWN,
        "participants de tous les événements, divisés par leur nombre",
        _EACH,
        Rounding.TENTH,
    ),
    Indicator("mediane_participants", "Participants (médiane)", Unit.PARTICIPANTS, _KNOWN, "la valeur du milieu", _EACH, Rounding.TENTH),
    Indicator("minimum_participants", "Participants au moins", Unit.PARTICIPANTS, _KNOWN, "l’événement qui en a réuni le moins", _EACH),
    Indicator("maximum_participants", "Participants au plus", Unit.PARTICIPANTS, _KNOWN, "l’événement qui en a réuni le plus", _EACH),
    Indicator(
        "taux_presence",
        "Taux de présence",
        Unit.SHARE,
        _KNOWN,
        "participants, rapportés aux inscriptions",
        _EACH,
        Rounding.RATE,
        rows=Rows.REGISTRATIONS,
    ),
    Indicator(
        "heures_participants",
        "Heures de participation",
        Unit.HOURS,
        _KNOWN,
        "durée de l’événement pour chaque participant, à proportion des demi-journées où il était présent",
        _EACH,
        Rounding.TENTH,
    ),
]
_PLACES = [
    *_counted_of("departements", "Départements", Unit.DEPARTMENTS, among="départements, parmi les 101, "),
    *_counted_of("regions", "Régions", Unit.REGIONS, True, "régions "),
    *_counted_of("structures", "Structures", Unit.ORGANISATIONS, True, "structures de tout type "),
    *_counted_of("collectivites", "Collectivités départementales", Unit.ORGANISATIONS, True, "collectivités à compétence départementale "),
    *_counted_of("mdph", "MDPH et MDA", Unit.ORGANISATIONS, True, "MDPH et MDA "),
    *_counted_of("ars", "ARS", Unit.ORGANISATIONS, True, "agences régionales de santé "),
    Indicator(
        "couverture",
        "Couverture",
        Unit.SHARE,
        _KNOWN,
        "structures membres venues au moins une fois, rapportées aux structures membres au dernier jour de la période ; pour un réseau de "
        "personnes, toutes les structures des types qu’il vise ; pour un cycle ou une série, d’après les réseaux de ses "
        "événements ; sinon, tous les conseils départementaux, MDPH et ARS",
        _ON_THE_DAY,
        Rounding.RATE,
    ),
]
_SATISFACTION = [
    Indicator(
        "reponses",
        "Réponses aux questionnaires",
        Unit.ANSWERS,
        _KNOWN,
        "réponses anonymes",
        "une par participant",
        feminine=True,
        rows=Rows.ANSWERS,
    ),
    Indicator(
        "taux_reponse",
        "Taux de réponse",
        Unit.SHARE,
        "Événements tenus ou archivés de la période dont les participants ont reçu un questionnaire",
        "réponses, rapportées aux participants",
        "",
        Rounding.RATE,
        rows=Rows.ANSWERS,
    ),
    Indicator(
        "taux_satisfaction",
        "Taux de satisfaction",
        Unit.SHARE,
        _KNOWN,
        "réponses « satisfait » et « très satisfait », rapportées aux avis exprimés de tous les événements ensemble ; « sans avis » n’en est pas",
        "rien n’est dit sous cinq réponses",
        Rounding.RATE,
        rows=Rows.ANSWERS,
    ),
    Indicator(
        "moyenne_taux_satisfaction",
        "Moyenne des taux de satisfaction",
        Unit.SHARE,
        _KNOWN,
        "moyenne des taux des événements dont le taux est montré : au moins cinq réponses, et rien des autres à en déduire",
        "",
        Rounding.RATE,
        rows=Rows.ANSWERS,
    ),
]
_STOCKS = [
    Indicator(
        "membres",
        "Membres",
        Unit.MEMBERS,
        "Adhésions en cours au dernier jour de la période",
        "personnes ou structures, selon le réseau",
        _ONCE,
        rows=Rows.MEMBERSHIPS,
    ),
    Indicator(
        "lettres_envoyees",
        "Lettres d’information envoyées",
        Unit.LETTERS,
        "Lettres des réseaux, envoyées dans la période",
        "numéros",
        "",
        feminine=True,
        rows=Rows.NEWSLETTERS,
    ),
    Indicator(
        "espaces_ouverts",
        "Espaces collaboratifs",
        Unit.SPACES,
        "Espaces des réseaux, ouverts au dernier jour de la période",
        "espaces",
        "",
        rows=Rows.SPACES,
    ),
]

GROUPS = {
    "Événements": _EVENTS,
    "Personnes": _PEOPLE,
    "Territoires et structures": _PLACES,
    "Satisfaction": _SATISFACTION,
    "Réseaux": _STOCKS,
}
INDICATORS = {one.code: one for group in GROUPS.values() for one in group}
