"""What has one home is found in that home only."""

import ast
import re

import pytest

from app.registrations.people_routes import VERBS
from tests.house.sources import ROOT, calls_in, feature_of, imports_of, is_door, is_room, name_of, none, python_files, templates, tree_of

pytestmark = pytest.mark.once

ENGINE = {"app/outbox/actions.py", "app/outbox/delivery.py", "app/outbox/engine.py", "app/reference.py"}


def violations(wrong, allowed):
    return [
        f"{name_of(path)}:{line} {call}" for path in python_files() if not allowed(path) for call, line in calls_in(path) if wrong(call)
    ]


def test_sql_is_in_the_queries():
    def allowed(path):  # the demonstration is wiring: it plays every part at once
        return (
            path.name.endswith("queries.py")
            or name_of(path).startswith("app/demo/")
            or feature_of(path) == "core"
            or name_of(path) in ENGINE
        )

    words = {
        "select",
        "update",
        "delete",
        "insert",
        "db.session.query",
        "db.session.execute",
        "db.session.scalars",
        "db.session.scalar",
    }
    none(violations(words.__contains__, allowed))


def test_only_the_end_of_a_transaction_commits():
    none(violations(lambda call: call.endswith(".commit"), lambda path: name_of(path) == "app/core/db.py"))


def test_only_the_clock_reads_the_clock():
    words = ("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time")
    none(violations(lambda call: call.endswith(words), lambda path: name_of(path) == "app/core/clock.py"))


def test_rooms_receive_their_instant():
    wrong = [
        f"{name_of(path)}:{line} {call}"
        for path in python_files()
        if is_room(path) and feature_of(path) not in ("core", "") and name_of(path) not in ("app/accounts/guard.py", "app/ui/frame.py")
        for call, line in calls_in(path)
        if call in ("clock.now", "clock.today")
    ]
    none(wrong)


def test_only_the_settings_read_the_environment():
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in [*python_files(), ROOT / "wsgi.py"]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    ]
    none(wrong)


def test_raw_html_has_two_makers():
    makers = ("app/ui/markdown.py", "app/ui/charts.py")
    none(violations(lambda call: call in ("Markup", "markupsafe.Markup"), lambda path: name_of(path) in makers))
    trusting = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b")
    none([name_of(path) for path in templates() if path.suffix == ".html" and trusting.search(path.read_text())])


def test_nothing_dangerous_is_called():
    words = {
        "eval",
        "exec",
        "os.system",
        "os.popen",
        "pickle.loads",
        "pickle.load",
        "yaml.load",
        "random.random",
        "random.choice",
        "__import__",
    }
    none(violations(lambda call: call in words or call.startswith(("subprocess.", "marshal.")), lambda path: False))


def test_only_mail_leaves_the_house():
    allowed = {"app/outbox/smtp.py"}
    outward = ("requests", "httpx", "urllib.request", "http.client", "smtplib", "flask_mail", "socket")
    wrong = [
        f"{name_of(path)}:{line} {module}"
        for path in python_files()
        if not name_of(path).startswith("app/outbox/") and name_of(path) not in allowed
        for module, line in imports_of(path)
        if module.startswith(outward)
    ]
    none(wrong)


def test_sql_text_is_never_put_together():
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "text"
        and any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in node.args)
    ]
    none(wrong)


def test_imports_stand_at_the_top():
    wrong = [
        f"{name_of(path)}:{inner.lineno}"
        for path in python_files()
        if name_of(path) != "app/cli.py"  # a command carries what it needs: the others stay light
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    none(wrong)


def test_our_scripts_never_write_html():
    wrong = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|localStorage|sessionStorage")
    none([name_of(path) for path in (ROOT / "app/static").glob("*.js") if wrong.search(path.read_text())])


def test_templates_hold_no_script_style_or_handler():
    wrong = re.compile(r"<script(?![^>]*\bsrc=)|<style|<[a-z][^>]*\sstyle=\"|<[a-z][^>]*\son[a-z]+=\"|javascript:", re.IGNORECASE)
    pages = [path for path in templates() if path.suffix == ".html" and path.parts[-2] != "mail"]
    none([name_of(path) for path in pages if wrong.search(path.read_text())])


def test_things_have_names():
    vague = {"utils", "helpers", "manager", "service", "handler", "common", "misc", "base"}
    none([name_of(path) for path in python_files() if path.stem in vague or path.parent.name in vague])


def test_no_path_of_a_person_s_machine_is_written():
    machine = re.compile(r"/(?:home|Users|work)/[a-z]|/(?:root)/|C:\\\\")
    folders = [ROOT / name for name in ("app", "templates", "tests", "docs", "script", "bench", "migrations", ".ci")]
    files = [
        path
        for folder in folders
        if folder.exists()
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html", ".md", ".txt", ".sh", ".css", ".js", ""}
    ]
    files += [path for path in ROOT.glob("*.*") if path.suffix in {".md", ".py", ".toml", ".in"}]
    wrong = [
        name_of(p)
        for p in files
        if p.is_file() and p.name != "test_words.py" and "__pycache__" not in p.parts and machine.search(p.read_text(errors="replace"))
    ]
    none(wrong)


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    none([name_of(path) for path in [*python_files(), *templates()] if later.search(path.read_text(errors="replace"))])


def test_every_public_function_of_a_room_says_what_it_does():
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files()
        if not is_door(path) and path.name in ("actions.py", "queries.py", "mails.py", "policy.py")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node) and len(node.body) > 3
    ]
    none(wrong)


def acts_written():
    """The verb of each act that the code writes in the journal, and the thing it is about, as they stand in the source."""
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "journal.write":
                yield f"{name_of(path)}:{node.lineno}", node.args[1], ast.unparse(node.args[2])


def test_the_journal_says_everything_one_way():
    done, french = re.compile(r"[a-z]+(_[a-z]+)*"), re.compile(r"(er|ir|re|ion)$")
    literal = [(where, verb.value) for where, verb, _ in acts_written() if isinstance(verb, ast.Constant)]
    assert len(literal) > 50
    none([f"{where} {verb}" for where, verb in literal if not done.fullmatch(verb) or french.search(verb)])


def test_what_happened_to_a_registration_has_its_words_on_the_screen():
    said = [
        (where, verb.value) for where, verb, thing in acts_written() if thing == "registration.thing" and isinstance(verb, ast.Constant)
    ]
    assert len(said) > 5
    none([f"{where} {verb}" for where, verb in said if verb not in VERBS])
