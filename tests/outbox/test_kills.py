"""Workers killed at random moments by bench/kill.py, in short; and the same with the protocol broken on purpose, which it must see.

The long form, a few hundred kills on both databases with one worker and with three, is run by hand: bench/README.md has its counts.
"""

import os
import subprocess
import sys

import pytest

from config import BadSettings, settings
from tests.outbox.test_deaths import ROOT

pytestmark = pytest.mark.slow


def _expect_to_differ(request, broken):
    """Only the lock is not the same on the two databases: the other controls are run once, on SQLite."""
    if request.config.getoption("--database") == "postgresql" and broken != "TEST_SKIP_LOCK":
        pytest.skip("the same on both databases, run on SQLite")


@pytest.fixture
def kill(request):
    engine = request.config.getoption("--database")

    def kill(**asked):
        options = [part for name, value in asked.items() for part in (f"--{name}", str(value))]
        order = [sys.executable, "-W", "ignore", "-m", "bench.kill", "--engine", engine, *options]
        return subprocess.run(order, check=False, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=240)

    return kill


@pytest.mark.parametrize("workers", [1, 3])
def test_no_letter_is_lost_invented_or_repeated_without_a_reason(kill, workers):
    done = kill(workers=workers, kills=10, seed=7)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost 0, invented 0, out of order 0, same Message-ID" in done.stdout and "10 kills" in done.stdout


@pytest.mark.parametrize(
    ("broken", "workers", "kills", "seen"),
    [
        ("TEST_SKIP_LOCK", 2, 0, "copies without a doubt"),
        ("TEST_MARK_FIRST", 1, 20, "lost"),
        ("TEST_NEW_MESSAGE_ID", 1, 1, "copies with another Message-ID"),
    ],
)
def test_the_same_program_sees_a_protocol_broken_on_purpose(request, kill, broken, workers, kills, seen):
    """Otherwise it would prove nothing. Deaths are random: on a busy machine a score of them may all miss the moment, three scores don't."""
    _expect_to_differ(request, broken)
    for seed in (7, 8, 9):
        done = kill(workers=workers, kills=kills, seed=seed, **{"break": broken})
        if done.returncode:
            break
    assert done.returncode == 1 and f"'{seen}'" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("broken", "suite", "chosen"),
    [
        ("TEST_SKIP_LOCK", "test_deaths.py", "late_worker_cannot_write_over"),
        ("TEST_SKIP_LOCK", "test_order.py", "two_workers_at_once"),
        ("TEST_MARK_FIRST", "test_deaths.py", "a_death_loses_nothing and after_sending"),
        ("TEST_NEW_MESSAGE_ID", "test_deaths.py", "a_death_loses_nothing and after_250"),
    ],
)
def test_the_suites_of_deaths_and_of_races_see_it_too(request, broken, suite, chosen):
    _expect_to_differ(request, broken)
    engine = request.config.getoption("--database")
    order = [sys.executable, "-m", "pytest", "-xv", "--tb=short", "--database", engine, f"tests/outbox/{suite}", "-k", chosen]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {"ENV": "test"}
    whole = subprocess.run(order, check=False, cwd=ROOT, env=environ | {broken: "1"}, capture_output=True, text=True, timeout=120)
    assert whole.returncode == 1 and "1 failed" in whole.stdout, whole.stdout[-2000:] + whole.stderr[-500:]


@pytest.mark.parametrize("name", ["FAILPOINT", "TEST_SKIP_LOCK", "TEST_MARK_FIRST", "TEST_NEW_MESSAGE_ID"])
def test_what_breaks_the_protocol_exists_in_tests_only(name):
    for environment in ("development", "test"):
        assert bool(settings({"ENV": environment, name: "1"})[name]) is (environment == "test")
    safe = {"ENV": "production", "SECRET_KEY": "k" * 40, "BASE_URL": "https://x.example", "DATABASE_URL": "sqlite:///x"}
    safe |= {"SMTP_URL": "smtp://x", "MAIL_FROM": "a@x.example", "MAIL_BOUNCES": "b@x.example", "MAILBOX_URL": "dir:/tmp/x"}
    assert not settings(safe)[name]
    with pytest.raises(BadSettings, match=name):
        settings(safe | {name: "1"})
