"""Who plays: invented people in every organisation, the team, the members of networks."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import select

from app.accounts.models import Account, Grant, Role, Scope
from app.core.db import db
from app.core.text import searchable
from app.directory.models import JobRole, Organisation, Person, Posting
from app.networks.models import Membership, Network

FIRST = [
    "Adèle",
    "Amina",
    "Anouk",
    "Bastien",
    "Bérénice",
    "Camille",
    "Cédric",
    "Clémence",
    "Damien",
    "Élodie",
    "Émile",
    "Fatou",
    "Florent",
    "Gaëlle",
    "Hélène",
    "Idriss",
    "Inès",
    "Jeanne",
    "Joël",
    "Karim",
    "Léa",
    "Loïc",
    "Maëlle",
    "Malik",
    "Nadège",
    "Noémie",
    "Olivier",
    "Pauline",
    "Quentin",
    "Raphaël",
    "Rokia",
    "Salomé",
    "Samir",
    "Théo",
    "Valérie",
    "Yann",
    "Zoé",
]
LAST = [
    "Abadie",
    "Barbier",
    "Besnard",
    "Carlier",
    "Chauvet",
    "Delmas",
    "Ducrocq",
    "Estève",
    "Ferrand",
    "Garnier",
    "Hamelin",
    "Imbert",
    "Jacquin",
    "Kerleau",
    "Lacombe",
    "Maillard",
    "Nadeau",
    "Ollivier",
    "Pasquier",
    "Quéméner",
    "Roussel",
    "Sabatier",
    "Tanguy",
    "Urbain",
    "Vasseur",
    "Wagner",
    "Yvon",
    "Zeller",
    "Aubry",
    "Blondel",
    "Cordier",
    "Diallo",
    "Forestier",
    "Guérin",
    "Hoarau",
    "Jolivet",
    "Marchand",
    "Payet",
    "Rivière",
    "Traoré",
]
TEAM = {
    "camille.roussel@cnsa.example.org": "Camille Roussel",
    "sacha.imbert@cnsa.example.org": "Sacha Imbert",
    "dominique.aubry@cnsa.example.org": "Dominique Aubry",
}
FACILITATED = ("mdph-directeurs", "mdph-scolarisation", "ars-pathos", "ems-apa", "rencontres-territoriales", "cercle-communicants")
PARIS = ZoneInfo("Europe/Paris")


@dataclass
class Stage:
    """What the scenes below share: the instant, the dice, the cast by job role, the facilitator."""

    at: datetime
    chance: random.Random
    cast: dict[str, list[Person]] = field(default_factory=dict)
    facilitator: Account | None = None
    names: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        return self.at.astimezone(PARIS).date()

    def working_day(self, distance: int) -> date:
        """About that many days from today, never a week-end nor a public holiday."""
        on = self.today + timedelta(days=distance)
        closed = holidays.country_holidays("FR", years=[on.year, on.year + 1])
        while on.weekday() > 4 or on in closed:
            on += timedelta(days=1)
        return on


def people(stage: Stage) -> None:
    roles: dict[str, list[str]] = {}
    for role in db.session.scalars(select(JobRole)):
        for kind in role.types:
            roles.setdefault(kind, []).append(role.code)
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)):
        held = roles.get(organisation.type, ["autre"])
        always = {
            "mdph": ["directeur_mdph", "correspondant_scolarisation"],
            "cd": ["directeur_autonomie_cd", "ems_apa"],
            "ars": ["referent_pathos", "directeur_general_ars"],
        }
        wanted = always.get(organisation.type, []) + [stage.chance.choice(held)]
        for role_code in wanted[: 3 if organisation.type != "partner" else 1]:
            _person(stage, organisation, role_code)
    db.session.flush()
    for people in stage.cast.values():
        for person in people:
            db.session.add(
                Posting(
                    person_id=person.id,
                    organisation_id=person.organisation_id,
                    department_code=person.department_code,
                    job_role_code=person.job_role_code,
                    started_on=stage.today - timedelta(days=400),
                )
            )


def _person(stage: Stage, organisation: Organisation, role_code: str) -> None:
    first, last = stage.chance.choice(FIRST), stage.chance.choice(LAST)
    local = f"{searchable(first)}.{searchable(last)}".replace(" ", "-")
    email = f"{local}@{organisation.slug}.example.org"
    if email in stage.names:
        return
    stage.names.add(email)
    department = organisation.departments[0].code if organisation.departments else None
    person = Person(
        email=email,
        first_name=first,
        last_name=last,
        organisation_id=organisation.id,
        department_code=department,
        job_role_code=role_code,
        created_at=stage.at - timedelta(days=400),
    )
    person.refresh_search()
    db.session.add(person)
    stage.cast.setdefault(role_code, []).append(person)


def team(stage: Stage) -> None:
    networks = {n.code: n for n in db.session.scalars(select(Network))}
    since = stage.at - timedelta(days=300)
    accounts = [Account(email=email, name=name, created_at=since) for email, name in TEAM.items()]
    accounts[1].is_admin = True
    accounts[0].phone = "01 00 00 00 00"
    for code in FACILITATED:
        accounts[0].grants.append(Grant(role=Role.FACILITATOR, scope_kind=Scope.NETWORK, scope_id=networks[code].id, granted_from=since))
    db.session.add_all(accounts)
    db.session.flush()
    stage.facilitator = accounts[0]


def members(stage: Stage) -> None:
    joined = stage.today - timedelta(days=380)
    for network in db.session.scalars(select(Network)):
        if network.nature in ("root", "external_body"):
            continue
        if network.membership_unit == "organisation":
            organisations = db.session.scalars(select(Organisation.id).where(Organisation.type.in_(network.types)))
            chosen = [o for o in organisations if network.code == "rencontres-territoriales" or stage.chance.random() < 0.8]
            db.session.add_all(Membership(network_id=network.id, organisation_id=o, joined_on=joined, source="demo") for o in chosen)
            continue
        people = {person.id for role in network.roles for person in stage.cast.get(role, [])}
        db.session.add_all(
            Membership(network_id=network.id, person_id=person, joined_on=joined, source="demo") for person in sorted(people)
        )
