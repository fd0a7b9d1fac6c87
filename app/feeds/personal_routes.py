"""The calendar of one professional: asked for, changed and taken back from their own page."""

from flask import Blueprint, abort, make_response, redirect, render_template, url_for

from app.accounts.guard import public
from app.core import clock
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
    feed = queries.feed_of_person(same_person(registration.person))
    return render_template("feeds/personal.html", token=token, event=registration.event, address=address_of(feed) if feed else "")


@doors.post("/p/<token>/agenda/demander")
@public
def give(token):
    actions.give_to_person(same_person(_registration(token).person), clock.now())
    return _back(token, "L’adresse est prête : ajoutez-la à votre agenda.")


@doors.post("/p/<token>/agenda/changer")
@public
def change(token):
    person = same_person(_registration(token).person)
    if feed := queries.feed_of_person(person):
        actions.replace(feed, person.actor, clock.now())
    return _back(token, "L’adresse est changée : l’ancienne ne fonctionne plus.")


@doors.post("/p/<token>/agenda/supprimer")
@public
def revoke(token):
    person = same_person(_registration(token).person)
    if feed := queries.feed_of_person(person):
        actions.revoke(feed, person.actor, clock.now())
    return _back(token, "L’adresse est supprimée : elle ne fonctionne plus.")


def _registration(token):
    """The registration whose page this is; the same answer for an address that never was and for one that no longer is."""
    found = registration_opened_by(token, clock.now())
    return found or abort(make_response(render_template("registrations/link_gone.html"), 404))


def _back(token, said):
    say(said)
    return redirect(url_for(".show", token=token), 303)
