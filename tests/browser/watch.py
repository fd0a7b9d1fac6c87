"""What a browser has to complain about: its console, its network, its memory, axe, the width of the page.

After a button, the next page is not there yet: its words are waited for, with ``expect`` or ``wait_for``, never read at once.
"""

import time
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

# Only what is wrong leaves the page: the rest of the answer takes longer to carry than to find.
WHAT_IS_WRONG = """with_contrast => axe.run(document, {
    resultTypes: ["violations"], rules: {"color-contrast": {enabled: with_contrast}},
}).then(found => found.violations)"""


def violations(page, with_contrast=True):
    """What axe finds wrong on the page, in one line each."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(WHAT_IS_WRONG, with_contrast)
    return [f"{one['id']} ({one['impact']}): {node['html'][:160]}" for one in found for node in one["nodes"]]


def overflows(page):
    """Whether the page must be scrolled sideways."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def keeps_something(page):
    """Whether the page left anything in the browser's own memory."""
    return page.evaluate("localStorage.length + sessionStorage.length") > 0


def becomes(page, expression, within=10.0):
    """Whether the expression comes true before so many seconds have passed: what glides is waited for, on a busy machine too.

    The browser's own way of waiting, `wait_for_function`, evaluates text inside the page: our policy forbids it there.
    """
    end = time.monotonic() + within
    while not (true := page.evaluate(expression)) and time.monotonic() < end:
        page.wait_for_timeout(50)
    return bool(true)


class Watch:
    """Listens to a page from its first request to its last word."""

    def __init__(self, page, site):
        self.page, self.site, self.heard = page, urlsplit(site).netloc, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("request", self._follow)

    def _hear(self, message):
        # The browser also notes the status of a page that it shows: a form sent back is no fault.
        if message.type == "error" and message.location.get("url") != self.page.url:
            self.heard.append(f"console: {message.text[:200]}")

    def _follow(self, request):
        where = urlsplit(request.url)
        if where.scheme in ("http", "https") and where.netloc != self.site:
            self.heard.append(f"asked another host: {request.url}")

    def complaints(self):
        """What was heard since the last time."""
        said, self.heard = self.heard, []
        return said


def looked_at(page, widths=(1280, 768, 320), axe_at=(1280, 320), contrasts=True):
    """What is wrong with the page as it stands, at each of these widths; axe has its own, as it takes longest: contrasts at the first only."""
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px: overflows"] if overflows(page) else []
        wrong += [f"{width} px: {one}" for one in violations(page, contrasts and width == axe_at[0])] if width in axe_at else []
    wrong += ["keeps something in the browser"] if keeps_something(page) else []
    titles = page.locator("h1").count()
    return wrong + ([] if titles == 1 else [f"{titles} h1"])
