"""The report as a file that one keeps, prints or sends."""

from flask import Blueprint, abort, current_app, redirect, request, url_for

from app.accounts.guard import facilitators
from app.annual_report import queries
from app.annual_report.documents import paper_of_report
from app.core import clock
from app.core.documents import FORMATS, download
from app.indicators.ledger import Ledger

doors = Blueprint("annual_report_documents", __name__)

ALSO = {"text": "txt", "texte": "txt", "htm": "html", "word": "docx"}  # what people type


@doors.get("/bilan/<int:year>/document.<format>")
@facilitators
def last(year, format):
    report = queries.report_of(year) or abort(404)
    return redirect(_address(year, report.version, ALSO.get(format, format)))


@doors.get("/bilan/<int:year>/v<int:version>/document.<format>")
@facilitators
def show(year, version, format):
    report = queries.report_of(year, version) or abort(404)
    if format in ALSO:
        return redirect(_address(year, version, ALSO[format]))
    if format not in FORMATS:
        abort(404)
    organisation, told = current_app.config["ORGANISATION_NAME"], request.args.get("ecartees") != "non"
    paper = paper_of_report(year, report, Ledger(), clock.now(), organisation, with_left_out=told)
    return download(paper, format, paper.foot)


def _address(year, version, format):
    return url_for(".show", year=year, version=version, format=format, ecartees=request.args.get("ecartees"))
