"""What the series that the report's sentences count are called, before anybody has created one of their seasons."""

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

NAMES = Path(__file__).resolve().parents[2] / "reference" / "series.csv"


def series_of_the_report(networks: Collection[str]) -> dict[str, str]:
    """Stem and name of those of these networks: a series under one of these stems is counted by the sentences that name it, whatever its year."""
    return {stem: name for stem, name, network in _named() if network in networks}


@cache
def _named() -> list[tuple[str, str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [(row["stem"], row["name"], row["network"]) for row in csv.DictReader(file)]
