"""The proofs of a report, opened again without the platform: digests, figures recounted from the files, nobody named."""

import csv
import hashlib
import io
import re
import subprocess
import zipfile
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

import pytest

from app.annual_report import own, queries
from app.annual_report.counted import Counts
from app.annual_report.models import Stage
from app.annual_report.own import Draft
from app.core.db import db, transaction
from app.directory.models import Person
from app.events.words import State
from app.indicators.dictionary import INDICATORS
from app.journal import actions as journal
from app.registrations.models import Registration
from app.satisfaction.models import Level, SurveyAnswer
from tests import make
from tests.annual_report.checking import check
from tests.annual_report.year import YEAR, begun, year_of_domicile
from tests.browsers import browser_of
from tests.demo import years


@pytest.fixture
def ada(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = browser_of(app)
    browser.account = make.account("Ada Lenoir", admin=True)
    return make.sign_in(browser, browser.account)


class Proofs:
    """An archive as somebody opens it, who has nothing but it."""

    def __init__(self, content):
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.folder = self.zip.namelist()[0].partition("/")[0]

    def names(self):
        return [name.partition("/")[2] for name in self.zip.namelist()]

    def bytes(self, name):
        return self.zip.read(f"{self.folder}/{name}")

    def table(self, name):
        content = self.bytes(name)
        assert content.startswith(b"\xef\xbb\xbf"), f"{name}: a spreadsheet would take its letters for others"
        return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]


def proofs_of(browser, year):
    begun(browser.account, Stage.REVIEWED, year)
    assert browser.post(f"/bilan/{year}/figer").status_code == 303
    answer = browser.post(f"/bilan/{year}/v1/preuves")
    assert (
        answer.status_code == 200 and answer.content_type == "application/zip" and int(answer.headers["Content-Length"]) == len(answer.data)
    )
    return Proofs(answer.data)


def check_digests(proofs, digest, folder):
    """What the file that explains says to do, done with the tool that it names."""
    proofs.zip.extractall(folder)
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder / proofs.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert hashlib.sha256(proofs.bytes("bilan.json")).hexdigest() == digest
    explained = proofs.bytes("LISEZMOI.txt").decode()
    assert digest in explained and re.search(r"sha256sum (lignes/.+\.txt)", explained)[1] in proofs.names()
    figures = proofs.table("chiffres.csv")
    for one in figures:
        content = proofs.bytes(one["fichier"])
        assert hashlib.sha256(content).hexdigest() == one["sha256"], one["fichier"]
        keys = content.decode().splitlines()
        assert len(keys) == int(one["lignes"]) and keys == sorted(keys)
    listed = {line.split("  ")[1] for line in proofs.bytes("SHA256SUMS").decode().splitlines()}
    assert listed == {*proofs.names()} - {"SHA256SUMS"}
    return figures


def test_the_proofs_of_a_small_year(ada, tmp_path):
    events = year_of_domicile()
    beside = make.event("Réunion", starts_at=make.at(f"{YEAR}-10-12 09:00"), state=State.HELD, networks=["ars-pathos"])
    with transaction():
        late = db.session.query(Registration).filter_by(event_id=events[0].id).first()
        person = db.session.get(Person, late.person_id)
        at = make.now()
        journal.write(
            person.actor,
            "withdrawn",
            late.thing,
            at=at,
            before={"standing": "confirmed"},
            after={"standing": "withdrawn", "reason": "Élodie"},
        )
        journal.write("système", "attendance_recorded", events[1].thing, at=at, after={"marks": 5})
        journal.write("système", "event_described", events[1].thing, at=events[1].starts_at, after={"changed": ["title"]})
        journal.write(
            "système", "event_filed", beside.thing, at=at + timedelta(days=1), before={"series": []}, after={"series": ["PATHOS"]}
        )
    proofs = proofs_of(ada, YEAR)
    figures = check_digests(proofs, queries.report_of(YEAR).digest, tmp_path)
    least = next(one for one in figures if (one["phrase"], one["chiffre"]) == ("P26", "m"))
    assert (least["numerateur"], least["denominateur"], least["lignes"], least["du"]) == ("3", "1", "15", f"{YEAR}-01-01")
    *said, filed = proofs.table("corrections.csv")
    assert (filed["evenement"], filed["apres"], filed["depuis_le_gel"]) == (beside.public_id, '{"series": ["PATHOS"]}', "oui")
    assert all(one["en_clair"] and one["en_clair"] != one["acte"] for one in said)
    assert (said[0]["evenement"], said[0]["acte"], said[0]["sur"]) == ("", "report_frozen", queries.report_of(YEAR).thing)
    assert [(one["evenement"], one["acte"], one["avant"], one["apres"]) for one in said[1:] if one["acte"] != "event_described"] == [
        (events[1].public_id, "attendance_recorded", "", '{"marks": 5}'),
        (events[0].public_id, "withdrawn", '{"standing": "confirmed"}', '{"standing": "withdrawn"}'),
    ]
    assert not any(one["acte"] == "event_described" for one in said)
    everybody = {one["personne"] for event in events for one in proofs.table(f"participants/{event.public_id}.csv")}
    assert all(one.startswith("p") for one in everybody)  # "57735595842e18215228" is a number to a spreadsheet
    assert len(everybody) == 15 and said[-1]["par"].removeprefix("personne:") in everybody
    words = b"".join(proofs.bytes(name) for name in proofs.names())
    assert not any(name.encode() in words for name in ("Petit", "Élodie", "@", person.public_id))


def test_whoever_reads_the_explanations_makes_every_row_again(ada, tmp_path):
    events = year_of_domicile()
    answer(events[0], very_satisfied=3, satisfied=3)
    answer(events[1], not_satisfied=1)
    answer(events[2], satisfied=5)
    with transaction():
        for code in INDICATORS:
            own.keep_sentence(Draft("mdph", [{"indicator": code}], "{a}"), None, ada.account, make.now())
    proofs = proofs_of(ada, YEAR)
    proofs.zip.extractall(tmp_path)
    assert check(tmp_path / proofs.folder, queries.report_of(YEAR).digest) > len(INDICATORS)
    explained = proofs.bytes("LISEZMOI.txt").decode()
    assert not [one for one in Counts if f"\n{one} " not in explained]
    # One answer, and the five that would give it away by subtraction: how many they are, never what they said.
    said = {(one["evenement"], one["niveau"]): one["nombre"] for one in proofs.table("reponses.csv")}
    assert said == {
        (events[0].public_id, "very_satisfied"): "3",
        (events[0].public_id, "satisfied"): "3",
        (events[1].public_id, "trop_peu"): "1",
        (events[2].public_id, "trop_peu"): "5",
    }


def answer(event, **levels):
    for level, count in levels.items():
        for _ in range(count):
            make.keep(SurveyAnswer(event_id=event.id, level=Level(level), answered_on=event.starts_at.date()))


def test_the_same_person_bears_the_same_pseudonym_in_the_journal_after_a_merge_and_under_a_new_key(app, ada, monkeypatch):
    event = year_of_domicile(events=1)[0]
    rows = db.session.query(Registration).filter_by(event_id=event.id).order_by(Registration.id).all()
    with transaction():
        rows[0].person.merged_into_id = make.person().id
        for one in rows[:2]:
            journal.write(one.person.actor, "withdrawn", one.thing, at=make.now(), after={"standing": "withdrawn"})
    proofs_of(ada, YEAR)
    with transaction():
        rows[1].person.merged_into_id = make.person().id
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key for tests only, long enough to be taken")
    make.sign_in(ada, ada.account)
    proofs = Proofs(ada.post(f"/bilan/{YEAR}/v1/preuves").data)
    people = {one["inscription"]: one["personne"] for one in proofs.table(f"participants/{event.public_id}.csv")}
    who = {one["sur"]: one["par"] for one in proofs.table("corrections.csv") if one["acte"] == "withdrawn"}
    assert who == {one.thing: f"personne:{people[one.public_id]}" for one in rows[:2]}


def test_what_is_corrected_after_the_freeze_does_not_change_the_proofs(ada):
    events = year_of_domicile()
    first = proofs_of(ada, YEAR)
    with transaction():
        db.session.query(Registration).filter_by(event_id=events[0].id).update({"department_code": "33"})
    second = Proofs(ada.post(f"/bilan/{YEAR}/v1/preuves").data)
    moving = {"corrections.csv", "LISEZMOI.txt", "SHA256SUMS"}
    assert {name: first.bytes(name) for name in {*first.names()} - moving} == {
        name: second.bytes(name) for name in {*second.names()} - moving
    }


def test_two_reports_give_the_same_person_two_pseudonyms(ada):
    events = year_of_domicile()
    first = proofs_of(ada, YEAR)
    ada.post(f"/bilan/{YEAR}/nouvelle-version")
    ada.post(f"/bilan/{YEAR}/relire")
    ada.post(f"/bilan/{YEAR}/figer")
    second = Proofs(ada.post(f"/bilan/{YEAR}/v2/preuves").data)
    name = f"participants/{events[0].public_id}.csv"
    assert not {one["personne"] for one in first.table(name)} & {one["personne"] for one in second.table(name)}
    assert [one["inscription"] for one in first.table(name)] == [one["inscription"] for one in second.table(name)]


@pytest.mark.slow
@pytest.mark.once
def test_the_figures_of_2024_are_counted_again_from_the_files_alone(ada, tmp_path):
    assert years.load(years.WHOLE)
    proofs = proofs_of(ada, 2024)
    figures = {(one["phrase"], one["chiffre"]): one for one in check_digests(proofs, queries.report_of(2024).digest, tmp_path)}
    events = defaultdict(list)
    for one in proofs.table("evenements.csv"):
        if one["debut"].startswith("2024") and one["etat"] in ("held", "archived") and one["organisation"] != "external":
            events[one["serie"]].append(one["evenement"])

    def people(serie, *, present=False):
        names = {f"participants/{event}.csv" for event in events[serie]} & {*proofs.names()}
        return [one for name in names for one in proofs.table(name) if not present or int(one["demi_journees_presentes"])]

    def value(*name):
        return Fraction(int(figures[name]["numerateur"]), int(figures[name]["denominateur"]))

    assert len({one["personne"] for one in people("ems-apa")}) == 1652 == value("P05", "p")
    assert len({one["departement"] for one in people("ems-apa")} - {""}) == 100 == value("P05", "d")
    assert len(people("rt", present=True)) == 673 == value("P03", "p")
    assert Fraction(len(people("mdph-dir", present=True)), 11) == value("P12b", "p") == 106
    assert len({one["personne"] for one in people("aps", present=True)}) == 300 == value("P16", "p")
    levels = defaultdict(int)
    for one in proofs.table("reponses.csv"):
        if one["evenement"] in events["rt"]:
            levels[one["niveau"]] += int(one["nombre"])
    satisfied = levels["very_satisfied"] + levels["satisfied"]
    assert Fraction(satisfied, sum(levels.values()) - levels["no_opinion"]) == value("P04", "t") == Fraction(331, 411)
    assert sum(one["reseau"] == "conseil-cnsa" for one in proofs.table("membres-2024-12-31.csv")) == 52
