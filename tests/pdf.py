"""A PDF file as a machine reads it: its objects, its tags, its properties, and its words when pdftotext is there."""

import re
import shutil
import subprocess
import zlib

import pytest


class Pdf:
    """The objects of a file, by their number."""

    def __init__(self, content):
        self.content = content
        found = re.finditer(rb"(\d+) 0 obj\b(.*?)\bendobj", content, re.DOTALL)
        self.objects = {int(one[1]): one[2].partition(b"stream")[0].decode("latin-1") for one in found}

    def of(self, mark):
        """The objects in which this is written."""
        return [one for one in self.objects.values() if mark in one]

    @property
    def catalog(self):
        (found,) = self.of("/Type/Catalog")
        return found

    @property
    def signs(self):
        """What the letters of its fonts stand for."""
        found = set()
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", self.content, re.DOTALL):
            try:
                shown = zlib.decompress(stream)
            except zlib.error:
                continue
            if b"begincmap" in shown:
                found |= {
                    bytes.fromhex(one.decode()).decode("utf-16-be") for one in re.findall(rb"<[0-9a-fA-F]+> <([0-9a-fA-F]+)>\n", shown)
                }
        return found

    @property
    def properties(self):
        """XMP: what the file says of itself, as XML."""
        return re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", self.content, re.DOTALL)[0].decode()

    @property
    def tags(self):
        """The kind of each element of the structure, and the element."""
        return [(re.search(r"/S\s*/(\w+)", one)[1], one) for one in self.of("/Type/StructElem")]

    def tagged(self, kind):
        return [one for found, one in self.tags if found == kind]

    def inside(self, element):
        """The elements of the structure right inside this one."""
        kids = re.search(r"/K\[(.*?)\]/?", element, re.DOTALL)
        numbers = [int(one) for one in re.findall(r"(\d+) 0 R", kids[1])] if kids else []
        return [self.objects[one] for one in numbers if "/StructElem" in self.objects[one]]


def string(raw, name):
    """The text of an entry of an object, whichever way it is written."""
    if found := re.search(rf"/{name}\s*<([0-9A-Fa-f]+)>", raw):
        return bytes.fromhex(found[1]).decode("utf-16")
    found = re.search(rf"/{name}\s*\(((?:[^()\\]|\\.)*)\)", raw)
    return found[1] if found else ""


def words(content, tmp_path):
    """The words of the file as another program reads them, in the order of reading."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    path = tmp_path / "read.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], check=True, capture_output=True).stdout.decode()
