"""What reading a file found wrong reaches the rule of its code, and no other."""

import pytest

from fixture import parse_project
from pinlight.model import Fault
from pinlight.plugins import records
from pinlight.text import Span

CODES = ("invalid-option", "invalid-requirement", "invalid-toml", "undefined-variable")


@pytest.mark.parametrize("code", CODES)
def test_each_fault_is_reported_by_its_rule(code):
    resolution = parse_project("flask\n").resolution()
    manifest = resolution.manifest._replace(faults=(Fault(code, Span(1, 3), "It is so"),))
    resolution = resolution._replace(manifest=manifest)
    found = {
        rule.code: [(finding.span, finding.message) for finding in rule.find(resolution)]
        for rule in records("rules")
        if rule.code in CODES
    }
    assert found == {**{key: [] for key in CODES}, code: [((1, 3), "It is so")]}
