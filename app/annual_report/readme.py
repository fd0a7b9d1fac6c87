"""What somebody who opens the proofs of a report reads first."""

from datetime import datetime

from app.annual_report.models import AnnualReport
from app.ui.french import moment

_WORDS = """PREUVES DU BILAN {year}, VERSION {version}

Ce dossier se lit sans la plateforme, avec un tableur et un éditeur de texte (UTF-8, colonnes séparées par des points-virgules).

Bilan figé le {frozen_at} (heure de Paris).
Empreinte du bilan (SHA-256 du fichier bilan.json) :
{digest}
Dossier préparé le {at} (heure de Paris).

CE QUE CONTIENNENT LES FICHIERS

bilan.txt         Les phrases du bilan, chapitre par chapitre, et celles qui ont été écartées, avec la raison.
chiffres.csv      Chaque chiffre de chaque phrase : valeur exacte, valeur affichée, définition, filtres, période, nombre de
                  lignes comptées, empreinte de ces lignes et fichier qui les énumère.
lignes/           Pour chaque chiffre, la liste triée de ce qu’il compte : événements, inscriptions (avec le nombre de
                  demi-journées de présence quand elle compte), réponses par niveau, adhésions, lettres, espaces.
evenements.csv    Les événements, avec leur date et leur fuseau horaire.
participants/     Un fichier par événement : une ligne par inscription confirmée d’un participant, la structure et le
                  département du jour, et le nombre de demi-journées où il était présent. Zéro : il n’est pas venu, ou les
                  présences n’ont pas été saisies.
reponses.csv      Le nombre de réponses de chaque niveau, par événement. Les réponses sont anonymes.
membres-*.csv, espaces-*.csv, lettres.csv    Ce que comptent les chiffres des réseaux, au jour dit dans le nom du fichier.
corrections.csv   Le journal de ce qui a été fait sur ces événements et leurs inscriptions après leur fin, jusqu’au jour où
                  ce dossier a été préparé ; la dernière colonne dit si c’était après le gel.
bilan.json        Tout ce qui a été figé, en un seul fichier.
SHA256SUMS        L’empreinte de chaque fichier de ce dossier.

LES PERSONNES

Les personnes portent un pseudonyme, calculé par HMAC-SHA-256 avec une clé propre à ce bilan. La clé n’est pas dans ce dossier.
Une même personne garde le même pseudonyme dans tout le bilan : on peut compter des personnes distinctes sans savoir qui elles sont.

COMMENT VÉRIFIER

1. Dans ce dossier, la commande
       sha256sum -c SHA256SUMS
   doit répondre « OK » (ou « Réussi ») à chaque ligne.
2. L’empreinte de bilan.json doit être celle du bilan, écrite plus haut et affichée par la plateforme :
       sha256sum bilan.json
3. L’empreinte d’un chiffre, dans chiffres.csv, doit être celle de son fichier. Par exemple :
       sha256sum lignes/{example}.txt
4. bilan.json donne aussi l’empreinte de evenements.csv, de chaque fichier de participants/, et des autres fichiers de lignes.

« sha256sum » existe sur tout système Linux ; sous Windows, « certutil -hashfile FICHIER SHA256 » calcule la même empreinte.
"""


def readme(report: AnnualReport, at: datetime, example: str = "P02-n") -> str:
    """The words of the file, for that report."""
    frozen_at = moment(report.frozen_at or report.created_at)
    return _WORDS.format(
        year=report.year, version=report.version, frozen_at=frozen_at, digest=report.digest, at=moment(at), example=example
    )
