"""Satisfied or not, and why."""

from collections.abc import Mapping

import pytest

from judge.test_specifiers import LINUX
from pinlight import pep508
from pinlight.judge import judge
from pinlight.model import NOWHERE, Dependency, Distribution, Environment, Origin, Verdict
from pinlight.model.headers import Headers


def installed(*distributions: Distribution, markers: Mapping[str, str] = LINUX) -> Environment:
    return Environment("/p/.venv", "venv", "3.12.1", markers, {it.name: it for it in distributions})


def distribution(
    pinned: str, *requires: str, requires_python: str = "", **fields: object
) -> Distribution:
    """`name version`, with its Requires-Dist; Provides-Extra is what their markers name."""
    name, _, version = pinned.partition(" ")
    extras = (text.split('extra == "')[1].split('"')[0] for text in requires if "extra ==" in text)
    told = Headers("", "", requires, tuple(extras), requires_python)
    found = Distribution(name, version, f"/s/{name}.dist-info", told)
    return found._replace(**fields)


def line(text: str) -> Dependency:
    found = pep508.parsed(text)
    assert isinstance(found, Dependency), found
    return found


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("requests", "satisfied", ""),
        ("Requests>=2,<3", "satisfied", ""),
        ("requests==2.31.0", "wrong-version", "2.30.0 is installed, 2.31.0 is required"),
        ("requests == 2.31.0", "wrong-version", "2.30.0 is installed, 2.31.0 is required"),
        ("requests===2.30", "wrong-version", "2.30.0 is installed, ===2.30 is required"),
        ("requests==1.*", "wrong-version", "2.30.0 is installed, ==1.* is required"),
        ("requests>=3", "wrong-version", "2.30.0 is installed, >=3 is required"),
        ("requests==1,==2", "wrong-version", "2.30.0 is installed, ==1,==2 is required"),
        ("flask", "missing", ""),
        ("flask; python_version < '3'", "not-needed", ""),
        ("requests>=3; os_name == 'nt'", "not-needed", ""),
        ("requests>=3; extra == 'dev'", "not-needed", ""),
        ("flask; sys_platform ~= '1.0'", "unknown", ""),
        ("nameless", "unknown", ""),
        ("legacy", "wrong-version", "2004d is installed, which is not a valid version"),
    ],
)
def test_a_requirement_of_an_index(text: str, kind: str, detail: str) -> None:
    environment = installed(
        distribution("requests 2.30.0", origin=Origin("file:///anywhere")),
        distribution("nameless "),
        distribution("legacy 2004d"),
    )
    verdict = judge(line(text), environment)
    assert (verdict.kind, verdict.detail) == (kind, detail)
    assert (verdict.distribution is None) == (kind in ("missing", "not-needed") or "flask" in text)


def test_an_invalid_specifier_is_no_alarm() -> None:
    broken = line("requests")._replace(specifier="=>2")
    assert judge(broken, installed(distribution("requests 2.30.0"))).kind == "unknown"
    assert judge(broken, installed()).kind == "missing"


EXTRAS = installed(
    distribution(
        "tool 1.0",
        "plain>=9",
        'yaml>=2; extra == "yaml"',
        'http[socks]>=1; extra == "http"',
        'never; extra == "http" and os_name == "nt"',
        'tool[yaml,http]; extra == "all"',
        'loop[b]; extra == "loop"',
        'private @ https://u:secret@h.example/p.zip ; extra == "private"',
        'broken>=1.x; extra == "yaml"',
    ),
    distribution("yaml 1.5"),
    distribution("http 1.2", 'socks>=1.5; extra == "socks"', "absent-too"),
    distribution("loop 1", 'loop[c]; extra == "b"', 'loop[b]; extra == "c"'),
    distribution("private 1"),
)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("tool", ()),
        ("tool[unknown]", ()),
        ("tool[yaml]", ("yaml>=2",)),
        ("tool[http]", ("socks>=1.5",)),
        ("tool[all]", ("yaml>=2", "socks>=1.5")),
        ("tool[yaml,http]", ("yaml>=2", "socks>=1.5")),
        ("tool[loop]", ()),
        ("tool[private]", ("private @ https://h.example/p.zip",)),
    ],
)
def test_an_extra_needs_what_it_brings(text: str, lacking: tuple[str, ...]) -> None:
    verdict = judge(line(text), EXTRAS)
    assert verdict.lacking == lacking
    assert verdict.kind == ("missing-extra" if lacking else "satisfied")
    assert verdict.distribution is EXTRAS.distributions["tool"]
    assert "secret" not in verdict.detail


def test_a_wrong_version_is_said_before_a_missing_extra() -> None:
    assert judge(line("tool[yaml]>=2"), EXTRAS).kind == "wrong-version"


def test_the_words_of_an_extra_name_it_and_what_it_needs() -> None:
    verdict = judge(line("tool[yaml]"), EXTRAS)
    assert verdict.detail == "extra `yaml` also needs `yaml>=2`"


def test_an_extra_that_is_only_named_in_a_marker_is_not_provided() -> None:
    tool = distribution("tool 1.0", 'yaml; extra == "yaml"')
    tool = tool._replace(metadata=tool.headers._replace(extras=()))
    assert judge(line("tool[yaml]"), installed(tool)).kind == "satisfied"


def direct(url: str, path: str = "", name: str = "", **fields: object) -> Dependency:
    found = Dependency(name, NOWHERE, NOWHERE, NOWHERE, NOWHERE, url=url, path=path)
    return found._replace(**fields)


LOCAL = distribution("tool 1.0", 'yaml; extra == "yaml"', origin=Origin("file:///p/tool", True))


@pytest.mark.parametrize(
    ("dependency", "kind"),
    [
        (direct("./tool", "/p/tool", is_editable=True), "satisfied"),
        (direct("./tool", "/p/tool", "tool", is_editable=True), "satisfied"),
        (direct("./tool", "/p/tool"), "wrong-source"),
        (direct("./other", "/p/other", is_editable=True), "missing"),
        (direct("./other", "/p/other", "tool", is_editable=True), "wrong-source"),
        (direct("./other", "/p/other", "other", is_editable=True), "missing"),
        (direct("https://h.example/x.zip"), "missing"),
        (direct("https://${X}/x.zip", name="tool"), "unknown"),
        (direct("https://${X}/x.zip"), "unknown"),
        (direct("https://${X}/x.zip", name="absent"), "missing"),
        (direct("git+https://h.example/x", is_editable=True), "unknown"),
        (direct("./tool", "/p/tool", is_editable=True, extras=("yaml",)), "missing-extra"),
        (direct("./tool", "/p/tool", is_editable=True, marker="os_name == 'nt'"), "not-needed"),
    ],
)
def test_a_path_or_url_is_compared_with_where_it_was_installed_from(
    dependency: Dependency, kind: str
) -> None:
    assert judge(dependency, installed(LOCAL)).kind == kind


def test_words_about_a_source_start_with_the_version() -> None:
    verdict = judge(direct("./other", "/p/other", "tool"), installed(LOCAL))
    assert verdict == Verdict(
        "wrong-source", LOCAL, "1.0 is installed from `/p/tool`, `./other` is required"
    )


def test_a_nameless_line_prefers_the_distribution_that_fits() -> None:
    there = [
        distribution(f"{name} 1", origin=Origin("https://h.example/r", vcs="git", revision=name))
        for name in ("a", "b", "c")
    ]
    verdict = judge(direct("git+https://h.example/r@b"), installed(*there))
    assert verdict == Verdict("satisfied", there[1])


def test_markers_are_those_of_the_environment() -> None:
    windows = {**LINUX, "os_name": "nt", "sys_platform": "win32"}
    text = line("colorama; sys_platform == 'win32'")
    assert judge(text, installed(markers=windows)).kind == "missing"
    assert judge(text, installed()).kind == "not-needed"
