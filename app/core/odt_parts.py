"""What every document for LibreOffice is made of beside its text: styles, page, header, footer, properties."""

from app.core.paper import ACCENT, FAINT, INK, LINE, SOFT, Paper, escaped

PAGE_WIDE = 16.0  # centimetres
TYPE = "application/vnd.oasis.opendocument.text"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    [
        *(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "style", "text", "table", "meta")),
        f'xmlns:draw="{_OASIS}:drawing:1.0"',
        *(f'xmlns:{short}="{_OASIS}:{name}-compatible:1.0"' for short, name in (("fo", "xsl-fo"), ("svg", "svg"))),
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
_FONTS = (
    "<office:font-face-decls>"
    '<style:font-face style:name="Text" svg:font-family="\'Liberation Sans\', Arial, Helvetica" style:font-family-generic="swiss"/>'
    '<style:font-face style:name="Fixed" svg:font-family="\'Liberation Mono\', \'Courier New\'" style:font-family-generic="modern"/>'
    "</office:font-face-decls>"
)
# The first page says in large letters what the header of the others says.
AUTOMATIC = (
    '<style:style style:name="First" style:family="paragraph" style:parent-style-name="Author" style:master-page-name="First"/>'
    '<style:style style:name="Page1" style:family="paragraph" style:parent-style-name="Heading_20_1"><style:paragraph-properties'
    ' fo:break-before="page"/></style:style>'
    '<style:style style:name="Page2" style:family="paragraph" style:parent-style-name="Heading_20_2"><style:paragraph-properties'
    ' fo:break-before="page"/></style:style>'
    '<style:style style:name="Contents" style:family="section"><style:section-properties/></style:style>'
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
    f'<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border-bottom="0.5pt solid {LINE}"/></style:style>'
    '<style:style style:name="HeadBox" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"'
    f' fo:border-bottom="0.5pt solid {LINE}" fo:background-color="{SOFT}"/></style:style>'
    '<style:style style:name="Picture" style:family="graphic"><style:graphic-properties style:vertical-pos="top"'
    ' style:vertical-rel="baseline" fo:border="none"/></style:style>'
)


def manifest(drawings: int) -> str:
    """What the archive holds."""
    entries = [("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml")]
    entries += [(f"Pictures/{at}.png", "image/png") for at in range(1, drawings + 1)]
    said = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in entries)
    return (
        f'{XML}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{TYPE}"/>{said}</manifest:manifest>'
    )


def meta(paper: Paper) -> str:
    """What the file says of itself."""
    return (
        f'{XML}<office:document-meta {NAMES} office:version="1.2"><office:meta><meta:generator>Rencontres</meta:generator>'
        f"<dc:title>{escaped(paper.name)}</dc:title><dc:subject>{escaped(paper.subject)}</dc:subject>"
        f"<meta:initial-creator>{escaped(paper.author)}</meta:initial-creator><dc:creator>{escaped(paper.author)}</dc:creator>"
        f"<meta:creation-date>{paper.stamp}</meta:creation-date><dc:date>{paper.stamp}</dc:date><dc:language>fr-FR</dc:language></office:meta></office:document-meta>"
    )


def styles(paper: Paper) -> str:
    """LibreOffice shows its own names of the usual styles in French: Titre 1, Titre 2, Légende…"""
    return (
        f'{XML}<office:document-styles {NAMES} office:version="1.2">{_FONTS}<office:styles>{_DEFAULTS}{"".join(_PARAGRAPHS)}{_LETTERS}'
        f"</office:styles><office:automatic-styles>{_PAGES}</office:automatic-styles>"
        f"<office:master-styles>{_master(paper)}</office:master-styles></office:document-styles>"
    )


def _master(paper: Paper) -> str:
    footer = (
        f'<style:footer><text:p text:style-name="Footer">{escaped(paper.author)}<text:tab/>Page <text:page-number text:select-page="current"/>'
        " / <text:page-count/></text:p></style:footer>"
    )
    mark = f'<text:span text:style-name="Strong">{escaped(paper.mark)}</text:span>' if paper.mark else ""
    header = f'<style:header><text:p text:style-name="Header">{mark}<text:tab/>{escaped(paper.foot)}</text:p></style:header>'
    return (
        f'<style:master-page style:name="Standard" style:page-layout-name="Following">{header}{footer}</style:master-page>'
        '<style:master-page style:name="First" style:display-name="Première page" style:page-layout-name="Opening"'
        f' style:next-style-name="Standard">{footer}</style:master-page>'
    )


def _layout(name: str, header: str) -> str:
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"'
        ' style:print-orientation="portrait" fo:margin-top="1.4cm" fo:margin-bottom="1.3cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>'
        f"{header}<style:footer-style><style:header-footer-properties fo:min-height="
        f'"1cm" fo:margin-top="0.6cm" fo:border-top="0.5pt solid {LINE}" fo:padding-top="0.2cm"/></style:footer-style></style:page-layout>'
    )


_HEADER = '<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style>'
_PAGES = _layout("Opening", "") + _layout("Following", _HEADER)


def _style(name: str, shown: str, paragraph: str = "", letters: str = "", *, parent: str = "Standard", more: str = "") -> str:
    called = f' style:display-name="{shown}"' if shown else ""
    return (
        f'<style:style style:name="{name}"{called} style:family="paragraph" style:parent-style-name="{parent}"{more}>'
        f"<style:paragraph-properties {paragraph}>{_TABS.get(name, '')}</style:paragraph-properties>"
        f"<style:text-properties {letters}/></style:style>"
    )


def _around(top: float, bottom: float, *, kept: bool = False) -> str:
    keep = ' fo:keep-with-next="always" fo:keep-together="always"' if kept else ""
    return f'fo:margin-top="{top}cm" fo:margin-bottom="{bottom}cm"{keep}'


def _letters(size: float, colour: str = INK, *, bold: bool = False) -> str:
    return f'fo:font-size="{size}pt" fo:color="{colour}"' + (' fo:font-weight="bold"' if bold else "")


_TAB = f'<style:tab-stops><style:tab-stop style:position="{PAGE_WIDE}cm" style:type="right"{{}}/></style:tab-stops>'
_DOTS = ' style:leader-style="dotted" style:leader-text="."'
_TABS = {"Header": _TAB.format(""), "Footer": _TAB.format(""), "Contents_20_1": _TAB.format(_DOTS)}
_TITLE_1 = f'{_around(0.85, 0.35, kept=True)} fo:border-bottom="1pt solid {ACCENT}" fo:padding-bottom="0.12cm"'
_DEFAULTS = (
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" fo:hyphenation-ladder-count="no-limit"'
    ' style:tab-stop-distance="1.25cm"/><style:text-properties style:font-name="Text" fo:font-size="10.5pt"'
    f' fo:language="fr" fo:country="FR" fo:color="{INK}" fo:hyphenate="false"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties fo:margin-top="0cm"'
    ' fo:margin-bottom="0.25cm" fo:line-height="115%"/></style:style>'
)
_PARAGRAPHS = (
    _style("Title", "", f'{_around(0.1, 0.1, kept=True)} fo:line-height="100%"', _letters(28, bold=True)),
    _style("Subtitle", "", _around(0, 0.4), _letters(13, FAINT)),
    _style("Heading_20_1", "Heading 1", _TITLE_1, _letters(16, ACCENT, bold=True), more=' style:default-outline-level="1"'),
    _style("Heading_20_2", "Heading 2", _around(0.5, 0.2, kept=True), _letters(12.5, bold=True), more=' style:default-outline-level="2"'),
    _style("Contents_20_Heading", "Contents Heading", _around(0.6, 0.2, kept=True), _letters(14, ACCENT, bold=True)),
    _style("Contents_20_1", "Contents 1", _around(0, 0.1), _letters(10.5, ACCENT)),
    _style("Caption", "", _around(0.4, 0.18, kept=True), _letters(9.5, FAINT, bold=True)),
    _style("Header", "", _around(0, 0), _letters(9, FAINT)),
    _style("Footer", "", _around(0, 0), _letters(9, FAINT)),
    _style("Author", "Organisme", _around(0, 0.1), _letters(10.5, FAINT, bold=True)),
    _style(
        "Mark",
        "Mention",
        f'{_around(0.15, 0.35)} fo:border="1pt solid #7d4600" fo:padding="0.12cm" fo:background-color="#fdf0dc" fo:margin-right="12.4cm"',
        f'{_letters(10.5, "#7d4600", bold=True)} fo:letter-spacing="0.02cm"',
    ),
    _style("Fact", "Fiche", _around(0, 0.06)),
    _style("Lead", "Chapeau", _around(0, 0.3), _letters(12)),
    _style("Small", "Précision", _around(0, 0.25), _letters(9, FAINT)),
    _style("Drawing", "Graphique", f'{_around(0, 0.1, kept=True)} fo:line-height="100%"'),
    *(
        _style(f"{code}{head}{side}", "", f'{_around(0, 0)} fo:line-height="100%"{end}', _letters(size, bold=bool(head)))
        for code, size in (("Cell", 9), ("CellCompact", 8))
        for head in ("", "Head")
        for side, end in (("", ""), ("Right", ' fo:text-align="end"'))
    ),
)
_LETTERS = (
    f'<style:style style:name="Faint" style:family="text"><style:text-properties fo:color="{FAINT}"/></style:style>'
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="NoteLink" style:display-name="Appel de note chiffrée" style:family="text"><style:text-properties'
    f' style:text-position="super 62%" fo:color="{ACCENT}"/></style:style>'
    '<style:style style:name="Digest" style:display-name="Empreinte" style:family="text"><style:text-properties'
    ' style:font-name="Fixed" fo:font-size="6.5pt"/></style:style>'
    f'<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text"><style:text-properties fo:color="{ACCENT}"'
    ' style:text-underline-style="none"/></style:style>'
)
