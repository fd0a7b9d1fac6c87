"""Giving a calendar address, changing it, taking it back."""

from datetime import datetime

from app.accounts.models import Account
from app.core.db import add
from app.directory.models import Person
from app.feeds import queries
from app.feeds.models import Feed, Scope
from app.journal import actions as journal


def give_to_person(person: Person, at: datetime) -> Feed:
    """This person has an address for what they register for; asked twice, it is the same."""
    known = queries.feeds_of_person(person)
    return known[0] if known else _given(Feed(scope=Scope.PERSON, person=person, given_at=at), person.actor)


def replace_of_person(person: Person, at: datetime) -> None:
    """What was known of this person's registrations, under any of their names, opens nothing any more; a new address does."""
    if queries.feeds_of_person(person):
        revoke_of_person(person, at)
        _given(Feed(scope=Scope.PERSON, person=person, given_at=at), person.actor)


def revoke_of_person(person: Person, at: datetime) -> None:
    """No address shows this person's registrations any more."""
    for feed in queries.feeds_of_person(person):
        revoke(feed, person.actor, at)


def give_to_account(account: Account, scope: Scope, scope_id: int | None, at: datetime) -> Feed:
    """This account has an address for what it runs, a network or a cycle; asked twice, it is the same."""
    known = queries.feed_of(account, scope, scope_id)
    return known or _given(Feed(scope=scope, scope_id=scope_id, account=account, given_at=at), account.actor)


def revoke(feed: Feed, by: str, at: datetime) -> None:
    """The address opens nothing any more, wherever it was copied to."""
    feed.revoked_at = at
    add(feed)  # written before a new one, which the index would otherwise refuse
    journal.write(by, "feed_revoked", feed.thing, at=at)


def replace(feed: Feed, by: str, at: datetime) -> Feed:
    """An account's address that was known opens nothing any more; a new one shows the same."""
    revoke(feed, by, at)
    return _given(Feed(scope=feed.scope, scope_id=feed.scope_id, account=feed.account, given_at=at), by)


def _given(feed: Feed, by: str) -> Feed:
    add(feed)
    journal.write(by, "feed_given", feed.thing, at=feed.given_at, after={"scope": feed.scope.value})
    return feed
