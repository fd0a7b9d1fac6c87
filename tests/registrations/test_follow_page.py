"""The page of one event puts first what matters first, and tells each thing once, in French."""

import re
from datetime import timedelta

from app.core import clock
from app.invitations.models import Invitation, Purpose, Sending
from tests import make


def address(event, path=""):
    return f"/gestion/evenements/{event.public_id}{path}"


def test_the_line_of_steps_stands_before_the_tabs_and_its_actions(client, camille, event):
    make.sign_in(client, camille)
    page = client.get(address(event)).text
    places = [page.index(words) for words in ("<h1>", 'class="steps"', 'class="tabs"', 'class="acts"', "<h2")]
    assert places == sorted(places)


def test_what_is_rare_is_folded_and_only_one_action_is_the_main_one(client, camille, event):
    make.sign_in(client, camille)
    page = client.get(address(event)).text
    folded = page[page.index('<details class="more">') : page.index("</details>")]
    assert "Annuler l’événement" in folded and "Dupliquer" in folded and "Reporter" in folded
    head = page[page.index('class="acts"') : page.index('<details class="more">')]
    assert len(re.findall(r'class="fr-btn"', head)) <= 1


def test_those_just_invited_are_not_pressed(client, camille, event):
    make.keep(Invitation(event_id=event.id, person_id=make.person("Inès", "Baron").id, invited_at=clock.now()))
    sending = make.keep(
        Sending(event_id=event.id, purpose=Purpose.INVITATION, people=[1], total=1, done=1, asked_by_id=camille.id, asked_at=clock.now())
    )
    make.sign_in(client, camille)
    assert "Relancer" not in client.get(address(event)).text
    sending.asked_at = clock.now() - timedelta(days=3)
    make.keep(sending)
    assert "Relancer 1\u00a0personne" in client.get(address(event)).text


def test_letters_to_come_and_letters_gone_share_one_tab(client, camille, event):
    make.sign_in(client, camille)
    for path, here in (("/lettres-prevues", "Prévus"), ("/courriers", "Partis")):
        page = client.get(address(event, path)).text
        tabs = page[page.index('class="tabs"') : page.index("</nav>", page.index('class="tabs"'))]
        assert tabs.count(">Courriels<") == 1
        assert re.search(f'aria-current="page">{here}<', page)


def test_every_page_of_an_event_has_its_head_and_stands_under_the_calendar(client, camille, event):
    make.sign_in(client, camille)
    for path in ("", "/personnes", "/invitations", "/lettres-prevues", "/courriers", "/presences", "/satisfaction", "/exports"):
        page = client.get(address(event, path)).text
        assert page.count('aria-label="Pages de l’événement"') == 1, path
        assert re.search(r'aria-current="page">Calendrier<', page), path


def test_a_line_begins_with_a_capital(client, camille, event):
    make.sign_in(client, camille)
    page = client.get(address(event)).text
    line = re.search(r'<p class="muted">(\w+) \d', page)
    assert line and line[1][0].isupper()
