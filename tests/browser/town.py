"""A town that has something on each of its pages: the demonstration, and what it does not play."""

from datetime import timedelta

from app.accounts.actions import issue_link
from app.accounts.models import Account, Grant, Role, Scope
from app.annual_report import actions as reports
from app.annual_report.freezing import freeze
from app.annual_report.models import OwnChapter, OwnSentence
from app.annual_report.own import Draft, keep_chapter, keep_sentence
from app.core import clock
from app.core.db import add, db, transaction
from app.core.links import secret_address
from app.demo.living import load_demo
from app.directory.models import ImportBatch, Organisation, SchoolHoliday
from app.events.models import Event, Part, Series
from app.events.words import Door, Modality, State
from app.inbox.intake import take_in
from app.invitations.jobs import carry_out_sendings
from app.invitations.links import invitation_link
from app.invitations.models import GuestList, Invitation, Purpose, Sending
from app.invitations.sendings import start_sending
from app.networks.links import unsubscribe_link
from app.networks.models import CollaborativeSpace, Membership, Network, Newsletter
from app.networks.sharing import LetterSheet, SpaceSheet, note_letter, note_space
from app.outbox.models import OutboxLetter
from app.registrations.links import demand_link, personal_link
from app.registrations.models import Demand, Registration, Standing
from app.reminders.actions import plan
from app.satisfaction.mails import address_of
from app.satisfaction.models import SurveyInvitation
from tests import make
from tests.letters import deliver

QUESTION = b"""From: Nour <nour.haddad@mdph-29.example.org>
Subject: Une question
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

La salle est-elle accessible ? %s
--b
Content-Type: application/pdf; name="plan-de-la-salle.pdf"

x
--b--
""" % (b"unmotsansfin" * 20)


def build():
    """The whole town; its three accounts by role."""
    at = clock.now()
    with transaction():
        load_demo(at)
        for event in db.session.query(Event):
            plan(event, at)
    accounts = {one.name.split()[0]: one for one in db.session.query(Account)}
    organised = db.session.query(Event).filter(Event.state != State.DRAFT)
    with transaction():
        accounts["Dominique"].grants += [_organises(event, at) for event in organised]
    _on_the_way(accounts["Camille"], accounts["Sacha"], at)
    _the_years(accounts["Camille"], at)
    deliver()
    return {"organiser": accounts["Dominique"], "facilitator": accounts["Camille"], "administrator": accounts["Sacha"]}


def _organises(event, at):
    return Grant(role=Role.ORGANISER, scope_kind=Scope.EVENT, scope_id=event.id, granted_from=at - timedelta(days=1))


def _on_the_way(camille, sacha, at):
    """A sending, a list, an import of each, a series, a workshop, a holiday, a demand to confirm, an organisation to review."""
    event = db.session.query(Event).filter(Event.state == State.PUBLISHED, Event.door == Door.ANYONE).first()
    some = [make.person("Maëlle", f"Quéméner-{number}").id for number in range(3)]
    with transaction():
        start_sending(event, Purpose.INVITATION, some, camille, at)
        lines = [{"number": "1", "email": "nour.haddad@mdph-29.example.org", "first_name": "Nour", "last_name": "Haddad"}]
        add(GuestList(event_id=event.id, lines=lines, given_by_id=camille.id, given_at=at))
        rows = [["Nom", "Prénom", "Adresse"], ["Haddad", "Nour", "nour.haddad@mdph-29.example.org"]]
        for account in (camille, sacha):
            add(ImportBatch(account_id=account.id, file_name="liste.csv", rows=rows, uploaded_at=at))
        add(Organisation(slug="autre-essai", type="partner", name="Autre structure", short_name="Autre structure", to_review_since=at))
        event.series = add(Series(code="rendez-vous", name="Les rendez-vous du référentiel"))
        add(SchoolHoliday(zone="Réunion", label="Vacances de l’hiver austral", first_on=at.date(), last_on=at.date() + timedelta(days=14)))
        add(Demand(event_id=event.id, email="a@b.example.org", first_name="Ana", last_name="Bo", modality=Modality.ONLINE, asked_at=at))
    make.workshop(event, "Atelier des pratiques")
    carry_out_sendings(at)
    with transaction():
        take_in(QUESTION, at).event_id = event.id


def _the_years(camille, at):
    """A report to freeze and a frozen one, words of facilitators in them, and what a network shared."""
    network = db.session.query(Network).filter_by(code="mdph-directeurs").one()
    with transaction():
        begun, past = (reports.begin(at.year - before, camille, at) for before in (0, 1))
        keep_chapter("Les visites", None, camille, at)
        keep_sentence(Draft("mdph", [{"indicator": "evenements_tenus"}], "{a|majuscule} rencontres.", "Une rencontre."), None, camille, at)
        for report in (begun, past):
            reports.review(report, camille, at)
        freeze(past, camille, at)
        note_letter(network, LetterSheet("La lettre des directions n° 1", at.date(), 120), camille, at)
        note_space(network, SpaceSheet("L’espace des directions", "https://espace.example.org", at.date(), None), camille, at)


def secret_links():
    """Where the letters of this town lead, one of each sort; registrations in each standing."""
    with transaction():
        links = [issue_link(db.session.query(Account).first(), clock.now())]
    links.append(secret_address("accounts.open_link", "connexion", "x" * 26, "nothing"))
    coming = db.session.query(Invitation).join(Event).filter(Event.state == State.PUBLISHED)
    for answer in (None, "declined", "registered"):
        links.append(invitation_link(coming.filter(Invitation.answer == answer).first()))
    links.append(links[-1].replace("?", "") + "/collegue")
    for standing in Standing:
        if found := db.session.query(Registration).filter_by(standing=standing).first():
            links += [personal_link(found), personal_link(found) + "/desinscription"]
    links.append(demand_link(db.session.query(Demand).first()))
    survey = db.session.query(SurveyInvitation)
    with transaction():
        fresh = survey.first()
        fresh.sent_at, fresh.answered_on = clock.now(), None
    links.append(address_of(fresh))
    links.append(address_of(survey.filter(SurveyInvitation.answered_on.isnot(None)).first()))
    links.append(unsubscribe_link(db.session.query(Membership).filter(Membership.person_id.isnot(None)).first()))
    return links


def answers_to_forms():
    """Pages that only a form leads to."""
    event = db.session.query(Event).filter(Event.door == Door.ANYONE).first()
    return [f"/evenements/{event.slug}/inscription/envoyee"]


def deeper_pages(account):
    """Pages that a walk of one page of each sort may miss: they hang on one event, one network, one upload."""
    sending, listed = db.session.query(Sending).first(), db.session.query(GuestList).first()
    event = db.session.get(Event, sending.event_id)
    letter = db.session.query(OutboxLetter).filter_by(event_id=event.id).first()
    part = db.session.query(Part).filter_by(event_id=event.id).first()
    batch = db.session.query(ImportBatch).filter_by(account_id=account.id).first()
    home = f"/gestion/evenements/{event.public_id}"
    inner = [
        f"/envois/{sending.public_id}",
        f"/inviter/liste/{listed.public_id}",
        f"/temps/{part.public_id}",
        f"/courriers/{letter.public_id}",
    ]
    return [
        *(home + one for one in inner),
        f"/annuaire/import/{batch.public_id}",
        "/reseaux/mdph-directeurs/proposer",
        *(f"/reseaux/mdph-directeurs/{one}" for one in ("lettres/nouvelle", "espaces/nouveau", "annee")),
        f"/reseaux/mdph-directeurs/lettres/{db.session.query(Newsletter).first().public_id}",
        f"/reseaux/mdph-directeurs/espaces/{db.session.query(CollaborativeSpace).first().public_id}",
        f"/bilan/{clock.today().year}",
        f"/bilan/{clock.today().year}/phrases/P12",
        f"/bilan/{clock.today().year - 1}",
        f"/bilan/{clock.today().year - 1}/v1/differences",
        f"/bilan/ajouts/phrases/{db.session.query(OwnSentence).first().public_id}",
        f"/bilan/ajouts/chapitres/{db.session.query(OwnChapter).first().public_id}",
        "/annuaire/structures/autre-essai/rattacher",
        *answers_to_forms(),
    ]
