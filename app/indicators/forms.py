"""The shapes of what is declared."""

from flask_wtf.file import FileField, FileRequired

from app.core.sheets_in import ACCEPT
from app.ui.forms import Form, line, pick, whole


class DeclarationForm(Form):
    """One figure of one past year, and the filters under which it was counted."""

    indicator = pick("Chiffre")
    year = whole("Année", 1901, 2100)
    value = line("Valeur", 20, help="Par exemple 1 652 ou 80,5")
    source = line("Source", 300, help="Le document qui le donne, par exemple : rapport d’activité 2022, page 14")
    network = pick("Réseau", needed=False)
    kind = pick("Genre", needed=False)
    cycle = pick("Cycle", needed=False)
    series = pick("Série", needed=False)
    theme = pick("Thème", needed=False)
    region = pick("Région de l’événement", needed=False)
    department = pick("Département de l’événement", needed=False)
    modality = pick("Modalité", needed=False)
    hosting = pick("Qui organise", needed=False)


class DeclarationsForm(Form):
    """A sheet of figures."""

    file = FileField(
        "Fichier",
        [FileRequired("Choisissez un fichier .csv, .xlsx ou .ods.")],
        description="CSV, XLSX ou ODS ; 5 Mo et 5 000 lignes au plus.",
        render_kw={"accept": ACCEPT},
    )


# The fields of the form, and the filters they fill.
FILTER_FIELDS = {
    "network": "reseau",
    "kind": "genre",
    "cycle": "cycle",
    "series": "serie",
    "theme": "theme",
    "region": "region",
    "department": "departement",
    "modality": "modalite",
    "hosting": "organise",
}
