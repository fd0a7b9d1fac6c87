"""The proofs of a frozen report in one ZIP file, readable with a spreadsheet and a text editor, and checked with ``sha256sum``."""

import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import IO, Any

from app.annual_report import kept_tables, queries, row_queries
from app.annual_report.counted import Counts, Participation, Rows, digest, lines
from app.annual_report.gathering import MANIFEST, keys_of, pseudonym
from app.annual_report.models import AnnualReport
from app.annual_report.readme import readme

Said = Mapping[str, Any]  # a part of the manifest
SUMS = "SHA256SUMS"
_FIGURES = ("phrase", "chiffre", "libelle", "numerateur", "denominateur", "affiche", "definition", "filtres", "du", "au")
_PROOFS = ("compte", "lignes", "sha256", "fichier")
_CORRECTIONS = ("evenement", "le", "par", "acte", "en_clair", "sur", "avant", "apres", "depuis_le_gel")

# What an act may say in the archive: states and counts, nothing that names somebody.
_STATES = {"state", "standing", "modality", "changed", "half_day", "marks", "present", "stage", "sentence", "wording", "version", "digest"}
_FILING = {"networks", "cycle", "series", "regions", "departments", "themes"}  # where an event is filed: what figures ask for


class _Archive:
    """A ZIP that is being written, and the digest of each file put in it."""

    def __init__(self, report: AnnualReport) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)
        self.folder = f"preuves-bilan-{report.year}-v{report.version}"
        self.at = report.frozen_at or report.created_at
        self.sums: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        """One file, dated of the day the report was frozen."""
        entry = zipfile.ZipInfo(f"{self.folder}/{name}", self.at.timetuple()[:6])
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        self.zip.writestr(entry, content)
        if name != SUMS:
            self.sums.append(f"{digest(content)}  {name}\n")

    def close(self) -> IO[bytes]:
        self.put(SUMS, "".join(self.sums).encode())
        self.zip.close()
        return self.file


def write(report: AnnualReport, acts: Mapping[str, str], at: datetime) -> IO[bytes]:
    """The archive, file after file; only what was frozen, but for the journal of corrections, which goes on to this day.

    ``acts`` says what each act of the journal is called in French.
    """
    archive, rows, people = _Archive(report), Rows(), set[str]()
    manifest = zlib.decompress(queries.frozen_file(report, MANIFEST))
    said = json.loads(manifest)
    archive.put(MANIFEST, manifest)
    archive.put("LISEZMOI.txt", readme(report, at, _lines_of(said["phrases"])).encode())
    archive.put("bilan.txt", _text(said["phrases"]).encode())
    events: list[str] = []
    for name in (one["nom"] for one in said["fichiers"]):
        content = zlib.decompress(queries.frozen_file(report, name))
        archive.put(name, content)
        table = kept_tables.read(content)
        read(rows, name, table)
        people |= {one.get("personne") or one.get("membre") or "" for one in table}
        if name == "evenements.csv":
            events = [one["evenement"] for one in table]
    archive.put("chiffres.csv", kept_tables.written((*_FIGURES, *_PROOFS), _figures(archive, said["phrases"], rows)))
    archive.put("corrections.csv", kept_tables.written(_CORRECTIONS, _corrections(report, acts, events, people)))
    return archive.close()


def _lines_of(phrases: Iterable[Said]) -> str:
    """The file of lines of one figure, for those who try."""
    return next((f"lignes/{phrase['code']}-{one['nom']}.txt" for phrase in phrases for one in phrase["chiffres"]), "lignes/…")


def read(rows: Rows, name: str, said: Sequence[Mapping[str, str]]) -> None:
    """Take the keys of one frozen file."""
    if name.startswith("participants/"):
        event = name.removeprefix("participants/").removesuffix(".csv")
        rows.registrations[event] = [
            Participation(one["inscription"], int(one["demi_journees_presentes"]), one["departement"], one["structure"]) for one in said
        ]
    elif name == "reponses.csv":
        for one in said:
            rows.answers.setdefault(one["evenement"], {})[one["niveau"]] = int(one["nombre"])
    elif name.startswith("membres-"):
        rows.members[_day(name)] = [(one["reseau"], one["adhesion"]) for one in said]
    elif name.startswith("espaces-"):
        rows.spaces[_day(name)] = [(one["reseau"], one["espace"]) for one in said]
    elif name == "lettres.csv":
        rows.letters = [(one["reseau"], one["lettre"], date.fromisoformat(one["envoyee_le"])) for one in said]


def _day(name: str) -> date:
    return date.fromisoformat(name.partition("-")[2].removesuffix(".csv"))


def _figures(archive: _Archive, phrases: Iterable[Said], rows: Rows) -> Iterable[Sequence[object]]:
    """A line for each figure, and the file of the keys of its rows, whose digest it says."""
    for phrase in phrases:
        for one in phrase["chiffres"]:
            name, first, last = f"lignes/{phrase['code']}-{one['nom']}.txt", one["perimetre"]["du"], one["perimetre"]["au"]
            keys = rows.keys(Counts(one["compte"]), one["par_evenement"], date.fromisoformat(first), date.fromisoformat(last))
            archive.put(name, lines(keys))
            # A spreadsheet would take 3/2 for the third of February.
            above, _, below = one["valeur"].partition("/")
            value = (above, below or ("1" if above else ""))
            told = (one["libelle"], *value, one["affiche"], one["definition"], one["filtres"], first, last)
            yield (phrase["code"], one["nom"], *told, one["compte"], one["lignes"], one["sha256"], name)


def _corrections(report: AnnualReport, acts: Said, events: Sequence[str], people: set[str]) -> Iterable[Sequence[object]]:
    """What was done to the report, to its events and to their registrations since they ended: ids and states, people as in the rows."""
    keys, merged = keys_of(report), row_queries.absorbed()
    beside = row_queries.done_beside(events, report.year, report.frozen_at) if report.frozen_at else ()
    for event, at, actor, verb, thing, before, after in chain(row_queries.corrections(events, report.thing), beside):
        kind, _, name = actor.partition(":")
        who = f"personne:{_known(name, merged, keys, people)}" if kind == "personne" else actor
        since = "oui" if report.frozen_at and at > report.frozen_at else "non"
        yield event, at.isoformat(), who, verb, acts.get(verb, verb), thing, _state(before), _state(after), since


def _known(person: str, merged: Mapping[str, str], keys: Sequence[bytes], people: set[str]) -> str:
    """Their pseudonym in the rows, made with another key or under another name since; as it would be made today, if they are not there."""
    said = [pseudonym(key, name) for key in keys for name in (person, merged.get(person, person))]
    return next((one for one in said if one in people), said[0])


def _state(said: Said | None) -> str:
    kept = {key: value for key, value in (said or {}).items() if key in _STATES | _FILING}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def _text(phrases: Iterable[Said]) -> str:
    """The sentences, chapter by chapter, and those left out with the reason."""
    words, chapter = [], ""
    for one in phrases:
        if one["chapitre"] != chapter:
            chapter = one["chapitre"]
            words.append(f"\n{chapter}\n")
        words.append(f"{one['code']}\t{one['texte']}\n" if one["texte"] else f"{one['code']}\t[écartée] {one['raison']}\n")
    return "".join(words).lstrip()
