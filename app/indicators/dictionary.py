"""The dictionary of indicators: one definition each, printed beside every figure."""

from app.indicators.indicator import Indicator, Rounding, Rows, Unit

__all__ = ["GROUPS", "INDICATORS", "Indicator", "Rounding", "Rows", "Unit"]

_ON = "les événements tenus ou archivés, commencés dans la période à l’heure du lieu"
_APART = "ceux que d’autres organisent sont à part"
_HELD = f"{_ON} ; {_APART}"
_TAKEN = f"{_ON}, dont des inscriptions ou des présences ont été notées ; {_APART}"
_KNOWN = f"{_ON}, dont les présences ont été saisies ; {_APART}"
_INVITED = f"{_ON}, auxquels des personnes ont été invitées ici ; {_APART}"
_REGISTERED = (
    "inscriptions confirmées de participants, présents ou non, venus sans s’être inscrits compris ; ni intervenants, ni organisateurs, "
    "ni inscriptions en attente, ni désistements"
)
_CAME = "participants présents à une demi-journée au moins, venus sans s’être inscrits compris ; ni intervenants, ni organisateurs"
_EACH = "une personne compte une fois à chaque événement"
_ONCE = "une personne compte une seule fois ; plusieurs fiches réunies n’en font qu’une"
_ONE_EVENT = "un événement compte une seule fois, même s’il est à plusieurs réseaux"
_ON_THE_DAY = "compte une seule fois, d’après la structure et le département que disait l’inscription"
_ACTIVE = "sur celles en activité au dernier jour de la période, et celles qui sont venues avant de fermer"


def _counted_of(code: str, label: str, unit: Unit, among: str, feminine: bool = False, more: str = "") -> list[Indicator]:
    """The same count among those who registered, and among those who came."""
    end, once = ("es", f"chacune {_ON_THE_DAY}") if feminine else ("s", f"chacun {_ON_THE_DAY}")
    more = f" ; {more}" if more else ""
    registered, present = f"{among} d’au moins un inscrit confirmé{more}", f"{among} d’au moins un participant présent{more}"
    return [
        Indicator(f"{code}_inscrits", f"{label} (inscrit{end})", unit, _TAKEN, registered, once, rows=Rows.REGISTRATIONS),
        Indicator(f"{code}_presents", f"{label} (présent{end})", unit, _KNOWN, present, once, rows=Rows.REGISTRATIONS),
    ]


_EVENTS = [
    Indicator("evenements_tenus", "Événements tenus", Unit.EVENTS, _HELD, "événements tenus", _ONE_EVENT),
    Indicator(
        "evenements_programmes",
        "Événements programmés",
        Unit.EVENTS,
        f"les événements tenus ou encore à venir, commençant dans la période à l’heure du lieu ; {_APART}",
        "événements annoncés et non annulés ; les brouillons n’en sont pas",
        _ONE_EVENT,
    ),
    Indicator(
        "evenements_annules",
        "Événements annulés",
        Unit.EVENTS,
        f"les événements prévus dans la période à l’heure du lieu ; {_APART}",
        "événements annulés après leur annonce",
        _ONE_EVENT,
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
    Indicator("inscriptions", "Inscriptions", Unit.REGISTRATIONS, _TAKEN, _REGISTERED, _EACH, rows=Rows.REGISTRATIONS),
    Indicator("inscrits_distincts", "Personnes inscrites", Unit.PEOPLE, _TAKEN, _REGISTERED, _ONCE, rows=Rows.REGISTRATIONS),
    Indicator("participations", "Participants", Unit.PRESENCES, _KNOWN, _CAME, _EACH, rows=Rows.REGISTRATIONS),
    Indicator("presents_distincts", "Personnes présentes", Unit.PEOPLE, _KNOWN, _CAME, _ONCE, rows=Rows.REGISTRATIONS),
    Indicator(
        "absences",
        "Inscrits qui ne sont pas venus",
        Unit.REGISTRATIONS,
        _KNOWN,
        "inscriptions moins participants : absents, excusés, et ceux dont rien n’est noté",
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
    Indicator(
        "mediane_participants",
        "Participants (médiane)",
        Unit.PARTICIPANTS,
        _KNOWN,
        "la valeur du milieu ; la moyenne des deux du milieu quand leur nombre est pair",
        _EACH,
        Rounding.TENTH,
    ),
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
    *_counted_of(
        "departements", "Départements", Unit.DEPARTMENTS, "départements, parmi les 101,", more="les collectivités d’outre-mer sont à part"
    ),
    *_counted_of("regions", "Régions", Unit.REGIONS, "régions", True, "une structure sans département compte pour sa région"),
    *_counted_of("structures", "Structures", Unit.ORGANISATIONS, "structures de tout type", True),
    *_counted_of(
        "collectivites", "Collectivités départementales", Unit.ORGANISATIONS, "collectivités à compétence départementale", True, _ACTIVE
    ),
    *_counted_of("mdph", "MDPH et MDA", Unit.ORGANISATIONS, "MDPH et MDA", True, f"{_ACTIVE}, celles des collectivités d’outre-mer à part"),
    *_counted_of("ars", "ARS", Unit.ORGANISATIONS, "agences régionales de santé", True, _ACTIVE),
    Indicator(
        "couverture",
        "Couverture",
        Unit.SHARE,
        _KNOWN,
        "structures membres venues au moins une fois, rapportées aux structures membres au dernier jour de la période ; pour un réseau de "
        "personnes, toutes les structures des types qu’il vise ; pour un cycle ou une série, d’après les réseaux de ses "
        "événements ; sinon, tous les conseils départementaux, MDPH et ARS ; pour une région ou un département, ceux qui les couvrent",
        f"chacune {_ON_THE_DAY}",
        Rounding.RATE,
    ),
]
_SATISFACTION = [
    Indicator(
        "reponses",
        "Réponses aux questionnaires",
        Unit.ANSWERS,
        _KNOWN,
        "réponses anonymes, « sans avis » comprises",
        "une au plus par participant et par événement",
        rows=Rows.ANSWERS,
    ),
    Indicator(
        "taux_reponse",
        "Taux de réponse",
        Unit.SHARE,
        f"{_ON}, dont les présences ont été saisies et dont des participants ont reçu un questionnaire ; {_APART}",
        "réponses, rapportées à tous les participants de ces événements",
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
        "rien n’est dit sous cinq réponses en tout",
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
        "les adhésions en cours au dernier jour de la période, des réseaux qui ne sont pas fermés ce jour-là",
        "personnes, ou structures pour les réseaux qui comptent des structures",
        "chacune compte une seule fois, même membre de plusieurs réseaux ; plusieurs fiches réunies n’en font qu’une",
        rows=Rows.MEMBERSHIPS,
    ),
    Indicator(
        "lettres_envoyees",
        "Lettres d’information envoyées",
        Unit.LETTERS,
        "les lettres des réseaux, envoyées dans la période",
        "numéros de lettres d’information",
        "",
        rows=Rows.NEWSLETTERS,
    ),
    Indicator(
        "espaces_ouverts",
        "Espaces collaboratifs",
        Unit.SPACES,
        "ceux des réseaux, ouverts au dernier jour de la période",
        "espaces collaboratifs",
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
