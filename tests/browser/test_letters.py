"""A letter on the screen of a small phone."""

from app.outbox import paper
from app.outbox.letter import Button, Letter, Signature
from tests.browser.watch import overflows


def test_no_address_however_long_makes_a_letter_wider_than_the_phone(app, browse):
    address = "evenementsdudepartement.hautsdefrance@departementterritoire.example.org"  # no hyphen to break after
    letter = Letter(
        subject="Votre inscription",
        to_name="Élodie",
        heading=f"Atelier {'x' * 60}",
        paragraphs=("Bonjour Élodie,", address),
        facts=(("Où", address), ("Lien de connexion", "https://visio.example.org/" + "salle" * 20)),
        button=Button("Voir ou modifier mon inscription", "https://rencontres.example.org/"),
        closing=(f"Ajoutez {address} à vos contacts.",),
        signature=Signature("Camille Roussel", address),
    )
    page = browse(width=320)
    page.set_content(paper.html(letter))
    assert not overflows(page)
