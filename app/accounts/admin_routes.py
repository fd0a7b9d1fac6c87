"""What administrators do with accounts."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from app.accounts import actions, admin_actions
from app.accounts.forms import AccountForm, EventRight, NetworkRight
from app.accounts.guard import administrators, current_account
from app.accounts.models import Scope
from app.accounts.queries import account_named, accounts_like, how_far, last_sign_ins, open_sign_ins
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.events.grant_queries import event_named, events_like, rights_of
from app.networks.queries import network_by_code, network_choices
from app.ui.forms import page_asked
from app.ui.frame import say
from app.ui.french import of

doors = Blueprint("accounts_admin", __name__)
PAGE = 50


@doors.get("/comptes")
@administrators
def index():
    words = clean_line(request.args.get("q", ""))[:100]
    page = page_asked()
    found, total = accounts_like(words, page=page, size=PAGE)
    last = last_sign_ins([account.id for account in found])
    pages = max(1, -(-total // PAGE))
    return render_template(
        "accounts/index.html", accounts=found, total=total, q=words, page=page, last_page=pages, seen=last, now=clock.now()
    )


@doors.route("/comptes/nouveau", methods=["GET", "POST"])
@administrators
def new():
    form = AccountForm()
    if form.accepted():
        try:
            account = admin_actions.open_account(form.card(), by=current_account().actor, at=clock.now())
            say(f"Le compte {of(account.name)} est ouvert. Donnez-lui maintenant ses réseaux.")
            return redirect(url_for("accounts_admin.show", public_id=account.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/new.html", form=form), form.status


@doors.get("/comptes/<public_id>")
@administrators
def show(public_id):
    return _page(_found(public_id))


@doors.route("/comptes/<public_id>/modifier", methods=["GET", "POST"])
@administrators
def edit(public_id):
    account = _found(public_id)
    form = AccountForm(obj=account)
    if form.accepted():
        try:
            admin_actions.correct(account, form.card(), by=current_account(), at=clock.now())
            say("Le compte est à jour.")
            return redirect(url_for("accounts_admin.show", public_id=public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/edit.html", form=form, one=account), form.status


@doors.post("/comptes/<public_id>/desactiver")
@administrators
def disable(public_id):
    account = _found(public_id)
    admin_actions.disable(account, by=current_account(), at=clock.now())
    say(f"{account.name} ne peut plus se connecter. Ses connexions ouvertes sont terminées.")
    return redirect(url_for("accounts_admin.show", public_id=public_id), 303)


@doors.post("/comptes/<public_id>/reactiver")
@administrators
def enable(public_id):
    account = _found(public_id)
    admin_actions.enable(account, by=current_account(), at=clock.now())
    say(f"{account.name} peut de nouveau se connecter.")
    return redirect(url_for("accounts_admin.show", public_id=public_id), 303)


@doors.post("/comptes/<public_id>/deconnecter")
@administrators
def end_everywhere(public_id):
    account = _found(public_id)
    closed = actions.close_doors(account, by=current_account(), at=clock.now())
    say("Ses connexions sont terminées." if closed else "Aucune connexion n’était ouverte.")
    return redirect(url_for("accounts_admin.show", public_id=public_id), 303)


@doors.post("/comptes/<public_id>/reseaux")
@administrators
def grant_network(public_id):
    account, form = _found(public_id), _network_form()
    network = network_by_code(form.network.data or "") if form.accepted() else None
    if network:
        return _grant(account, form, form.right(network.id, clock.now()))
    return _page(account, network_form=form)


@doors.post("/comptes/<public_id>/evenements")
@administrators
def grant_event(public_id):
    account, form = _found(public_id), EventRight(prefix="ev")
    event = event_named(form.event.data or "")
    form.event.choices = [(event.public_id, event.title)] if event else []
    if form.accepted():
        return _grant(account, form, form.right(event.id, clock.now()))
    return _page(account, event_form=form)


@doors.post("/comptes/<public_id>/droits/<kind>/<code>/fin")
@administrators
def take_back(public_id, kind, code):
    account = _found(public_id)
    thing = {"reseau": network_by_code, "evenement": event_named}.get(kind, lambda code: None)(code) or abort(404)
    scope = Scope.NETWORK if kind == "reseau" else Scope.EVENT
    admin_actions.take_back(account, scope, thing.id, by=current_account(), at=clock.now())
    say("Le droit est retiré.")
    return redirect(url_for("accounts_admin.show", public_id=public_id), 303)


def _found(public_id):
    return account_named(public_id) or abort(404)


def _network_form():
    form = NetworkRight(prefix="re")
    form.network.choices = network_choices()
    return form


def _grant(account, form, right):
    try:
        admin_actions.grant(account, right, by=current_account(), at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(account, **{"network_form" if isinstance(form, NetworkRight) else "event_form": form})
    say("Le droit est donné.")
    return redirect(url_for("accounts_admin.show", public_id=account.public_id), 303)


def _page(account, network_form=None, event_form=None):
    """One account: who, what it may do, where it is signed in; with the form that was sent back, if one was."""
    now, words = clock.now(), clean_line(request.args.get("evenement", ""))[:100]
    event_form = event_form or EventRight(prefix="ev", formdata=None)
    found = events_like(words) if words else []
    if found:
        event_form.event.choices = [(event.public_id, f"{event.title} ({event.starts_at:%d/%m/%Y})") for event in found]
    page = render_template(
        "accounts/show.html",
        one=account,
        now=now,
        rights=rights_of(account, now),
        sign_ins=open_sign_ins(account, how_far(now, current_app.config["SIGN_IN_HOURS"])),
        network_form=network_form or _network_form(),
        event_form=event_form,
        words=words,
    )
    return page, 422 if request.method == "POST" else 200
