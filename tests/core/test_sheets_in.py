"""Lists people upload: read whatever their tool wrote, refused in words when they are not lists."""

import io
import zipfile

import pytest
from werkzeug.datastructures import FileStorage

from app.core import archives, tables
from app.core.errors import Refusal
from app.core.sheets_in import read_pasted, read_rows, read_sheet

pytestmark = pytest.mark.once

ROWS = [["Nom", "Prénom"], ["Brûlé", "Zoé"], [], ["D’Été", "Noël"]]


def given(content, name="liste.csv"):
    return FileStorage(io.BytesIO(content), filename=name)


def zipped(*entries, name="liste.xlsx"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in entries:
            archive.writestr(path, data, zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED)
    return given(file.getvalue(), name)


def ods_with(row):
    content = f'<office:document-content><office:body><office:spreadsheet><table:table table:name="a">{row}</table:table></office:spreadsheet></office:body></office:document-content>'
    return zipped(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content), name="liste.ods")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_letters_and_its_separator(encoding, sign):
    text = f"Nom{sign}Prénom\r\nBrûlé{sign}Zoé\r\n\r\n D’Été {sign}Noël\r\n{sign}\r\n"
    sheet = read_sheet(given(text.encode(encoding)))
    assert sheet.rows == ROWS
    assert bool(sheet.reading) is (encoding == "cp1252")


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_what_we_write_we_read(format):
    written = tables.write([["Brûlé", 14, None], ["D’Été", 2.5, "=1+1"]], ["Nom", "Département", "Mot"], format)
    written.file.seek(0)
    rows = read_rows(given(written.file.read(), f"export.{format}"))
    assert rows[0] == ["Nom", "Département", "Mot"]
    assert rows[1] == ["Brûlé", "14"]
    assert rows[2][2].lstrip("'") == "=1+1"


def test_an_empty_row_keeps_its_place():
    assert read_pasted("a@b.fr\n\nc@d.fr\n\n\n") == [["a@b.fr"], [], ["c@d.fr"]]


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (None, "Choisissez"),
        (given(b"", ""), "Choisissez"),
        (given(b""), "vide"),
        (given(b"x" * (5 * 1024 * 1024 + 1)), "5 Mo"),
        (given(b"a\n" * 5002), "5 000 lignes"),
        (given(b";".join([b"a"] * 51)), "50 colonnes"),
        (given(b"a\x00b"), "n’est pas un texte"),
        (given(b"%PDF-1.7", "liste.pdf"), "n’est pas un tableau"),
        (given(b"PK\x03\x04", "liste.csv"), "n’est pas un tableau"),
        (given(b"PK\x03\x04rubbish", "liste.xlsx"), "abîmé"),
        (given(b"\xd0\xcf\x11\xe0", "liste.xlsx"), "ancien format"),
        (given(b"a;b", "liste.xls"), "ancien format"),
        (given(b'"' + b"a" * 200_000), "trop longue"),
    ],
)
def test_what_is_not_a_list_is_refused_in_words(file, word):
    with pytest.raises(Refusal, match=word):
        read_rows(file)


def test_bombs_are_refused_before_they_are_opened():
    cell = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    bombs = [
        zipped(*((f"xl/{n}.xml", "x") for n in range(61))),
        zipped(("xl/media.bin", b"0" * (21 * 1024 * 1024))),
        zipped(("xl/media.bin", b"0" * (5 * 1024 * 1024))),
        zipped(("xl/worksheets/sheet1.xml", cell)),
        zipped(("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')),
        ods_with(
            '<table:table-row table:number-rows-repeated="900000"><table:table-cell office:value-type="float" office:value="1" /></table:table-row>'
            * 3
        ),
        ods_with(
            '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="string"/></table:table-row>' * 200
        ),
        ods_with('<table:table-row table:number-rows-repeated="&#49;"><table:table-cell/></table:table-row>'),
    ]
    for bomb in bombs:
        with pytest.raises(Refusal):
            archives.check(bomb.read())


def test_the_empty_end_of_a_libreoffice_sheet_is_no_bomb():
    end = (
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    written = tables.write([["Brûlé"]], ["Nom"], "ods")
    with zipfile.ZipFile(written.file) as archive:
        entries = [(name, archive.read(name).decode()) for name in archive.namelist()]
    longer = [(name, data.replace("</table:table>", end + "</table:table>")) for name, data in entries]
    assert longer != entries
    assert read_rows(zipped(*longer, name="liste.ods")) == [["Nom"], ["Brûlé"]]


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def book(rows, path="worksheets/sheet1.xml", written="xl/worksheets/sheet1.xml"):
    """A workbook that says itself where its sheet stands."""
    package = "http://schemas.openxmlformats.org/package/2006"
    start = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    target = f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="{path}"/>'
    return zipped(
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{package}/relationships">{start}</Relationships>'),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{target}</Relationships>',
        ),
        (written, f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'),
    )


@pytest.mark.parametrize(
    "file",
    [
        book(FAR),
        book(FAR, "ailleurs.xml", "xl/ailleurs.xml"),
        book(FAR, "image.bin", "xl/image.bin"),
        book(FAR, written="xl/Worksheets/sheet1.xml"),
        book('<row r="1048576">' + "<c><v>1</v></c>" * 3 + "</row>"),
        book("<row>" + "<c><v>1</v></c>" * 2000 + "</row>" + "<row><c><v>1</v></c></row>" * 1500),
        book('<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>'),
        book(FAR.replace("<row", "<x:row").replace("<c ", "<x:c ")),
        zipped(("xl/workbook.bin", "x")),
    ],
)
def test_wherever_a_sheet_stands_and_however_it_says_its_size_it_is_measured(file):
    """T36: the archive itself says where its sheets are, and a cell need not say where it stands."""
    with pytest.raises(Refusal):
        archives.check(file.stream.read())


def test_a_book_that_says_little_is_read():
    assert read_rows(book('<row><c t="str"><v>Nom</v></c></row><row><c t="str"><v>Roy</v></c></row>')) == [["Nom"], ["Roy"]]


def test_a_sheet_of_too_many_tags_is_left_before_its_end():
    with pytest.raises(Refusal):
        archives._cells_of_xlsx(b"<c " * (archives.MOST_TAGS + 2))


def test_a_pasted_cell_without_end_is_refused_in_words():
    with pytest.raises(Refusal):
        read_pasted('"' + "x" * 140_000)
