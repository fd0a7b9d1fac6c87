"""Cleaning at the boundary, tried on thousands of texts that nobody would type, and on some that somebody does."""

import unicodedata
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core import text as text_module
from app.core.text import canonical_email, clean_line, clean_text, has_letter, searchable, slug_of

pytestmark = pytest.mark.once

NASTY = st.text(st.characters() | st.sampled_from("\x00\t\r\n\x85\u200b\u202e\u2066\ufeff\u2028\u0301\u00adﬁÅ=?<>'\"\\"), max_size=60)
tries = settings(max_examples=300, deadline=None)


@tries
@given(NASTY)
def test_clean_text_holds_nothing_invisible_or_commanding(text):
    clean = clean_text(text)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} for c in clean)
    assert not set(clean) & set("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u2028\u2029")


@tries
@given(NASTY)
@example("e\u200b\u0301")
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@tries
@given(NASTY)
@example("e\u200b\u0301")
def test_clean_text_is_composed(text):
    assert unicodedata.is_normalized("NFC", clean_text(text))


@tries
@given(NASTY)
def test_a_line_is_one_line(text):
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() and "  " not in line


@tries
@given(NASTY)
def test_what_one_searches_and_what_stands_in_an_address_is_plain(text):
    assert set(searchable(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert set(slug_of(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and 0 < len(slug_of(text)) <= 60


@tries
@given(NASTY | st.emails())
def test_a_canonical_address_is_its_own_canonical_form(text):
    found = canonical_email(text)
    assert found is None or (canonical_email(found) == found and found.isprintable() and found.count("@") >= 1 and len(found) <= 254)


@pytest.mark.parametrize(
    "typed, kept",
    [
        (" Camille.Roussel@CNSA.Example.ORG ", "camille.roussel@cnsa.example.org"),
        ("o'brien+agenda@departement.example.org", "o'brien+agenda@departement.example.org"),
        ("a" * 64 + "@x.example.org", "a" * 64 + "@x.example.org"),
        ("elu@mairie-évian.fr", "elu@xn--mairie-vian-hbb.fr"),
        ("\u200bada@x.example.org", "ada@x.example.org"),
    ],
)
def test_odd_but_true_addresses_are_kept(typed, kept):
    assert canonical_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@x.fr",
        "a b@x.fr",
        "a@x",
        "a@x.fr\nBcc: b@x.fr",
        "a" * 65 + "@x.fr",
        "a@" + "x" * 300 + ".fr",
        "a@x..fr",
        "a@[1.2.3.4]",
        "élodie.marchand@mdph-14.example.org",
    ],
)
def test_what_is_no_address_is_none(typed):
    assert canonical_email(typed) is None


def test_words_are_kept_as_they_were_meant():
    assert clean_line("  Élodie\t D’Été \n") == "Élodie D’Été"
    assert clean_text("un\r\ndeux\u2028trois  \n\n") == "un\ndeux\ntrois"
    assert clean_text("avant\taprès") == "avant après"
    assert searchable("Élodie D’Été Œuvre") == "elodie d ete oeuvre"


@pytest.mark.parametrize("name, is_one", [("李", True), ("محمد", True), ("…", False), ("123", False), ("", False)])
def test_a_name_has_a_letter_in_any_alphabet(name, is_one):
    assert has_letter(name) is is_one


@pytest.mark.parametrize("mountain", ["\u0315\u0300", "\u0315\u200b\u0300", "\u0f73\u0300"])
@pytest.mark.parametrize("clean", [clean_text, clean_line, searchable, canonical_email])
def test_a_letter_under_a_mountain_of_accents_costs_nothing(clean, mountain):
    """T29: putting them in order takes the square of their number, before any length is checked."""
    begun = process_time()
    clean("a" + mountain * 70_000)
    assert process_time() - begun < 2


def test_letters_of_many_signs_stay_whole():
    for word in ("Nguyễn", "e\u0301lodie", "שִׁלּוֹ", "ก็", "Ǖ"):
        assert unicodedata.normalize("NFC", word) == clean_line(word)


def test_the_short_way_of_cleaning_says_what_the_long_way_says():
    """What is typed in French is not looked at letter by letter: nothing of it could have been taken out or composed."""
    plain = "".join(chr(code) for code in range(0x2100) if text_module._PLAIN.fullmatch(chr(code)))
    assert (
        "é" in plain and "’" in plain and "\u00a0" in plain and not set(plain) & (text_module._INVISIBLE | {"\r", "\x0b", "\x85", "\u2028"})
    )
    assert text_module._composed(plain) == plain
    assert all(text_module._composed(a + b) == a + b for a in plain for b in ("a", "é", "’"))
