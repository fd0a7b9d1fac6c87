"""The pages that every public site owes: plan, accessibility, legal notice, personal data, eco-design, help."""

from flask import Blueprint, Response, current_app, render_template

from app.accounts.guard import public, unsigned

doors = Blueprint("ui", __name__)

# What a search engine has no business with: pages of secret links, and those of the team. All else is open, the calendars too:
# Google Agenda reads an address only if this file lets it.
CLOSED_TO_ROBOTS = (
    *("/i/", "/p/", "/d/", "/q/", "/n/", "/mes-inscriptions", "/connexion", "/deconnexion", "/mon-compte", "/aujourdhui"),
    *("/gestion/", "/calendrier", "/reseaux", "/annuaire", "/comptes", "/courriers", "/courriels-de-test", "/journal", "/sante"),
    *("/annee", "/bilan", "/chiffres", "/couverture", "/departements", "/sollicitations"),
)


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


@doors.get("/robots.txt")
@public
@unsigned
def robots():
    lines = ["User-agent: *", "Allow: /agenda.ics", "Allow: /agendas/", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": "public, max-age=86400"})
