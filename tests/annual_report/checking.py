"""What somebody writes who has the proofs and their LISEZMOI.txt, and nothing of ours: every digest, and every row made again."""

import csv
import hashlib
import json
from pathlib import Path


def table(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [*csv.DictReader(lines, delimiter=";")]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def at_event(folder, kind, event, answers):
    """The rows of one event, for the kinds that are under events."""
    file = folder / "participants" / f"{event}.csv"
    people = (
        [(one["inscription"], one["demi_journees_presentes"], one["departement"], one["structure"]) for one in table(file) if one]
        if file.exists()
        else []
    )
    came = [one for one in people if one[1] != "0"]
    answered = [f"reponses:{event}:{one['niveau']}:{one['nombre']}" for one in answers if one["evenement"] == event]
    rows = {
        "inscriptions": [f"inscription:{key}" for key, *_ in people],
        "presences": [f"inscription:{key}:{days}" for key, days, *_ in came],
        "inscriptions_et_presences": [f"inscription:{key}:{days}" for key, days, *_ in people],
        "inscriptions_et_lieux": [f"inscription:{key}:{place}:{house}" for key, _, place, house in people],
        "presences_et_lieux": [f"inscription:{key}:{days}:{place}:{house}" for key, days, place, house in came],
        "reponses": answered,
    }
    rows["reponses_et_presences"] = answered + rows["presences"]
    return [f"evenement:{event}", *rows.get(kind, [])]


def rows_of(folder, figure, answers):
    """The rows of one figure, from the files alone."""
    kind, under, scope = figure["compte"], figure["par_evenement"], figure["perimetre"]
    if kind == "invitations":
        return [f"invitations:{event}:{count}" for event, count in under.items()]
    if kind == "lettres":
        sent = [one for one in table(folder / "lettres.csv") if scope["du"] <= one["envoyee_le"] <= scope["au"]]
        return [f"lettre:{one['lettre']}" for one in sent if one["reseau"] in under]
    if kind in ("adhesions", "espaces"):
        name, word = {"adhesions": ("membres", "adhesion"), "espaces": ("espaces", "espace")}[kind]
        return [f"{word}:{one[word]}" for one in table(folder / f"{name}-{scope['au']}.csv") if one["reseau"] in under]
    return [row for event in under for row in at_event(folder, kind, event, answers)]


def check(folder: Path, digest: str) -> int:
    """How many figures were made again; an AssertionError at the first thing that is not what was said."""
    manifest = (folder / "bilan.json").read_bytes()
    assert sha256(manifest) == digest
    said, answers = json.loads(manifest), table(folder / "reponses.csv")
    for one in said["fichiers"]:
        assert sha256((folder / one["nom"]).read_bytes()) == one["sha256"], one["nom"]
    figures = [(phrase["code"], figure) for phrase in said["phrases"] for figure in phrase["chiffres"]]
    for code, figure in figures:
        rows = sorted(rows_of(folder, figure, answers), key=str.encode)
        content = "".join(f"{row}\n" for row in rows).encode()
        assert (len(rows), sha256(content)) == (figure["lignes"], figure["sha256"]), (code, figure["nom"], figure["compte"])
        assert (folder / "lignes" / f"{code}-{figure['nom']}.txt").read_bytes() == content
    return len(figures)
