"""How fast letters may leave for one domain: so many a minute at most, and a growing silence when it says that it received too many. Pure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.text import searchable

MINUTE = timedelta(minutes=1)
SILENCES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60))
_TOO_MANY = re.compile(
    r"too many|too much|ofr 004|throttl|rate limit|ratelimit|limit exceeded|rate exceeded|slow down|trop de (connexions|messages|courriels)"
)


@dataclass(frozen=True)
class Rates:
    """Letters a minute by domain, and for the domains that are not named; 0 is no limit."""

    named: Mapping[str, int]
    others: int = 0

    @classmethod
    def from_text(cls, text: str) -> "Rates":
        """``orange.fr=30 wanadoo.fr=30 *=0``."""
        named: dict[str, int] = {}
        for part in text.split():
            domain, equals, rate = part.partition("=")
            if not (domain and equals and rate.isascii() and rate.isdigit()):
                raise ValueError("MAIL_DOMAIN_RATE is made of domain=letters-a-minute, separated by spaces.")
            named[domain.lower()] = int(rate)
        return cls(named, named.pop("*", 0))

    def of(self, domain: str) -> int:
        return self.named.get(domain, self.others)


def room(rate: int, next_at: datetime | None, at: datetime) -> int:
    """How many letters may leave at this instant, so that no minute sees more than the rate."""
    gust, gap = _gust_and_gap(rate)
    ahead = max(timedelta(0), (next_at or at) - at)
    return max(0, math.floor(((gust - 1) * gap - ahead) / gap + 1e-6) + 1)


def after(rate: int, next_at: datetime | None, count: int, at: datetime) -> datetime:
    """What to remember once so many were taken."""
    return max(next_at or at, at) + count * _gust_and_gap(rate)[1]


def _gust_and_gap(rate: int) -> tuple[int, timedelta]:
    gust = max(1, rate // 10)
    return gust, MINUTE / (rate - gust + 1)


def silence(refusals: int) -> timedelta:
    """How long nothing more is sent to a domain that said so often in a row that it received too many."""
    return SILENCES[min(refusals, len(SILENCES)) - 1]


def says_too_many(words: str) -> bool:
    """Whether a refusal for now speaks of how much we send, not of this recipient (Orange: OFR004)."""
    return bool(_TOO_MANY.search(searchable(words)))
