"""A pattern that is compiled late does what one does that is compiled at once."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from pinlight.patterns import lazy

QUESTIONS = [
    lambda it: it.match("ab12").span(),
    lambda it: it.fullmatch("ab12 "),
    lambda it: it.search("  B7")[1],
    lambda it: it.findall("a1 b2"),
    lambda it: [one[0] for one in it.finditer("a1 b2")],
    lambda it: it.sub("-", "a1 b2"),
    lambda it: it.split("a1 b2"),
    lambda it: it.groupindex["number"],
    lambda it: (it.pattern, it.flags, it.groups),
    lambda it: [it.match("x1").group(number) for number in (1, 1)],
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_give_one_answer(question):
    source = r"([a-z]+)(?P<number>\d+)"
    assert question(lazy(source, re.IGNORECASE)) == question(re.compile(source, re.IGNORECASE))


def test_every_pattern_of_ours_can_be_compiled():
    """A mistake in one would show only when somebody comes by."""
    package = Path(import_module("pinlight").__file__).parent
    found = 0
    for path in sorted(package.rglob("*.py")):
        if "patterns import lazy" in path.read_text(encoding="utf-8"):
            name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
            for value in vars(import_module(name)).values():
                if isinstance(value, lazy):
                    found += 1
                    assert value.pattern
    assert found > 20
