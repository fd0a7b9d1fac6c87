"""T26: every door with two names in its address checks both; an organiser reads and exports, and does nothing else."""

import pytest
from flask import current_app

from app.accounts.models import SignIn
from app.annual_report.models import AnnualReport, Stage
from app.core import clock
from app.core.db import add, db, transaction
from app.core.sheets_in import Sheet
from app.directory import imports
from app.events.models import Series
from app.feeds.actions import give_to_account
from app.feeds.models import Scope as FeedScope
from app.inbox.intake import take_in
from app.indicators.models import DeclaredFigure
from app.invitations import actions as invitations
from app.invitations.models import GuestList, Purpose, Sending
from app.journal.models import Act
from app.networks.models import Membership
from app.outbox.models import OutboxLetter
from tests import make
from tests.browsers import browser_of
from tests.house.sources import none

NETWORKS = ("mdph-directeurs", "mdph-juridique")
# The directory is common to all facilitators: anybody in it may be brought in.
COMMON = {"newcomers.add_known", "attendance.admit"}


@pytest.fixture
def sides(app, monkeypatch):
    """Two facilitators who have nothing in common, each with an event and everything that hangs on it."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return [_side(network) for network in NETWORKS]


def _side(network):
    account = make.account(networks=[network])
    event = make.event(by=account, networks=(network,))
    part, person = make.workshop(event), make.person(member_of=[network])
    make.registration(event, person)
    with transaction():
        invitation = invitations.invite(event, make.person(), clock.now())
        sending = Sending(
            event_id=event.id,
            purpose=Purpose.MESSAGE,
            subject="x",
            words="x",
            people=[1],
            total=1,
            asked_by_id=account.id,
            asked_at=make.now(),
        )
        guests = GuestList(
            event_id=event.id, lines=[{"number": "1", "email": "x@y.example.org"}], given_by_id=account.id, given_at=make.now()
        )
        db.session.add_all([sending, guests])
    letter = db.session.query(OutboxLetter).filter_by(event_id=event.id).first()
    names = {
        "part_id": part.public_id,
        "person_id": person.public_id,
        "letter_id": letter.public_id,
        "sending_id": sending.public_id,
        "list_id": guests.public_id,
        "verb": "desinscrire",
        "slug": "confirmation",
        "name": "inscriptions",
    }
    return {"account": account, "event": event, "names": names, "invited": invitation.person, "network": network}


def doors_of(app, names):
    """Every door of an event, with the names that it takes."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/gestion/evenements/<public_id>"):
            given = {name: names[name] for name in rule.arguments - {"public_id"}}
            for method in sorted(rule.methods & {"GET", "HEAD", "POST"}):
                yield rule, method, given


def address(rule, event, given):
    return rule.build({"public_id": event.public_id, **given})[1]


def said(side):
    """What may not move while the other side knocks."""
    db.session.expire_all()
    kept = [(row.id, row.state, row.title, row.sequence) for row in [db.session.merge(side["event"])]]
    return kept, db.session.query(Act).count(), db.session.query(OutboxLetter).count()


def test_nothing_of_another_s_event_opens(app, sides):
    mine, theirs = sides
    browser, wrong, before = make.sign_in(browser_of(app), mine["account"]), [], said(theirs)
    for rule, method, given in doors_of(app, theirs["names"]):
        code = browser.open(address(rule, theirs["event"], given), method=method).status_code
        wrong += [] if code == 404 else [f"{method} {rule.rule} {code}"]
    none(wrong)
    assert said(theirs) == before


def test_nothing_of_another_s_event_is_reached_through_one_s_own(app, sides):
    mine, theirs = sides
    browser, wrong, before = make.sign_in(browser_of(app), mine["account"]), [], said(theirs)
    for rule, method, given in doors_of(app, theirs["names"]):
        if rule.arguments & {"part_id", "person_id", "letter_id", "sending_id", "list_id"} and rule.endpoint not in COMMON:
            code = browser.open(address(rule, mine["event"], given), method=method).status_code
            wrong += [] if code == 404 else [f"{method} {rule.rule} {code}"]
    none(wrong)
    assert said(theirs) == before


# Common to all facilitators: the directory, the cycles, under which each sees the events that are public or theirs, and the
# coverage of the territory, which tells departments and organisations and names nobody.
SHARED = {
    "annual_report.reopen",  # facilitators write the report of a year together
    "annual_report.review",
    "annual_report.show",
    "annual_report_documents.last",
    "annual_report_documents.show",
    "annual_report_frozen.differences",
    "annual_report_own.change",
    "annual_report_own.edit",
    "annual_report_own.edit_chapter",
    "annual_report_sentences.edit",
    "annual_report_sentences.leave_out",
    "annual_report_sentences.put_back",
    "annual_report_sentences.restore",
    "coverage.by_event",
    "coverage.by_stage",
    "coverage.on_map",
    "coverage_lists.absent",
    "coverage_lists.export",
    "coverage_lists.functions",
    "coverage_lists.invite",
    "directory.correct_address",
    "directory.edit",
    "directory.export",
    "directory.person",
    "directory.trust_address",
    "directory_imports.example",
    "directory_merging.choose",
    "directory_merging.merge",
    "directory_organisations.absorb",
    "directory_organisations.edit",
    "directory_organisations.show",
    "cycles.edit",
    "cycles.show",
    "dashboard_places.department_year",  # names are those of the directory; words, those of one's own events
    "dashboard_places.organisation_year",
    "dashboard_places.present_department_year",
    "dashboard_places.present_organisation_year",
    "dashboards.cycle",
    "dashboards.year",
    "dashboards.network_year",
    "dashboards.present_network_year",
    "indicators.export",
    "indicators.export_all",
    "indicators.lines",  # and names of the events that one may read
    "indicators.show",
    "indicators_declared.example",
}


def test_nothing_else_of_another_opens_either(app, sides):
    """Networks, series, lists being imported, sign-ins: every door with a name in it is here, or is common to all."""
    mine, theirs = sides
    browser, wrong, tried = make.sign_in(browser_of(app), mine["account"]), [], set()
    names = _things_of(theirs)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        rank = getattr(view, "opens_to", "signed_in")
        if not rule.arguments or rule.rule.startswith("/gestion/evenements/") or rank in ("everybody", "administrators"):
            continue
        tried.add(rule.endpoint)
        if rule.endpoint in SHARED:
            continue
        address = rule.build({**names[rule.endpoint.partition(".")[0]], "format": "csv"})[1].partition("?")[0]
        for method in sorted(rule.methods & {"GET", "HEAD", "POST"}):
            code = browser.open(address, method=method).status_code
            wrong += [] if code == 404 else [f"{method} {rule.rule} {code}"]
    none(wrong)
    assert tried >= SHARED and len(tried - SHARED) > 7


def _things_of(side):
    """What that account has besides its events, by the room whose doors name it."""
    with transaction():
        series = add(Series(code="leur-serie", name="Leur série", network_id=make.network(side["network"]).id))
        batch = imports.upload(Sheet([["Nom", "Courriel"]]), "liste.csv", side["account"], at=make.now())
        make.sign_in(browser_of(current_app), side["account"])
        entry = db.session.query(SignIn).filter_by(account_id=side["account"].id).first()
        member = db.session.query(Membership).filter_by(network_id=make.network(side["network"]).id).first()
        feed = give_to_account(side["account"], FeedScope.ACCOUNT, None, make.now())
        mail = take_in(b"From: ana@example.org\r\nSubject: Une question\r\n\r\nBonjour", make.now())
        mail.event_id = side["event"].id
        add(AnnualReport(year=2025, stage=Stage.REVIEWED, begun_by_id=side["account"].id, created_at=make.now()))
        figure = {"indicator_code": "participations", "year": 2019, "scope": {}, "value": "350", "source": "Rapport annuel"}
        declared = add(DeclaredFigure(**figure, declared_by_id=side["account"].id, declared_at=make.now()))
    network = {"code": side["network"], "public_id": member.public_id}
    return {
        "annual_report_frozen": {"year": 2025, "version": 1},
        "feeds": {"public_id": feed.public_id},
        "inbox": {"public_id": mail.public_id},
        "indicators_declared": {"public_id": declared.public_id},
        "networks": network,
        "networks_members": network,
        "networks_sharing": network,
        "series": {"code": series.code},
        "directory_imports": {"public_id": batch.public_id},
        "accounts": {"public_id": entry.public_id},
    }


def test_names_in_a_form_are_checked_too(app, sides):
    """What a form names besides its address: another event, people, a network, an audience."""
    mine, theirs = sides
    browser, before = make.sign_in(browser_of(app), mine["account"]), said(theirs)
    event, person = mine["event"].public_id, mine["names"]["person_id"]
    page = f"/gestion/evenements/{event}"
    assert browser.post(f"{page}/personnes/{person}/deplacer", data={"target": theirs["event"].public_id}).status_code in (404, 422)
    browser.post(f"{page}/personnes", data={"personne": [theirs["names"]["person_id"]], "action": "desinscrire", "confirme": "oui"})
    browser.post(f"{page}/relancer", data={"personne": [theirs["invited"].public_id]})
    assert browser.post(f"{page}/inviter", data={"reseaux": [theirs["network"]], "objet": "invitation", "attendu": "0"}).status_code == 422
    assert browser.get(f"{page}/inviter?reseaux={theirs['network']}").status_code == 422
    assert browser.post(f"/reseaux/{theirs['network']}/ajouter", data={"members": [person]}).status_code == 404
    assert browser.get(f"/reseaux/{theirs['network']}").status_code == 404
    assert said(theirs) == before


def test_an_organiser_reads_and_exports_and_changes_nothing(app, sides):
    """§ rights: presences only with the right to record them."""
    mine, _ = sides
    basile = make.account(events=[mine["event"]])
    browser, wrong = make.sign_in(browser_of(app), basile), []
    may = {"reports.export", "registrations.follow"}
    for rule, method, given in doors_of(app, mine["names"]):
        code = browser.open(
            address(rule, mine["event"], given), method=method, data={"format": "csv"} if method == "POST" else None
        ).status_code
        if method == "POST" and rule.endpoint not in may and code not in (404, 405):
            wrong.append(f"{method} {rule.rule} {code}")
    none(wrong)
    acts = db.session.query(Act).filter_by(actor=basile.actor).all()
    assert {act.verb for act in acts} == {"exported"}


def test_hostile_names_in_addresses_and_forms_never_make_it_fall(app, sides):
    mine, _ = sides
    browser, wrong = make.sign_in(browser_of(app), make.account(admin=True)), []
    for harm in ("\x00", "'", "%", "é" * 300, "-1", "9" * 30, "../x", "\ud800".encode("utf-8", "replace").decode(), "\u202e"):
        for rule, method, given in doors_of(app, mine["names"]):
            if method == "POST":
                form = dict.fromkeys(
                    ("personne", "members", "sauf", "ligne", "temps", "etat", "q", "page", "act", "action", "etape", "format"), harm
                )
                code = browser.post(address(rule, mine["event"], given), data=form).status_code
                wrong += [f"{rule.rule} {harm!r} {code}"] if code >= 500 else []
    none(wrong)
