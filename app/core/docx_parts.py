"""What every document for Word is made of beside its text: styles, page, header, footer, properties."""

from app.core.paper import ACCENT, FAINT, INK, LINE, SOFT, Paper, escaped

PAGE_WIDE = 9071  # twentieths of a point: 16 cm
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = (
    f'{_W} xmlns:r="{_OFFICE}/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
CONTENT_TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="document" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="app" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
APPLICATION = f'{XML}<Properties xmlns="{_OFFICE}/extended-properties"><Application>Rencontres</Application></Properties>'
SETTINGS = (
    f'{XML}<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
# A4; the header is left out of the first page, which says the same in larger letters.
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>'
    '<w:footerReference w:type="first" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1417" w:bottom="1361" w:left="1418" w:header="709" w:footer="624" w:gutter="0"/><w:titlePg/></w:sectPr>'
)


def core(paper: Paper) -> str:
    """What the file says of itself."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(paper.name)}</dc:title><dc:subject>{escaped(paper.subject)}</dc:subject><dc:creator>{escaped(paper.author)}</dc:creator>"
        f'<dc:language>fr-FR</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{paper.stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{paper.stamp}</dcterms:modified></cp:coreProperties>'
    )


def relations(drawings: int) -> str:
    """Where the parts of the document are."""
    parts = [("styles", "styles.xml"), ("settings", "settings.xml"), ("header", "header1.xml"), ("footer", "footer1.xml")]
    said = [f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{name}" Target="{target}"/>' for name, target in parts]
    said += [
        f'<Relationship Id="image{at}" Type="{_OFFICE}/relationships/image" Target="media/image{at}.png"/>' for at in range(1, drawings + 1)
    ]
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(said)}</Relationships>'


def header(paper: Paper) -> str:
    """Draft or not, and of what this page is a part."""
    mark = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escaped(paper.mark)}</w:t></w:r>" if paper.mark else ""
    foot = f'<w:r><w:tab/><w:t xml:space="preserve">{escaped(paper.foot)}</w:t></w:r>'
    return f'{XML}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{mark}{foot}</w:p></w:hdr>'


def footer(paper: Paper) -> str:
    """Who, and the page."""
    return (
        f'{XML}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>{escaped(paper.author)}</w:t></w:r>'
        f'<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>{_number("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_number("NUMPAGES")}</w:p></w:ftr>'
    )


def _number(field: str) -> str:
    return f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def styles() -> str:
    """Word shows its own names of the usual styles in French: Titre 1, Titre 2, Légende…"""
    return f"{XML}<w:styles {_W}>{_DEFAULTS}{''.join(_PARAGRAPHS)}{_CHARACTERS}{_TABLES}</w:styles>"


def _style(code: str, name: str, paragraph: str = "", letters: str = "", *, after: str = "", own: bool = False, rank: int = 99) -> str:
    return (
        f'<w:style w:type="paragraph"{" w:customStyle=" + chr(34) + "1" + chr(34) if own else ""} w:styleId="{code}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{f"""<w:next w:val="{after}"/>""" if after else ""}<w:uiPriority w:val="{rank}"/><w:qFormat/>'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{letters}</w:rPr>' if letters else ''}</w:style>"
    )


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour[1:]}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _under(colour: str, eighths: int, space: int) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour[1:]}"/></w:pBdr>'


_KEPT = "<w:keepNext/><w:keepLines/>"
_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}{_colour(INK)}{_size(10.5)}"
    '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    "<w:pPr><w:widowControl/></w:pPr></w:style>"
)
_MARK = (
    '<w:pBdr><w:top w:val="single" w:sz="8" w:space="3" w:color="7D4600"/><w:left w:val="single" w:sz="8" w:space="4" w:color="7D4600"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="3" w:color="7D4600"/><w:right w:val="single" w:sz="8" w:space="4" w:color="7D4600"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="FDF0DC"/><w:spacing w:before="120" w:after="200"/><w:ind w:left="113" w:right="6900"/>'
)
_PARAGRAPHS = (
    _style(
        "Title", "Title", f'{_KEPT}<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>', f"<w:b/>{_size(28)}", rank=10
    ),
    _style("Subtitle", "Subtitle", '<w:spacing w:after="240"/>', f"{_colour(FAINT)}{_size(13)}", rank=11),
    _style(
        "Heading1",
        "heading 1",
        f'{_KEPT}{_under(ACCENT, 8, 4)}<w:spacing w:before="480" w:after="200"/><w:outlineLvl w:val="0"/>',
        f"<w:b/>{_colour(ACCENT)}{_size(16)}",
        after="Normal",
        rank=9,
    ),
    _style(
        "Heading2",
        "heading 2",
        f'{_KEPT}<w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="1"/>',
        f"<w:b/>{_size(12.5)}",
        after="Normal",
        rank=9,
    ),
    _style("TOC1", "toc 1", '<w:spacing w:after="60"/>', _colour(ACCENT), rank=39),
    _style(
        "ContentsHeading",
        "TOC Heading",
        f'{_KEPT}<w:spacing w:before="360" w:after="120"/>',
        f"<w:b/>{_colour(ACCENT)}{_size(14)}",
        rank=39,
    ),
    _style("Caption", "caption", f'{_KEPT}<w:spacing w:before="240" w:after="100"/>', f"<w:b/>{_colour(FAINT)}{_size(9.5)}", rank=35),
    _style(
        "Header", "header", '<w:tabs><w:tab w:val="right" w:pos="9071"/></w:tabs><w:spacing w:after="0"/>', f"{_colour(FAINT)}{_size(9)}"
    ),
    _style(
        "Footer",
        "footer",
        f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{LINE[1:]}"/></w:pBdr>'
        '<w:tabs><w:tab w:val="right" w:pos="9071"/></w:tabs><w:spacing w:after="0"/>',
        f"{_colour(FAINT)}{_size(9)}",
    ),
    _style("Author", "Organisme", "", f"<w:b/>{_colour(FAINT)}", own=True),
    _style("Mark", "Mention", _MARK, '<w:b/><w:color w:val="7D4600"/><w:spacing w:val="14"/>', own=True),
    _style("Fact", "Fiche", '<w:spacing w:after="40"/>', own=True),
    _style("Lead", "Chapeau", "", _size(12), own=True),
    _style("Small", "Précision", "", f"{_colour(FAINT)}{_size(9)}", own=True),
    _style("Drawing", "Graphique", '<w:keepNext/><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>', own=True),
    _style("After", "Après un tableau", '<w:spacing w:after="60" w:line="240" w:lineRule="auto"/>', _size(6), own=True),
    *(
        _style(
            f"{code}{end}",
            f"{name}{said}",
            f'{keep}<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
            bold + _size(size),
            own=True,
        )
        for code, name, size in (("Cell", "Cellule", 9), ("CellCompact", "Cellule serrée", 8))
        for end, said, keep, bold in (("", "", "", ""), ("Head", " de titre", "<w:keepNext/>", "<w:b/>"))
    ),
)
_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="NoteLink"><w:name w:val="Appel de note chiffrée"/>'
    f'<w:rPr>{_colour(ACCENT)}<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Digest"><w:name w:val="Empreinte"/>'
    f'<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>{_size(6.5)}</w:rPr></w:style>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '</w:style><w:style w:type="table" w:customStyle="1" w:styleId="Rows"><w:name w:val="Lignes"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE[1:]}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE[1:]}"/>'
    '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{SOFT[1:]}"/></w:tcPr></w:tblStylePr></w:style>'
)
