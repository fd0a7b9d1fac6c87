"""A file that cannot be a year is refused with the name of the event and of the figure, and nothing of it is loaded."""

import json
import re

import pytest
from sqlalchemy import text

from app.core.db import db, transaction
from app.demo.year import search
from app.demo.year.file import BrokenFile
from app.demo.year.load import load_year
from tests.demo import years

pytestmark = pytest.mark.once


def refusal(year):
    words = year if isinstance(year, str) else json.dumps(year)
    with pytest.raises(BrokenFile) as refused, transaction():
        load_year(words)
    for table in ("event", "person", "registration", "series", "membership", "account"):
        assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0, table
    return refused.value.message


def broken(event, **values):
    """The smaller year with one event otherwise."""
    year = years.without_series(years.smaller(), "rentree-2024")
    next(one for one in year["events"] if one["id"] == event).update(values)
    return year


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"registered": 40}, "46 présents pour 40 inscrits (attended, registered)"),
        ({"department_codes": "18|28|2C"}, "département « 2C » inconnu (department_codes)"),
        ({"departments_registered": 7}, "7 départements, mais son territoire en a 6 (departments_registered)"),
        ({"mdph_represented": 7, "departments_represented": ""}, "7 MDPH, mais son territoire en a 6 (mdph_represented)"),
        ({"respondents": 47}, "47 réponses pour 46 présents"),
        ({"very_satisfied": 30, "satisfied_total": ""}, "satisfaits ou très satisfaits pour 29 réponses"),
        ({"satisfied_total": 3}, "3 satisfaits en tout (satisfied_total)"),
        ({"departments_represented": 0, "mdph_represented": 0, "registered": 47}, "il faudrait au moins 6 absents, il n’y en a que 1"),
        ({"registered": -3}, "« registered » vaut « -3 »"),
        ({"registered": 3.5}, "« registered » vaut « 3.5 »"),
        ({"registered": ""}, "sans nombre d’inscrits (registered)"),
        ({"status": "tenu"}, "« status » vaut « tenu »"),
        ({"kind": "goûter"}, "genre « goûter » inconnu (kind)"),
        ({"networks": "inconnu"}, "réseau « inconnu » inconnu (networks)"),
        ({"timezone": "Europe/Lutece"}, "Europe/Lutece"),
        ({"end": "2024-09-10T09:00:00+02:00"}, "il finit avant d’avoir commencé"),
        ({"start": "un jour"}, "« start » vaut « un jour » : un jour et une heure sont attendus"),
        ({"year": 2023}, "il commence en 2024, mais « year » vaut « 2023 »"),
        ({"end": "2026-01-10T09:00:00+02:00"}, "il dure 48"),
        ({"title": 12}, "« title » vaut « 12 » : un texte"),
        ({"networks": [5]}, "« networks » vaut « [5] » : des codes"),
        ({"series": "x" * 90}, "« series » a 90 caractères : 80 au plus"),
        ({"registered": 10**12}, "un nombre entier, de 0 à un million, est attendu"),
        ({"status": "cancelled"}, "annulé avec 46 présents (attended)"),
        ({"id": "rt-2024-02"}, "il y figure 2 fois"),
    ],
)
def test_an_event_that_cannot_be_is_named_with_its_figure(values, words):
    message = refusal(broken("rt-2024-01", **values))
    assert words in message
    assert "rt-2024-0" in message


@pytest.mark.parametrize(
    ("series", "values", "words"),
    [
        (
            "ems-apa-2024",
            {"registrations_per_person": {"1": 1652}},
            "1652 inscriptions dans registrations_per_person, 3432 à ses événements",
        ),
        ("ems-apa-2024", {"distinct_registered": 1651}, "1652 personnes dans registrations_per_person, 1651 dans distinct_registered"),
        ("ems-apa-2024", {"registrations_per_person": {"10": 1, "1": 3422}, "distinct_registered": 3423}, "à 10 événements sur 9"),
        (
            "ems-apa-2024",
            {"registrations_per_person": {"9": 381, "3": 1}, "distinct_registered": 382},
            "plus grands événements ne peuvent pas être remplis",
        ),
        ("ems-apa-2024", {"departments_registered": ["01", "02"]}, "2 départements, mais un événement en compte 96"),
        ("ems-apa-2024", {"departments_registered": ["0"]}, "département « 0 » inconnu"),
        ("rt-2024", {"distinct_attended": 674}, "674 personnes distinctes pour 673 participations"),
        ("rt-2024", {"distinct_attended": 80}, "il en faut une pour chacun des"),
        ("rt-2024", {"cnsa_distinct": 43}, "43 personnes de la CNSA pour 42 participations"),
        ("mdph-dir-2024", {"distinct_attended": 120}, "dont 121 à un seul événement"),
        ("journees-nationales-2024", {"distinct_attended_P14": 356}, "distinct_attended_P14"),
        ("sans-date-2024", {"distinct_attended": 3}, "aucun événement tenu ne lui appartient"),
    ],
)
def test_figures_of_a_series_that_cannot_be_are_named(series, values, words):
    year = years.smaller()
    year["series"].setdefault(series, {}).update(values)
    message = refusal(year)
    assert words in message and f"« {series} »" in message


def test_a_number_of_people_that_no_casting_gives_says_between_which_it_was_sought(monkeypatch):
    monkeypatch.setattr(search, "ROUNDS", ((0.25, 0.05, 500),))  # not sought for long
    year = years.smaller()
    year["events"] = [one for one in year["events"] if one["id"] in ("rt-2024-01", "rt-2024-02", "rt-2024-03")]
    year["series"] = {"rt-2024": {"distinct_attended": 50}}  # three territories apart, and more MDPH than that
    assert re.search(r"50 personnes distinctes sont annoncées, mais .* on n’en trouve qu’entre \d+ et 1\d\d", refusal(year))


def test_more_members_than_there_are_structures():
    year = years.smaller()
    year["networks"]["isolement"]["members"] = 101
    assert "réseau « isolement »" in refusal(year)


def test_people_are_not_counted_where_structures_are():
    year = years.smaller()
    year["networks"]["isolement"]["unit"] = "person"
    assert "il réunit des structures" in refusal(year)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("meta", {"year": 2031}, "aucun de ses événements n’a lieu en 2031"),
        ("meta", {"year": "x"}, "« year » vaut « x »"),
        ("series", [1], "« series » : un objet"),
        ("series", {"rt-2024": 5}, "série « n° 1 » : « 5 » n’est pas un objet"),
        ("networks", {"isolement": {"members": -1}}, "réseau « isolement » : « members » vaut « -1 »"),
        (
            "networks",
            {"isolement": {"members": 3, "unit": "organisation", "organisation_type": "zzz"}},
            "type de structure « zzz » inconnu",
        ),
        ("cycles", {"rt-cycle-2": {"year": "x"}}, "cycle « rt-cycle-2 » : « year » vaut « x »"),
        ("newsletters", {"a": 1}, "« newsletters » : une liste"),
        ("newsletters", [{"network": "isolement", "title": "Lettre", "sent": "2024-13-45"}], "« sent » vaut « 2024-13-45 »"),
        ("spaces", [{"network": "isolement", "opened": "2024-03-01", "url": "javascript:x"}], "une adresse qui commence par https://"),
    ],
)
def test_what_surrounds_the_events_is_named_as_well(key, value, words):
    year = years.without_series(years.smaller(), "rentree-2024")
    year[key] = value
    assert words in refusal(year)


def test_a_key_written_twice_is_not_chosen_from():
    assert "« year » est écrit plusieurs fois" in refusal('{"meta": {"year": 2024, "year": 2025}, "events": [{}]}')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{", "JSON lisible (ligne 1, colonne 2)"),
        ("[" * 100_000, "JSON"),
        ("[]", "événements"),
        ('{"events": []}', "aucun événement"),
        ('{"events": [3]}', "n° 1"),
    ],
)
def test_what_is_no_year_at_all(words, said):
    assert said in refusal(words)


def test_another_file_with_the_same_names_of_events():
    year = years.without_series(years.smaller(), "ems-apa-2024")
    assert years.load(year)
    more = years.smaller()
    with pytest.raises(BrokenFile) as refused, transaction():
        load_year(json.dumps(more))
    assert "déjà là" in refused.value.message


def test_the_command_says_what_it_does(app, tmp_path):
    file = tmp_path / "annee.json"
    file.write_text(
        json.dumps(years.without_series(years.without_series(years.smaller(), "ems-apa-2024"), "isolement-2024")), encoding="utf-8"
    )
    runner = app.test_cli_runner()
    first, second = (runner.invoke(args=["demo", "load", str(file)]) for _time in range(2))
    assert first.exit_code == 0 and "inscriptions" in first.output and "L’année est chargée" in first.output
    assert second.exit_code == 0 and "déjà chargée : rien n’a changé" in second.output
    file.write_text(json.dumps(broken("rt-2024-01", registered=1)), encoding="utf-8")
    third = runner.invoke(args=["demo", "load", str(file)])
    assert third.exit_code == 1 and "46 présents pour 1 inscrit (" in third.output


def test_a_count_that_the_rows_do_not_give_rolls_everything_back(monkeypatch):
    """The last control is real: the loader that would lose one presence on its way says so."""
    from app.demo.year.seats import Seating

    complete = Seating._presences
    monkeypatch.setattr(Seating, "_presences", lambda self, event, come, stay, by: complete(self, event, come[1:], stay, by))
    message = refusal(years.without_series(years.smaller(), "ems-apa-2024"))
    assert "présents au lieu de" in message
