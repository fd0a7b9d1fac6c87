"""Signing in and out, and one's own sign-ins."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf

from app.accounts import actions
from app.accounts.browsers import described
from app.accounts.forms import AskLink, OpenDoor, OpenDoorElsewhere
from app.accounts.guard import current_account, fingerprint, forget, give_cookie, new_cookie, public
from app.accounts.models import LINK_LIFE
from app.accounts.paths import inside
from app.accounts.queries import how_far, link_request_named, open_sign_ins
from app.core import clock, limits
from app.core.errors import Refusal
from app.core.links import proves, split_token
from app.core.security import keep_private
from app.events.grant_queries import rights_of
from app.ui.frame import say

doors = Blueprint("accounts", __name__)


@doors.route("/connexion", methods=["GET", "POST"])
@public
def sign_in():
    form, after = AskLink(), inside(request.args.get("suite"))
    if form.accepted():
        _spend_demands(form.email.data)
        browser = new_cookie()
        actions.ask_link(form.email.data, browser=browser, at=clock.now())
        session["suite"] = after
        answer = make_response(redirect(url_for("accounts.link_sent"), 303))
        secure = _asking_cookie().startswith("__")
        answer.set_cookie(_asking_cookie(), browser, max_age=LINK_LIFE, httponly=True, samesite="Lax", secure=secure, path="/")
        return answer
    if g.account and request.method != "POST":
        return redirect(after or url_for("today.home"), 303)
    return render_template("accounts/sign_in.html", form=form, is_out="fin" in request.args, after=after), form.status


@doors.get("/connexion/envoyee")
@public
def link_sent():
    return render_template("accounts/link_sent.html", minutes=int(LINK_LIFE.total_seconds() // 60))


@doors.route("/connexion/<token>", methods=["GET", "POST"])
@public
def open_link(token):
    asked = _request_of(token)
    if asked is None or not asked.is_open(clock.now()):
        return keep_private(make_response(render_template("accounts/link_over.html"), 410))
    is_known = asked.browser is None or asked.browser == fingerprint(request.cookies.get(_asking_cookie(), ""))
    form = OpenDoor() if is_known else OpenDoorElsewhere()
    if form.accepted():
        try:
            return _enter(asked, form, is_known)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("accounts/open_link.html", form=form, is_known=is_known)
    return keep_private(make_response(page, form.status))


@doors.post("/deconnexion")
def sign_out():
    actions.close_door(g.sign_in, by=current_account(), at=clock.now())
    session.clear()
    return forget(make_response(redirect(url_for("accounts.sign_in", fin=1), 303)))


@doors.get("/mon-compte")
def me():
    account, now = current_account(), clock.now()
    since = how_far(now, current_app.config["SIGN_IN_HOURS"])
    return render_template(
        "accounts/me.html",
        facilitates=account.is_facilitator(now),
        me=account,
        here=g.sign_in,
        sign_ins=open_sign_ins(account, since),
        rights=rights_of(account, now),
        idle=current_app.config["IDLE_MINUTES"],
        hours=current_app.config["SIGN_IN_HOURS"],
    )


@doors.post("/mon-compte/connexions/<public_id>/fin")
def end_sign_in(public_id):
    account, now = current_account(), clock.now()
    mine = open_sign_ins(account, how_far(now, current_app.config["SIGN_IN_HOURS"]))
    found = next((one for one in mine if one.public_id == public_id), None) or abort(404)
    actions.close_door(found, by=account, at=now)
    say("Cette connexion est terminée.")
    return redirect(url_for("accounts.me"), 303)


@doors.post("/mon-compte/connexions/fin")
def end_other_sign_ins():
    account = current_account()
    closed = actions.close_doors(account, by=account, at=clock.now(), but=g.sign_in)
    say("Vos autres connexions sont terminées." if closed else "Vous n’aviez pas d’autre connexion ouverte.")
    return redirect(url_for("accounts.me"), 303)


def _spend_demands(email):
    """One demand counted for the machine and twice for the address, known or not (T15)."""
    now = clock.now()
    limits.spend_or_stop("connexion-machine", limits.caller(), most=30, within=timedelta(minutes=10), at=now)
    limits.spend_or_stop("connexion-adresse", email, most=5, within=timedelta(minutes=15), at=now)
    limits.spend_or_stop("connexion-adresse-jour", email, most=20, within=timedelta(days=1), at=now)


def _asking_cookie():
    return "__Host-demande" if current_app.config["BASE_URL"].startswith("https://") else "demande"


def _request_of(token):
    """The demand that this link belongs to, if the link is ours."""
    public_id, given = split_token(token)
    asked = link_request_named(public_id)
    return asked if asked and proves(given, actions.PURPOSE, asked.public_id, asked.nonce) else None


def _enter(asked, form, is_known):
    """Sign this browser in: new secret, new form token, then the page that was asked for."""
    now = clock.now()
    if not is_known:  # whoever found the link gets ten guesses of its address, not more
        limits.spend_or_stop("connexion-essai", asked.public_id, most=10, within=LINK_LIFE, at=now)
    email = None if is_known else form.email.data
    browser = described(request.user_agent.string)
    secret = actions.open_door(asked, known_browser=is_known, email=email, description=browser, at=now)
    if g.sign_in:  # whoever was here is out: a browser holds one sign-in
        actions.close_door(g.sign_in, by=g.account, at=now)
    after = inside(session.get("suite"))
    session.clear()
    g.pop("csrf_token", None)
    generate_csrf()
    g.renew = None
    answer = give_cookie(make_response(redirect(after or url_for("today.home"), 303)), secret)
    answer.delete_cookie(_asking_cookie(), httponly=True, samesite="Lax", secure=_asking_cookie().startswith("__"), path="/")
    return keep_private(answer)
