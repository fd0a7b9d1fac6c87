"""Drawings: what is longer is longer, nothing is drawn of what is not known, and nobody writes in them."""

import re
from xml.etree import ElementTree

from app.ui.charts import Line, lines, overlaid, stacked


def parts(drawing):
    """The fill and the width of each rectangle, in their order."""
    return [(int(fill), float(wide)) for fill, wide in re.findall(r'chart__part--(\d)" x="[\d.]+%" y="\d+" width="([\d.]+)%"', drawing)]


def words(drawing):
    return [text.text for text in ElementTree.fromstring(drawing).iter() if text.tag.endswith("text") and "short" not in text.get("class")]


def test_counts_stand_end_to_end_and_their_sum_is_said():
    drawn = stacked([("janv.", (3, 0, 1)), ("févr.", (1, 0, 0)), ("mars", (0, 0, 0))], "Événements")
    widths = parts(drawn)
    assert [fill for fill, _ in widths] == [0, 2, 0]
    assert abs(widths[0][1] - 3 * widths[1][1]) < 0.05
    assert abs(widths[1][1] - widths[2][1]) < 0.05
    assert words(drawn) == ["janv.", "3", "1", "4", "févr.", "1", "mars"]


def test_what_is_not_known_is_said_and_not_drawn():
    drawn = lines([Line("Participants", (12, None), ("12", "non connu"))], "Deux cycles")
    assert len(parts(drawn)) == 1
    assert words(drawn) == ["Participants", "12", "non connu"]


def test_without_a_scale_each_line_has_its_own():
    drawn = parts(lines([Line("Un", (2, 1), ("2", "1")), Line("Deux", (200, 50), ("200", "50"))], "Deux cycles"))
    assert drawn[0][1] == drawn[2][1]
    assert abs(drawn[1][1] - drawn[0][1] / 2) < 0.05


def test_a_part_is_never_longer_than_its_whole():
    drawn = parts(overlaid([("Un", 12, 10, "12 sur 10")], "Présents"))
    assert drawn[0] == (1, drawn[1][1])


def test_a_drawing_says_what_it_is_and_escapes_names():
    drawn = lines([Line("<script>alert(1)</script>", (1,), ("1",))], 'Un "dessin"')
    svg = ElementTree.fromstring(drawn)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == 'Un "dessin"'
    assert "<script>" not in drawn
    assert "style=" not in drawn


def test_nothing_to_draw_is_an_empty_drawing():
    assert parts(stacked([], "Rien")) == parts(lines([], "Rien")) == parts(overlaid([], "Rien")) == []


def test_long_words_after_a_bar_leave_room_for_themselves():
    short = parts(lines([Line("Un", (1,), ("1",))], "x"))[0][1]
    long = parts(lines([Line("Un", (1,), ("1 sur 1 000 000",))], "x"))[0][1]
    assert long < short
