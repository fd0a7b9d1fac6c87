"""The journal in French: what each act is called, what each thing is, and what was said of it."""

from app.annual_report.models import STAGES
from app.coverage.territories import SHEETS as COVERAGE
from app.events.words import MODALITIES, STATES
from app.indicators.dictionary import INDICATORS
from app.journal.models import Act
from app.outbox.kinds import kind_of
from app.registrations.models import STANDINGS
from app.reports.exports import EXPORTS
from app.ui.french import NBSP, listed, number

SYSTEM = "système"

# Verbs by subject, in the order in which they are offered.
VERBS = {
    "Événements": {
        "event_created": "Événement créé",
        "event_described": "Événement modifié",
        "event_published": "Événement publié",
        "event_closed": "Inscriptions closes",
        "event_reopened": "Inscriptions rouvertes",
        "called_off": "Événement annulé",
        "event_held": "Événement marqué comme tenu",
        "event_not_held": "Événement remis en cours",
        "event_filed": "Événement classé",
        "event_archived": "Événement archivé",
        "event_deleted": "Brouillon supprimé",
        "part_added": "Temps ajouté",
        "part_described": "Temps modifié",
        "part_removed": "Temps retiré",
        "series_created": "Série créée",
        "series_described": "Série modifiée",
        "cycle_created": "Cycle créé",
        "cycle_described": "Cycle modifié",
    },
    "Inscriptions": {
        "registered": "Inscription",
        "address_confirmed": "Adresse confirmée",
        "approved": "Inscription validée",
        "refused": "Demande non retenue",
        "withdrawn": "Désinscription",
        "promoted": "Place libérée attribuée",
        "moved_up": "Passage en tête de la liste d’attente",
        "registration_changed": "Inscription modifiée",
        "place_corrected": "Structure du jour corrigée",
        "invitation_declined": "Invitation déclinée",
        "answered_by_calendar": "Réponse dans l’agenda",
        "invitation_taken_back": "Invitation reprise",
    },
    "Présences et satisfaction": {
        "walk_in": "Arrivée sur place",
        "attendance_recorded": "Présences saisies",
        "attendance_undone": "Saisie des présences annulée",
        "attendance_closed": "Présences terminées",
        "attendance_not_taken": "Sans émargement",
        "attendance_reopened": "Présences rouvertes",
        "survey_opened": "Questionnaire ouvert",
    },
    "Courriels": {
        "sending_invitation": "Envoi d’invitations",
        "sending_nudge": "Envoi de relances",
        "sending_message": "Envoi d’un message",
        "sending_save_the_date": "Annonce de la date",
        "sending_stopped": "Envoi arrêté",
        "invitation_sent_again": "Invitation renvoyée",
        "letter_planned": "Courriel prévu modifié",
        "letters_hurried": "Courriels envoyés sans attendre",
        "letter_held": "Courriel retenu",
        "letter_released": "Courriel libéré",
        "letter_sent_again": "Courriel renvoyé",
        "letters_held": "Courriels retenus",
        "letters_released": "Courriels libérés",
        "mail_dealt_with": "Courriel reçu traité",
        "mail_put_back": "Courriel reçu remis à lire",
        "address_trusted_again": "Adresse de nouveau utilisée",
    },
    "Réseaux": {
        "network_created": "Réseau créé",
        "network_described": "Réseau modifié",
        "network_closed": "Réseau fermé",
        "network_reopened": "Réseau rouvert",
        "membership_begun": "Membre ajouté",
        "membership_ended": "Membre sorti",
        "newsletter_noted": "Lettre d’information notée",
        "newsletter_corrected": "Lettre d’information corrigée",
        "newsletter_removed": "Lettre d’information retirée",
        "space_noted": "Espace collaboratif noté",
        "space_corrected": "Espace collaboratif corrigé",
        "space_removed": "Espace collaboratif retiré",
        "network_mail_objected": "Courriels du réseau refusés",
        "network_mail_accepted": "Courriels du réseau acceptés",
    },
    "Annuaire": {
        "person_created": "Personne ajoutée",
        "person_corrected": "Fiche corrigée",
        "person_address_corrected": "Adresse corrigée",
        "person_moved": "Changement de structure",
        "person_merged": "Fiches fusionnées",
        "people_imported": "Liste importée",
        "people_created_from_list": "Personnes ajoutées par une liste",
        "organisation_described": "Structure décrite",
        "organisation_absorbed": "Structure rattachée",
        "organisation_ended": "Structure fermée",
        "job_role_added": "Fonction ajoutée",
        "job_role_renamed": "Fonction renommée",
        "job_role_retired": "Fonction retirée",
        "job_role_restored": "Fonction remise",
        "school_holiday_added": "Vacances ajoutées",
        "school_holiday_removed": "Vacances retirées",
    },
    "Bilan annuel": {
        "report_begun": "Bilan commencé",
        "sentence_written": "Phrase du bilan écrite",
        "sentence_restored": "Texte proposé rétabli",
        "sentence_left_out": "Phrase écartée du bilan",
        "sentence_put_back": "Phrase remise dans le bilan",
        "report_reviewed": "Bilan relu",
        "report_reopened": "Bilan revenu au brouillon",
        "report_frozen": "Bilan figé",
        "report_proofs_taken": "Preuves du bilan téléchargées",
        "own_sentence_added": "Phrase ajoutée au bilan",
        "own_sentence_changed": "Phrase ajoutée modifiée",
        "own_chapter_added": "Chapitre ajouté au bilan",
        "own_chapter_changed": "Chapitre ajouté modifié",
        "own_words_retired": "Ajout au bilan retiré",
        "own_words_brought_back": "Ajout au bilan remis",
        "own_order_changed": "Ordre des ajouts changé",
    },
    "Comptes et exports": {
        "exported": "Export",
        "signed_in": "Connexion",
        "signed_out": "Déconnexion",
        "all_signed_out": "Déconnexion partout",
        "sign_in_link_given": "Lien de connexion remis",
        "account_opened": "Compte ouvert",
        "account_described": "Compte corrigé",
        "account_closed": "Compte désactivé",
        "account_reopened": "Compte réactivé",
        "right_granted": "Droit donné",
        "right_ended": "Droit retiré",
        "journal_checked": "Journal vérifié",
        "feed_given": "Adresse d’agenda donnée",
        "feed_revoked": "Adresse d’agenda retirée",
        "figure_declared": "Chiffre déclaré",
        "figure_withdrawn": "Chiffre déclaré retiré",
    },
}
WORDS = {verb: words for verbs in VERBS.values() for verb, words in verbs.items()}

THINGS = {
    "événement": "Événement",
    "inscription": "Inscription",
    "personne": "Personne",
    "compte": "Compte",
    "connexion": "Son navigateur",
    "courrier": "Courriel",
    "courriers": "Tous les courriels",
    "courriel-recu": "Courriel reçu",
    "agenda": "Adresse d’agenda",
    "réseau": "Réseau",
    "structure": "Structure",
    "série": "Série",
    "cycle": "Cycle",
    "fonction": "Fonction",
    "zone": "Zone",
    "import": "Liste importée",
    "annuaire": "Annuaire",
    "couverture": "Couverture du territoire",
    "journal": "Journal",
    "chiffre": "Chiffre déclaré",
    "chiffres": "Chiffres",
}

_VALUES = {
    "state": {state.value: words for state, words in STATES.items()},
    "standing": {standing.value: words for standing, words in STANDINGS.items()},
    "modality": {modality.value: words for modality, words in MODALITIES.items()},
    "stage": {stage.value: words for stage, words in STAGES.items()},
    "role": {"facilitator": "anime", "organiser": "organise"},
    "figure": {code: one.label for code, one in INDICATORS.items()},
    "export": {name: one.label for name, one in EXPORTS.items()}
    | {f"couverture-{name}": label for name, label in COVERAGE.items()}
    | {"chiffre": "lignes d’un chiffre", "chiffres": "tous les chiffres"},
    "changed": {"start": "début", "end": "fin", "place": "lieu", "link": "lien", "title": "titre"},
}
_LABELS = {
    "state": "État",
    "standing": "Inscription",
    "modality": "Participation",
    "role": "Droit",
    "is_admin": "Administre le service",
    "is_on": "Envoyé",
    "letter": "Courriel",
    "letters": "Combien de courriels",
    "changed": "Changé",
    "networks": "Réseaux",
    "series": "Série",
    "cycle": "Cycle",
    "themes": "Thèmes",
    "regions": "Régions",
    "departments": "Départements",
    "reason": "Raison",
    "export": "Contenu",
    "figure": "Chiffre",
    "year": "Année",
    "value": "Valeur",
    "format": "Format",
    "rows": "Lignes",
    "columns": "Colonnes",
    "people": "Personnes",
    "present": "Présents",
    "marks": "Mentions",
    "dates": "Dates",
    "done": "Déjà partis",
    "sign_ins": "Connexions",
    "version": "Version",
    "sentence": "Phrase",
    "stage": "Étape",
    "acts": "Actes",
    "broken": "Touché à partir de l’acte",
}


def details(act: Act) -> str:
    """What an act says besides its name, on one line: figures, and states with the one before; ids are left out."""
    before, after = act.before or {}, act.after or {}
    found = []
    for key, label in _LABELS.items():
        old, new = _said(key, before.get(key)), _said(key, after.get(key))
        if old and after.get(key) == []:
            found.append(f"{label}{NBSP}:{NBSP}{old} → rien")
        elif new and old and old != new:
            found.append(f"{label}{NBSP}:{NBSP}{old} → {new}")
        elif new or old:
            found.append(f"{label}{NBSP}:{NBSP}{new or old}")
    return f"{NBSP}· ".join(found)


def _said(key: str, value: object) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, list):
        return listed(_said(key, one) for one in value)
    text = str(value)
    return kind_of(text).label if key == "letter" else _VALUES.get(key, {}).get(text, text)
