"""The proofs of a frozen report in one ZIP file, readable with a spreadsheet and a text editor, and checked with ``sha256sum``."""

import csv
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

from app.annual_report import queries, row_queries, scope_words
from app.annual_report.counted import Rows, digest, lines
from app.annual_report.freezing import manifest
from app.annual_report.gathering import Files
from app.annual_report.models import AnnualReport, FrozenSentence
from app.annual_report.readme import readme
from app.core.tables import harmless

MANIFEST, SUMS = "bilan.json", "SHA256SUMS"
_FIGURES = ("phrase", "chiffre", "libelle", "valeur", "affiche", "definition", "filtres", "du", "au", "lignes", "sha256", "fichier")
_CORRECTIONS = ("evenement", "le", "par", "acte", "sur", "avant", "apres", "depuis_le_gel")

# What an act may say in the archive: states and counts, nothing that names somebody.
_STATES = {"state", "standing", "modality", "changed", "half_day", "marks", "present", "stage"}


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


def write(report: AnnualReport, at: datetime) -> IO[bytes]:
    """The archive, file after file; only what was frozen, but for the journal of corrections, which goes on to this day."""
    archive, sentences, files = _Archive(report), queries.frozen_sentences(report), queries.frozen_rows(report)
    archive.put(MANIFEST, manifest(report, sentences, files))
    archive.put("LISEZMOI.txt", readme(report, at).encode())
    archive.put("bilan.txt", _text(sentences).encode())
    rows, events = Rows(), []
    for name, *_ in files:
        content = zlib.decompress(queries.frozen_file(report, name))
        archive.put(name, content)
        said = [*csv.DictReader(io.StringIO(content.decode()), delimiter=";")]
        read(rows, name, said)
        if name == "evenements.csv":
            events = [one["evenement"] for one in said]
    archive.put("chiffres.csv", _table(_FIGURES, _figures(archive, sentences, rows)))
    archive.put("corrections.csv", _table(_CORRECTIONS, _corrections(report, events)))
    return archive.close()


def read(rows: Rows, name: str, said: Sequence[Mapping[str, str]]) -> None:
    """Take the keys of one frozen file."""
    if name.startswith("participants/"):
        event = name.removeprefix("participants/").removesuffix(".csv")
        rows.registrations[event] = [(one["inscription"], int(one["demi_journees_presentes"])) for one in said]
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


def _figures(archive: _Archive, sentences: Iterable[FrozenSentence], rows: Rows) -> Iterable[Sequence[object]]:
    """A line for each figure, and the file of the keys of its rows, whose digest it says."""
    for sentence in sentences:
        for one in sentence.figures:
            name = f"lignes/{sentence.code}-{one.slot}.txt"
            archive.put(name, lines(rows.keys(one.indicator_code, one.parts, scope_words.read(one.scope))))
            said = (one.label, one.value, one.shown, one.definition, one.filters, one.scope["du"], one.scope["au"])
            yield (sentence.code, one.slot, *said, one.rows, one.digest, name)


def _corrections(report: AnnualReport, events: Sequence[str]) -> Iterable[Sequence[object]]:
    """What was done to the events and to their registrations since they ended: ids and states, people under the same pseudonyms."""
    files = Files(report)
    for event, at, actor, verb, thing, before, after in row_queries.corrections(events):
        kind, _, person = actor.partition(":")
        who = f"personne:{files.pseudonym(person)}" if kind == "personne" else actor
        since = "oui" if report.frozen_at and at > report.frozen_at else "non"
        yield event, at.isoformat(), who, verb, thing, _state(before), _state(after), since


def _state(said: Mapping[str, Any] | None) -> str:
    kept = {key: value for key, value in (said or {}).items() if key in _STATES}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def _text(sentences: Iterable[FrozenSentence]) -> str:
    """The sentences, chapter by chapter, and those left out with the reason."""
    words, chapter = [], ""
    for one in sentences:
        if one.chapter_title != chapter:
            chapter = one.chapter_title
            words.append(f"\n{chapter}\n")
        words.append(f"{one.code}\t{one.text}\n" if one.text else f"{one.code}\t[écartée] {one.reason}\n")
    return "".join(words).lstrip()


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode()
