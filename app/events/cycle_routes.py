"""Cycles: rounds of rencontres, territory by territory."""

from flask import Blueprint, abort, redirect, render_template, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.events import calendar_queries, plans, policy, queries
from app.events.board import board_of
from app.events.plan_forms import CycleForm
from app.ui.frame import say

doors = Blueprint("cycles", __name__)


@doors.get("/gestion/cycles")
@facilitators
def index():
    return render_template("events/cycles.html", rows=calendar_queries.cycles_with_counts(current_account(), clock.now()))


@doors.route("/gestion/cycles/nouveau", methods=["GET", "POST"])
@facilitators
def new():
    form = CycleForm(data={"year": clock.today().year})
    if form.accepted():
        cycle = plans.create_cycle(form.name.data, form.year.data, form.objective.data or "", current_account(), clock.now())
        say("Le cycle est créé. Choisissez-le dans la page de chaque événement.")
        return redirect(url_for("cycles.show", code=cycle.code), 303)
    return render_template("events/cycle_edit.html", form=form, cycle=None), form.status


@doors.get("/gestion/cycles/<code>")
@facilitators
def show(code):
    account, at = current_account(), clock.now()
    cycle = queries.cycle_of(code) or abort(404)
    seen = [event for event in calendar_queries.events_of_cycle(cycle) if event.is_public or policy.may_read(account, event, at)]
    mine = {event.id for event in seen if policy.may_read(account, event, at)}
    return render_template("events/cycle_show.html", cycle=cycle, board=board_of(seen, queries.all_regions()), mine=mine)


@doors.route("/gestion/cycles/<code>/modifier", methods=["GET", "POST"])
@facilitators
def edit(code):
    cycle = queries.cycle_of(code) or abort(404)
    form = CycleForm(obj=cycle)
    if form.accepted():
        plans.correct_cycle(cycle, form.name.data, form.year.data, form.objective.data or "", current_account(), clock.now())
        say("Le cycle est corrigé.")
        return redirect(url_for("cycles.show", code=code), 303)
    return render_template("events/cycle_edit.html", form=form, cycle=cycle), form.status
