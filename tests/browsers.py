"""A browser that is nobody's neighbour: each request has its own context, session and transaction, as in a real server."""

from contextvars import Context

from flask.testing import FlaskClient

from app.core.db import db


class Browser(FlaskClient):
    """Requests run outside the test's own context; what the test wrote is there, and what the request wrote is read again."""

    def open(self, *args, **kwargs):
        db.session.commit()
        answer = Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer


def browser_of(app) -> Browser:
    """A browser without cookies."""
    return Browser(app, app.response_class)
