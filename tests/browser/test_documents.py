"""The report as one page that stands alone, opened from a folder in a real browser."""

import pytest

from app.core import documents
from tests.browser.watch import looked_at
from tests.core.papers import HOSTILE, hostile, ordinary
from tests.house.sources import none


@pytest.mark.parametrize("paper", [ordinary(), *map(hostile, HOSTILE)], ids=["ordinary", "typst", "xml", "signs", "long word", "long text"])
def test_the_page_is_readable_by_all_at_every_width(browse, tmp_path, paper):
    file = tmp_path / "bilan.html"
    file.write_bytes(documents.write(paper, "html"))
    page, heard = browse(None), []
    page.on("request", lambda request: heard.append(request.url))
    page.goto(file.as_uri())
    none(looked_at(page))
    page.emulate_media(color_scheme="dark")
    none(looked_at(page, widths=(320,), axe_at=(320,)))
    assert [one for one in heard if not one.startswith(("data:image/svg", file.as_uri()))] == []
