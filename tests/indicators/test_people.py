"""Who is counted, each time or once."""

from datetime import timedelta
from fractions import Fraction

from app.core.db import transaction
from app.events.words import Modality, State
from app.indicators import queries
from app.registrations.models import Origin, Part, Standing
from tests import make
from tests.indicators.hand import ABSENT, EXCUSED, PRESENT, comes, crowd, held, invited, merged, of, value


def test_only_confirmed_participants_are_registered():
    event = held()
    comes(event)
    comes(event, marks=(ABSENT,))
    comes(event, marks=(EXCUSED,))
    comes(event, part=Part.SPEAKER)
    comes(event, part=Part.ORGANISER)
    comes(event, part=Part.STAFF)
    for standing in (Standing.PENDING, Standing.WAITING, Standing.REFUSED, Standing.WITHDRAWN):
        comes(event, standing=standing, marks=())
    assert value("inscriptions") == 3
    assert value("participations") == 1
    assert value("absences") == 2
    assert value("taux_presence") == Fraction(1, 3)


def test_somebody_who_withdrew_and_was_marked_by_mistake_does_not_count():
    event = crowd(held(), 1)
    comes(event, standing=Standing.WITHDRAWN)
    assert (value("inscriptions"), value("participations")) == (1, 1)


def test_a_walk_in_counts_as_registered_and_present():
    event = crowd(held(), 1, absent=1)
    comes(event, origin=Origin.WALK_IN)
    assert (value("inscriptions"), value("participations"), value("taux_presence")) == (3, 2, Fraction(2, 3))


def test_somebody_present_at_two_half_days_is_one_participant():
    event = held(kind="seminaire")
    comes(event, marks=(PRESENT, PRESENT))
    comes(event, marks=(PRESENT, ABSENT))
    comes(event, marks=(ABSENT, ABSENT))
    assert value("participations") == 2


def test_hours_are_in_proportion_to_half_days():
    event = held(kind="seminaire", lasts=timedelta(hours=7))
    comes(event, marks=(PRESENT, PRESENT))
    comes(event, marks=(PRESENT, ABSENT))
    comes(event, marks=(PRESENT, PRESENT), part=Part.SPEAKER)
    online = held("2024-04-02", lasts=timedelta(minutes=90))
    crowd(online, 2)
    assert value("heures_participants") == Fraction(7) + Fraction(7, 2) + 3
    assert of("heures_participants").shown == "13,5"


def test_one_person_at_three_events_is_three_participations_and_one_person():
    who = make.person()
    for day in ("2024-03-12", "2024-04-02", "2024-05-14"):
        comes(held(day), who)
    assert (value("inscriptions"), value("inscrits_distincts")) == (3, 1)
    assert (value("participations"), value("presents_distincts")) == (3, 1)


def test_merged_people_are_one_even_at_the_event_where_both_had_registered():
    kept, lost = make.person("Élodie", "Marchand"), make.person("Elodie", "Marchant")
    both, other = held("2024-03-12"), held("2024-04-02")
    comes(both, kept)
    comes(both, lost)
    comes(other, lost)
    merged(lost, kept)
    assert (value("inscriptions"), value("inscrits_distincts")) == (2, 1)
    assert (value("participations"), value("presents_distincts")) == (2, 1)
    assert of("participations").parts == {both.public_id: 1, other.public_id: 1}
    assert value("heures_participants") == 3


def test_somebody_merged_came_from_one_place_and_is_one_line_of_the_event_where_both_had_registered(client):
    kept, lost = make.person(org="cd-14", department="14"), make.person(org="cd-50", department="50")
    event = held()
    comes(event, kept, marks=(ABSENT,))
    comes(event, lost)
    invited(event, kept)
    invited(event, lost)
    merged(lost, kept)
    assert (value("departements_inscrits"), value("departements_presents"), value("collectivites_inscrits")) == (1, 1, 1)
    assert (value("absences"), of("absences").parts) == (0, {event.public_id: 0})
    make.sign_in(client, make.account(admin=True))
    for code, lines in (("inscriptions", 1), ("participations", 1), ("absences", 0), ("invitations", 1)):
        page = client.get(f"/chiffres/{code}/lignes?annee=2024").text
        assert (page.count('<td data-th="Nom"'), value(code)) == (lines, lines), code


def test_an_event_whose_attendance_nobody_took_is_unknown_and_never_zero():
    event = held(state=State.ARCHIVED)
    comes(event, marks=())
    comes(event, marks=())
    for code in ("participations", "presents_distincts", "absences", "moyenne_participants", "minimum_participants", "taux_presence"):
        found = of(code)
        assert (found.value, found.unknown, found.shown) == (None, 1, "non connu"), code
    assert of("heures_participants").value is None
    assert value("inscriptions") == 2


def test_what_is_known_is_a_least_and_says_how_many_events_are_not():
    crowd(held("2024-03-12"), 4, absent=1)
    comes(held("2024-04-02", state=State.ARCHIVED), marks=())
    found = of("participations")
    assert (found.value, found.unknown, len(found.entries)) == (4, 1, 1)
    assert value("taux_presence") == Fraction(4, 5)
    assert of("inscriptions").value == 6


def test_an_event_of_which_only_the_date_is_written_has_no_known_registrations():
    held("2024-03-12", closed=False)
    found = of("inscriptions")
    assert (found.value, found.unknown) == (None, 1)
    assert of("evenements_tenus").value == 1


def test_nobody_present_is_zero_when_somebody_said_so():
    comes(held(), marks=(ABSENT,))
    assert (value("participations"), value("taux_presence"), of("taux_presence").shown) == (0, 0, "0,0\u202f%")


def test_no_event_is_zero_for_totals_and_nothing_for_means_and_rates():
    assert (value("inscriptions"), value("participations"), value("evenements_tenus")) == (0, 0, 0)
    assert (value("moyenne_participants"), value("taux_presence"), value("taux_satisfaction")) == (None, None, None)
    assert of("moyenne_participants").unknown == 0


def test_attendance_still_being_entered_is_counted_and_said():
    crowd(held(closed=False), 3)
    assert (value("participations"), of("participations").unfinished, of("moyenne_participants").unfinished) == (3, 1, 1)
    assert of("inscriptions").unfinished == 0


def test_mean_median_least_and_most_of_presents():
    for day, present in (("2024-03-12", 1), ("2024-04-02", 2), ("2024-05-14", 6), ("2024-06-04", 4)):
        crowd(held(day), present, absent=1)
    assert value("moyenne_participants") == Fraction(13, 4)
    assert value("mediane_participants") == 3
    assert (value("minimum_participants"), value("maximum_participants")) == (1, 6)
    assert of("moyenne_participants").shown == "3,3"
    assert (of("moyenne_participants").numerator, of("moyenne_participants").denominator) == (13, 4)


def test_the_presence_rate_is_pooled_and_not_a_mean_of_rates():
    crowd(held("2024-03-12"), 1, absent=0)  # 100 %
    crowd(held("2024-04-02"), 4, absent=5)  # 44 %
    assert value("taux_presence") == Fraction(5, 10)


def test_invitations_are_counted_where_one_invited_from_here():
    first, second, elsewhere = held("2024-03-12"), held("2024-04-02"), held("2024-05-14")
    who = make.person()
    invited(first, who)
    invited(second, who)
    invited(second)
    invited(second, withdrawn_at=make.now())
    comes(elsewhere)
    found = of("invitations")
    assert (found.value, found.unknown, found.parts) == (3, 1, {first.public_id: 1, second.public_id: 2})
    assert value("invites_distincts") == 2
    assert of("invitations", networks=("cfppa",)).value == 0


def test_an_event_with_registrations_and_no_invitation_does_not_make_zero_invitations():
    crowd(held(), 2)
    assert (value("invitations"), value("invites_distincts")) == (None, None)


def test_merged_people_were_invited_once():
    event, kept, lost = held(), make.person(), make.person()
    invited(event, kept)
    invited(event, lost)
    merged(lost, kept)
    assert (value("invitations"), value("invites_distincts")) == (1, 1)


def test_filters_narrow_people_too():
    crowd(held(networks=("cfppa",)), 2)
    crowd(held("2024-05-14", networks=("mdph-directeurs",), kind="seminaire"), 3)
    assert value("participations", networks=("cfppa",)) == 2
    assert value("participations", modalities=(Modality.ONSITE,)) == 3
    assert value("presents_distincts", networks=("mdph",)) == 3


def test_somebody_moves_and_the_past_stays():
    who = make.person(org="mdph-14", department="14")
    comes(held("2024-03-12"), who)
    with transaction():
        who.organisation_id, who.department_code = make.organisation("mdph-50").id, "50"
    comes(held("2024-09-10"), who)
    assert value("presents_distincts") == 1
    assert (value("departements_presents"), value("mdph_presents"), value("structures_presents")) == (2, 2, 2)


def test_more_sets_of_events_than_a_statement_joins_are_counted():
    """A report with hundreds of sentences of one's own, each about other events: SQLite joins five hundred questions at most."""
    event = crowd(held(), 2, absent=1)
    assert queries.people_of_each([[event.id]] * 600) == [(3, 2)] * 600
