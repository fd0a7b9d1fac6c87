"""The people of the directory: found, looked at, added, corrected, moved, exported."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.core.errors import Refusal
from app.core.text import clean_line, searchable
from app.directory import actions, organisation_queries, organisations, people_queries, queries
from app.directory.forms import KnownPersonForm, PersonForm
from app.directory.listing import HEADINGS, line_of
from app.directory.models import TYPES
from app.directory.people_queries import EVERYBODY, PAGE, Filter
from app.directory.undeliverable import trouble_of
from app.events.policy import may_read
from app.journal import actions as journal
from app.networks.audience_queries import belongs
from app.networks.queries import memberships_of, network_by_code, network_choices, networks_by_person, networks_run_by
from app.registrations import readdressing
from app.registrations.follow_forms import AddressForm
from app.registrations.queries import registrations_by
from app.ui.forms import page_asked
from app.ui.frame import say

doors = Blueprint("directory", __name__)

COLUMNS = [*HEADINGS, "Réseau", "Téléphone", "Adresse en défaut"]


@doors.get("/annuaire")
@facilitators
def people():
    sought, also = _sought()
    found = people_queries.count_people(sought, also)
    last = max(1, -(-found // PAGE))
    page = min(page_asked(), last)
    asked = {key: value for key, value in request.args.items() if value and key != "page"}
    departments = queries.department_choices()
    return render_template(
        "directory/people.html",
        people=people_queries.people(sought, page, also),
        found=found,
        page=page,
        last=last,
        sought=sought,
        types=TYPES,
        organisations=queries.organisation_choices(clock.today()),
        departments=departments,
        places=_places(sought.words, departments),
        job_roles=queries.job_role_choices(),
        networks=network_choices(),
        formats=tables.FORMATS,
        asked=asked,
        page_url=lambda number: url_for("directory.people", page=number, **asked),
        to_review=organisation_queries.to_review_count(),
    )


def _places(words, departments):
    """The departments that the words looked for name, by their name or their code."""
    said = searchable(words)
    if len(said) < 2:
        return []
    names = {code: searchable(label.rpartition(" (")[0]) for code, label in departments}
    is_meant = {code for code, name in names.items() if said in (name, searchable(code)) or (len(said) > 3 and name.startswith(said))}
    return [(code, label) for code, label in departments if code in is_meant]


def _sought():
    """What is looked for, and the condition of the network chosen."""
    args = request.args
    sought = Filter(
        words=clean_line(args.get("q", ""))[:120],
        organisation_type=args.get("type", "")[:20],
        organisation=_slug(args.get("structure", "")),
        department=args.get("departement", "")[:3],
        job_role=args.get("fonction", "")[:50],
        undeliverable=args.get("adresse") == "en-defaut",
    )
    network = network_by_code(args.get("reseau", "")[:60])
    return sought, EVERYBODY if network is None else belongs(network, clock.today(), mail_only=False)


def _slug(text):
    """A structure is chosen by its slug, or typed by its name; a name that is nothing finds nobody."""
    found = queries.organisation_named(text[:160], clock.today())
    return found.slug if found else clean_line(text)[:80]


@doors.post("/annuaire/export.<format>")
@facilitators
def export(format):
    if format not in tables.FORMATS:
        abort(404)
    sought, also = _sought()
    written = tables.write(_rows(people_queries.people(sought, None, also)), COLUMNS, format, "Annuaire")
    said = {"format": format, "columns": len(COLUMNS), "rows": written.rows}
    journal.write(current_account().actor, "exported", "annuaire", at=clock.now(), after=said)
    return tables.send(written, "annuaire")


def _rows(found):
    named = networks_by_person(clock.today())
    for person in found:
        yield [*line_of(person), "|".join(named.get(person.id, [])), person.phone, person.undeliverable_at is not None]


@doors.get("/annuaire/personnes/<public_id>")
@facilitators
def person(public_id):
    found = queries.person_named(public_id)
    if found.public_id != public_id:
        return redirect(url_for("directory.person", public_id=found.public_id))
    return _person_page(found, AddressForm(formdata=None))


def _person_page(found, form):
    account, at = current_account(), clock.now()
    return render_template(
        "directory/person.html",
        person=found,
        trouble=trouble_of(found),
        form=form,
        postings=people_queries.postings_of(found),
        memberships=memberships_of(found),
        cared_for=people_queries.cared_for(found),
        registrations=[one for one in registrations_by(found) if may_read(account, one.event, at)],
        mine={network.id for network in networks_run_by(account, at)},
        absorbed=people_queries.absorbed_by(found),
    )


@doors.post("/annuaire/personnes/<public_id>/adresse")
@facilitators
def correct_address(public_id):
    """The one field by which an address that does not work is replaced."""
    found, form = queries.person_named(public_id), AddressForm()
    if form.accepted():
        try:
            again = readdressing.correct(found, form.email.data, current_account(), clock.now())
            say(f"L’adresse est corrigée. {readdressing.told(again)}")
            return redirect(url_for("directory.person", public_id=found.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _person_page(found, form), 422


@doors.post("/annuaire/personnes/<public_id>/adresse-valable")
@facilitators
def trust_address(public_id):
    """The team knows better than the servers: the address works."""
    found = queries.person_named(public_id)
    try:
        again = readdressing.lift(found, current_account(), clock.now())
        say(f"Cette adresse est de nouveau utilisée. {readdressing.told(again)}")
    except Refusal as refusal:
        say(refusal.message, "error")
    return redirect(url_for("directory.person", public_id=found.public_id), 303)


@doors.route("/annuaire/personnes/nouvelle", methods=["GET", "POST"])
@facilitators
def new():
    form = _offered(PersonForm())
    if form.accepted():
        try:
            at = clock.now()
            added = actions.create(current_account(), **form.identity, **_place(form, at), cared_for_by=_secretariat(form), at=at)
            say(f"{added.name} est dans l’annuaire.")
            return redirect(url_for("directory.person", public_id=added.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/edit_person.html", form=form, person=None, structures=_structures()), form.status


@doors.route("/annuaire/personnes/<public_id>/modifier", methods=["GET", "POST"])
@facilitators
def edit(public_id):
    found = queries.person_named(public_id)
    form = _offered(KnownPersonForm(data=_known(found)), found)
    if form.accepted():
        try:
            account, at, before = current_account(), clock.now(), found.letterbox
            actions.correct(found, account, **form.identity, cared_for_by=_secretariat(form), at=at)
            actions.move(found, account, **_place(form, at), on=form.moved_on.data or clock.today(), at=at)
            again = readdressing.send_again(found, account, at) if found.letterbox != before else []
            say(f"La fiche est à jour. {readdressing.told(again)}" if again else "La fiche est à jour.")
            return redirect(url_for("directory.person", public_id=found.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/edit_person.html", form=form, person=found, structures=_structures()), form.status


def _offered(form, person=None):
    """The closed lists, with a retired function that the person still has."""
    roles = queries.job_role_choices()
    if person and person.job_role and person.job_role.retired_on:
        roles.append((person.job_role.code, person.job_role.label))
    return form.offer(queries.department_choices(), roles)


def _known(person):
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email or "",
        "cared_for_by": person.cared_for_by.email if person.cared_for_by else "",
        "phone": person.phone or "",
        "organisation": person.organisation.short_name if person.organisation else "",
        "department": person.department_code or "",
        "job_role": person.job_role_code or "",
    }


def _place(form, at):
    """Where the form says the person works; an organisation that is not in the list is written down."""
    on = clock.today()
    organisation = organisations.settle(organisations.choose(form.organisation.data, form.other.data, on), on, at)
    return {
        "organisation_id": organisation.id if organisation else None,
        "department_code": form.department.data or None,
        "job_role_code": form.job_role.data or None,
    }


def _secretariat(form):
    if not form.cared_for_by.data:
        return None
    found = queries.person_by_email(form.cared_for_by.data)
    if found is None:
        raise Refusal("Cette adresse n’est celle de personne dans l’annuaire : ajoutez d’abord cette personne.", "cared_for_by")
    return found


def _structures():
    return queries.organisation_choices(clock.today())
