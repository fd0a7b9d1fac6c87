"""A real browser in front of the real site, served over HTTP from the test's own database."""

import logging
import os
import shutil
import threading

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests import make
from tests.browser.late import Late

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(app, request):
    """The address of the site, served by threads of this process; links in letters lead to it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    late = request.config.getoption("--late")
    server = make_server("127.0.0.1", 0, Late(app, late) if late else app, threaded=True)
    app.config["BASE_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app.config["BASE_URL"]
    server.shutdown()
    app.config["BASE_URL"] = "http://localhost"


@pytest.fixture
def browse(chromium, site):
    """Open a new browser window: ``browse(account)``, ``browse(width=320)``, ``browse(javascript=False)``."""
    contexts = []

    def open_window(account=None, *, width=1280, javascript=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            base_url=site,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if account is not None:
            name, value = make.signed_cookie(account)
            context.add_cookies([{"name": name, "value": value, "url": site}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
