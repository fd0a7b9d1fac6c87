"""What the product is made of, as a CycloneDX bill of materials: ``.venv/bin/python -m script.sbom > sbom.json``.

Made from the hashed requirements.txt, which is all that runs in production; licences are read from what is installed.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill(requirements: str) -> dict[str, Any]:
    """The bill of these requirements; the same for the same text and the same environment."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "rencontres", "bom-ref": "rencontres"}},
        "components": [*_components(requirements)],
        "dependencies": [{"ref": "rencontres", "dependsOn": [_purl(name, version) for name, version, _ in _pinned(requirements)]}],
    }


def _pinned(requirements: str) -> Iterator[tuple[str, str, list[str]]]:
    for line in requirements.replace("\\\n", " ").splitlines():
        if found := _PINNED.match(line):
            yield found[1].lower(), found[2], _HASH.findall(line)


def _components(requirements: str) -> Iterator[dict[str, Any]]:
    for name, version, hashes in _pinned(requirements):
        purl = _purl(name, version)
        files = {
            "type": "distribution",
            "url": purl,  # wherever it is fetched from
            "comment": "One hash for each file that may be installed.",
            "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
        }
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "externalReferences": [files],
        } | _licence(name)


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{re.sub('[-_.]+', '-', name)}@{version}"


def _licence(name: str) -> dict[str, Any]:
    """What the package says of itself; nothing when it is not installed here, or says nothing short."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return {}
    if expression := said.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    named = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier") or []
        if one.startswith("License :: ") and not one.endswith("OSI Approved")
    ]
    return {"licenses": [{"license": {"name": one}} for one in named]} if named else {}


if __name__ == "__main__":
    json.dump(bill((ROOT / "requirements.txt").read_text()), sys.stdout, ensure_ascii=False, indent=2)
