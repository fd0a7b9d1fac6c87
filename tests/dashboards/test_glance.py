"""The year of a network, on gatherings small enough to be counted by eye."""

from datetime import date

import pytest

from app.dashboards.glance import Glance
from app.dashboards.held import drawn_attendance
from app.directory.models import Person
from app.events.words import Hosting, State
from app.indicators.models import DeclaredFigure
from app.networks.models import Membership, Newsletter
from app.registrations.models import Part, Standing
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on("2027-06-15 09:00")
TODAY = date(2027, 6, 15)
NETWORK = "rencontres-territoriales"


def glance(year=2027, network=NETWORK, today=TODAY):
    return Glance(year, today, network)


def pair(told, code, group="key_figures"):
    return next(one for one in getattr(told, group) if one.now.indicator.code == code)


def said(told, code, group="key_figures"):
    one = pair(told, code, group)
    return one.now.shown, one.shown_before, one.difference


def test_each_event_is_in_its_month_by_what_became_of_it():
    hand.held("2027-03-10")
    hand.held("2027-03-31")
    hand.held("2027-05-04")
    hand.coming("2027-09-10")
    hand.coming("2027-06-15", title="Aujourd’hui")
    hand.coming("2027-04-02", title="Passée, pas encore marquée")
    hand.coming("2027-05-20", state=State.CANCELLED)
    hand.coming("2027-10-01", state=State.DRAFT)
    told = glance()
    assert {month.name: month.counts for month in told.months if sum(month.counts)} == {
        "mars": (2, 0, 0, 0),
        "avril": (0, 0, 0, 1),
        "mai": (1, 0, 1, 0),
        "juin": (0, 1, 0, 0),
        "septembre": (0, 1, 0, 0),
    }
    assert told.sums == (3, 2, 1, 1)


def test_what_was_called_off_before_anybody_was_told_is_nowhere():
    hand.coming("2027-09-10", state=State.CANCELLED, published_at=None)
    assert glance().sums == (0, 0, 0, 0)


def test_an_event_on_the_eve_of_a_month_overseas_stays_in_its_own():
    starts_at = make.at("2027-04-01 02:00")
    make.event(networks=[NETWORK], state=State.HELD, starts_at=starts_at, timezone="America/Martinique", held_at=starts_at)
    assert [month.name for month in glance().months if sum(month.counts)] == ["mars"]


def test_a_year_that_is_not_over_is_compared_with_the_same_days():
    for day in ("2026-03-10", "2026-05-12", "2026-11-04"):
        hand.comes(hand.held(day))
    hand.comes(hand.held("2027-03-10"))
    assert said(glance(), "evenements_tenus") == ("1", "2", "1 de moins (−50 %)".replace(" %", "\u202f%"))
    assert said(glance(today=date(2028, 1, 2)), "evenements_tenus")[1] == "3"


def test_participants_presence_and_their_difference():
    last_year, this_year = hand.held("2026-03-10"), hand.held("2027-03-10")
    for who in ("mdph-14", "mdph-50"):
        hand.comes(last_year, who)
    for who in ("mdph-14", "mdph-50", "mdph-61"):
        hand.comes(this_year, who)
    hand.comes(this_year, "mdph-76", mark=hand.Mark.ABSENT)
    told = glance()
    assert said(told, "participations")[:2] == ("3", "2")
    assert said(told, "taux_presence") == ("75,0\u202f%", "100,0\u202f%", "baisse de 25\u00a0points")
    assert said(told, "mdph_presents", "reached")[:2] == ("3", "2")
    assert pair(told, "mdph_presents", "reached").now.out_of > 90


def test_speakers_and_those_who_withdrew_do_not_count():
    event = hand.held()
    hand.comes(event)
    hand.comes(event, "mdph-50", part=Part.SPEAKER)
    hand.comes(event, "mdph-61", mark=None, standing=Standing.WITHDRAWN)
    assert said(glance(), "inscriptions")[0] == "1"


def test_what_nobody_recorded_is_not_known_and_never_zero():
    event = hand.held(closed=False)
    hand.comes(event, mark=None)
    told = glance()
    assert said(told, "participations")[0] == "non connu"
    assert said(told, "taux_presence")[0] == "non connu"
    assert [one.present for one in told.held] == [None]
    assert drawn_attendance(told.held)[0][1:] == (0, 1, "1\u00a0inscrit")


def test_a_year_before_of_which_nothing_is_written_is_not_a_zero():
    hand.comes(hand.held())
    assert said(glance(), "participations") == ("1", "rien de noté", "")
    assert said(glance(), "membres") == ("0", "rien de noté", "")


def test_a_declared_figure_stands_where_nothing_was_written():
    hand.comes(hand.held(), "mdph-14")
    scope = {"reseau": [NETWORK]}
    values = {"indicator_code": "participations", "year": 2026, "scope": scope, "value": "12", "source": "Rapport 2026"}
    make.keep(DeclaredFigure(**values, declared_by_id=make.account(admin=True).id, declared_at=make.now()))
    told = glance(today=date(2028, 1, 1))
    now, before, difference = said(told, "participations")
    assert (now, before, difference[:10]) == ("1", "12 (déclaré)", "11 de moin")
    assert pair(told, "participations").caution.startswith("Source\u00a0: Rapport 2026. L’un des deux chiffres est déclaré")


def test_an_event_of_two_networks_is_in_both_lines_and_once_in_the_year():
    shared = hand.held(networks=(NETWORK, "mdph-directeurs"))
    hand.comes(shared)
    hand.comes(hand.held("2027-04-10", networks=("mdph-directeurs",)))
    told = glance(network=None)
    assert told.networks == [("mdph-directeurs", 2, 2), (NETWORK, 1, 1)]
    assert said(told, "evenements_tenus")[0] == "2"


def test_events_of_others_are_apart():
    hand.held()
    hand.held("2027-03-12", hosting=Hosting.EXTERNAL)
    told = glance()
    assert (told.sums[0], told.external) == (1, 1)


def test_members_month_after_month():
    def stays(joined, left=None, **more):
        row = Membership(network_id=make.network("mdph-directeurs").id, joined_on=joined, left_on=left, **more)
        return make.keep(row)

    one, other, third = (make.person() for _ in range(3))
    stays(date(2026, 1, 1), person_id=one.id)
    stays(date(2027, 2, 3), person_id=other.id)
    stays(date(2026, 5, 1), date(2027, 4, 10), person_id=third.id)
    found = {one.name: (one.joined, one.left, one.members) for one in glance(network="mdph-directeurs").movements}
    assert list(found) == ["janvier", "février", "mars", "avril", "mai", "juin"]
    assert found["janvier"] == (0, 0, 2)
    assert found["février"] == (1, 0, 3)
    assert found["avril"] == (0, 1, 2)
    assert said(glance(network="mdph-directeurs"), "membres")[0] == "2"


def test_somebody_known_twice_is_one_member():
    kept = make.person(member_of=["mdph-directeurs"])
    make.person(member_of=["mdph-directeurs"], merged_into_id=kept.id)
    assert glance(network="mdph-directeurs").movements[-1].members == 1
    assert make.db.session.query(Person).count() == 2


def test_coming_back_the_day_one_left_moves_nothing():
    person = make.person()
    for joined, left in ((date(2026, 1, 1), date(2027, 3, 15)), (date(2027, 3, 15), None)):
        make.keep(Membership(network_id=make.network("mdph-directeurs").id, person_id=person.id, joined_on=joined, left_on=left))
    assert {(one.joined, one.left, one.members) for one in glance(network="mdph-directeurs").movements} == {(0, 0, 1)}


def test_letters_of_the_year_and_of_the_network_only():
    for code, day in ((NETWORK, date(2027, 2, 1)), (NETWORK, date(2026, 12, 31)), ("mdph-directeurs", date(2027, 2, 1))):
        make.keep(Newsletter(network_id=make.network(code).id, title="La lettre", sent_on=day, recipients=200))
    told = glance()
    assert [one.sent_on for one in told.letters] == [date(2027, 2, 1)]
    assert said(told, "lettres_envoyees")[0] == "1"


def test_a_year_to_come_has_only_what_is_planned():
    hand.coming("2028-02-10")
    told = glance(2028)
    assert told.sums == (0, 1, 0, 0)
    assert not told.movements
    assert said(told, "evenements_programmes", "planned")[0] == "1"
