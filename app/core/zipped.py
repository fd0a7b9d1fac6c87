"""Files that are archives of others: the same content makes the same bytes, on any day and any machine."""

import io
import zipfile
from collections.abc import Iterable

_ALWAYS = (1980, 1, 1, 0, 0, 0)  # archives date their entries; documents say their date inside


def archive(entries: Iterable[tuple[str, str | bytes]]) -> bytes:
    """The entries in their order; the one named ``mimetype`` is not compressed, as OpenDocument asks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _ALWAYS)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return file.getvalue()
