"""Poetry's constraints mean here what they mean to Poetry; its own library is the judge."""

import random

import pytest

from pinlight.formats.poetry_versions import marker, platform_marker, specifier
from pinlight.judge import admits, holds


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^1", ">=1,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("^1.2b1", ">=1.2b1,<2"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.4.5", ">=1.4.5,<1.5"),
        ("*", ""),
        ("x", ""),
        ("1.*", "==1.*"),
        ("!=1.*", "!=1.*"),
        ("1.2.3", "==1.2.3"),
        ("=1", "==1"),
        (">=1.0,<2.0", ">=1.0,<2.0"),
        (">=1.0 <2.0", ">=1.0,<2.0"),
        (">= 1.0, != 1.5", ">=1.0,!=1.5"),
        ("^1 || ^2", ">=1,<3"),
        ("^1|^3", ">=1,<4,!=2.*"),
        ("<1.5 || >1.5", "!=1.5"),
        ("^1.2 || ^3.4", ">=1.2,<4"),
        ("1.0 || ^3", ""),
        (">=2.9.*", ">=2.9"),
        ("nonsense", None),
        ("^", None),
        ("", None),
        ("^" * 2000, None),
    ],
)
def test_a_constraint_as_a_specifier(constraint, expected):
    assert specifier(constraint) == expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("^3.8", 'python_version >= "3.8" and python_version < "4"'),
        ("<3.8", 'python_version < "3.8"'),
        (">3.8", 'python_full_version > "3.8.0"'),
        (">=3.8.2", 'python_full_version >= "3.8.2"'),
        (
            "~2.7 || ^3",
            '(python_version >= "2.7" and python_version < "2.8") or (python_version >=',
        ),
        ("*", ""),
        ("?", None),
    ],
)
def test_a_constraint_on_python_as_a_marker(constraint, expected):
    found = marker(constraint)
    assert found == expected or (expected and found and found.startswith(expected))


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", 'sys_platform == "linux"'),
        ("!=win32", 'sys_platform != "win32"'),
        ("linux || darwin", 'sys_platform == "linux" or sys_platform == "darwin"'),
        ('a" or "b', ""),
    ],
)
def test_a_platform_as_a_marker(platform, expected):
    assert platform_marker(platform) == expected


def test_random_constraints_never_refuse_what_poetry_admits():
    """One alternative agrees in full; a union may admit more, where PEP 440 cannot say the gap."""
    core = pytest.importorskip("poetry.core.constraints.version")
    chance = random.Random(7)
    agreed = 0
    for _ in range(600):
        text = _constraint(chance)
        try:
            judge = core.parse_constraint(text)
        except ValueError:
            judge = None
        found = specifier(text)
        assert (judge is None) == (found is None), text
        for version in (_version(chance) for _ in range(15)) if judge else ():
            expected = judge.allows(core.Version.parse(version))
            if expected or "|" not in text:
                assert admits(found or "", version) == expected, (text, found, version)
                agreed += 1
    assert agreed > 3000


def test_random_constraints_on_python_hold_where_poetrys_marker_does():
    core = pytest.importorskip("poetry.core.constraints.version")
    from poetry.core.packages.utils.utils import create_nested_marker

    chance = random.Random(3)
    pythons = ["2.7.18", "3.8.0", "3.8.5", "3.9.0", "3.9.1", "3.10.3", "3.12.0", "4.0.1"]
    for _ in range(400):
        number = chance.choice(["3", "3.8", "3.9", "3.9.1", "3.10", "3.10.0", "4"])
        text = chance.choice(["^", "~", ">=", "<", "<=", ">", "!="]) + number
        if chance.random() < 0.3:
            text += chance.choice([" || ", ","]) + chance.choice(["^3.9", ">=3.12", "!=3.10.*"])
        judge = core.parse_constraint(text)
        if judge.is_empty():
            continue
        wanted = create_nested_marker("python_version", judge)
        for python in pythons:
            markers = {
                "python_version": ".".join(python.split(".")[:2]),
                "python_full_version": python,
            }
            assert holds(marker(text) or "", markers) == holds(wanted, markers), (text, python)


def _version(chance):
    release = [chance.choice("000123") for _ in range(chance.choice([1, 2, 2, 3, 3, 4]))]
    return ".".join(release) + chance.choice(["", "", "", "", "b1", ".post1", ".dev1"])


def _clause(chance):
    operator = chance.choice(["^", "^", "^", "~", "~=", ">=", "<", "<=", ">", "==", "=", ""])
    version = _version(chance)
    if operator in ("==", "!=", "") and chance.random() < 0.3:
        return chance.choice(["", "==", "!="]) + chance.choice(["1.*", "0.2.*", "2.0.*"])
    return operator + version


def _constraint(chance):
    parts = [
        chance.choice([",", ", ", " "]).join(_clause(chance) for _ in range(chance.choice([1, 2])))
        for _ in range(chance.choice([1, 1, 1, 2, 3]))
    ]
    return chance.choice([" || ", "|"]).join(parts)
