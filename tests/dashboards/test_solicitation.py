"""Whom our invitations tire, counted by eye."""

from datetime import timedelta
from fractions import Fraction

import pytest

from app.dashboards.solicitation import Level, Limits, Solicitation, recent, recent_of
from app.invitations.models import Invitation, Purpose, Sending
from app.networks.uniting import merge_people
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on("2027-06-15 09:00")
LIMITS = Limits(3, 6)
DIRECTOR, JURIST = "Directrice ou directeur de MDPH/MDA", "Correspondant juridique"


def asked(person, at, event=None):
    event = event or hand.coming(title=f"Événement {at}")
    return make.keep(Invitation(event_id=event.id, person_id=person.id, invited_at=make.at(at)))


def sent(people, at, purpose=Purpose.NUDGE, done=None, event=None):
    numbers = [one.id for one in people]
    values = {"people": numbers, "total": len(numbers), "done": len(numbers) if done is None else done, "asked_at": make.at(at)}
    return make.keep(Sending(event_id=(event or hand.coming()).id, purpose=purpose, **values))


def table(heat):
    """Each row by its name, its months that have something by their names."""
    return {row.name: {heat.months[month]: count for month, count in enumerate(row.counts) if count} for row in heat.rows}


def test_invitations_by_job_role_and_month():
    director, jurist = make.person(), make.person(role="correspondant_juridique")
    asked(director, "2027-01-12 09:00")
    asked(director, "2027-01-20 09:00")
    asked(jurist, "2027-03-02 09:00")
    asked(jurist, "2026-12-30 09:00")
    assert table(Solicitation(2027).by_role) == {DIRECTOR: {"janvier": 2}, JURIST: {"mars": 1}}


def test_a_month_begins_on_the_clocks_of_paris():
    person = make.person()
    asked(person, "2027-01-31 22:30")
    asked(person, "2027-01-31 23:00")
    asked(person, "2026-12-31 23:00")
    assert table(Solicitation(2027).by_role) == {DIRECTOR: {"janvier": 2, "février": 1}}
    assert Solicitation(2026).total == 0


def test_the_job_role_is_the_one_of_that_day():
    person = make.person(role="directeur_mdph")
    hand.works(person, "mdph-14", "2020-01-01", "2027-03-01", role="correspondant_juridique")
    hand.works(person, "mdph-14", "2027-03-01", role="directeur_mdph")
    asked(person, "2027-02-10 09:00")
    asked(person, "2027-04-10 09:00")
    assert table(Solicitation(2027).by_role) == {JURIST: {"février": 1}, DIRECTOR: {"avril": 1}}


def test_somebody_without_a_role_has_a_line():
    asked(make.person(role=None), "2027-02-10 09:00")
    assert table(Solicitation(2027).by_role) == {"Fonction non précisée": {"février": 1}}


def test_one_job_role_by_network_and_who_was_asked_most():
    often, once, jurist = make.person("Alix", "Aubin"), make.person(), make.person(role="correspondant_juridique")
    event = hand.coming(networks=["mdph-directeurs"])
    for month in (1, 2, 3):
        asked(often, f"2027-0{month}-12 09:00", hand.coming(networks=["mdph-directeurs"]))
    asked(once, "2027-01-13 09:00", event)
    asked(jurist, "2027-01-13 09:00", event)
    sent([once, jurist], "2027-05-13 09:00", event=event)
    found = Solicitation(2027, role="directeur_mdph")
    assert table(found.by_network({"mdph-directeurs": "Le réseau"})) == {"Le réseau": {"janvier": 2, "février": 1, "mars": 1, "mai": 1}}
    assert table(found.by_role) == {DIRECTOR: {"janvier": 2, "février": 1, "mars": 1, "mai": 1}}
    assert [(row.people, row.shown_mean) for row in found.by_role.rows] == [(2, "2,5")]
    assert found.most_asked == [(often, 3)]


def test_nudges_and_announcements_ask_again_messages_do_not():
    people = [make.person() for _ in range(3)]
    sent(people, "2027-02-10 09:00")
    sent(people, "2027-03-10 09:00", Purpose.SAVE_THE_DATE)
    sent(people, "2027-04-10 09:00", Purpose.MESSAGE)
    sent(people, "2027-05-10 09:00", Purpose.INVITATION)
    assert table(Solicitation(2027).by_role) == {DIRECTOR: {"février": 3, "mars": 3}}


def test_a_sending_that_was_stopped_counts_as_far_as_it_went():
    sent([make.person() for _ in range(3)], "2027-02-10 09:00", done=2)
    assert Solicitation(2027).total == 2
    sent([make.person() for _ in range(3)], "2027-06-10 09:00", done=1)
    assert [(one.letters, one.people) for one in recent(make.now(), LIMITS)] == [(1, 1)]


def test_an_event_of_two_networks_is_in_both_lines_and_once_in_the_total():
    event = hand.coming(networks=("mdph-directeurs", "mdph-juridique"))
    asked(make.person(), "2027-02-10 09:00", event)
    sent([make.person()], "2027-03-10 09:00", event=event)
    told = Solicitation(2027)
    both = {"février": 1, "mars": 1}
    assert table(told.by_network({"mdph-directeurs": "D", "mdph-juridique": "J"})) == {"D": both, "J": both}
    assert told.total == 2


def test_one_network_only():
    person = make.person()
    mine = hand.coming(networks=("mdph-directeurs",))
    asked(person, "2027-02-10 09:00", mine)
    asked(person, "2027-02-11 09:00")
    sent([person], "2027-02-12 09:00", event=mine)
    sent([person], "2027-02-13 09:00")
    told = Solicitation(2027, {"mdph-directeurs"})
    assert table(told.by_role) == {DIRECTOR: {"février": 2}}
    assert dict(told.by_person) == {person.id: 2}


def test_how_often_the_same_person_was_asked_is_a_distribution():
    often, twice, once = (make.person() for _ in range(3))
    for day in range(1, 8):
        asked(often, f"2027-02-0{day} 09:00")
    asked(twice, "2027-02-01 09:00")
    sent([twice], "2027-02-03 09:00")
    asked(once, "2027-02-01 09:00")
    told = Solicitation(2027)
    assert dict(told.spread) == {"1 fois": 1, "2 fois": 1, "3 à 5 fois": 0, "6 à 10 fois": 1, "11 à 20 fois": 0, "21 et plus": 0}
    assert (told.shown_middle, told.most) == ("2", 7)


def test_somebody_known_twice_is_one_person():
    kept, twin = make.person(), make.person()
    asked(kept, "2027-06-01 09:00")
    asked(twin, "2027-06-02 09:00")
    sent([twin], "2027-06-03 09:00")
    with make.transaction():
        merge_people(twin, kept, make.account(admin=True), at=make.now())
    assert dict(Solicitation(2027).by_person) == {kept.id: 3}
    assert [(one.letters, one.people, one.most) for one in recent(make.now(), LIMITS)] == [(3, 1, 3)]


def test_these_last_thirty_days_to_the_hour():
    person = make.person()
    asked(person, "2027-05-16 08:59")
    asked(person, "2027-05-16 09:01")
    assert [one.letters for one in recent(make.at("2027-06-15 09:00"), LIMITS)] == [1]


@pytest.mark.parametrize(("times", "level"), [(2, Level.USUAL), (3, Level.NOTICE), (5, Level.NOTICE), (6, Level.WARNING)])
def test_the_levels_are_those_of_the_settings(times, level):
    person = make.person()
    for _ in range(times):
        asked(person, "2027-06-01 09:00")
    assert [(one.name, one.level) for one in recent(make.now(), LIMITS)] == [(DIRECTOR, level)]


def test_the_mean_is_by_person_asked():
    one, other = make.person(), make.person()
    make.person()  # never asked: tires nobody
    for _ in range(3):
        asked(one, "2027-06-01 09:00")
    asked(other, "2027-06-01 09:00")
    found = recent(make.now(), LIMITS)[0]
    assert (found.mean, found.shown_mean, found.most) == (Fraction(2), "2", 3)
    assert found.words == "4\u00a0sollicitations ces 30\u00a0derniers jours, 2\u00a0par personne sollicitée"


def test_the_job_roles_of_those_about_to_be_invited_the_most_numerous_first():
    asked(make.person(), "2027-06-01 09:00")
    asked(make.person(role="correspondant_juridique"), "2027-06-01 09:00")
    asked(make.person(role="ems_apa"), "2027-06-01 09:00")
    found = recent_of([JURIST, DIRECTOR, JURIST], make.now(), LIMITS)
    assert [one.name for one in found] == [JURIST, DIRECTOR]


def test_shades_go_from_nothing_to_the_most():
    person = make.person()
    for month, times in ((1, 1), (2, 2), (3, 8)):
        for _ in range(times):
            asked(person, f"2027-0{month}-10 09:00")
    heat = Solicitation(2027).by_role
    assert [heat.shade(count) for count in heat.rows[0].counts[:4]] == [1, 1, 4, 0]
    assert heat.legend == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]


def test_every_number_of_the_legend_has_its_shade():
    person = make.person()
    for _ in range(5):
        asked(person, "2027-01-10 09:00")
    heat = Solicitation(2027).by_role
    assert {heat.shade(count) for count in range(1, 6)} == {shade for shade, _, _ in heat.legend}
    assert all(heat.shade(count) == shade for shade, first, last in heat.legend for count in range(first, last + 1))


def test_a_quiet_year_has_nothing_to_say():
    told = Solicitation(2027)
    assert (told.total, told.by_role.rows, dict(told.by_person)) == (0, [], {})
    assert recent(make.now() + timedelta(days=400), LIMITS) == []
