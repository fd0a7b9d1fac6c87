"""The letters of one event's life, written once for all the tests that read them."""

import pytest

from tests.outbox.correspondence import Correspondence, correspond

_made: list[Correspondence] = []


@pytest.fixture
def written() -> Correspondence:
    """From the announcement to the thanks; only read by the tests."""
    if not _made:
        _made.append(correspond())
    return _made[0]
