"""The home page of those who sign in: what needs them today."""

from flask import Blueprint, render_template

from app.accounts.guard import current_account
from app.core import clock
from app.reports.today import greeting, tasks_of, two_weeks
from app.reports.today_queries import present_round
from app.satisfaction.models import FEWEST

doors = Blueprint("today", __name__)


@doors.get("/aujourdhui")
def home() -> str:
    account, at = current_account(), clock.now()
    tasks = tasks_of(account, at)
    return render_template(
        "reports/today.html",
        heading=greeting(account.first_name, tasks),
        tasks=tasks,
        coming=two_weeks(account, at),
        cycle=present_round(account, at),
        fewest=FEWEST,
        may_create=account.is_facilitator(at),
    )
