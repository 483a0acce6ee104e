"""What a specifier admits, where a marker holds, and which specifiers can never hold together."""

import random
import subprocess
import sys
from functools import cache

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from pinlight.judge.specifiers import admits, clash, contradict, evaluate, holds

LINUX = {
    "implementation_name": "cpython",
    "implementation_version": "3.12.1",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "6.1.0-9-amd64",
    "platform_system": "Linux",
    "platform_version": "#1 SMP",
    "python_full_version": "3.12.1",
    "python_version": "3.12",
    "sys_platform": "linux",
}


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        ("", "1.0", True),
        ("", "1.0rc1", True),
        (">=1", "2.0rc1", True),
        (">=2", "2.0rc1", False),
        ("<2", "2.0rc1", False),
        ("<2", "1.9.dev3", True),
        ("==1.0", "1.0+cpu", True),
        ("<=1.0", "1.0+cpu", True),
        (">1.0", "1.0+cpu", False),
        ("==1.0+cpu", "1.0", False),
        (">1.0", "1.0.post1", False),
        (">=1.0", "1.0.post1", True),
        ("==1.*", "1!1.0", False),
        (">=1", "1!0.1", True),
        ("~=1.4.2", "1.4.9", True),
        ("~=1.4.2", "1.5", False),
        ("===1.0", "1.0.0", False),
        ("===1.0", "1.0", True),
        ("===1.0.rc1", "1.0.rc1", False),  # pip compares with the normalised "1.0rc1".
        ("", "2004d", False),
        ("===2004d", "2004d", False),
        ("==2004d", "1.0", True),  # Invalid: reported elsewhere.
        (">=", "1.0", True),
    ],
)
def test_an_installed_version_is_admitted_as_by_pip(
    specifier: str, version: str, expected: bool
) -> None:
    assert admits(specifier, version) is expected


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ('python_version >= "3.8"', True),
        ('python_version not in "3.11, 3.12"', False),
        ('"3.1" in python_version', True),
        ('os.name == "posix"', True),
        ("python_implementation == 'CPython'", True),
        ('platform_release >= "abc"', False),
        ('platform_release >= "6.0"', False),
        ('extra == "socks"', False),
        ('sys_platform ~= "linux"', None),
        ('"x" in extras', None),
        ("python_version >", None),
        ("nonsense == '1'", None),
    ],
)
def test_a_marker_holds_as_for_pip(marker: str, expected: bool | None) -> None:
    assert evaluate(marker, LINUX) is expected
    assert holds(marker, LINUX) is (expected is True)


def test_an_extra_is_compared_by_its_normal_name() -> None:
    assert holds('extra == "Dev_Tools"', LINUX, "dev-tools")
    assert not holds('extra == "Dev_Tools"', LINUX, "tools")


@pytest.mark.parametrize("name", sorted(LINUX))
@pytest.mark.parametrize("lost", ["absent", "empty"])
def test_what_is_not_known_of_the_environment_is_never_taken_from_the_server(
    name: str, lost: str
) -> None:
    markers = {key: value for key, value in LINUX.items() if key != name}
    if lost == "empty":
        markers[name] = ""
    assert evaluate(f'{name} != "nonsense"', LINUX) is True
    assert evaluate(f'{name} != "nonsense"', markers) is None


@pytest.mark.parametrize(
    ("specifiers", "expected"),
    [
        (["==1.0", "==2.0"], (0, 1)),
        (["<2", ">=2"], (0, 1)),
        (["==1.*", ">=2"], (0, 1)),
        (["~=1.4", "==2.0"], (0, 1)),
        (["==1.0", "!=1.0"], (0, 1)),
        ([">=1", "<3", ">=2", "<2"], (2, 3)),
        ([">=1", "<=1", "!=1"], (0, 2)),
        (["", ">=1", "!=3", "<=1", "!=1.*"], (1, 4)),
        ([">=2,<1", "==1"], (0, 0)),
        (["==1.0", "nonsense", "==2.0"], (0, 2)),
        (["===1.0", "===1.0.0"], (0, 1)),
        (["==1.0", "===1.0.0"], None),
        (["==1.0+a", "==1.0+b"], (0, 1)),
        (["==1.0", "==1.0+cpu"], None),
        (["<2", ">=2.0.dev1"], (0, 1)),  # `<2` means no pre-release of 2 either.
        (["<2.0rc1", ">=2.0.dev1"], None),
        ([">1.0", "<=1.0.post1"], (0, 1)),  # `>1.0` means no post-release of 1.0 either.
        ([">=1.0", "<1.0.1.dev0"], None),
        ([">=1!0", "<9999"], (0, 1)),
        (["nonsense", "=="], None),
        (["", ""], None),
        ([], None),
    ],
)
def test_which_specifiers_clash(specifiers: list[str], expected: tuple[int, int] | None) -> None:
    assert clash(specifiers) == expected
    texts = (specifiers[expected[0]], specifiers[expected[1]]) if expected else None
    assert contradict(specifiers) == texts


RELEASES = ("0", "0.9", "1", "1.0.1", "1.1", "1.1.1", "1.2", "2", "2.0.1", "2.1", "3")
ENDS = (
    *(
        "",
        ".dev0",
        ".dev1",
        "a0",
        "a1",
        "a1.dev0",
        "a1.dev1",
        "a1.post0",
        "a2",
        "rc0",
        "rc1",
        "rc2",
    ),
    *("rc1.post1", ".post0", ".post0.dev0", ".post1", ".post1.dev0", ".post1.dev1", ".post2"),
    *("+a", "+a.1", "+b", "a1+a", ".post1+a", ".post1.dev0+a"),
)


@cache
def grid() -> tuple[Version, ...]:
    """Return versions so close together that any two of the random bounds have some between."""
    releases = [
        epoch + release + tail
        for epoch in ("", "1!")
        for release in RELEASES
        for tail in ("", ".0.1")
    ]
    return tuple(Version(release + end) for release in releases for end in ENDS)


def random_specifier(rng: random.Random) -> str:
    operator = rng.choice(("==", "==", "!=", ">=", "<=", "<", ">", "~=", ">=", "<", "==.*", "!=.*"))
    version = rng.choice(("", "", "", "", "1!")) + rng.choice(RELEASES)
    if operator.endswith(".*"):
        return operator[:2] + version + ".*"
    if operator == "~=":
        return f"~={version}" if "." in version else f"~={version}.0"
    ends = [end for end in ENDS if "+" not in end or operator in ("==", "!=")]
    return operator + version + (rng.choice(ends) if rng.random() < 0.4 else "")


def test_a_clash_is_said_exactly_when_no_version_of_a_dense_grid_fits() -> None:
    rng = random.Random("clash")
    clashes = 0
    for _ in range(1500):
        specifiers = [
            ",".join(random_specifier(rng) for _ in range(rng.choice((1, 1, 2))))
            for _ in range(rng.randint(2, 4))
        ]
        wanted = SpecifierSet(",".join(specifiers))
        fits = next((it for it in grid() if wanted.contains(it, prereleases=True)), None)
        pair = clash(specifiers)
        assert (pair is None) == (fits is not None), (specifiers, pair, fits)
        clashes += pair is not None
    assert 300 < clashes < 1200


HUGE = "9" * 5000


def test_a_number_that_python_does_not_read_is_no_defect() -> None:
    assert not admits("", HUGE)
    assert admits(f">={HUGE}", "1.0")
    assert clash([f">={HUGE}", f"<{HUGE}"]) is None
    assert evaluate(f'python_version >= "{HUGE}"', LINUX) is None


def test_the_usual_questions_do_not_import_packaging() -> None:
    code = (
        "import sys, pinlight.judge as judge\n"
        f"markers = {LINUX}\n"
        "assert judge.admits('>=1,<3,!=2.5.*', '2.0.1')\n"
        "assert judge.holds('python_version >= \"3.8\" and extra == \"a\"', markers, 'a')\n"
        "assert 'packaging' not in sys.modules\n"
        "assert judge.admits('>=1', '2rc1')\n"
        "assert 'packaging.specifiers' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
