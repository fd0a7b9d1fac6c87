"""Small drawings in SVG; the figures always stand beside them in words or in a table.

Widths are shares of the place there is, heights and letters are in pixels: a drawing is as easy to read on a phone as on a wall.
What two fills tell apart, their form tells too: full, empty, dashed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.ui.french import number

ROW, BAR = 28, 18  # heights of a line with its name beside, and of a bar
TALL = 46  # of a line whose name stands above its bars
FROM, UNTIL = 17.0, 85.0  # where bars begin beside a short name, and where the longest ends, in hundredths
LETTER = 3.2  # of the place that a phone has, in hundredths, which each letter after a bar takes
SPOKEN = 9.0  # a part narrower than this has no room for its number: the table says it
LONG, SHORT = 84, 31  # letters of a name above its bar, on a large page and on a phone; the table has the whole name


def meter(value: int, total: int, label: str) -> Markup:
    """A thin bar filled to ``value / total``, named for those who do not see it."""
    share = 100 * min(value, total) / total if total else 0
    return Markup('<svg class="meter__bar" role="img" aria-label="{}"><rect class="meter__all" width="100%" height="100%"/>').format(
        label
    ) + Markup('<rect class="meter__part" width="{:.1f}%" height="100%"/></svg>').format(share)


def bars(rows: Sequence[tuple[str, int]], label: str) -> Markup:
    """Horizontal bars, one per row, with their name and figure; at most as long as the largest."""
    most = max((count for _, count in rows), default=0) or 1
    drawn = Markup("").join(_bar(index, name, count, most) for index, (name, count) in enumerate(rows))
    size = Markup('<svg class="bars" role="img" aria-label="{}" viewBox="0 0 480 {}">').format(label, 34 * len(rows))
    return size + drawn + Markup("</svg>")


def _bar(index: int, name: str, count: int, most: int) -> Markup:
    top = 34 * index
    return (
        Markup('<text class="bars__name" x="0" y="{}">{}</text>').format(top + 20, escape(name))
        + Markup('<rect class="bars__part" x="150" y="{}" width="{:.1f}" height="18" rx="3"/>').format(top + 6, 280 * count / most)
        + Markup('<text class="bars__count" x="{:.1f}" y="{}">{}</text>').format(158 + 280 * count / most, top + 20, count)
    )


def stacked(rows: Sequence[tuple[str, Sequence[int]]], label: str) -> Markup:
    """A line for each short name, its counts end to end, each with its own fill, and their sum."""
    most = max((sum(counts) for _, counts in rows), default=0) or 1
    drawn = Markup("").join(_stack(ROW * index, name, counts, most) for index, (name, counts) in enumerate(rows))
    return _frame(ROW * len(rows), label) + drawn + Markup("</svg>")


def _stack(top: int, name: str, counts: Sequence[int], most: int) -> Markup:
    drawn, at = [_words(0, top + 19, name)], FROM
    is_split = sum(count > 0 for count in counts) > 1
    for index, count in enumerate(counts):
        wide = (UNTIL - FROM) * count / most
        drawn += [_rect(at, top + 5, wide, BAR, index)] if count else []
        drawn += [_words(at + wide / 2, top + 19, number(count), f"chart__in chart__in--{index}")] if is_split and wide >= SPOKEN else []
        at += wide
    return Markup("").join([*drawn, _words(at, top + 19, number(sum(counts)), "chart__count")] if sum(counts) else drawn)


@dataclass(frozen=True)
class Line:
    """One name with one or two values: the first is drawn full, the second empty."""

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


def lines(rows: Sequence[Line], label: str, most: float | None = None) -> Markup:
    """A name above its bars, each bar with its words; nothing is drawn of what is not known, and its words say so.

    Without ``most``, each line has its own scale: its longest bar is the longest of all.
    """
    top, drawn, room = 0, [], _room(words for row in rows for words in row.words)
    for row in rows:
        longest = most or max((value for value in row.values if value), default=0) or 1
        drawn.append(_name(top + 15, row.name))
        for index, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
            wide = room * min(value or 0, longest) / longest
            y = top + 21 + (BAR + 3) * index
            drawn += [_rect(0, y, wide, BAR, index)] if value else []
            drawn.append(_words(wide if value else 0, y + 14, words, "chart__count"))
        top += TALL + (BAR + 3) * (len(row.values) - 1)
    return _frame(top, label) + Markup("").join(drawn) + Markup("</svg>")


def overlaid(rows: Sequence[tuple[str, int, int, str]], label: str) -> Markup:
    """A part drawn in its whole, line by line: those who came among those who registered."""
    most = max((whole for _, _, whole, _ in rows), default=0) or 1
    drawn, room = [], _room(words for _, _, _, words in rows)
    for index, (name, part, whole, words) in enumerate(rows):
        top, wide = TALL * index, room * whole / most
        drawn.append(_name(top + 15, name))
        drawn += [_rect(0, top + 21, wide, BAR, 1)] if whole else []
        drawn += [_rect(0, top + 21, room * min(part, whole) / most, BAR, 0)] if part else []
        drawn.append(_words(wide, top + 35, words, "chart__count"))
    return _frame(TALL * len(rows), label) + Markup("").join(drawn) + Markup("</svg>")


def _room(words: Iterable[str]) -> float:
    """How long the longest bar may be, in hundredths, so that what is said after it stays on the page."""
    return max(25.0, 97 - LETTER * max(map(len, words), default=0))


def _name(y: int, name: str) -> Markup:
    """The stylesheet shows one of the two, whichever the page has room for."""
    return _words(0, y, _cut(name, LONG), "chart__long") + _words(0, y, _cut(name, SHORT), "chart__short")


def _cut(name: str, most: int) -> str:
    """A long name ends with an ellipsis, at the end of a word."""
    return name if len(name) <= most else name[: most - 1].rpartition(" ")[0].rstrip(" ,:–") + "…"


def _frame(height: int, label: str) -> Markup:
    return Markup('<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">').format(label, height)


def _rect(x: float, y: float, wide: float, high: int, fill: int) -> Markup:
    return Markup('<rect class="chart__part chart__part--{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}"/>').format(
        fill, x, y, wide, high
    )


def _words(x: float, y: float, words: str, kind: str = "chart__name") -> Markup:
    return Markup('<text class="{}" x="{:.2f}%" y="{}">{}</text>').format(kind, x, y, words)
