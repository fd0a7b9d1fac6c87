"""What somebody who opens the proofs of a report reads first."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.annual_report.counted import UNTOLD
from app.annual_report.models import STAGES, AnnualReport
from app.events.words import HOSTINGS, STATES
from app.registrations.models import STANDINGS
from app.satisfaction.models import LEVELS
from app.ui.french import NBSP, moment

_WORDS = """PREUVES DU BILAN {year}, VERSION {version}

Ce dossier se lit sans la plateforme, avec un tableur et un éditeur de texte (UTF-8, colonnes séparées par des points-virgules).
Un événement, une inscription, une lettre y portent un identifiant de 26 lettres et chiffres, le même dans tous les fichiers.

Bilan figé le {frozen_at} (heure de Paris).
Empreinte du bilan (SHA-256 du fichier bilan.json) :
{digest}
Dossier préparé le {at} (heure de Paris).

CE QUE CONTIENNENT LES FICHIERS

bilan.txt         Les phrases du bilan, chapitre par chapitre, et celles qui ont été écartées, avec la raison.
chiffres.csv      Chaque chiffre de chaque phrase : valeur exacte (un numérateur et un dénominateur ; rien quand elle n’est pas
                  connue), valeur affichée, définition, filtres, période, ce qu’il compte, nombre de lignes, empreinte de ces
                  lignes et fichier qui les énumère.
lignes/           Pour chaque chiffre, la liste triée de ce qu’il compte.
evenements.csv    Les événements : titre, début en temps universel (UTC), fuseau horaire du lieu, durée en minutes, nombre de
                  demi-journées.
participants/     Un fichier par événement, du nom de son identifiant : une ligne par inscription confirmée d’un participant,
                  la structure et le département du jour, et le nombre de demi-journées où il était présent. Zéro : il n’est
                  pas venu, ou les présences n’ont pas été saisies.
reponses.csv      Le nombre de réponses de chaque niveau, par événement. Quand elles sont trop peu nombreuses pour rester
                  anonymes, seul leur total est donné, au niveau « {untold} ».
membres-*.csv, espaces-*.csv, lettres.csv    Ce que comptent les chiffres des réseaux, au jour dit dans le nom du fichier.
corrections.csv   Le journal de ce qui a été écrit dans ce bilan, puis de ce qui a été fait sur ces événements et leurs
                  inscriptions après leur fin, jusqu’au jour où ce dossier a été préparé ; la dernière colonne dit si
                  c’était après le gel. Les derniers actes sont ceux qui ont touché, depuis le gel, un événement de
                  l’année que ce bilan ne comptait pas.
bilan.json        Tout ce qui a été figé, en un seul fichier, avec l’empreinte des fichiers de lignes.
SHA256SUMS        L’empreinte de chaque fichier de ce dossier.

LES PERSONNES

Les personnes portent un pseudonyme, calculé par HMAC-SHA-256 avec une clé propre à ce bilan. La clé n’est pas dans ce dossier.
Une même personne garde le même pseudonyme dans tout le bilan, ce qui permet de compter des personnes distinctes.
Ce sont encore des données personnelles : qui connaît une structure où peu de personnes participent peut reconnaître l’une
d’elles à sa structure, à son département et aux dates. Ne publiez pas ce dossier ; ne le confiez qu’à qui doit le vérifier.

COMMENT VÉRIFIER

1. Dans ce dossier, la commande
       sha256sum -c SHA256SUMS
   doit répondre « OK » (ou « Réussi ») à chaque ligne.
2. L’empreinte de bilan.json doit être celle du bilan, écrite plus haut et affichée par la plateforme :
       sha256sum bilan.json
3. L’empreinte d’un chiffre, dans chiffres.csv, doit être celle de son fichier. Par exemple :
       sha256sum {example}
4. bilan.json donne aussi, sous « fichiers », l’empreinte de evenements.csv, de chaque fichier de participants/, et des autres.

« sha256sum » existe sur tout système Linux ; sous Windows, « certutil -hashfile FICHIER SHA256 » calcule la même empreinte.

COMMENT RECOMPTER UN CHIFFRE AVEC UN TABLEUR

Ouvrez son fichier de lignes ; « evenement: » y annonce un événement, « inscription: » une inscription.
- Des événements, des membres, des lettres, des espaces : le nombre des lignes.
- Des inscriptions, des participants : le nombre des lignes « inscription: ». Une moyenne : ce nombre, divisé par celui des lignes
  « evenement: ».
- Des personnes, des structures, des départements : combien de valeurs différentes portent les colonnes « personne »,
  « structure » ou « departement » des fichiers de participants/ de ces événements, sans les lignes où « demi_journees_presentes »
  est à zéro quand le chiffre parle de présents. Des MDPH, des ARS, des conseils : les structures de ce « type ».
- Un taux de satisfaction : les réponses « satisfied » et « very_satisfied », divisées par toutes celles qui ne sont pas « no_opinion ».
  Les événements de moins de cinq réponses y comptent avec les autres.

COMMENT REFAIRE LES LIGNES D’UN CHIFFRE

Dans bilan.json, chaque chiffre dit ce qu’il compte (« compte »), d’après quels événements ou quels réseaux
(les noms de « par_evenement », que nous appelons E ou R) et sur quelle période (« du » et « au » de « perimetre »).
Ses lignes sont les suivantes, triées par leurs octets, chacune terminée par un seul saut de ligne (« \n ») :

evenements                 evenement:E
invitations                invitations:E:N      N est le nombre que donne « par_evenement » ; pas d’autre ligne
inscriptions               evenement:E, et inscription:I pour chaque ligne de participants/E.csv (I est sa colonne « inscription »)
presences                  evenement:E, et inscription:I:D quand D, « demi_journees_presentes », n’est pas zéro
inscriptions_et_presences  evenement:E, et inscription:I:D dans tous les cas
inscriptions_et_lieux      evenement:E, et inscription:I:P:S      P est le département, S la structure ; vides s’ils ne sont pas dits
presences_et_lieux         evenement:E, et inscription:I:D:P:S quand D n’est pas zéro
reponses                   evenement:E, et reponses:E:V:N pour chaque ligne de reponses.csv (V est le niveau, N le nombre)
reponses_et_presences      evenement:E, et les lignes « reponses » et « inscription » des deux précédents, reponses et presences
adhesions                  adhesion:A pour chaque ligne de membres-AU.csv dont le réseau est l’un des R
espaces                    espace:A pour chaque ligne de espaces-AU.csv dont le réseau est l’un des R
lettres                    lettre:A pour chaque ligne de lettres.csv envoyée entre DU et AU par l’un des R

Un événement sans inscription n’a pas de fichier dans participants/.

LES MOTS DES FICHIERS

{words}
"""


_LISTS: tuple[tuple[str, Mapping[Any, str]], ...] = (
    ("état d’un événement", STATES),
    ("organisation d’un événement", HOSTINGS),
    ("niveau d’une réponse", LEVELS),
    ("état d’une inscription", STANDINGS),
    ("état d’un bilan", STAGES),
)


def readme(report: AnnualReport, at: datetime, example: str) -> str:
    """The words of the file, for that report; ``example`` is a file of lines of its own."""
    frozen_at = moment(report.frozen_at or report.created_at)
    said = {"year": report.year, "version": report.version, "digest": report.digest, "example": example, "untold": UNTOLD}
    return _WORDS.format(frozen_at=frozen_at, at=moment(at), words="\n".join(_lexicon()), **said)


def _lexicon() -> Iterator[str]:
    for title, known in _LISTS:
        yield f"{title}{NBSP}: {', '.join(f'{one} ({words.lower()})' for one, words in known.items())}"
