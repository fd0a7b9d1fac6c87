"""Which events are counted, and where."""

from datetime import date

import pytest

from app.core.db import db, transaction
from app.directory.models import Department, Region
from app.events.words import Hosting, Modality, State
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from tests import make
from tests.indicators.hand import cycle, held, of, series, value
from tests.statements import statements


@pytest.fixture
def year():
    """Seven events of 2024 of which three were held by us, two are coming, one was called off, and one is a draft."""
    held("2024-01-09", "Tenu")
    held("2024-01-23", "Archivé", state=State.ARCHIVED)
    held("2024-05-14", "Avec d’autres", hosting=Hosting.JOINT)
    held("2024-06-04", "Chez d’autres", hosting=Hosting.EXTERNAL)
    held("2023-12-12", "L’année d’avant")
    held("2025-01-14", "L’année d’après")
    make.event("À venir", starts_at=make.at("2024-11-05 09:00"))
    make.event("Clos", starts_at=make.at("2024-11-12 09:00"), state=State.CLOSED)
    make.event("Brouillon", starts_at=make.at("2024-11-19 09:00"), state=State.DRAFT)
    make.event("Annulé", starts_at=make.at("2024-11-26 09:00"), state=State.CANCELLED)
    make.event("Abandonné", starts_at=make.at("2024-11-27 09:00"), state=State.CANCELLED, published_at=None)


def test_held_planned_and_called_off_are_three_figures(year):
    assert value("evenements_tenus") == 3
    assert value("evenements_programmes") == 5
    assert value("evenements_annules") == 1
    assert [entry.title for entry in of("evenements_annules").entries] == ["Annulé"]


def test_events_of_others_are_counted_apart(year):
    assert value("evenements_tenus", hostings=(Hosting.EXTERNAL,)) == 1
    assert value("evenements_tenus", hostings=tuple(Hosting)) == 4
    assert value("evenements_tenus", hostings=(Hosting.JOINT,)) == 1


def test_months_with_an_event(year):
    assert value("mois_avec_evenement") == 2


def test_each_event_belongs_to_the_year_of_its_own_clocks():
    held("2025-01-01", "En Guyane, le 31 décembre à 22 h 30", hour="01:30", timezone="America/Cayenne")
    held("2023-12-31", "À La Réunion, le 1er janvier à 0 h 30", hour="20:30", timezone="Indian/Reunion")
    held("2024-12-31", "À La Réunion, le 1er janvier 2025", hour="20:30", timezone="Indian/Reunion")
    assert [entry.on for entry in of("evenements_tenus").entries] == [date(2024, 1, 1), date(2024, 12, 31)]


def test_an_event_of_two_networks_counts_in_each_and_once_in_all():
    held("2024-02-06", networks=("cfppa", "mdph-directeurs"))
    held("2024-03-05", networks=("cfppa",))
    held("2024-04-02", networks=("mdph-directeurs",))
    by_network = [value("evenements_tenus", networks=(code,)) for code in ("cfppa", "mdph-directeurs")]
    assert by_network == [2, 2]
    assert value("evenements_tenus") == 3
    assert value("evenements_tenus", networks=("cfppa", "mdph-directeurs")) == 3
    assert value("evenements_partages") == 1
    assert value("reseaux_actifs") == 2


def test_two_meetings_told_in_two_chapters_make_84_and_not_86():
    for day in range(1, 3):
        held(f"2024-10-{day:02}", "Réunion régionale", networks=("cfppa", "rencontres-territoriales"))
    for number in range(82):
        held(f"2024-{number % 12 + 1:02}-{number // 12 + 5:02}", networks=("cfppa" if number % 2 else "rencontres-territoriales",))
    chapters = [value("evenements_tenus", networks=(code,)) for code in ("cfppa", "rencontres-territoriales")]
    assert sum(chapters) == 86
    assert value("evenements_tenus") == 84
    assert value("evenements_partages") == 2


def test_a_parent_network_stands_for_those_under_it():
    held(networks=("mdph-directeurs",))
    held(networks=("mdph-juridique",))
    held(networks=("ars-dg",))
    assert value("evenements_tenus", networks=("mdph",)) == 2
    assert value("reseaux_actifs", networks=("mdph",)) == 2
    assert value("reseaux_actifs", networks=("mdph-juridique",)) == 1


def test_a_network_and_its_parent_are_two_networks_but_one_event():
    held(networks=("mdph", "mdph-directeurs"))
    assert value("evenements_tenus", networks=("mdph",)) == 1
    assert value("evenements_partages") == 1


def test_a_series_is_known_by_its_stem_whatever_its_year():
    held("2024-03-12", series_id=series("ems-apa-2024").id)
    held("2023-03-14", series_id=series("ems-apa-2023").id)
    held("2024-05-14", series_id=series("clubs").id)
    assert (value("evenements_tenus", series=("ems-apa",)), value("evenements_tenus", 2023, series=("ems-apa",))) == (1, 1)
    assert value("evenements_tenus", series=("clubs",)) == 1


def test_kind_cycle_modality_and_theme():
    held("2024-03-12", kind="rencontre_territoriale", cycle_id=cycle("rt-cycle-2").id)
    held("2024-03-13", kind="webinaire")
    assert value("evenements_tenus", kinds=("rencontre_territoriale",)) == 1
    assert value("evenements_tenus", cycles=("rt-cycle-2",)) == 1
    assert value("evenements_tenus", modalities=(Modality.ONLINE,)) == 1
    assert value("evenements_tenus", kinds=("rencontre_territoriale", "webinaire")) == 2
    assert value("evenements_tenus", kinds=("webinaire",), modalities=(Modality.ONSITE,)) == 0
    assert value("evenements_tenus", themes=("usagers",)) == 0


def test_a_department_is_found_in_its_region_and_a_region_alone_covers_its_departments():
    normandy, calvados = db.session.get(Region, "28"), db.session.get(Department, "14")
    in_calvados, in_normandy, with_both = held("2024-03-12"), held("2024-03-13"), held("2024-03-14")
    with transaction():
        in_calvados.departments = [calvados]
        in_normandy.regions = [normandy]
        with_both.regions, with_both.departments = [normandy], [db.session.get(Department, "50")]
    assert value("evenements_tenus", regions=("28",)) == 3
    assert value("evenements_tenus", departments=("14",)) == 2
    assert value("evenements_tenus", departments=("50",)) == 2
    assert value("evenements_tenus", departments=("75",)) == 0


def test_any_period_on_its_first_and_last_day():
    held("2024-03-01")
    held("2024-03-31")
    held("2024-04-01")
    assert figure(Ledger(), "evenements_tenus", Scope(date(2024, 3, 1), date(2024, 3, 31))).value == 2


def test_the_year_before_keeps_the_filters_and_the_end_of_february():
    scope = Scope(date(2024, 2, 1), date(2024, 2, 29), networks=("cfppa",))
    assert scope.a_year_before() == Scope(date(2023, 2, 1), date(2023, 2, 28), networks=("cfppa",))
    assert Scope(date(2025, 2, 1), date(2025, 2, 28)).a_year_before().last == date(2024, 2, 29)
    assert Scope.of_year(2024).a_year_before() == Scope.of_year(2023)
    assert Scope(date(2024, 2, 29), date(2024, 3, 30)).a_year_before() == Scope(date(2023, 2, 28), date(2023, 3, 30))


def test_a_scope_is_read_as_it_was_written():
    scope = Scope.of_year(2024, networks=("cfppa",), modalities=(Modality.ONLINE,), hostings=(Hosting.EXTERNAL,))
    assert Scope.read(scope.first, scope.last, scope.said()) == scope
    assert Scope.of_year(2024).said() == {}
    with pytest.raises(ValueError):
        Scope.read(scope.first, scope.last, {"modalite": ["en vol"]})


def test_a_year_and_the_one_before_are_read_at_once_and_only_once():
    held("2024-03-12")
    held("2023-03-14")
    ledger, scope = Ledger(), Scope.of_year(2024)
    ledger.prepare(scope.a_year_before(), scope)
    with statements() as made:
        assert [figure(ledger, "evenements_tenus", one).value for one in (scope, scope.a_year_before())] == [1, 1]
        figure(ledger, "mois_avec_evenement", scope)
    assert len(made) == 1  # the figures declared
