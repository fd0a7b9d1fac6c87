"""Secrets derived from rows: each for its purpose, none by chance, and through a change of key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.links import absolute, new_nonce, new_public_id, proof, proves, secret_address, split_token

FACTS = st.lists(st.text(max_size=20) | st.integers(), min_size=1, max_size=4)


def test_public_names_are_26_letters_and_never_twice_the_same():
    names = {new_public_id() for _ in range(2000)}
    assert len(names) == 2000
    assert all(len(name) == 26 and name.isalnum() and name == name.lower() for name in names)
    assert len(new_nonce()) == 43


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_a_proof_proves_its_facts_for_its_purpose_and_nothing_else(app, facts):
    with app.app_context():
        given_proof = proof("participant", *facts)
        assert proves(given_proof, "participant", *facts)
        assert not proves(given_proof, "invitation", *facts)
        assert not proves(given_proof, "participant", *facts, 1)


@settings(max_examples=200, deadline=None)
@given(FACTS, FACTS)
def test_different_facts_never_share_a_proof(app, one, other):
    with app.app_context():
        same = [str(fact) for fact in one] == [str(fact) for fact in other]
        assert (proof("p", *one) == proof("p", *other)) is same


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p[:-1],
        lambda p: p + "A",
        lambda p: "",
        lambda p: p.swapcase(),
        lambda p: p[1:] + p[0],
        lambda p: p + "\ud800",
        lambda p: "é" * 43,
    ],
)
def test_near_misses_prove_nothing(spoil):
    assert not proves(spoil(proof("participant", "abc", 1)), "participant", "abc", 1)


def test_every_letter_of_a_proof_counts():
    true = proof("participant", "abc", 1)
    for place in range(len(true)):
        other = "A" if true[place] != "A" else "B"
        assert not proves(true[:place] + other + true[place + 1 :], "participant", "abc", 1)


def test_a_new_version_revokes_the_links_before_it():
    assert not proves(proof("participant", "abc", 1), "participant", "abc", 2)


def test_links_survive_a_change_of_key_as_long_as_the_old_one_is_kept(app, monkeypatch):
    old, true = app.config["SECRET_KEY"], proof("participant", "abc")
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key, long enough to be taken")
    assert not proves(true, "participant", "abc")
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert proves(true, "participant", "abc")
    assert proof("participant", "abc") != true


def test_links_are_built_from_the_setting_and_never_from_the_request(app):
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert absolute("ui.help") == "http://localhost/aide"


def test_the_token_of_a_link_is_the_name_and_the_proof():
    name = new_public_id()
    address = secret_address("accounts.open_link", "connexion", name, "nonce")
    found, given_proof = split_token(address.rpartition("/")[2])
    assert found == name and proves(given_proof, "connexion", name, "nonce")
    assert split_token("") == ("", "")


def test_facts_that_read_alike_once_joined_do_not_prove_each_other():
    assert not proves(proof("essai", "a", "b"), "essai", "a|b")
    assert not proves(proof("essai", "a|1:b"), "essai", "a", "b")
    assert not proves(proof("essai", "ab", "c"), "essai", "a", "bc")
