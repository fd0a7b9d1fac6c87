"""Small drawings in SVG; the figures always stand beside them in words or in a table."""

from collections.abc import Sequence

from markupsafe import Markup, escape


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
