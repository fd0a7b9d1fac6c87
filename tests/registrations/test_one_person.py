"""Two rows that turned out to be one person are one guest, one answer, one letter, under the name they bear now."""

from app.core.db import db, transaction
from app.invitations.invitees import reach
from app.invitations.invitees_queries import invitees_among
from app.invitations.models import Answer, Invitation
from app.invitations.queries import invitation_of
from app.invitations.sendings_queries import answers_of, invitations_to, people_in_order, silent_numbers
from app.registrations import actions
from app.registrations.follow_queries import Selection, count_of, guests_of, live_person_ids
from app.registrations.guest_queries import last_registration, person_at, registrations_at
from app.registrations.queries import registration_of
from tests import make
from tests.registrations.cast import ask, come, merge


def test_who_registered_under_another_row_is_listed_once_under_the_name_they_bear_now():
    event, kept, gone = make.event(), make.person("Élodie"), make.person("Elodie")
    ask(event, kept, gone)
    registration = come(event, gone)
    merge(gone, kept)
    (guest,) = guests_of(event, Selection())
    assert (guest.person, guest.situation, guest.registration) == (kept.public_id, "inscrits", registration.public_id)
    assert count_of(event, Selection(search=kept.email)) == 1
    assert person_at(event, gone.public_id) is kept and last_registration(event, kept) is registration
    assert [*registrations_at(event, [kept.public_id])] == [registration] and live_person_ids(event) == {kept.id}


def test_who_answered_under_either_row_is_neither_counted_twice_nor_nudged():
    event, kept, gone = make.event(), make.person(), make.person("Elodie")
    ask(event, kept, gone)
    come(event, gone)
    merge(gone, kept)
    assert answers_of(event) == (1, 1, 0, 0) and silent_numbers(event, 2) == []
    assert people_in_order([gone.id, kept.id]) == [kept]
    assert invitations_to(event, [kept.id])[kept.id].answer is Answer.REGISTERED


def test_who_was_invited_under_another_row_is_not_invited_again():
    event, kept, gone = make.event(), make.person(), make.person("Elodie")
    (invitation,) = ask(event, gone)
    merge(gone, kept)
    assert reach(invitees_among(event, [kept.id], make.now().date()), set()).apart.keys() == {"invited"}
    assert ask(event, kept) == [invitation] and db.session.query(Invitation).count() == 1
    registration = come(event, kept)
    assert invitation.answer is Answer.REGISTERED
    assert registration_of(event.id, gone.id) is registration and invitation_of(event.id, gone.id) is invitation


def test_a_live_registration_tells_more_than_a_later_one_that_was_withdrawn():
    event, kept, gone = make.event(), make.person(), make.person("Elodie")
    first, second = come(event, kept), come(event, gone)
    with transaction():
        actions.withdraw(second, by=gone.actor, at=make.now())
    merge(gone, kept)
    (guest,) = guests_of(event, Selection())
    assert guest.registration == first.public_id and last_registration(event, kept) is first
