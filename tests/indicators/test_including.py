"""« Dont » : what may be told as a part."""

import pytest

from app.core.errors import Refusal
from app.events.words import State
from app.indicators.including import check_part, is_part
from tests.indicators.hand import comes, crowd, held, of


def test_events_in_common_are_a_part_of_the_events_held():
    held("2024-03-12", networks=("cfppa", "mdph-directeurs"))
    crowd(held("2024-04-02"), 2)
    check_part(of("evenements_tenus"), of("evenements_partages"))
    check_part(of("participations"), of("participations"))


def test_a_part_larger_than_its_whole_is_refused():
    crowd(held("2024-03-12", networks=("cfppa",)), 2)
    crowd(held("2024-04-02"), 3)
    with pytest.raises(Refusal, match="dépasse"):
        check_part(of("participations", networks=("cfppa",)), of("participations", networks=("mdph-directeurs",)))


def test_what_lies_outside_is_besides_and_not_included():
    crowd(held("2024-03-12", networks=("cfppa",)), 2)
    crowd(held("2024-04-02"), 3)
    with pytest.raises(Refusal, match="en plus"):
        check_part(of("participations", networks=("mdph-directeurs",)), of("participations", networks=("cfppa",)))


def test_people_are_no_part_of_events_and_a_mean_is_no_part():
    crowd(held("2024-03-12"), 2)
    assert not is_part(of("evenements_tenus"), of("presents_distincts"))
    assert not is_part(of("moyenne_participants"), of("moyenne_participants"))


def test_what_is_not_known_is_no_part():
    comes(held("2024-03-12", state=State.ARCHIVED), marks=())
    unknown = of("participations")
    with pytest.raises(Refusal, match="n’est pas connu"):
        check_part(unknown, unknown)
