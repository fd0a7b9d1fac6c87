"""Organisations: listed, looked at, described, reviewed when a professional typed them."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import administrators, current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.directory import organisation_queries, organisations, people_queries, queries
from app.directory.forms import AbsorbForm, EndForm, OrganisationForm
from app.directory.models import TYPES
from app.networks.queries import memberships_of_organisation, networks_run_by
from app.networks.uniting import absorb_organisation
from app.ui.forms import page_asked
from app.ui.frame import say

doors = Blueprint("directory_organisations", __name__)


@doors.get("/annuaire/structures")
@facilitators
def index():
    words, kind = clean_line(request.args.get("q", ""))[:120], request.args.get("type", "")[:20]
    on = clock.today()
    total = organisation_queries.count_organisations(words, kind, on)
    last = max(1, -(-total // organisation_queries.PAGE))
    page = min(page_asked(), last)
    asked = {name: value for name, value in (("q", words), ("type", kind)) if value}
    return render_template(
        "directory/organisations.html",
        found=organisation_queries.organisations_found(words, kind, on, page),
        total=total,
        page=page,
        last=last,
        page_url=lambda number: url_for("directory_organisations.index", page=number, **asked),
        words=words,
        kind=kind,
        types=TYPES,
    )


@doors.get("/annuaire/structures/<slug>")
@facilitators
def show(slug):
    return _page(queries.organisation_at(slug), EndForm())


def _page(organisation, end):
    page = render_template(
        "directory/organisation.html",
        structure=organisation,
        groups=_by_job_role(people_queries.people_of(organisation)),
        memberships=memberships_of_organisation(organisation),
        likely=_likely(organisation),
        mine={network.id for network in networks_run_by(current_account(), clock.now())},
        today=clock.today(),
        end=end,
    )
    return page, end.status


def _by_job_role(people):
    """The people of each function, those without one last."""
    groups = {}
    for person in people:
        groups.setdefault(person.job_role.label if person.job_role else "", []).append(person)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0]))


def _likely(organisation):
    """What someone who typed this name may have meant."""
    if organisation.to_review_since is None:
        return []
    return queries.organisations_like(organisation.name, clock.today())


@doors.route("/annuaire/structures/nouvelle", methods=["GET", "POST"])
@administrators
def new():
    form = OrganisationForm()
    form.departments.choices = queries.department_choices()
    if form.accepted():
        try:
            added = organisations.create(current_account(), **_described(form), at=clock.now())
            say(f"« {added.short_name} » est dans l’annuaire.")
            return redirect(url_for("directory_organisations.show", slug=added.slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/edit_organisation.html", form=form, structure=None), form.status


@doors.route("/annuaire/structures/<slug>/modifier", methods=["GET", "POST"])
@facilitators
def edit(slug):
    organisation = _changeable(slug)
    known = {"name": organisation.name, "short_name": organisation.short_name, "type": organisation.type}
    form = OrganisationForm(data=known | {"departments": [one.code for one in organisation.departments]})
    form.departments.choices = queries.department_choices()
    if form.accepted():
        try:
            organisations.describe(organisation, current_account(), **_described(form), at=clock.now())
            say(f"« {organisation.short_name} » est à jour.")
            return redirect(url_for("directory_organisations.show", slug=slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/edit_organisation.html", form=form, structure=organisation), form.status


def _changeable(slug):
    """Facilitators describe what was typed; the organisations of the reference are the administrators' to change."""
    organisation = queries.organisation_at(slug)
    if organisation.to_review_since is None and not current_account().is_admin:
        abort(404)
    return organisation


def _described(form):
    return {
        "name": form.name.data,
        "short_name": form.short_name.data,
        "type": form.type.data,
        "department_codes": form.departments.data or [],
    }


@doors.route("/annuaire/structures/<slug>/rattacher", methods=["GET", "POST"])
@facilitators
def absorb(slug):
    typed = queries.organisation_at(slug)
    if typed.to_review_since is None:
        abort(404)
    form, on = AbsorbForm(), clock.today()
    if form.accepted():
        try:
            chosen = organisations.choose(form.organisation.data, False, on).organisation
            kept = absorb_organisation(typed, chosen.slug, current_account(), at=clock.now())
            say(f"Ses personnes sont maintenant à « {kept.short_name} ».")
            return redirect(url_for("directory_organisations.show", slug=kept.slug), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "directory/absorb.html", form=form, structure=typed, likely=_likely(typed), structures=queries.organisation_choices(on)
    )
    return page, form.status


@doors.post("/annuaire/structures/<slug>/fermer")
@administrators
def end(slug):
    organisation, form = queries.organisation_at(slug), EndForm()
    if not form.accepted():
        return _page(organisation, form)
    organisations.end(organisation, current_account(), on=form.on.data, at=clock.now())
    say(f"« {organisation.short_name} » n’est plus proposée après cette date. Son passé est gardé.")
    return redirect(url_for("directory_organisations.show", slug=slug), 303)
