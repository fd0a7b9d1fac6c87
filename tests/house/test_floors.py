"""Features are stacked: code looks down only, and nobody imports a door."""

import pytest

from tests.house.sources import feature_of, imports_of, is_door, is_room, is_wiring, name_of, none, python_files

pytestmark = pytest.mark.once

# From the ground up; a feature may import those before it. A new feature is one word in this list.
FLOORS = [
    "core",
    "ui",
    "ics",
    "journal",
    "outbox",
    "accounts",
    "directory",
    "networks",
    "events",
    "invitations",
    "registrations",
    "attendance",
    "reminders",
    "satisfaction",
    "feeds",
    "inbox",
    "indicators",
    "coverage",
    "dashboards",
    "annual_report",
    "reports",
]
WEB = {"flask.request", "flask.session", "flask.g", "flask.redirect", "flask.render_template", "flask.flash", "flask.make_response"}
# Rooms that are made of the request itself: the guard, the frame, the base of forms, and floor 0.
OF_THE_WEB = {"app/accounts/guard.py", "app/ui/frame.py", "app/ui/forms.py"}


def test_every_feature_has_its_floor():
    assert {feature_of(path) for path in python_files() if feature_of(path)} - {"demo"} <= set(FLOORS)


def test_rooms_look_down_only():
    wrong = []
    for path in filter(is_room, python_files()):
        here = FLOORS.index(feature_of(path)) if feature_of(path) in FLOORS else len(FLOORS)
        for module, line in imports_of(path):
            parts = module.split(".")
            if parts[0] == "app" and len(parts) > 1 and parts[1] in FLOORS and FLOORS.index(parts[1]) > here:
                wrong.append(f"{name_of(path)}:{line} {module}")
    none(wrong)


def test_nobody_imports_a_door_or_the_wiring():
    doors = {name_of(path)[:-3].replace("/", ".") for path in python_files() if is_door(path)}
    wired = {"app.worker", "app.mailroom", "app.reference", "app.demo"}
    wrong = []
    for path in python_files():
        for module, line in imports_of(path):
            to_door = module in doors or module.rpartition(".")[0] in doors
            to_wiring = any(module == one or module.startswith(f"{one}.") for one in wired)
            # A door may share a piece with another door of its own feature, or use the wiring; the wiring may use everything.
            same = is_door(path) and module.startswith(f"app.{feature_of(path)}.")
            if (to_door and not is_wiring(path) and not same) or (to_wiring and is_room(path)):
                wrong.append(f"{name_of(path)}:{line} {module}")
    none(wrong)


def test_rooms_know_nothing_of_the_request():
    wrong = [
        f"{name_of(path)}:{line} {module}"
        for path in filter(is_room, python_files())
        if name_of(path) not in OF_THE_WEB and feature_of(path) != "core"
        for module, line in imports_of(path)
        if module in WEB
    ]
    none(wrong)
