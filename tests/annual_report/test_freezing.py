"""A frozen report keeps what was true that day; what is corrected afterwards is told as a difference, event by event."""

import zlib
from datetime import timedelta

import pytest

from app.annual_report import actions, freezing, own, queries
from app.annual_report.contents import document
from app.annual_report.counted import digest
from app.annual_report.differences import differences
from app.annual_report.freezing import freeze, manifest
from app.annual_report.frozen import basis_of
from app.annual_report.gathering import MANIFEST
from app.annual_report.models import FrozenFigure, FrozenRows, FrozenSentence, Stage
from app.annual_report.own import Draft
from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.models import Event
from app.events.words import State
from app.indicators.dictionary import INDICATORS
from app.indicators.ledger import Ledger
from app.indicators.models import DeclaredFigure
from app.invitations.models import Invitation
from app.journal.models import Act
from app.networks.models import Membership, Newsletter
from app.registrations.models import Registration
from tests import make
from tests.annual_report.year import YEAR, begun, year_of_domicile


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


@pytest.fixture
def events():
    return year_of_domicile()


@pytest.fixture
def report(camille, events):
    return begun(camille, Stage.REVIEWED)


def frozen(report, camille, at=None):
    with transaction():
        freeze(report, camille, at or make.now())
    db.session.expire_all()
    return queries.report_of(YEAR)


def read(report):
    db.session.expire_all()
    return document(YEAR, queries.report_of(YEAR), Ledger(), make.now())


def text_of(document, code="P26"):
    return next(one.text for section in document.sections for one in section.phrases if one.code == code)


def came(event, mark=Mark.PRESENT):
    """Those who were registered and did not come, came after all."""
    numbers = [number for (number,) in db.session.query(Registration.id).filter_by(event_id=event.id)]
    return db.session.query(Presence).filter(Presence.registration_id.in_(numbers), Presence.mark != mark)


def invite(event):
    make.keep(Invitation(event_id=event.id, person_id=make.person().id, invited_at=event.starts_at - timedelta(days=9)))


def changes(report):
    db.session.expire_all()
    return differences(queries.report_of(YEAR), Ledger())


def test_a_frozen_report_is_read_word_for_word_whatever_happens_then(report, camille, events):
    before = read(report)
    kept = frozen(report, camille)
    with transaction():
        db.session.query(Event).filter_by(id=events[0].id).update({"state": State.CANCELLED, "cancelled_at": make.now()})
    after = read(report)
    assert (
        text_of(after) == text_of(before) == "Les départements et les ARS ont bénéficié d’une animation dédiée au domicile\u00a0: "
        "trois webinaires réunissant au moins trois participants sur la réforme des services à domicile."
    )
    assert [one.text for one in (section for section in after.sections) for one in one.paragraphs] == [
        one.text for section in before.sections for one in section.paragraphs
    ]
    assert [(one.label, one.shown, one.definition, one.filters, one.detail) for one in after.notes] == [
        (one.label, one.shown, one.definition, one.filters, one.detail) for one in before.notes
    ]
    assert [one.reason for section in after.sections for one in section.left_out] == [
        one.reason for section in before.sections for one in section.left_out
    ]
    assert kept.is_frozen and kept.frozen_by_id == camille.id and len(kept.digest) == 64
    assert after.digest == kept.digest and after.at == kept.frozen_at


def test_the_exact_value_its_rows_and_what_each_event_brought_are_kept(report, camille, events):
    frozen(report, camille)
    figures = {one.slot: one for one in db.session.query(FrozenSentence).filter_by(code="P26").one().figures}
    least = figures["m"]
    assert (least.indicator_code, least.value, least.shown) == ("minimum_participants", "3", "3")
    assert least.parts == {event.public_id: count for event, count in zip(events, (3, 4, 5), strict=True)}
    assert least.scope == {"serie": ["domicile"], "du": f"{YEAR}-01-01", "au": f"{YEAR}-12-31"}
    assert figures["n"].parts == dict.fromkeys(least.parts, 1)
    assert least.rows == 3 + 12 and figures["n"].rows == 3 and len({one.digest for one in figures.values()}) == 2


def test_the_digest_is_that_of_all_that_was_kept(report, camille):
    kept = frozen(report, camille)
    files = [one for one in db.session.query(FrozenRows) if one.name != MANIFEST]
    said = zlib.decompress(queries.frozen_file(kept, MANIFEST))
    assert digest(said) == kept.digest and said == manifest(kept, queries.frozen_sentences(kept), files)


def test_nobody_is_named_in_what_is_kept(report, camille):
    frozen(report, camille)
    files = {one.name: zlib.decompress(one.content).decode() for one in db.session.query(FrozenRows)}
    assert len([name for name in files if name.startswith("participants/")]) == 3
    assert not any(word in text for word in ("Petit", "Élodie", "@") for text in files.values())


def test_freezing_is_whole_or_not_at_all(report, camille, monkeypatch):
    monkeypatch.setattr(freezing.journal, "write", lambda *_a, **_k: (_ for _ in ()).throw(RuntimeError("no")))
    with pytest.raises(RuntimeError), transaction():
        freeze(report, camille, make.now())
    db.session.expire_all()
    assert queries.report_of(YEAR).stage is Stage.REVIEWED
    assert db.session.query(FrozenSentence).count() == 0 and db.session.query(FrozenRows).count() == 0


def test_freezing_is_in_the_journal_once_and_cannot_be_done_twice(report, camille):
    kept = frozen(report, camille)
    act = db.session.query(Act).filter_by(verb="report_frozen").one()
    assert act.thing == kept.thing and act.after == {"version": 1, "digest": kept.digest}
    with pytest.raises(Refusal, match="déjà figé"):
        freeze(kept, camille, make.now())
    with pytest.raises(Refusal, match="déjà figé"):
        actions.review(kept, camille, make.now())


def test_nothing_changed_nothing_differs(report, camille):
    frozen(report, camille)
    found = changes(report)
    assert found.figures > 50 - 15 and found.changes == () and found.words == ()


def test_somebody_who_came_after_all_is_told_at_their_event(report, camille, events):
    frozen(report, camille)
    with transaction():
        came(events[0]).update({"mark": Mark.PRESENT})
    found = changes(report)
    least = next(one for one in found.changes if one.label == "Participants au moins")
    assert (least.then, least.now, least.codes) == ("3", "4", ("P26",))
    assert [part.words.replace("\u00a0", " ") for part in least.parts] == [
        "+2 participants à l’événement « Webinaire 3 » depuis le gel (3, puis 5)"
    ]
    assert [name for name, _then, _now in found.words] == ["Phrase P26"]
    assert "au moins quatre participants" in found.words[0][2]


def test_an_event_that_no_longer_counts_and_one_that_does_now_are_told(report, camille, events):
    frozen(report, camille)
    with transaction():
        db.session.query(Event).filter_by(id=events[2].id).update({"starts_at": make.at(f"{YEAR - 2}-05-12 09:00")})
    year_of_domicile(events=1, first_month=9)
    held = next(one for one in changes(report).changes if one.label == "Événements tenus" and "P26" in one.codes)
    assert (held.then, held.now) == ("3", "3")
    assert sorted(part.words.replace("\u00a0", " ") for part in held.parts) == [
        "L’événement « Webinaire 5 » n’est plus compté",
        "L’événement « Webinaire 9 » est compté depuis le gel",
    ]
    least = next(one for one in changes(report).changes if one.label == "Participants au moins" and "P26" in one.codes)
    assert [part.words.replace("\u00a0", " ") for part in least.parts] == [
        "−5 participants : l’événement « Webinaire 5 » n’est plus compté",
        "+3 participants : l’événement « Webinaire 9 » est compté depuis le gel",
    ]


def test_other_rows_with_the_same_count_are_told_too(report, camille, events):
    frozen(report, camille)
    with transaction():
        absent = came(events[0]).first()
        present = came(events[0], Mark.ABSENT).first()
        absent.mark, present.mark = Mark.PRESENT, Mark.ABSENT
    found = changes(report)
    least = next(one for one in found.changes if one.label == "Participants au moins")
    assert least.has_other_rows and (least.then, least.parts, least.others) == (least.now, (), ()) and found.words == ()


def test_a_letter_noted_late_is_told_at_its_network(report, camille):
    cercle = make.network("cercle-communicants")
    make.keep(Newsletter(network_id=cercle.id, title="Lettre 1", sent_on=make.at(f"{YEAR}-02-01 08:00").date(), recipients=10))
    frozen(report, camille)
    make.keep(Newsletter(network_id=cercle.id, title="Lettre 2", sent_on=make.at(f"{YEAR}-12-31 08:00").date(), recipients=10))
    found = next(one for one in changes(report).changes if one.label == "Lettres d’information envoyées")
    assert (found.then, found.now) == ("1", "2")
    assert found.parts[0].words.replace("\u00a0", " ") == f"+1 lettre au réseau « {cercle.name} » depuis le gel (1, puis 2)"


def test_the_date_of_freezing_is_the_instant_it_was_done(report, camille):
    at = make.now() - timedelta(days=3)
    assert frozen(report, camille, at).frozen_at == at


def test_every_figure_of_the_dictionary_can_be_frozen_and_compared(report, camille, events):
    invite(events[0])
    with transaction():
        for code in INDICATORS:
            own.keep_sentence(Draft("mdph", [{"indicator": code}], "{a}"), None, camille, make.now())
        actions.review(report, camille, make.now())
    frozen(report, camille)
    assert changes(report).changes == ()
    invite(events[0])
    invited = next(one for one in changes(report).changes if one.label == INDICATORS["invitations"].label)
    assert invited.parts[0].words.replace("\u00a0", " ") == "+1 invitation à l’événement « Webinaire 3 » depuis le gel (1, puis 2)"


def test_a_registration_that_says_another_place_is_told_even_when_as_many_places_are_counted(report, camille, events):
    with transaction():
        own.keep_sentence(Draft("mdph", [{"indicator": "departements_presents"}], "{a}"), None, camille, make.now())
        actions.review(report, camille, make.now())
    frozen(report, camille)
    with transaction():
        db.session.query(Registration).filter(Registration.event_id.in_([one.id for one in events])).update({"department_code": "33"})
    (one,) = [one for one in changes(report).changes if one.label == INDICATORS["departements_presents"].label]
    assert (one.then, one.now, one.parts, one.has_other_rows) == ("1", "1", (), True)


def test_what_stands_beside_a_value_is_told_too(report, camille, events):
    with transaction():
        events[0].attendance_closed_at = None
    frozen(report, camille)
    with transaction():
        events[0].attendance_closed_at = make.now()
        db.session.query(FrozenFigure).filter_by(indicator_code="evenements_tenus").update({"definition": "Autrefois"})
    found = changes(report)
    assert {one.label for one in found.defined_otherwise} == {"Événements tenus"} and found.moved
    told = {(name, then) for one in found.changes for name, then, _now in one.others if one.then == one.now}
    assert ("Définition", "Autrefois") in told
    assert any(name == "Détail" and "la saisie n’est pas terminée" in then for name, then in told)


def test_a_declared_figure_that_is_corrected_is_told(report, camille):
    with transaction():
        own.keep_sentence(Draft("mdph", [{"indicator": "inscriptions", "period": "year_before"}], "{a}"), None, camille, make.now())
        actions.review(report, camille, make.now())
    before = declare(camille, "120")
    frozen(report, camille)
    with transaction():
        before.withdrawn_at = make.now()
    declare(camille, "130")
    (one,) = changes(report).changes
    assert one.then.startswith("120") and one.now.startswith("130")
    (kept,) = db.session.query(FrozenFigure).filter_by(indicator_code="inscriptions", shown="120 (déclaré)")
    assert basis_of(kept).detail == "source\u00a0: Bilan papier"


def declare(account, value):
    said = {"indicator_code": "inscriptions", "year": YEAR - 1, "scope": {}, "value": value, "source": "Bilan papier"}
    return make.keep(DeclaredFigure(**said, declared_by_id=account.id, declared_at=make.now()))


def test_words_and_chapters_that_came_since_are_told(report, camille):
    with transaction():
        chapter = own.keep_chapter("Les services", None, camille, make.now())
        own.keep_sentence(Draft(chapter.public_id, [], "Première."), None, camille, make.now())
        actions.review(report, camille, make.now())
    frozen(report, camille)
    with transaction():
        own.keep_chapter("Le domicile", chapter, camille, make.now())
        own.keep_sentence(Draft("mdph", [], "Libre."), None, camille, make.now())
        db.session.query(FrozenFigure).filter_by(slot="m").update({"indicator_code": "disparu"})
    assert "ce chiffre n’existe plus" in [one.now for one in changes(report).changes]
    assert [said[1:] for said in changes(report).words] == [("Elle n’était pas dans ce bilan.", "Libre."), ("Les services", "Le domicile")]


def test_a_member_who_leaves_is_told_and_a_closed_network_has_none(report, camille):
    cercle, isolement = make.network("cercle-communicants"), make.network("isolement")
    first = make.at(f"{YEAR}-01-05 08:00").date()
    one = make.keep(Membership(network_id=cercle.id, person_id=make.person().id, joined_on=first))
    make.keep(Membership(network_id=isolement.id, person_id=make.person().id, joined_on=first))
    with transaction():
        isolement.closed_on = make.at(f"{YEAR}-09-01 08:00").date()
    frozen(report, camille)
    figures = db.session.query(FrozenFigure).filter_by(indicator_code="membres").all()
    assert {(figure.scope["reseau"][0], figure.value, figure.rows) for figure in figures} == {
        ("cercle-communicants", "1", 1),
        ("isolement", "0", 0),
        ("conseil-cnsa", "0", 0),
    }
    with transaction():
        one.left_on = first
    (left,) = changes(report).changes
    assert (left.then, left.now) == ("1", "0") and "−1 membre au réseau" in left.parts[0].words.replace("\u00a0", " ")
