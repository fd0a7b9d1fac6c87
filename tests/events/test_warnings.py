"""What one is warned of before settling on a date; nothing of it prevents anything."""

from dataclasses import replace
from datetime import timedelta

from app.core.db import db
from app.directory.models import SchoolHoliday
from app.events.warnings import about, about_each, about_event
from app.events.words import Modality, State
from tests import make
from tests.events.sheets import sheet
from tests.statements import statements

TUESDAY = make.at("2027-03-16 09:00")  # no holiday anywhere in metropolitan France


def kinds(*args) -> set[str]:
    return {warning.kind for warning in about(*args)}


def words(*args) -> str:
    return " ".join(warning.words for warning in about(*args))


def test_an_ordinary_tuesday_raises_nothing():
    assert about(sheet(TUESDAY), make.account(networks=["mdph-directeurs"]), make.now()) == []


def test_the_same_network_twice_in_a_day():
    account = make.account(networks=["mdph-directeurs"])
    make.event("Déjà prévu", by=make.account(networks=["mdph-directeurs"]), starts_at=TUESDAY + timedelta(hours=4))
    assert kinds(sheet(TUESDAY), account, make.now()) == {"network"}
    assert "«\u00a0Déjà prévu\u00a0»" in words(sheet(TUESDAY), account, make.now())


def test_the_same_facilitator_twice_in_a_day():
    account = make.account(networks=["mdph-directeurs", "ars-pathos"])
    make.event(by=account, networks=["ars-pathos"], starts_at=TUESDAY + timedelta(hours=4))
    assert kinds(sheet(TUESDAY), account, make.now()) == {"facilitator"}


def test_the_same_territory_twice_in_a_day_by_its_region():
    account, other = make.account(networks=["mdph-directeurs"]), make.account(networks=["ars-pathos"])
    event = make.event(by=other, networks=["ars-pathos"], starts_at=TUESDAY)
    _in_region(event, "28")
    assert kinds(sheet(TUESDAY, department_codes=("14",)), account, make.now()) == {"territory"}
    assert kinds(sheet(TUESDAY, department_codes=("35",)), account, make.now()) == set()


def test_a_colleague_s_draft_is_told_without_its_title():
    account, other = make.account(networks=["mdph-directeurs"]), make.account(networks=["ars-pathos"])
    event = make.event("Annonce secrète", by=other, networks=["ars-pathos"], starts_at=TUESDAY, state=State.DRAFT)
    _in_region(event, "28")
    said = words(sheet(TUESDAY, region_codes=("28",)), account, make.now())
    assert "Annonce secrète" not in said
    assert "Référents PATHOS" in said


def test_a_cancelled_event_and_the_event_itself_take_no_day():
    account = make.account(networks=["mdph-directeurs"])
    make.event(by=account, starts_at=TUESDAY, state=State.CANCELLED)
    event = make.event(by=account, starts_at=TUESDAY)
    assert about_event(event, account, make.now()) == []


def test_the_day_before_is_another_day():
    account = make.account(networks=["mdph-directeurs"])
    make.event(by=account, starts_at=TUESDAY - timedelta(hours=17))
    assert about(sheet(TUESDAY), account, make.now()) == []


def test_a_public_holiday_of_france():
    account = make.account(networks=["mdph-directeurs"])
    assert "holiday" in kinds(sheet(make.at("2027-07-14 09:00")), account, make.now())
    assert "Fête nationale" in words(sheet(make.at("2027-07-14 09:00")), account, make.now())


def test_a_public_holiday_of_the_territory_only():
    account, on = make.account(networks=["mdph-directeurs"]), make.at("2028-05-22 14:00")
    assert "holiday" not in kinds(sheet(on), account, make.now())
    assert "Martinique" in words(sheet(on, department_codes=("972",)), account, make.now())


def test_school_holidays_of_the_zone():
    account, on = make.account(networks=["mdph-directeurs"]), make.at("2027-02-09 09:00")
    assert "school" in kinds(sheet(on, department_codes=("75",)), account, make.now())
    assert "Vacances d’hiver : zone C." in words(sheet(on, department_codes=("75",)), account, make.now())
    assert "school" not in kinds(sheet(on, department_codes=("69",)), account, make.now())


def test_corse_has_no_published_calendar_until_it_is_filled_in():
    account, corse = make.account(networks=["mdph-directeurs"]), sheet(TUESDAY, department_codes=("2A",))
    assert "Corse : calendrier non disponible" in words(corse, account, make.now())
    make.keep(SchoolHoliday(zone="Corse", label="Vacances de mars", first_on=TUESDAY.date(), last_on=TUESDAY.date()))
    assert "Vacances de mars : Corse." in words(corse, account, make.now())


def test_too_early_or_too_late_overseas():
    account = make.account(networks=["mdph-directeurs"])
    early = sheet(TUESDAY, department_codes=("972",))
    assert "overseas" in kinds(early, account, make.now())
    assert "Martinique : ce sera de 5\xa0h à 6\xa0h\xa030" in words(early, account, make.now())
    afternoon = sheet(make.at("2027-03-16 13:00"), department_codes=("972",))
    assert "overseas" not in kinds(afternoon, account, make.now())
    late = sheet(make.at("2027-03-16 13:00"), department_codes=("974",))
    assert "overseas" in kinds(late, account, make.now())


def test_a_week_end_is_told_for_each_day():
    account = make.account(networks=["mdph-directeurs"])
    friday = sheet(make.at("2027-03-19 09:00"), lasts=timedelta(days=1, hours=6), modality=Modality.ONSITE, place="Caen")
    assert [w.words for w in about(friday, account, make.now())] == ["Samedi 20\xa0mars 2027 tombe un week-end."]


def test_an_event_that_has_begun_warns_of_nothing_more():
    account = make.account(networks=["mdph-directeurs"])
    assert about_event(make.event(by=account, begins_in=timedelta(days=-3)), account, make.now()) == []


def _in_region(event, code):
    from app.core.db import transaction
    from app.events.queries import regions_of

    with transaction():
        event.regions = regions_of([code])


def test_twelve_dates_of_a_series_ask_what_two_do(app):
    account = make.account(networks=["mdph-directeurs"])
    make.event("Autre réunion", by=account, starts_at=make.at("2031-03-12 09:00"))
    plan = sheet(make.at("2031-03-12 09:00"))
    dates = [
        replace(plan, starts_at=plan.starts_at + timedelta(weeks=week), ends_at=plan.ends_at + timedelta(weeks=week)) for week in range(12)
    ]
    db.session.commit()
    with statements() as few:
        about_each(dates[:2], account, make.now())
    with statements() as many:
        found = about_each(dates, account, make.now())
    assert len(many) == len(few)
    assert [any(one.kind == "network" for one in each) for each in found] == [True, *[False] * 11]
