"""The secret address of a feed, derived from its row; a row that was revoked opens nothing."""

from app.core.links import proves, secret_address, split_token
from app.feeds.models import Feed
from app.feeds.queries import live_feed

PURPOSE = "agenda"


def address_of(feed: Feed) -> str:
    """The absolute address that a calendar subscribes to."""
    return secret_address("feeds.secret", PURPOSE, feed.public_id, *_facts(feed))


def feed_opened_by(token: str) -> Feed | None:
    """The feed whose address this is, unless it was revoked, or its reader's links were."""
    public_id, given = split_token(token)
    feed = live_feed(public_id)
    return feed if feed and proves(given, PURPOSE, feed.public_id, *_facts(feed)) else None


def _facts(feed: Feed) -> tuple[int, ...]:
    return (feed.person.version,) if feed.person else ()
