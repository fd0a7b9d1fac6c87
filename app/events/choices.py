"""What the page of an event offers to choose from."""

from collections.abc import Iterable
from datetime import datetime

from app.accounts.models import Account
from app.events import queries
from app.events.forms import EventForm
from app.networks.models import Network


def offer(form: EventForm, account: Account, at: datetime, kept: Iterable[Network] = ()) -> EventForm:
    """The form with its lists: the networks are those this account facilitates, and those already on the event."""
    form.networks.choices = [(str(one.id), one.name) for one in queries.networks_to_choose(account, at, kept)]
    form.cycle.choices = [("", "Aucun"), *((one.code, f"{one.name} ({one.year})") for one in queries.all_cycles())]
    form.series.choices = [("", "Aucune"), *((one.code, one.name) for one in queries.all_series())]
    form.regions.choices = [(one.code, one.name) for one in queries.all_regions()]
    form.departments.choices = [(one.code, one.label) for one in queries.all_departments()]
    form.themes.choices = [(one.code, one.label) for one in queries.all_themes()]
    return form
