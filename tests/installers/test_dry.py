"""What dry runs print, understood: uv's JSON, an old uv's lines, pip's report."""

import json

import pytest

from pinlight.installers.dry import Told, dry, is_install, read
from pinlight.model import Command, Distribution
from pinlight.model.headers import Headers

UV = Command(("/opt/uv", "pip", "install", "--python", "p", "-r", "x"), "/w")
PIP = Command(("p", "-I", "-m", "pip", "--python", "q", "install", "-r", "x"), "/w")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (UV.argv, True),
        (PIP.argv, True),
        (("p", "-I", "-m", "pip", "install", "x"), True),
        (("/opt/uv", "pip", "uninstall", "x"), False),
        (("p", "-I", "-m", "pip", "uninstall", "-y", "install"), False),
        (("poetry", "add", "x"), False),
    ],
)
def test_only_what_can_be_asked_is_asked(argv, expected):
    assert is_install(Command(argv, "/w")) == expected


def test_commands_that_only_tell():
    assert dry(UV).argv[2:7] == ("install", "--dry-run", "--output-format", "json", "--python")
    assert dry(UV, has_json=False).argv[2:5] == ("install", "--dry-run", "--python")
    assert dry(PIP).argv[6:11] == ("install", "--dry-run", "--quiet", "--report", "-")


REPLACED = Told(
    (Distribution("idna", "2.10", ""), Distribution("six", "1.16", "")),
    ("gone",),
)


def change(name, version, action):
    return {"name": name, "version": version, "action": action}


def test_uvs_json_names_what_is_replaced_twice():
    changes = [
        change("Idna", "2.10", "installed"),
        change("six", "1.17", "uninstalled"),
        change("six", "1.16", "installed"),
        change("gone", "1", "uninstalled"),
    ]
    told = read(dry(UV), json.dumps({"changes": changes, "dry_run": True}), ())
    assert told == Told(
        (Distribution("idna", "2.10", ""), Distribution("six", "1.16", "")), ("gone",)
    )


def test_lines_of_an_old_uv():
    lines = ("Resolved 2 packages in 1ms", " + idna==2.10", " - gone==1", " ~ six==1.16", "+ no")
    told = read(dry(UV, has_json=False), "", lines)
    assert told == Told(
        (Distribution("idna", "2.10", ""), Distribution("six", "1.16", "")), ("gone",)
    )


def test_pips_report():
    metadata = {
        "name": "Flask",
        "version": "3.0",
        "requires_dist": ["click"],
        "provides_extra": ["As_Ync"],
        "requires_python": ">=3.8",
    }
    told = read(PIP, json.dumps({"install": [{"metadata": metadata}]}), ())
    expected = Distribution(
        "flask",
        "3.0",
        "",
        Headers(requires=("click",), extras=("as-ync",), requires_python=">=3.8"),
    )
    assert told == Told((expected,))


@pytest.mark.parametrize("output", ["", "no", "[]", "{"])
def test_what_is_not_understood_is_none(output):
    assert read(PIP, output, ()) is None
