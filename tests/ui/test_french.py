"""French as a person writes it."""

from app.ui import french


def test_a_line_begins_with_a_capital_and_the_rest_keeps_its_own():
    assert french.sentence("jeudi 12 mars, à La Réunion") == "Jeudi 12 mars, à La Réunion"
    assert french.sentence("") == ""
