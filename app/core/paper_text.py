"""A document as plain text, to be pasted anywhere."""

from app.core.paper import Bars, Block, Heading, Paper, Piece, Table, Words, cleaned, shown


def write(paper: Paper) -> bytes:
    """The file, in UTF-8."""
    mark = [f"*** {cleaned(paper.mark)} ***"] if paper.mark else []
    facts = [f"{cleaned(name)}\u00a0: {cleaned(said)}" for name, said in paper.facts]
    titles = [cleaned(one) for one in (paper.author, paper.title.upper(), paper.subtitle) if one]
    blocks = [_block(one, paper.numbers) for one in paper.blocks]
    return ("\n\n".join(["\n".join([*titles, *mark, *facts]), *blocks]) + "\n").encode()


def _block(block: Block, numbers: frozenset[int]) -> str:
    match block:
        case Heading():
            title = cleaned(block.text)
            return f"\n{title}\n{'=' * len(title)}"
        case Words():
            return "".join(_piece(one, numbers) for one in block.pieces)
        case Table():
            return "\n".join([cleaned(block.caption), *(_row(block, row) for row in block.rows)])
        case Bars():
            return "\n".join([cleaned(block.caption), *(f"- {cleaned(name)}\u00a0: {shown(count)}" for name, count in block.rows)])


def _piece(piece: Piece, numbers: frozenset[int]) -> str:
    if isinstance(piece, str):
        return cleaned(piece)
    return cleaned(piece.said) + (f"[{piece.number}]" if piece.number in numbers else "")


def _row(table: Table, row: tuple[str, ...]) -> str:
    """``- Note 3 ; Chiffre : participants…``: what is empty is not said."""
    said = [f"{cleaned(heading)}\u00a0: {cleaned(words)}" for heading, words in zip(table.headings, row, strict=True) if words]
    return "- " + "\u00a0; ".join(said)
