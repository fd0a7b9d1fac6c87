"""Who is meant by networks, types, functions and territories."""

from datetime import timedelta

from app.core.clock import today
from app.core.db import transaction
from app.networks import audiences, links, queries
from app.networks.audiences import Audience
from app.networks.models import Membership, Objection
from tests import make


def names(audience, on=None):
    return [person.last_name for person in audiences.people(audience, on or today())]


def join(code, *, org=None, person=None, **more):
    ids = {"organisation_id": make.organisation(org).id if org else None, "person_id": person.id if person else None}
    return make.keep(Membership(network_id=make.network(code).id, joined_on=today() - timedelta(days=10), **ids, **more))


def test_nothing_asked_means_nobody():
    make.person()
    assert names(Audience()) == [] and audiences.count(Audience(), today()) == 0


def test_a_network_of_people_means_its_members_of_that_day():
    make.person(last_name="Dedans", member_of=["mdph-directeurs"])
    make.person(last_name="Dehors")
    gone = make.person(last_name="Partie")
    join("mdph-directeurs", person=gone, left_on=today())
    assert names(Audience(networks=["mdph-directeurs"])) == ["Dedans"]
    assert names(Audience(networks=["mdph-directeurs"]), today() - timedelta(days=1)) == ["Dedans", "Partie"]


def test_a_network_of_organisations_means_their_people_of_its_functions():
    join("isolement", org="cd-14")
    make.person(last_name="Référente", org="cd-14", role="referent_isolement")
    make.person(last_name="Élu", org="cd-14", role="elu_departemental")
    make.person(last_name="Ailleurs", org="cd-76", role="referent_isolement")
    assert names(Audience(networks=["isolement"])) == ["Référente"]


def test_lists_narrow_each_other_and_territories_widen_each_other():
    make.person(last_name="Calvados", member_of=["mdph-directeurs"])
    make.person(last_name="Finistere", org="mdph-29", department="29", member_of=["mdph-directeurs"])
    make.person(last_name="Rhone", org="mdph-69", department="69", member_of=["mdph-directeurs"])
    everybody = {"networks": ["mdph-directeurs"]}
    assert names(Audience(**everybody, regions=["28"])) == ["Calvados"]
    assert names(Audience(**everybody, regions=["28"], departments=["29"])) == ["Calvados", "Finistere"]
    assert names(Audience(**everybody, types=["cd"])) == []
    assert names(Audience(types=["mdph"], roles=["directeur_mdph"], departments=["69"])) == ["Rhone"]
    assert audiences.count(Audience(**everybody), today()) == 3


def test_a_person_without_department_is_where_their_organisation_is():
    make.person(last_name="Alsace", org="cd-67-68", department=None)
    assert names(Audience(departments=["68"])) == names(Audience(regions=["44"])) == ["Alsace"]


def test_who_objected_is_not_reached_and_remains_a_member():
    person = make.person(last_name="Objecte")
    membership = join("mdph-directeurs", person=person, objected_at=make.now())
    assert names(Audience(networks=["mdph-directeurs"])) == []
    assert audiences.is_member(person, [membership.network], today())


def test_who_objected_through_their_organisation_is_not_reached_while_colleagues_are():
    network = join("isolement", org="cd-14").network
    objector = make.person(last_name="Objecte", org="cd-14", role="referent_isolement")
    make.person(last_name="Collegue", org="cd-14", role="referent_isolement")
    make.keep(Objection(network_id=network.id, person_id=objector.id, objected_at=make.now()))
    assert names(Audience(networks=["isolement"])) == ["Collegue"]


def test_merged_and_anonymised_people_are_nobody():
    kept = make.person(last_name="Gardee", member_of=["mdph-directeurs"])
    make.person(last_name="Fondue", member_of=["mdph-directeurs"], merged_into_id=kept.id)
    make.person(last_name="Oubliee", member_of=["mdph-directeurs"], anonymised_at=make.now())
    assert names(Audience(networks=["mdph-directeurs"])) == ["Gardee"]


def test_a_colleague_of_a_member_organisation_is_a_member():
    network = join("isolement", org="cd-14").network
    assert audiences.is_member(make.person(org="cd-14", role="elu_departemental"), [network], today())
    assert not audiences.is_member(make.person(org="cd-76"), [network], today())
    assert not audiences.is_member(make.person(org="cd-14"), [], today())


def test_the_membership_that_reaches_someone_gives_their_link(app):
    ours = join("isolement", org="cd-14")
    person = make.person(org="cd-14", role="referent_isolement")
    found = queries.membership_reaching(person, [ours.network_id], today())
    assert found.id == ours.id
    assert links.unsubscribe_link(found) is None
    token = links.unsubscribe_link(found, person).rpartition("/")[2]
    assert links.opened_by(token)[1].id == person.id
    assert links.opened_by(token[:-1] + "x") is None and links.opened_by("x") is None


def test_members_facilitators_and_networks_run(app):
    camille = make.account(networks=["mdph-directeurs"])
    network = make.network("mdph-directeurs")
    make.person(last_name="Bernard", member_of=["mdph-directeurs"])
    make.person(last_name="Aubert", member_of=["mdph-directeurs"])
    assert [m.person.last_name for m in queries.members_on(network, today())] == ["Aubert", "Bernard"]
    assert queries.counts_on(today()) == {network.id: 2}
    assert [one.code for one in queries.networks_run_by(camille, make.now())] == ["mdph-directeurs"]
    assert queries.network_choices(camille, make.now()) == [("mdph-directeurs", network.name)]
    assert len(queries.networks_run_by(make.account(admin=True), make.now())) == len(queries.network_choices())
    assert [one.id for one in queries.facilitators_of(network, make.now())] == [camille.id]
    with transaction():
        joined, left = queries.entries_and_exits(network, (today() - timedelta(days=100)).year)
    assert (len(joined), left) == (2, [])
