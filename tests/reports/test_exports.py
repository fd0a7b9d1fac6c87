"""Exports, opened with other people's readers and compared with what was registered."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app.attendance import actions as attendance
from app.attendance import walk_in_actions
from app.attendance.models import Mark
from app.core.db import db, transaction
from app.directory.merging import merge
from app.journal.models import Act
from app.registrations.models import Origin, Part, Standing
from app.reports.exports import EXPORTS
from app.satisfaction.models import Level, SurveyAnswer
from tests import make
from tests.browsers import browser_of
from tests.statements import statements
from tests.tokens import send

PLACE = ["Structure", "Type de structure", "Département", "Région"]
PERSON = ["Nom", "Prénom", "Fonction", "Qualité", "Modalité"]


@pytest.fixture
def client(app):
    return browser_of(app)


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


@pytest.fixture
def day(camille):
    """A day on site, on 10 March 2026, with three people registered, one waiting, one gone."""
    event = make.event(
        "Journée", kind="journee_nationale", by=camille, starts_at=datetime(2026, 3, 10, 8, tzinfo=UTC), lasts=timedelta(hours=7)
    )
    make.registration(event, make.person("Ada", "Bélier", email="ada@mdph-14.example.org"))
    make.registration(event, make.person("Yves", "Àbadie", org="cd-14", role=None), registered_by=camille.actor, origin=Origin.FACILITATOR)
    make.registration(event, make.person("Zoé", "Zola", org=None, department=None, role=None), comment='=HYPERLINK("http://x")')
    make.registration(event, make.person("Will", "Attend"), standing=Standing.WAITING)
    make.registration(event, make.person("Gone", "Parti"), standing=Standing.WITHDRAWN)
    return event


def people(event):
    return {row.person.last_name: row for row in db.session.query(attendance.Registration).filter_by(event_id=event.id)}


def mark(event, account, half_day, **said):
    with transaction():
        rows = people(event)
        marks = {rows[name]: Mark(word) for name, word in said.items()}
        attendance.record(event, event.half_days[half_day], marks, account, datetime(2026, 3, 10, 16, tzinfo=UTC))


def export(client, event, name, format="csv"):
    return send(client, f"/gestion/evenements/{event.public_id}/exports/{name}", {"format": format})


def csv_rows(answer):
    return [*csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";")]


def rows_of(client, event, name):
    """The rows of the CSV, each by heading."""
    head, *rows = csv_rows(export(client, event, name))
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", EXPORTS)
def test_a_stranger_takes_nothing_away(client, day, name):
    assert export(client, day, name).status_code == 303
    assert client.get(f"/gestion/evenements/{day.public_id}/exports").status_code == 303


@pytest.mark.parametrize("name", EXPORTS)
def test_the_facilitator_of_another_network_finds_nothing(client, day, name):
    make.sign_in(client, make.account(networks=["ars-pathos"]))
    assert export(client, day, name).status_code == 404
    assert client.get(f"/gestion/evenements/{day.public_id}/exports").status_code == 404
    assert db.session.query(Act).filter_by(verb="exported").count() == 0


def test_an_unknown_export_or_format_is_refused(client, day, camille):
    make.sign_in(client, camille)
    assert export(client, day, "tout").status_code == 404
    assert export(client, day, "inscriptions", "pdf").status_code == 422
    assert export(client, day, "inscriptions", "").status_code == 422
    assert client.get(f"/gestion/evenements/{day.public_id}/exports/inscriptions").status_code == 405


def test_the_organiser_of_the_event_exports_it_and_the_page_offers_everything(client, day):
    make.sign_in(client, make.account(events=[day]))
    page = client.get(f"/gestion/evenements/{day.public_id}/exports").text
    assert all(one.label in page for one in EXPORTS.values())
    assert export(client, day, "securite").status_code == 200


def test_an_export_is_written_in_the_journal_without_any_name(client, day, camille):
    make.sign_in(client, camille)
    export(client, day, "inscriptions", "ods")
    act = db.session.query(Act).filter_by(verb="exported").one()
    assert (act.actor, act.thing) == (camille.actor, day.thing)
    assert act.after == {"export": "inscriptions", "format": "ods", "columns": 18, "rows": 4}


def test_a_file_has_a_plain_name_and_is_kept_nowhere(client, day, camille):
    make.sign_in(client, camille)
    answer = export(client, day, "presences", "xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="presences-journee.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_line_of_the_registrations_tells_where_who_and_by_whom(client, day, camille):
    make.sign_in(client, camille)
    head, *rows = csv_rows(export(client, day, "inscriptions"))
    assert head[:9] == PLACE + PERSON
    assert [row[4] for row in rows] == ["Àbadie", "Attend", "Bélier", "Zola"]
    found = {row["Nom"]: row for row in rows_of(client, day, "inscriptions")}
    ada = found["Bélier"]
    assert [ada[name] for name in PLACE] == ["MDPH du Calvados", "MDPH/MDA", "Calvados (14)", "Normandie"]
    assert (ada["Fonction"], ada["Courriel"], ada["Inscrit par"]) == (
        "Directrice ou directeur de MDPH/MDA",
        "ada@mdph-14.example.org",
        "la personne elle-même",
    )
    assert (found["Àbadie"]["Inscrit par"], found["Àbadie"]["Origine"]) == ("Camille Roussel", "par l’équipe")
    assert found["Attend"]["Situation"] == "Sur liste d’attente"
    assert found["Zola"]["Commentaire"] == '\'=HYPERLINK("http://x")'


def test_the_three_formats_say_the_same(client, day, camille):
    make.sign_in(client, camille)
    said = csv_rows(export(client, day, "inscriptions"))
    xlsx = openpyxl.load_workbook(io.BytesIO(export(client, day, "inscriptions", "xlsx").data)).active
    ods = CalamineWorkbook.from_filelike(io.BytesIO(export(client, day, "inscriptions", "ods").data)).get_sheet_by_index(0).to_python()
    for rows in ([[value or "" for value in row] for row in xlsx.iter_rows(values_only=True)], ods):
        assert [row[:13] for row in rows] == [row[:13] for row in said]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in xlsx.iter_rows() for cell in row)


def test_attendance_is_told_per_half_day_with_walk_ins(client, day, camille):
    mark(day, camille, 0, Bélier="present", Zola="excused")
    mark(day, camille, 1, Bélier="absent")
    with transaction():
        walk_in_actions.walk_in(day, make.person("Nina", "Keller"), day.half_days[1], camille, datetime(2026, 3, 10, 16, tzinfo=UTC))
    make.sign_in(client, camille)
    found = {row["Nom"]: row for row in rows_of(client, day, "presences")}
    columns = ("10/03/2026 matin", "10/03/2026 après-midi", "Ensemble de l’événement", "Venu sans inscription")
    assert {name: [row[column] for column in columns] for name, row in found.items()} == {
        "Àbadie": ["", "", "", "non"],
        "Bélier": ["présent", "absent", "présent", "non"],
        "Keller": ["", "présent", "présent", "oui"],
        "Zola": ["excusé", "", "excusé", "non"],
    }


def test_once_attendance_is_closed_silence_is_an_absence(client, day, camille):
    mark(day, camille, 0, Bélier="present")
    with transaction():
        attendance.close(day, camille, datetime(2026, 3, 10, 17, tzinfo=UTC))
    make.sign_in(client, camille)
    found = {row["Nom"]: row for row in rows_of(client, day, "presences")}
    assert found["Zola"]["10/03/2026 matin"] == found["Zola"]["Ensemble de l’événement"] == "absent"
    assert found["Bélier"]["10/03/2026 après-midi"] == "absent"


def test_the_security_list_holds_names_and_organisations_only(client, day, camille):
    make.sign_in(client, camille)
    assert csv_rows(export(client, day, "securite")) == [
        ["Nom", "Prénom", "Structure"],
        ["Àbadie", "Yves", "CD du Calvados"],
        ["Bélier", "Ada", "MDPH du Calvados"],
        ["Zola", "Zoé", ""],
    ]


def test_headcounts_name_nobody_and_leave_speakers_out(client, day, camille):
    make.registration(day, make.person("Ada", "Orateur"), part=Part.SPEAKER)
    mark(day, camille, 0, Bélier="present", Orateur="present")
    make.sign_in(client, camille)
    rows = csv_rows(export(client, day, "effectifs"))
    assert rows[0] == [*PLACE, "Inscrits", "Présents"]
    assert ["MDPH du Calvados", "MDPH/MDA", "Calvados (14)", "Normandie", "1", "1"] in rows
    assert sum(int(row[4]) for row in rows[1:]) == 3


def answer(event, *levels):
    with transaction():
        for level in levels:
            db.session.add(SurveyAnswer(event_id=event.id, level=level, words="Bien", answered_on=datetime(2026, 3, 9, tzinfo=UTC).date()))


def test_satisfaction_is_hidden_under_five_answers(client, day, camille):
    answer(day, *[Level.SATISFIED] * 4)
    make.sign_in(client, camille)
    rows = csv_rows(export(client, day, "satisfaction"))
    assert ["Réponses", "4", ""] in rows
    assert "Bien" not in str(rows)
    assert len(rows) == 4


def test_satisfaction_is_a_number_that_a_spreadsheet_reckons_with(client, day, camille):
    answer(day, *[Level.SATISFIED] * 4, Level.LITTLE_SATISFIED, Level.LITTLE_SATISFIED, Level.NO_OPINION)
    make.sign_in(client, camille)
    rows = csv_rows(export(client, day, "satisfaction"))
    assert rows[0] == ["Mesure", "Nombre", "Part (%)"]
    assert ["Satisfait", "4", "66,7"] in rows
    assert ["Sans avis", "1", ""] in rows
    assert rows[-8][1:] == ["6", "66,7"]


def test_someone_merged_into_another_is_named_as_now_known(client, day, camille):
    with transaction():
        old = people(day)["Zola"].person
        old.merged_into_id = make.person("Zoé", "Nouveau-Nom").id
    make.sign_in(client, camille)
    assert "Nouveau-Nom" in [row["Nom"] for row in rows_of(client, day, "inscriptions")]


def test_whoever_registered_under_a_record_merged_since_registered_themselves(client, day, camille):
    kept = make.person("Ada", "Bélier-Durand")
    with transaction():
        merge(people(day)["Bélier"].person, kept, camille, at=make.now())
    by = {row["Nom"]: row["Inscrit par"] for row in rows_of(make.sign_in(client, camille), day, "inscriptions")}
    assert (by["Bélier-Durand"], by["Àbadie"]) == ("la personne elle-même", "Camille Roussel")


def test_an_export_costs_the_same_few_statements_whatever_its_length(client, day, camille):
    for number in range(20):
        make.registration(day, make.person("Ada", f"Nom{number}"))
    make.sign_in(client, camille)
    for name in EXPORTS:
        with statements() as made:
            assert export(client, day, name).status_code == 200
        assert len(made) <= 14, made
