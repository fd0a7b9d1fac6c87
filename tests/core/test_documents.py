"""One document in five files, each opened by a reader that did not write it."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree
from odfdo import Document as Odf

from app.core import documents
from app.core.drawing import shortened
from app.core.paper import Bars, Words
from app.core.paper_pdf import UNKNOWN
from tests.core.papers import HOSTILE, hostile, ordinary
from tests.paper import Paper as Read
from tests.pdf import Pdf, string, words

pytestmark = pytest.mark.once

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order in which Word wants what an element holds (ECMA-376, part 1): it calls a file broken otherwise.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing w kern position sz szCs highlight u shd vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr tblStylePr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "pBdr": "top left bottom right between",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}


def written(format, paper=None):
    return documents.write(paper or ordinary(), format)


def parts(content):
    """The files of an archive; those of XML are read as such."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml(content):
    return {name: etree.fromstring(one) for name, one in parts(content).items() if name.endswith((".xml", ".rels"))}


@pytest.mark.parametrize("format", documents.FORMATS)
def test_the_same_document_makes_the_same_bytes(format):
    assert written(format) == written(format)
    assert written(format) != written(format, replace(ordinary(), title="Autre"))


@pytest.mark.parametrize("format", documents.FORMATS)
@pytest.mark.parametrize("said", HOSTILE, ids=["typst", "xml", "signs", "long word", "long text"])
def test_words_are_only_words(format, said, tmp_path):
    content = written(format, hostile(said))
    if format == "pdf":
        shown = words(content, tmp_path)
        assert "retourné" in shown if "retourné" in said else said[:8] in shown
        assert Pdf(content).tagged("TH")
    elif format in ("docx", "odt"):
        assert all(tree is not None for tree in xml(content).values())
        shown = "".join(xml(content)["word/document.xml" if format == "docx" else "content.xml"].itertext())
        assert said[:8] in shown
    else:
        shown = content.decode()
    assert "\x00" not in shown and "\u202e" not in shown
    if format == "html":
        assert "<script>" not in shown


def test_a_pdf_is_tagged_titled_and_in_french():
    pdf = Pdf(written("pdf"))
    assert "/Lang(fr-FR)" in pdf.catalog and "/MarkInfo<</Marked true" in pdf.catalog and "/StructTreeRoot" in pdf.catalog
    assert "/DisplayDocTitle true" in pdf.catalog and "/Outlines" in pdf.catalog
    said = etree.fromstring(pdf.properties.encode())
    assert said.findtext(".//{http://www.aiim.org/pdfua/ns/id/}part") == "1"
    about = "".join(said.find(".//{http://purl.org/dc/elements/1.1/}title").itertext())
    assert about == "Bilan 2027 – brouillon" and "Organisme d’essai" in pdf.properties and "2027-02-03T08:30:00" in pdf.properties


def test_the_tags_of_a_pdf_are_those_that_its_readers_expect():
    pdf = Pdf(written("pdf"))
    kinds = [kind for kind, _ in pdf.tags]
    assert kinds.count("Title") == 1 and kinds.count("H1") == 3 and kinds.count("H2") == 1
    assert not any(pdf.inside(one) for one in (*pdf.tagged("H1"), *pdf.tagged("H2")))  # a title is words, not a paragraph
    tables = pdf.tagged("Table")
    assert len(tables) == 4
    for table in tables:
        assert [re.search(r"/S\s*/(\w+)", one)[1] for one in pdf.inside(table) if "/S/Caption" not in one] == ["THead", "TBody"]
    assert len(pdf.tagged("TH")) == 13 + 2 + 3 + 2 and all("/Scope/Column" in one for one in pdf.tagged("TH"))
    (figure,) = pdf.tagged("Figure")
    assert string(figure, "Alt").startswith(
        "Diagramme en barres\u00a0: Événements, mois par mois. Le plus haut\u00a0: déc., 1\u202f200 événements."
    )
    links = pdf.of("/Subtype/Link")
    assert len(links) == 2 + 2 and all("/Contents" in one and "/StructParent" in one for one in links)
    # Every page says its order of reading, and every letter has its form inside the file and its meaning.
    assert all("/Tabs/S" in one for one in pdf.of("/Type/Page/")) and pdf.of("/Type/Page/")
    fonts = pdf.of("/Type/Font/Subtype/Type0")
    assert fonts and all("/ToUnicode" in one for one in fonts) and all("/FontFile" in one for one in pdf.of("/Type/FontDescriptor"))


def test_a_pdf_is_made_of_the_fonts_that_typst_carries():
    names = {re.search(r"/BaseFont/\w+\+(\w+)", one)[1] for one in Pdf(written("pdf")).of("/Subtype/Type0")}
    assert names and all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in names)


def test_a_pdf_reads_in_order_with_its_spaces_and_its_pages(tmp_path):
    shown = words(written("pdf"), tmp_path)
    assert "1 652" in shown and "80,5 %" in shown and {"\u202f", "\u00a0"} <= Pdf(written("pdf")).signs
    assert shown.index("Bilan 2027") < shown.index("BROUILLON") < shown.index("Sommaire") < shown.index("Comment lire")
    assert re.search(r"Page\s1 / 2", shown) and re.search(r"Page\s2 / 2", shown)
    assert shown.count("BROUILLON") == 2  # on the first page, and at the head of the second
    assert "BROUILLON" not in words(written("pdf", ordinary(mark="")), tmp_path)


def test_signs_that_no_font_has_are_shown_as_such(tmp_path):
    shown = words(written("pdf", replace(ordinary(), title="Bilan 😀 日")), tmp_path)
    assert f"Bilan {UNKNOWN} {UNKNOWN}" in shown


def test_a_word_document_is_read_by_another():
    found = docx.Document(io.BytesIO(written("docx")))
    said = [(one.style.name, one.text) for one in found.paragraphs]
    assert (
        ("Title", "Bilan 2027") in said and ("Heading 1", "Le réseau des départements") in said and ("Heading 2", "Une précision") in said
    )
    assert ("Normal", "1\u202f652[1] professionnels\u00a0; 80,5\u202f%[2] des participants, et onze.") in said
    assert ("Mention", "BROUILLON") in said
    properties = found.core_properties
    assert (properties.title, properties.author, properties.language) == ("Bilan 2027 – brouillon", "Organisme d’essai", "fr-FR")
    assert properties.created.isoformat().startswith("2027-02-03T08:30:00")
    figures = found.tables[2]
    assert [cell.text for cell in figures.rows[0].cells] == ["Note", "Chiffre", "Valeur"]
    assert [cell.text for cell in figures.rows[1].cells] == ["1", "Personnes", "1\u202f652"]
    foot = found.sections[0].footer.paragraphs[0]
    assert foot.text == "Organisme d’essai\tPage  / " and [one.get(f"{W}instr").strip() for one in foot._p.iter(f"{W}fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_a_word_document_says_what_readers_of_screens_ask():
    tree = xml(written("docx"))
    body, styles = tree["word/document.xml"], tree["word/styles.xml"]
    tables = body.findall(f".//{W}tbl")
    assert len(tables) == 4 and all(one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in tables)
    assert all(one.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") for one in tables)
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "fr-FR"
    drawings = [one for one in body.iter() if etree.QName(one).localname == "docPr"]
    assert len(drawings) == 2 and all(one.get("descr").startswith("Diagramme en barres") for one in drawings)
    headings = [one for one in styles.findall(f"{W}style") if one.get(f"{W}styleId", "").startswith("Heading")]
    assert len(headings) == 2 and all(one.find(f"{W}pPr/{W}keepNext") is not None for one in headings)


@pytest.mark.parametrize("paper", [ordinary(), hostile(HOSTILE[1])], ids=["ordinary", "hostile"])
def test_a_word_document_is_in_the_order_that_word_wants(paper):
    content = written("docx", paper)
    seen, files = set(), parts(content)
    for tree in xml(content).values():
        for element in tree.iter(f"{W}*"):
            name = etree.QName(element).localname
            if name in ORDERS:
                order, held = ORDERS[name].split(), [etree.QName(one).localname for one in element]
                assert {*held} <= {*order}, f"{name}: {held}"
                assert [order.index(one) for one in held] == sorted(order.index(one) for one in held), f"{name}: {held}"
                seen.add(name)
    assert seen == {*ORDERS}
    body = etree.fromstring(files["word/document.xml"])
    names = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len({*names}) and {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")} <= {*names}
    numbers = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len({*numbers})
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(files["word/styles.xml"]).iter(f"{W}style")}
    used = {one.get(f"{W}val") for one in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= styles
    named = [one.get(f"{W}val") for one in etree.fromstring(files["word/styles.xml"]).iter(f"{W}name")]
    assert named and not any("," in one for one in named)  # Word cuts a name at its comma, and has two styles of one name
    for tag in re.findall(rb'Target="([^"]+)"', files["word/_rels/document.xml.rels"]):
        assert f"word/{tag.decode()}" in files


def test_a_libreoffice_document_is_read_by_another():
    content = written("odt")
    assert content[30:38] == b"mimetype" and content[38:77] == b"application/vnd.oasis.opendocument.text"
    found = Odf(io.BytesIO(content))
    titles = [(int(one.level), str(one.inner_text)) for one in found.body.headers]
    assert titles == [(1, "Le réseau des départements"), (2, "Une précision"), (1, "Annexe 1. Les chiffres")]
    assert "1\u202f652[[1]](#note-1) professionnels\u00a0; 80,5\u202f%[[2]](#note-2) des participants, et onze." in [
        one.inner_text for one in found.body.paragraphs
    ]
    assert (found.meta.title, found.meta.language, found.meta.initial_creator) == ("Bilan 2027 – brouillon", "fr-FR", "Organisme d’essai")
    assert [table.get_values()[0] for table in found.body.tables][2] == ["Note", "Chiffre", "Valeur"]


def test_a_libreoffice_document_says_what_readers_of_screens_ask():
    content = written("odt")
    tree, files = xml(content), parts(content)
    body = tree["content.xml"]
    assert len(body.findall(f".//{OFFICE % 'table'}table")) == 4
    assert len(body.findall(f".//{OFFICE % 'table'}table-header-rows")) == 4 == len(body.findall(f".//{OFFICE % 'table'}title"))
    described = [one for one in body.iter() if etree.QName(one).localname == "desc"]
    assert len(described) == 2 and all(one.text.startswith("Diagramme en barres") for one in described)
    language = [
        one for one in tree["styles.xml"].iter() if one.get("{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}language")
    ]
    assert language and language[0].get("{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}country") == "FR"
    named = {
        one.get(f"{OFFICE % 'style'}name") for name in ("content.xml", "styles.xml") for one in tree[name].iter(f"{OFFICE % 'style'}style")
    }
    used = {value for one in body.iter() for key, value in one.attrib.items() if key.endswith("}style-name") and "}default" not in key}
    assert used <= named
    assert {one.get(f"{OFFICE % 'office'}version") for one in tree.values() if etree.QName(one).localname != "manifest"} == {"1.2"}
    pages = [one.get(f"{OFFICE % 'text'}ref-name") for one in body.iter(f"{OFFICE % 'text'}bookmark-ref")]
    assert pages == ["chapitre-1", "chapitre-2"]  # the page of each chapter
    marks = {one.get(f"{OFFICE % 'text'}name") for one in body.iter(f"{OFFICE % 'text'}bookmark")}
    assert {one.get("{http://www.w3.org/1999/xlink}href")[1:] for one in body.iter(f"{OFFICE % 'text'}a")} <= marks
    listed = {one for one in re.findall(rb'full-path="([^"]+)"', files["META-INF/manifest.xml"])}
    assert {name.encode() for name in files if name not in ("mimetype", "META-INF/manifest.xml")} | {b"/"} == listed


def test_a_page_stands_alone():
    shown = written("html").decode()
    page = Read(shown).root
    assert "<title>Bilan 2027 – brouillon</title>" in shown
    assert "default-src 'none'" in shown and not re.search(r'(?:src|href)="(?!data:image/svg|#)', shown) and "<script" not in shown
    assert [one.text for one in page.all("h1")] == ["Bilan 2027"] and len(page.all("h2")) == 3 and len(page.all("h3")) == 1
    assert all(one.attrs.get("scope") == "col" for one in page.all("th")) and len(page.all("caption")) == len(page.all("table")) == 4
    assert all(one.attrs["alt"].startswith("Diagramme en barres") for one in page.all("img"))
    assert '@top-left { content: "BROUILLON" }' in shown  # on every sheet that is printed
    assert written("html", hostile("</style><h1>")).count(b"</style>") == 1
    ids = [one.attrs["id"] for one in page.walk() if "id" in one.attrs]
    assert len(ids) == len({*ids}) and {one.attrs["href"][1:] for one in page.all("a")} <= {*ids}


def test_text_says_it_all_on_lines():
    shown = written("txt").decode()
    assert shown.startswith("Organisme d’essai\nBILAN 2027\nL’activité\n*** BROUILLON ***\n")
    assert "\n1\u202f652[1] professionnels\u00a0; 80,5\u202f%[2] des participants, et onze.\n" in shown
    assert "Note\u00a0: 1\u00a0; Chiffre\u00a0: Personnes\u00a0; Valeur\u00a0: 1\u202f652" in shown and "- déc.\u00a0: 1\u202f200" in shown


@pytest.mark.parametrize("format", documents.FORMATS)
def test_nothing_to_say_is_a_document_too(format):
    empty = replace(ordinary(), blocks=(), facts=(), mark="", subtitle="")
    assert written(format, empty)
    assert written(format, replace(empty, blocks=(Words(()), Bars("Rien", (), "événements", "Mois", is_along=False))))


def test_what_a_browser_is_given(app):
    with app.test_request_context():
        answer = documents.download(ordinary(), "docx", "Bilan 2027, déjà")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bilan-2027-deja.docx"'
    assert answer.headers["Cache-Control"] == "no-store" and answer.mimetype.endswith("wordprocessingml.document")


def test_a_long_name_beside_its_bar_keeps_what_tells_it_from_others():
    name = "10 septembre – Rencontre territoriale de l’autonomie – Centre-Val de Loire"
    assert shortened(name) == "10 septembre – Rencontre… – Centre-Val de Loire"
    assert shortened("Réunion") == "Réunion" and len(shortened("x" * 500)) < 70
