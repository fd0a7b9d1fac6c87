"""What the page of an event offers to choose from."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from app.accounts.models import Account
from app.events import queries
from app.events.forms import EventForm
from app.events.plan_forms import FilingForm
from app.networks.models import Network

_Form = TypeVar("_Form", bound=EventForm | FilingForm)


def offer(form: _Form, account: Account, at: datetime, kept: Iterable[Network] = ()) -> _Form:
    """The form with its lists: the networks are those this account facilitates, and those already on the event; the series, its own."""
    form.networks.choices = [(str(one.id), one.name) for one in queries.networks_to_choose(account, at, kept)]
    lists = queries.lists_to_choose(account, at)
    form.cycle.choices = [("", "Aucun"), *lists["cycles"]]
    form.series.choices = [("", "Aucune"), *lists["series"]]
    form.regions.choices = lists["regions"]
    form.departments.choices = lists["departments"]
    form.themes.choices = lists["themes"]
    return form
