"""Browsers of these tests share nothing."""

import pytest

from tests.browsers import Browser, browser_of


@pytest.fixture(autouse=True)
def separate_browsers(app, monkeypatch):
    monkeypatch.setattr(app, "test_client_class", Browser)


@pytest.fixture
def client(app):
    return browser_of(app)
