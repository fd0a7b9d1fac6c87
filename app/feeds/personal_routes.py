"""The calendar of one professional: asked for, changed and taken back from their own page."""

from datetime import timedelta

from flask import Blueprint, abort, make_response, redirect, render_template, url_for

from app.accounts.guard import public
from app.core import clock
from app.core.limits import spend_or_stop
from app.directory.queries import same_person
from app.feeds import actions, queries
from app.feeds.links import address_of
from app.registrations.links import registration_opened_by
from app.ui.frame import say

doors = Blueprint("personal_feeds", __name__)


@doors.get("/p/<token>/agenda")
@public
def show(token):
    registration = _registration(token)
    feeds = queries.feeds_of_person(same_person(registration.person))
    address = address_of(feeds[0]) if feeds else ""
    return render_template("feeds/personal.html", token=token, event=registration.event, address=address, others=len(feeds) - 1)


@doors.post("/p/<token>/agenda/demander")
@public
def give(token):
    actions.give_to_person(_person(token), clock.now())
    return _back(token, "L’adresse est prête : ajoutez-la à votre agenda.")


@doors.post("/p/<token>/agenda/changer")
@public
def change(token):
    actions.replace_of_person(_person(token), clock.now())
    return _back(token, "L’adresse est changée : l’ancienne ne fonctionne plus.")


@doors.post("/p/<token>/agenda/supprimer")
@public
def revoke(token):
    actions.revoke_of_person(_person(token), clock.now())
    return _back(token, "L’adresse est supprimée : elle ne fonctionne plus.")


def _person(token):
    """Whose calendar it is; an address that changes all day long is nobody’s calendar."""
    person, at = same_person(_registration(token).person), clock.now()
    spend_or_stop("agenda", person.public_id, most=20, within=timedelta(hours=1), at=at)
    return person


def _registration(token):
    """The registration whose page this is; the same answer for an address that never was and for one that no longer is."""
    found = registration_opened_by(token, clock.now())
    return found or abort(make_response(render_template("registrations/link_gone.html"), 404))


def _back(token, said):
    say(said)
    return redirect(url_for(".show", token=token), 303)
