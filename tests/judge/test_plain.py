"""What is decided without `packaging` is what `packaging` decides."""

import random

import pytest
from packaging.markers import InvalidMarker, Marker
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from judge.test_specifiers import LINUX
from pinlight.judge import plain

NUMBERS = ("0", "00", "1", "01", "2", "3", "8", "9", "10", "12")
NOISE = (*[""] * 40, " ", ".", "a1", "*", ".*", ".post1", "+l", "v", ",")


def release(rng: random.Random) -> str:
    return ".".join(rng.choices(NUMBERS, k=rng.choice((1, 2, 2, 3, 3, 4))))


def clause(rng: random.Random) -> str:
    operator = rng.choice(("==", "==", "!=", ">=", "<=", "<", ">", "~=", "===", "="))
    star = ".*" if rng.random() < (0.4 if operator in ("==", "!=") else 0.03) else ""
    space = rng.choice(("", " "))
    return f"{rng.choice(NOISE)}{operator}{space}{release(rng)}{star}{rng.choice(NOISE)}"


def packaging_admits(specifier: str, version: str) -> bool | str:
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return "invalid"


def test_a_plain_specifier_admits_what_packaging_admits() -> None:
    rng = random.Random("plain specifiers")
    told = 0
    for _ in range(20_000):
        specifier = ",".join(clause(rng) for _ in range(rng.choice((0, 1, 1, 1, 2, 3))))
        version = release(rng) + (rng.choice(NOISE) if rng.random() < 0.2 else "")
        ours = plain.admits(specifier, version)
        told += ours is not None
        assert ours in (None, packaging_admits(specifier, version)), (specifier, version)
    assert told > 6000


VALUES = ("3.8", "3.12", "3.12.1", "3", "3.*", "linux", "x86_64", "", "a b", "3.13rc1", "Fast")
USUAL = ("extra", "python_version", "python_full_version", "sys_platform", "os_name")
NAMES = (*USUAL * 8, *sorted(LINUX), "extras", "os.name")
OPERATORS = (*("==", "!=") * 4, ">=", "<", "<=", ">", "~=", "===", "in", "not in")


def comparison(rng: random.Random) -> str:
    quote = rng.choice("\"'")
    space = rng.choice((" ", " ", "", "  "))
    value = f"{quote}{rng.choice(VALUES)}{quote}"
    text = f"{rng.choice(NAMES)}{space}{rng.choice(OPERATORS)}{space}{value}"
    return f"({text})" if rng.random() < 0.05 else text


def packaging_evaluates(marker: str, extra: str) -> bool | str:
    try:
        return Marker(marker).evaluate({**LINUX, "extra": extra})
    except InvalidMarker:
        return "invalid"
    except Exception as error:  # No order, no such variable.
        return type(error).__name__


def test_a_plain_marker_holds_where_packaging_says_so() -> None:
    rng = random.Random("plain markers")
    told = 0
    for _ in range(20_000):
        marker = comparison(rng)
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            space = rng.choice((" ", " ", " ", ""))
            marker += f"{space}{rng.choice(('and', 'or'))}{space}{comparison(rng)}"
        marker += rng.choice(("", "", "", "", " ", "\n", " and", "x"))
        extra = rng.choice(("", "fast", "Fa.st", "3.8"))
        ours = plain.evaluate(marker, LINUX, extra)
        told += ours is not None
        assert ours in (None, packaging_evaluates(marker, extra)), (marker, extra)
    assert told > 2000


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        ("", "1.0", True),
        ("==1.0", "1.0.0", True),
        ("==1.0.*", "1", True),
        ("~=1.4.2", "1.4.10", True),
        ("~=1.4.0", "1.4", True),
        ("~=2.0", "3", False),
        (">=1, <2", "2.0", False),
        ("~=1", "1.0", None),
        (">=1.*", "1.0", None),
        (">=1", "1.0rc1", None),
        (">=1,", "1.0", None),
        ("===1.0", "1.0", None),
    ],
)
def test_only_what_has_one_plain_meaning_is_decided(
    specifier: str, version: str, expected: bool | None
) -> None:
    assert plain.admits(specifier, version) is expected
