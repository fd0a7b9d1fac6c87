"""Any order of claims, answers, cuts, deaths and gestures keeps the promises of the outbox (its specification, §6.11, 1), against a model."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import lease_queries as leases
from app.outbox import queries
from app.outbox.kinds import KINDS
from app.outbox.models import LetterState, OutboxLetter
from app.outbox.smtp import Outcome, Verdict
from app.outbox.verdicts import outcome_of
from tests import make

ONCE = [name for name, kind in KINDS.items() if kind.at_most_once]
OWNERS = st.sampled_from(["un", "deux", "trois"])
FINAL = {LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED}
IN_HAND = (LetterState.LEASED, LetterState.SENDING)


@dataclass
class Held:
    """A letter in a worker's hands, as the worker believes it to be."""

    slip: leases.Slip
    begun: bool = False


@dataclass
class Model:
    """What we know of one letter without asking the database."""

    key: str
    kind: str
    line: tuple[int, str]  # the event and the person whose letters are in order
    planned: bool
    copies: int = 0
    sent: bool = False
    released: bool = False  # after it was held back, it may come after its youngers


class Protocol(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.at = make.at("2027-03-01 09:00")
        self.held = {"un": [], "deux": [], "trois": []}
        self.model, self.number = {}, 0
        with transaction():
            db.session.query(OutboxLetter).delete()

    def teardown(self):
        self.every_letter_ends_one_day()
        with transaction():
            db.session.query(OutboxLetter).delete()

    def rows(self):
        return db.session.query(OutboxLetter).populate_existing().order_by(OutboxLetter.id).all()

    def of(self, slip):
        return self.model[slip.id]

    @rule(
        kind=st.sampled_from(["confirmation", "message", "sign_in"]),
        event_id=st.integers(1, 2),
        who=st.sampled_from("ab"),
        late=st.booleans(),
    )
    def put(self, kind, event_id, who, late):
        self.number += 1
        key, to = f"k{self.number}", f"{who}@b.example.org"
        with transaction():
            for _ in range(2):  # said twice, written once
                outbox.put(kind, to=to, key=key, at=self.at, event_id=event_id, not_before=self.at + timedelta(hours=7) if late else None)
        with transaction():
            row = db.session.query(OutboxLetter).filter_by(dedupe_key=key).one()
        self.model[row.id] = Model(key, kind, (event_id, to), late)

    @rule()
    def put_then_roll_back(self):
        outbox.put("confirmation", to="a@b.example.org", key="undone", at=self.at, event_id=1)
        db.session.rollback()

    @rule(owner=OWNERS, most=st.integers(1, 4))
    def claim(self, owner, most):
        with transaction():
            taken = leases.claim(owner, self.at, most)
        with transaction():
            rows = self.rows()
        for slip in taken:
            before = [row for row in rows if row.id < slip.id and self.model[row.id].line == self.of(slip).line]
            assert not any(self._is_in_the_way(row) for row in before), "a letter overtakes one that was decided before it"
        self.held[owner] += [Held(slip) for slip in taken]

    def _is_in_the_way(self, row):
        waits = row.state is LetterState.PENDING and (row.not_before <= self.at or row.attempts > 0)
        return waits or row.state in IN_HAND

    @rule(owner=OWNERS)
    def begin(self, owner):
        for one in [held for held in self.held[owner] if not held.begun][:1]:
            for _ in range(2):  # the answer to the commit may be lost: said again, it is still true
                with transaction():
                    one.begun = leases.begin(one.slip, owner)
                assert one.begun

    @rule(owner=OWNERS, outcome=st.sampled_from([*Outcome]))
    def answer(self, owner, outcome):
        for one in [held for held in self.held[owner] if held.begun][:1]:
            self.held[owner].remove(one)
            self.of(one.slip).copies += outcome in (Outcome.ACCEPTED, Outcome.UNCERTAIN)
            values = outcome_of(one.slip, Verdict(outcome, 250), self.at, lambda: 1.0)
            with transaction():
                assert leases.settle(one.slip, owner, LetterState.SENDING, values)
            with transaction():  # a late word of the same worker changes nothing any more
                assert not leases.settle(one.slip, owner, LetterState.SENDING, {"state": LetterState.PENDING})
                assert not leases.begin(one.slip, owner)
            self.of(one.slip).sent |= outcome is Outcome.ACCEPTED

    @rule(owner=OWNERS)
    def give_back(self, owner):
        """The channel closes: what was not begun goes back freely."""
        for one in [held for held in self.held[owner] if not held.begun]:
            self.held[owner].remove(one)
            with transaction():
                assert leases.settle(one.slip, owner, LetterState.LEASED, {"state": LetterState.PENDING})

    @rule(owner=OWNERS, delivered=st.booleans())
    def die(self, owner, delivered):
        dead, self.held[owner] = self.held[owner], []
        for one in dead:
            self.of(one.slip).copies += one.begun and delivered
        with transaction():
            leases.take_back(owner, ONCE)
        for one in dead:  # it was only asleep: what it believes is worth nothing now
            with transaction():
                assert not leases.settle(
                    one.slip, owner, LetterState.SENDING if one.begun else LetterState.LEASED, {"state": LetterState.SENT}
                )
                assert not leases.begin(one.slip, owner)

    @rule(last=st.booleans())
    def hold_or_release(self, last):
        with transaction():
            rows = [row for row in self.rows() if row.state in (LetterState.PENDING, LetterState.HELD)]
            for row in rows[-1:] if last else rows[:1]:
                if row.state is LetterState.PENDING:
                    assert queries.hold_if_waiting(row)
                else:
                    assert queries.release_if_held(row, self.at)
                    self.model[row.id].released = True

    @rule(minutes=st.sampled_from([1, 15, 300]))
    def wait(self, minutes):
        self.at += timedelta(minutes=minutes)

    @invariant()
    def promises_hold(self):
        with transaction():
            rows = self.rows()
        assert {row.dedupe_key for row in rows} == {
            one.key for one in self.model.values()
        }  # nothing lost, nothing from what was rolled back
        owned = [one.slip.id for owner in self.held for one in self.held[owner]]
        assert len(owned) == len(set(owned))  # one owner at a time
        for row in rows:
            model = self.model[row.id]
            assert model.copies <= row.sends <= leases.MOST_SENDS
            assert model.copies <= 1 + row.uncertain and (model.copies <= 1 or model.kind not in ONCE)
            assert not model.sent or row.state is LetterState.SENT  # nothing leaves "sent"
            assert (row.state in IN_HAND) == (row.id in owned) == (row.lease_owner is not None)
            assert row.state in FINAL or row.state in (LetterState.PENDING, LetterState.HELD) or row.id in owned
            assert row.state is not LetterState.DEAD or row.last_error or row.attempts >= 1  # given up is shown with a reason

    def every_letter_ends_one_day(self):
        """Nobody is blocked for ever: with a server that takes everything, all leaves but what is held back."""
        for owner in self.held:
            with transaction():
                leases.take_back(owner, ONCE)
        for _ in range(4 * len(self.model) + 4):
            self.at += timedelta(hours=8)
            with transaction():
                for slip in leases.claim("dernier", self.at):
                    assert leases.begin(slip, "dernier")
                    assert leases.settle(
                        slip, "dernier", LetterState.SENDING, outcome_of(slip, Verdict(Outcome.ACCEPTED, 250), self.at, lambda: 1.0)
                    )
        with transaction():
            assert all(row.state in FINAL or row.state is LetterState.HELD for row in self.rows())


Protocol.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    database=None,
    derandomize=True,  # the same orders each time: what fails here fails on every machine
)
TestProtocol = Protocol.TestCase
