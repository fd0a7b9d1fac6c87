"""T44: what production installs is pinned, hashed, and listed in the bill of materials."""

import re
from pathlib import Path

import pytest

from script.sbom import ROOT, bill

pytestmark = pytest.mark.once

PINNED = Path(ROOT / "requirements.txt").read_text()


def test_every_file_that_production_installs_is_pinned_and_hashed():
    named = re.findall(r"^[a-z0-9][^\s#]*", PINNED, re.MULTILINE | re.IGNORECASE)
    assert len(named) > 20 and all("==" in one for one in named)
    assert all(one["externalReferences"][0]["hashes"] for one in bill(PINNED)["components"])


def test_the_bill_of_materials_lists_them_all():
    said = bill(PINNED)
    names = {f"{one['name']}=={one['version']}" for one in said["components"]}
    assert names == {re.sub(r"\[.*\]", "", one).lower() for one in re.findall(r"^[a-z0-9][^\s#;]*", PINNED, re.MULTILINE | re.IGNORECASE)}
    assert {one["bom-ref"] for one in said["components"]} == set(said["dependencies"][0]["dependsOn"])
    assert said["bomFormat"] == "CycloneDX" and len({one["purl"] for one in said["components"]}) == len(said["components"])
    assert sum("licenses" in one for one in said["components"]) > len(said["components"]) / 2
