"""What the pages of the professional cost."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.core.db import db


@pytest.fixture
def statements():
    """Every statement that the database receives inside the block."""

    @contextmanager
    def listening():
        said = []

        def keep(_connection, _cursor, statement, *_rest):
            said.append(statement)

        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            yield said
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)

    return listening
