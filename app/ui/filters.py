"""The French of ``french.py`` as template filters."""

from flask import Flask

from app.ui import french
from app.ui.charts import bars, lines, meter, overlaid, stacked
from app.ui.markdown import markdown
from app.ui.numbers import rate


def install(app: Flask) -> None:
    """``{{ event.starts_at|hour }}``, ``{{ 3|plural('inscrit') }}``..."""
    app.jinja_env.filters.update(
        day=french.day,
        short_day=french.short_day,
        hour=french.hour,
        moment=french.moment,
        local=french.local,
        number=french.number,
        percent=rate,
        plural=french.plural,
        listed=french.listed,
        quoted=french.quoted,
        of=french.of,
        sentence=french.sentence,
        markdown=markdown,
    )
    app.jinja_env.globals.update(
        when=french.when,
        their_hour=french.their_hour,
        zone_name=french.zone_name,
        short_month=lambda on: french.SHORT_MONTHS[on.month - 1],
        weekday=lambda on: french.DAYS[on.weekday()],
        meter=meter,
        bars=bars,
        lines=lines,
        overlaid=overlaid,
        stacked=stacked,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
