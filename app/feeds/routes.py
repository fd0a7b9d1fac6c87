"""Calendars to subscribe to, and the page where an account asks for their addresses, changes them and takes them back."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators, public, unsigned
from app.core import clock
from app.core.limits import spend_or_stop
from app.core.links import absolute
from app.events.queries import all_cycles, cycle_of
from app.feeds import actions, queries
from app.feeds.calendars import calendar_of, name_of, public_calendar
from app.feeds.forms import SubjectForm
from app.feeds.links import address_of, feed_opened_by
from app.feeds.models import Scope
from app.networks.queries import network_choices, networks_run_by
from app.ui.frame import say

doors = Blueprint("feeds", __name__)
doors.add_app_template_filter(lambda url: "webcal://" + url.partition("://")[2], "webcal")


@doors.get("/agenda.ics")
@public
@unsigned
def everybody():
    """The public list, as a calendar; the same choices of network and kind as on its page."""
    network, kind = request.args.get("reseau", "")[:60], request.args.get("genre", "")[:40]
    return _served(public_calendar(current_app.config["SERVICE_NAME"], clock.now(), network=network, kind=kind), "public, max-age=3600")


@doors.get("/agenda")
@public
def how():
    """How to subscribe to the public list."""
    chosen = {name: request.args.get(name, "")[:60] for name in ("reseau", "genre") if request.args.get(name)}
    return render_template("feeds/public.html", address=absolute("feeds.everybody", **chosen))


@doors.get("/agendas/<token>.ics")
@public
@unsigned
def secret(token):
    feed = feed_opened_by(token)
    shown = calendar_of(feed, current_app.config["SERVICE_NAME"], clock.now()) if feed else None
    return _served(shown, "private, no-cache") if shown else abort(404)


@doors.get("/gestion/agendas")
@facilitators
def index():
    """``montrer`` is what the page that leads here was about."""
    return _page(SubjectForm(formdata=None, data={"subject": request.args.get("montrer", "")[:80]}))


@doors.post("/gestion/agendas")
@facilitators
def give():
    form = _offered(SubjectForm())
    if not form.accepted():
        return _page(form)
    scope, number = _subject(*form.chosen)
    actions.give_to_account(_account(), scope, number, clock.now())
    say("L’adresse est prête : ajoutez-la à votre agenda.")
    return redirect(url_for(".index"), 303)


@doors.post("/gestion/agendas/<public_id>/changer")
@facilitators
def change(public_id):
    account = _account()
    actions.replace(queries.own_feed(account, public_id), account.actor, clock.now())
    say("L’adresse est changée : l’ancienne ne fonctionne plus.")
    return redirect(url_for(".index"), 303)


@doors.post("/gestion/agendas/<public_id>/supprimer")
@facilitators
def revoke(public_id):
    account = current_account()
    actions.revoke(queries.own_feed(account, public_id), account.actor, clock.now())
    say("L’adresse est supprimée : elle ne fonctionne plus.")
    return redirect(url_for(".index"), 303)


def _account():
    """Whose calendar it is; an address that changes all day long is nobody’s calendar."""
    account = current_account()
    spend_or_stop("agenda", account.public_id, most=60, within=timedelta(hours=1), at=clock.now())
    return account


def _subject(kind, code):
    if kind == "reseau":
        mine = {network.code: network.id for network in networks_run_by(current_account(), clock.now())}
        return Scope.NETWORK, mine[code]
    return (Scope.CYCLE, cycle_of(code).id) if kind == "cycle" else (Scope.ACCOUNT, None)


def _offered(form):
    form.offer(network_choices(current_account(), clock.now()), [(cycle.code, f"{cycle.name} ({cycle.year})") for cycle in all_cycles()])
    return form


def _page(form):
    feeds = [(feed, name_of(feed), address_of(feed)) for feed in queries.feeds_of(current_account())]
    return render_template("feeds/index.html", addresses=feeds, form=_offered(form)), form.status


def _served(shown, kept):
    """The bytes of a calendar, or nothing when the reader has them already: they are then not even written."""
    response = Response(headers={"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": kept})
    response.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response.set_etag(shown.tag)
    response.last_modified = shown.changed_at
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(shown.write())
    return response
