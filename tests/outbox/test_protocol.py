"""Any order of claims, answers, cuts and deaths keeps the promises of the outbox."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import lease_queries as leases
from app.outbox.kinds import KINDS
from app.outbox.models import LetterState, OutboxLetter
from app.outbox.smtp import Outcome, Verdict
from app.outbox.verdicts import outcome_of
from tests import make

ONCE = [name for name, kind in KINDS.items() if kind.at_most_once]
OWNERS = st.sampled_from(["un", "deux"])
FINAL = {LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED}


@dataclass
class Held:
    slip: leases.Slip
    begun: bool = False


class Protocol(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.at = make.at("2027-03-01 09:00")
        self.held = {"un": [], "deux": []}
        self.copies, self.put_keys, self.sent = {}, set(), set()
        with transaction():
            db.session.query(OutboxLetter).delete()

    def teardown(self):
        with transaction():
            db.session.query(OutboxLetter).delete()

    def rows(self):
        return db.session.query(OutboxLetter).populate_existing().all()

    @rule(n=st.integers(1, 5), kind=st.sampled_from(["confirmation", "message"]))
    def put(self, n, kind):
        with transaction():
            outbox.put(kind, to="a@b.example.org", key=f"{kind}-{n}", at=self.at)
        self.put_keys.add(f"{kind}-{n}")

    @rule(n=st.integers(6, 9))
    def put_then_roll_back(self, n):
        outbox.put("confirmation", to="a@b.example.org", key=f"confirmation-{n}", at=self.at)
        db.session.rollback()

    @rule(owner=OWNERS, most=st.integers(1, 3))
    def claim(self, owner, most):
        with transaction():
            self.held[owner] += [Held(slip) for slip in leases.claim(owner, self.at, most)]

    @rule(owner=OWNERS)
    def begin(self, owner):
        for one in self.held[owner]:
            if not one.begun:
                with transaction():
                    one.begun = leases.begin(one.slip, owner)
                assert one.begun
                return

    @rule(owner=OWNERS, outcome=st.sampled_from([*Outcome]))
    def answer(self, owner, outcome):
        for one in [held for held in self.held[owner] if held.begun][:1]:
            self.held[owner].remove(one)
            if outcome in (Outcome.ACCEPTED, Outcome.UNCERTAIN):
                self.copies[one.slip.id] = self.copies.get(one.slip.id, 0) + 1
            values = outcome_of(one.slip, Verdict(outcome, 250), self.at, lambda: 1.0)
            with transaction():
                assert leases.settle(one.slip, owner, LetterState.SENDING, values)
            if outcome is Outcome.ACCEPTED:
                self.sent.add(one.slip.id)

    @rule(owner=OWNERS, delivered=st.booleans())
    def die(self, owner, delivered):
        for one in self.held[owner]:
            if one.begun and delivered:
                self.copies[one.slip.id] = self.copies.get(one.slip.id, 0) + 1
        self.held[owner] = []
        with transaction():
            leases.take_back(owner, ONCE)

    @precondition(lambda self: self.put_keys)
    @rule()
    def wait(self):
        self.at += timedelta(hours=5)

    @invariant()
    def promises_hold(self):
        with transaction():
            rows = self.rows()
        assert {row.dedupe_key for row in rows} == self.put_keys  # nothing is lost, nothing comes from what was rolled back
        owned = [one.slip.id for owner in self.held for one in self.held[owner]]
        assert len(owned) == len(set(owned))  # one owner at a time
        for row in rows:
            copies = self.copies.get(row.id, 0)
            assert copies <= row.sends <= leases.MOST_SENDS
            if row.kind in ONCE:
                assert copies <= 1
            assert (row.id in self.sent) <= (row.state is LetterState.SENT)  # nothing leaves "sent"
            assert (row.state in (LetterState.LEASED, LetterState.SENDING)) == (row.id in owned)
            assert row.state in FINAL or row.state is LetterState.PENDING or row.id in owned  # nothing is stuck


Protocol.TestCase.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=[*HealthCheck], database=None
)
TestProtocol = Protocol.TestCase
