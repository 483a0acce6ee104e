"""Every rule's page of the manual shows an example, and the example is true."""

import re

import pytest

from fixture import check
from pinlight.plugins import records

RULES = records("rules")


def examples(doc: str) -> list[str]:
    return re.findall(r"^```text\n(.*?)^```$", doc, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_the_manual_shows_the_problem(rule):
    found = examples(rule.doc)
    assert any(f" {rule.code}: " in example for example in found)
    for example in found:
        check(example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_named_like_its_module(rule):
    assert rule.find.__module__ in (
        f"pinlight.rules.{rule.code.replace('-', '_')}",
        "pinlight.rules.faults",
    )
    assert not rule.summary.endswith(".")


def test_severities_are_those_of_the_manual():
    """Faults of the file are errors, an environment that lags behind is a warning."""
    by_severity = {}
    for rule in RULES:
        by_severity.setdefault(rule.severity, set()).add(rule.code)
    assert by_severity == {
        "error": {
            "conflicting-requirements",
            "hash-missing",
            "include-cycle",
            "interrupted-change",
            "invalid-option",
            "invalid-requirement",
            "invalid-syntax",
            "invalid-toml",
            "missing-file",
            "unknown-group",
            "unreadable-file",
        },
        "warning": {
            "broken-environment",
            "damaged-package",
            "environment-behind-lock",
            "installed-conflict",
            "missing-extra",
            "missing-package",
            "no-environment",
            "python-mismatch",
            "stale-lock",
            "uninstalled-import",
            "wrong-source",
            "wrong-version",
        },
        "information": {"undeclared-import"},
        "hint": {
            "duplicate-requirement",
            "project-not-installed",
            "undefined-variable",
            "unknown-extra",
            "unused-constraint",
            "unused-requirement",
        },
    }
