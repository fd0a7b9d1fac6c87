"""Bars drawn in a file that stands alone: for paper, whose colours and letters no stylesheet gives."""

from app.core.paper import ACCENT, FAINT, INK, LINE, Bars, escaped, shown

WIDE = 640  # of every drawing, in its own units
LETTERS = "Libertinus Serif, Liberation Serif, Times New Roman, serif"
_HIGH, _ROW, _BAR = 105, 26, 15
_NAME, _UNTIL = 390, 605  # where the bars of named rows begin and end
_LONGEST = 62  # letters of a name beside its bar; the table has the whole name


def svg(bars: Bars) -> str:
    """The drawing; each bar with its number."""
    most = max((count for _, count in bars.rows), default=0) or 1
    drawn = _columns(bars, most) if bars.is_along else _lines(bars, most)
    high = height(bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}"'
        f' font-family="{LETTERS}" font-size="15">{drawn}</svg>'
    )


def height(bars: Bars) -> int:
    """How high it is, for a width of ``WIDE``."""
    return _HIGH + 46 if bars.is_along else _ROW * len(bars.rows) + 4


def _columns(bars: Bars, most: int) -> str:
    step = WIDE / max(len(bars.rows), 1)
    parts = [f'<rect x="0" y="{_HIGH + 20}" width="{WIDE}" height="1" fill="{LINE}"/>']
    for index, (name, count) in enumerate(bars.rows):
        high, middle = _HIGH * count / most, step * (index + 0.5)
        parts.append(_rect(middle - step * 0.31, _HIGH + 20 - high, step * 0.62, high))
        parts.append(_words(middle, _HIGH + 14 - high, shown(count), "middle", INK if count else FAINT))
        parts.append(_words(middle, _HIGH + 39, name, "middle", FAINT))
    return "".join(parts)


def _lines(bars: Bars, most: int) -> str:
    parts = []
    for index, (name, count) in enumerate(bars.rows):
        top, wide = _ROW * index, (_UNTIL - _NAME) * count / most
        parts.append(_words(_NAME - 10, top + 18, shortened(name), "end", INK, 13))
        parts.append(_rect(_NAME, top + 6, wide, _BAR))
        parts.append(_words(_NAME + wide + 7, top + 18, shown(count), "start", INK))
    return "".join(parts) + f'<rect x="{_NAME - 1}" y="2" width="1" height="{_ROW * len(bars.rows)}" fill="{LINE}"/>'


def shortened(name: str) -> str:
    """A long name keeps its beginning and its end, at words if it has some: what tells it from others is at either."""
    if len(name) <= _LONGEST:
        return name
    first, last = name[: _LONGEST // 2 - 1], name[-_LONGEST // 2 :]
    return (first.rpartition(" ")[0] or first).rstrip(" ,:–") + "… " + (last.partition(" ")[2] or last)


def _rect(x: float, y: float, wide: float, high: float) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{ACCENT}"/>' if wide and high else ""


def _words(x: float, y: float, words: str, anchor: str, fill: str, size: int = 15) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escaped(words)}</text>'
