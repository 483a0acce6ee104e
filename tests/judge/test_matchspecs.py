"""MatchSpecs against conda's records; py-rattler, conda's own engine, judges."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.environments import read as read_environment
from pinlight.formats.conda_environment import parse
from pinlight.judge.matchspecs import Spec, admits, judge, read
from pinlight.model import Dependency
from pinlight.text import Span
from tree import Tree, conda_files

NOWHERE = Span(0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Spec()),
        ("=1.8", Spec("=1.8")),
        ("==1.8", Spec("1.8")),
        ("==1.8.*", Spec("1.8.*")),
        ("1.8", Spec("1.8")),
        (" 1.8*", Spec("1.8*")),
        ("1.8 py27_0", Spec("1.8", "py27_0")),
        ("=1.8=py27_0", Spec("1.8", "py27_0")),
        ("=1.8 py27_0", Spec("1.8", "py27_0")),
        (">=1.8 , < 2", Spec(">=1.8,<2")),
        (">=1.8,<2 py*", Spec(">=1.8,<2", "py*")),
        ("* *_0", Spec("*", "*_0")),
        ("=*=*cuda*", Spec("*", "*cuda*")),
        ("1.8|1.9", Spec("1.8|1.9")),
        ("[version='>=1.2', build=py27*]", Spec(">=1.2", "py27*")),
        ("=1.8[build=py_0]", Spec("=1.8", "py_0")),
        ("[channel=conda-forge]", Spec()),
        ("[md5=00]", Spec(has_more=True)),
        ("=1.8  # why", Spec("=1.8")),
        ("=1.8=", Spec("=1.8")),
    ],
)
def test_every_form(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["[foo=bar]", "[version]", "[when='python>3']", " if python", "=1.8=a=b", "x" * 3000]
    + ["(optional)[version", "=1.8; os_name == 'x'"],
)
def test_what_is_no_matchspec_is_not_judged(text):
    assert admits(text, "1.8", "0") is None


def test_conditions_that_a_records_name_does_not_tell_leave_it_open():
    assert admits("=1.8[md5=00]", "1.8") is None
    assert admits("=1.8[md5=00]", "1.9") is False
    assert admits("=1.8=^py.*$", "1.8", "py27_0") is None
    assert admits("=1.8=^py.*$", "1.9", "py27_0") is False


def environment(*lines):
    return read_environment("/e", Tree(conda_files("/e", lines)))


def verdict(name, specifier="", *lines, marker=""):
    asked = Dependency(
        name, NOWHERE, NOWHERE, NOWHERE, NOWHERE, specifier=specifier, marker=marker, tool="conda"
    )
    found = judge(asked, environment(*lines))
    return found.kind, found.detail


def test_verdicts():
    lines = ("numpy 1.26.4 py312_0", "ruamel.yaml 0.18 h1_0", "flask 3.0.2", "odd 1..2 h1_0")
    for name, specifier, expected in (
        ("numpy", "", ("satisfied", "")),
        ("numpy", "=1.26", ("satisfied", "")),
        ("numpy", "1.26", ("wrong-version", "1.26.4 is installed, 1.26 is required")),
        ("numpy", ">=2", ("wrong-version", "1.26.4 is installed, >=2 is required")),
        (
            "numpy",
            "=1.26=*cuda*",
            ("wrong-version", "1.26.4=py312_0 is installed, 1.26=*cuda* is required"),
        ),
        ("python", "=3.12", ("satisfied", "")),
        ("ruamel.yaml", ">=0.17", ("satisfied", "")),
        ("scipy", "", ("missing", "")),
        ("flask", "", ("missing", "pip installed it, conda did not")),
        ("__cuda", "", ("unknown", "")),
        ("numpy", "=>1", ("unknown", "")),
        ("odd", ">=1", ("unknown", "")),
    ):
        assert verdict(name, specifier, *lines) == expected, (name, specifier)


def test_what_is_for_another_platform_is_not_needed():
    assert verdict("scipy", marker="sys_platform == 'win32'") == ("not-needed", "")
    assert verdict("scipy", marker="sys_platform == 'linux'") == ("missing", "")
    assert verdict("scipy", marker="sys_platform =")[0] == "unknown"


VERSIONS = [
    "1",
    "1.8",
    "1.8.0",
    "1.8.3",
    "1.9",
    "2.0",
    "1.8rc1",
    "3.12",
    "2024a",
    "1!2.0",
    "1.1.1w",
]
BUILDS = ["0", "py27_0", "py312h1_0", "py39hcuda_1", "cuda118_2"]
PATTERNS = [*BUILDS, "*", "py*", "*cuda*", "*_0", "py*_0", "*_*_*", "PY27_0"]
OPERATORS = ["=", "==", ">=", "<=", "<", ">", "!=", "~=", ""]


def random_spec(some):
    """Return what may stand behind a name, of any form."""

    def clause():
        parts = OPERATORS, ["", "", " "], VERSIONS, ["", "", ".*", "*"]
        return "".join(map(some.choice, parts))

    version = clause()
    for _ in range(some.choice([0, 0, 1, 2])):
        version += some.choice([",", "|", " , ", " | "]) + clause()
    number, star, build = some.choice(VERSIONS), some.choice(["", ".*", "*"]), some.choice(PATTERNS)
    tight = version.replace(" ", "")
    return some.choice(
        [
            f" {version}",
            f" {version} {build}",
            f"={number}{star}={build}",
            f" * {build}",
            f"[version='{tight}']",
            f'[version="{tight}", build={build}]',
            f"=1.8[build = '{build}']",
        ]
    )


def test_20000_specs_match_what_conda_matches():
    rattler = pytest.importorskip("rattler")
    some = random.Random(5)
    records = {
        (number, build): rattler.PackageRecord("a", number, rattler.BuildString(build), 0, "noarch")
        for number in VERSIONS
        for build in BUILDS
    }
    matched = 0
    for _ in range(20_000):
        text, (number, build) = random_spec(some), some.choice([*records])
        expected = rattler.MatchSpec(f"a{text}").matches(records[number, build])
        assert admits(text, number, build) is expected, (text, number, build)
        matched += expected
    assert 4_000 < matched < 16_000


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text("=<>!~*^$()[]'|, .1ab_-+#", max_size=30), st.sampled_from(VERSIONS))
def test_no_text_is_too_odd(text, installed):
    assert admits(text, installed, "0") in (True, False, None)


def test_every_package_of_a_real_file_means_what_it_means_to_conda(shared):
    """Names, and which versions are admitted; what conda cannot read is not judged here either."""
    rattler = pytest.importorskip("rattler")
    count = 0
    for path in sorted((shared / "corpus" / "conda").rglob("*.y*ml")):
        for dependency in parse(str(path), path.read_bytes().decode(), {}).dependencies:
            if not dependency.is_of_conda:
                continue
            text = dependency.specifier
            try:
                judge = rattler.MatchSpec(f"{dependency.name} {text}".strip())
            except Exception:  # The engine raises errors of its own.
                assert admits(text, "1.8", "0") is None, (path, text)
                continue
            assert judge.name.normalized == dependency.name
            for number in VERSIONS:
                record = rattler.PackageRecord(
                    dependency.name, number, rattler.BuildString("py312h1_0"), 0, "linux-64"
                )
                assert admits(text, number, "py312h1_0") is judge.matches(record), (path, text)
            count += 1
    assert count > 150
