"""The same document opened by LibreOffice, where its word processor is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.core import documents
from tests.core.papers import HOSTILE, hostile, ordinary
from tests.pdf import words


def office():
    """The program, if it reads texts."""
    found = shutil.which("soffice")
    if not found or not (Path(found).resolve().parent / "libswlo.so").exists():
        pytest.skip("LibreOffice Writer is not installed (apt-get install libreoffice-writer)")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "odt"])
@pytest.mark.parametrize("paper", [ordinary(), hostile(HOSTILE[1])], ids=["ordinary", "hostile"])
def test_libreoffice_opens_it_and_lays_it_on_pages(format, paper, tmp_path):
    (tmp_path / f"bilan.{format}").write_bytes(documents.write(paper, format))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office(), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / f"bilan.{format}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = " ".join(words((tmp_path / "bilan.pdf").read_bytes(), tmp_path).split())
    if paper == ordinary():
        assert "1 652[1] professionnels" in shown and "BROUILLON" in shown and "Page 2 / 2" in shown
    else:
        assert "</w:t></w:r><script>alert(1)</script>" in shown
