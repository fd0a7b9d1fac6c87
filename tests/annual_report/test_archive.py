"""The proofs of a report, opened again without the platform: digests, figures recounted from the files, nobody named."""

import csv
import hashlib
import io
import subprocess
import zipfile
from collections import defaultdict
from fractions import Fraction

import pytest

from app.annual_report import queries
from app.annual_report.models import Stage
from app.core.db import db, transaction
from app.directory.models import Person
from app.journal import actions as journal
from app.registrations.models import Registration
from tests import make
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
        return [*csv.DictReader(io.StringIO(self.bytes(name).decode()), delimiter=";")]


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
    assert digest in proofs.bytes("LISEZMOI.txt").decode()
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
    proofs = proofs_of(ada, YEAR)
    figures = check_digests(proofs, queries.report_of(YEAR).digest, tmp_path)
    least = next(one for one in figures if (one["phrase"], one["chiffre"]) == ("P26", "m"))
    assert (least["valeur"], least["lignes"], least["du"]) == ("3", "15", f"{YEAR}-01-01")
    said = proofs.table("corrections.csv")
    assert [(one["evenement"], one["acte"], one["avant"], one["apres"]) for one in said if one["acte"] != "event_described"] == [
        (events[1].public_id, "attendance_recorded", "", '{"marks": 5}'),
        (events[0].public_id, "withdrawn", '{"standing": "confirmed"}', '{"standing": "withdrawn"}'),
    ]
    assert not any(one["acte"] == "event_described" for one in said)
    everybody = {one["personne"] for event in events for one in proofs.table(f"participants/{event.public_id}.csv")}
    assert len(everybody) == 15 and said[-1]["par"].removeprefix("personne:") in everybody
    words = b"".join(proofs.bytes(name) for name in proofs.names())
    assert not any(name.encode() in words for name in ("Petit", "Élodie", "@", person.public_id))


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

    assert len({one["personne"] for one in people("ems-apa")}) == 1652 == int(figures["P05", "p"]["valeur"])
    assert len({one["departement"] for one in people("ems-apa")} - {""}) == 100 == int(figures["P05", "d"]["valeur"])
    assert len(people("rt", present=True)) == 673 == int(figures["P03", "p"]["valeur"])
    assert Fraction(len(people("mdph-dir", present=True)), 11) == Fraction(figures["P12b", "p"]["valeur"]) == 106
    assert len({one["personne"] for one in people("aps", present=True)}) == 300 == int(figures["P16", "p"]["valeur"])
    levels = defaultdict(int)
    for one in proofs.table("reponses.csv"):
        if one["evenement"] in events["rt"]:
            levels[one["niveau"]] += int(one["nombre"])
    satisfied = levels["very_satisfied"] + levels["satisfied"]
    assert Fraction(satisfied, sum(levels.values()) - levels["no_opinion"]) == Fraction(figures["P04", "t"]["valeur"]) == Fraction(331, 411)
    assert sum(one["reseau"] == "conseil-cnsa" for one in proofs.table("membres-2024-12-31.csv")) == 52
