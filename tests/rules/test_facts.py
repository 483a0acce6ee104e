"""What a rule needs is not more than what it looks at."""

import pytest

from drive import ask_all
from pinlight.environments import read
from pinlight.formats import format_of
from pinlight.formats.pip_lines import decode
from pinlight.model import Choice
from pinlight.plugins import records
from pinlight.resolve import Surroundings, resolve
from pinlight.rules import asked
from pinlight.rules.facts import FACTS
from pinlight.settings import DEFAULT
from tree import Tree, environment_files

INSTALLED = ["flask 3.0.2", "  Requires-Dist: click>=8", "click 7.0", "numpy 1.0", "pytest 8.0"]
ENVIRONMENT = read("/w/.venv", Tree(environment_files("/w/.venv", INSTALLED)))
ENVIRONMENTS = {
    "none": None,
    "whole": ENVIRONMENT,
    "broken": ENVIRONMENT._replace(state="broken"),
    "damaged": ENVIRONMENT._replace(leftovers=("/w/.venv/lib/~lask",), interrupted="Install"),
}


def resolution(path, text, environment, **around):
    manifest = format_of(path).parse(path, text, {})
    around = Surroundings({path: manifest}, **around)
    choice = Choice(path, environment.prefix if environment else "", "")
    return resolve(manifest, choice, environment, around, DEFAULT)


def test_every_need_is_a_fact_and_every_fact_is_needed():
    assert {need for rule in records("rules") for need in rule.needs} == FACTS.keys()


def test_a_file_in_which_nothing_is_wrong_is_shown_to_few_rules():
    found = asked(resolution("/w/requirements.txt", "numpy==1.0\n", ENVIRONMENT), "file")
    assert [rule.code for rule in found] == ["installed-conflict"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_rule_that_is_not_asked_finds_nothing_in_real_files(shared, environment):
    kinds = set()
    for file in sorted((shared / "corpus").rglob("*")):
        path = f"/w/{file.name}"
        if file.is_file() and format_of(path) is not None:
            text = decode(file.read_bytes())
            gone = {"/w/gone.txt": "missing"}
            found = resolution(path, text, ENVIRONMENTS[environment], unreadable=gone)
            kinds.add(found.manifest.kind)
            ask_all(found)
    assert {"requirements", "pyproject", "conda", "lock"} <= kinds
