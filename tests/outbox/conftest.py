"""The letters of one event's life, written once for all the tests that read them."""

import pytest
import time_machine

from tests.outbox.correspondence import Correspondence, correspond

_made: list[Correspondence] = []


@pytest.fixture
def written() -> Correspondence:
    """From the announcement to the thanks; only read by the tests."""
    if not _made:
        with time_machine.travel("2027-01-31 12:00+00:00", tick=True):  # its days are called by their names
            _made.append(correspond())
    return _made[0]
