"""Documents to write: an ordinary one, and one with all that a file could take for its own marks."""

from datetime import UTC, datetime

from app.core.paper import Bars, Heading, Note, Paper, Table, Words

AT = datetime(2027, 2, 3, 8, 30, tzinfo=UTC)
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
HOSTILE = (
    "#panic(1) #sys.inputs *gras* _it_ $x^2$ `raw` <note-1> @note-1 = titre // commentaire \\u{41} [contenu]",
    '</w:t></w:r><script>alert(1)</script> & "guillemets" <!-- --> ]]> <?xml ?> &lt; {{ 7 * 7 }} {% raw %}',
    "emoji 😀🏳️‍🌈, ideograms 日本, עברית, العربية, combining e\u0301, \u200b\u202e retourné \u202c, NUL \x00, half \ud800",
    "x" * 10_000,
    "mot " * 2_500,
)


def ordinary(mark="BROUILLON"):
    figures = Table(
        "Les chiffres",
        ("Note", "Chiffre", "Valeur"),
        (("1", "Personnes", "1\u202f652"), ("2", "Taux", "80,5\u202f%")),
        (10, 60, 30),
        frozenset({2}),
        notes=(1, 2),
    )
    digests = Table("Empreintes", ("Note", "Empreinte"), (("1", "ab" * 32),), (10, 90), code=frozenset({1}))
    blocks = (
        Words(("Comment lire ce document.",), "small"),
        Heading("Le réseau des départements"),
        Words((Note("1\u202f652", 1), " professionnels\u00a0; ", Note("80,5\u202f%", 2), " des participants, et ", Note("onze", 99), ".")),
        Bars(
            "Événements, mois par mois",
            tuple(zip(MONTHS, (3, 0, 1, 2, 5, 8, 0, 0, 4, 4, 1, 1200), strict=True)),
            "événements",
            "Mois",
            is_along=True,
        ),
        Bars("Participants", (("1er mars – Webinaire", 12), ("2 avril – Journée", 0)), "participants", "Événement"),
        Heading("Une précision", 2),
        Words(("Plus de détails.",)),
        Heading("Annexe 1. Les chiffres", begins_page=True),
        figures,
        digests,
    )
    return Paper(
        title="Bilan 2027",
        subtitle="L’activité",
        author="Organisme d’essai",
        at=AT,
        blocks=blocks,
        facts=(("Version", "1"),),
        mark=mark,
        foot="Bilan 2027, version 1",
        subject="Un bilan d’essai",
        leaf=("BILAN", "2027"),
    )


def hostile(words):
    """These words everywhere that words may stand."""
    table = Table(words, (words, words), ((words, words),), (50, 50), frozenset({1}), frozenset({0}), notes=(1,))
    drawn = (
        Bars(words, tuple((f"{at} {words}"[:300], at) for at in range(4)), words[:20], words),
        Bars(words, tuple(zip(MONTHS, range(12), strict=True)), words[:20], words[:20], is_along=True),
    )
    blocks = (Heading(words), Words((words, Note(words, 1), words)), *drawn, Heading(words, 2), table)
    return Paper(words, words, words, AT, blocks, ((words, words),), words[:40], words[:40], words, ("BILAN", "2027"))
