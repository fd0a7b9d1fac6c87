"""The pages that every public site owes: plan, accessibility, legal notice, personal data, eco-design, help."""

from flask import Blueprint, current_app, render_template

from app.accounts.guard import public

doors = Blueprint("ui", __name__)


def _page(name):
    config = current_app.config
    return render_template(
        f"ui/pages/{name}.html",
        contact=config["CONTACT_EMAIL"],
        dpo=config["DPO_EMAIL"],
        address=config["ORGANISATION_ADDRESS"],
        site=config["BASE_URL"],
    )


@doors.get("/plan-du-site")
@public
def sitemap():
    return _page("sitemap")


@doors.get("/accessibilite")
@public
def accessibility():
    return _page("accessibility")


@doors.get("/mentions-legales")
@public
def legal():
    return _page("legal")


@doors.get("/donnees-personnelles")
@public
def privacy():
    return _page("privacy")


@doors.get("/ecoconception")
@public
def eco():
    return _page("eco")


@doors.get("/aide")
@public
def help():
    return _page("help")
