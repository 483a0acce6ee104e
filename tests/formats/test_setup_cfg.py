"""setup.cfg: what setuptools reads of its `[options]`; configparser is the judge."""

import configparser
import re

import pytest

from fixture import check
from pinlight.formats import format_of

WHOLE = """\
[metadata]
name = My_App
version = attr: app.__version__

[options]
python_requires = >=3.9
setup_requires = wheel; setuptools>=40
install_requires =
    Flask[async] >= 3 ; os_name == 'posix'
    # a comment
    click   # why

    requests

[options.extras_require]
Test =
    pytest>=8  # pinlight: ignore
docs = sphinx

[flake8]
ignore = E203
"""


def read(text, path="/w/app/setup.cfg"):
    return format_of(path).parse(path, text, {})


def test_every_option_that_declares_something():
    manifest = read(WHOLE)
    assert (manifest.kind, manifest.faults) == ("setup", ())
    assert [
        (it.name, it.specifier, it.marker, it.group, it.is_build) for it in manifest.dependencies
    ] == [
        ("wheel", "", "", "", True),
        ("setuptools", ">=40", "", "", True),
        ("flask", ">= 3", "os_name == 'posix'", "", False),
        ("click", "", "", "", False),
        ("requests", "", "", "", False),
        ("pytest", ">=8", "", "test", False),
        ("sphinx", "", "", "docs", False),
    ]
    assert (manifest.project, manifest.requires_python) == ("my-app", ">=3.9")
    for it in manifest.dependencies:
        assert WHOLE[it.name_span.start : it.name_span.end].lower() == it.name
    assert len(manifest.ignores) == 1


def test_requirements_from_files_are_included():
    manifest = read("[options]\ninstall_requires = file: requirements.txt, more/base.txt\n")
    assert [(it.target, it.path) for it in manifest.includes] == [
        ("requirements.txt", "/w/app/requirements.txt"),
        ("more/base.txt", "/w/app/more/base.txt"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = 1\n[options]\n", "x = 1: a section such as"),
        ("[options]\nnonsense\n", "nonsense: `=` is missing"),
        ("[options]\na = 1\na = 2\n", "a: `a` is there twice"),
        ("[options]\n[options]\n", "[options]: the section `options` is there twice"),
        ("[options]\ninstall_requires =\n    a=1\n", "=: `=` is not an operator"),
    ],
)
def test_what_cannot_be_read_is_told(text, fault):
    (found,) = read(text).faults
    assert f"{text[found.span.start : found.span.end]}: {found.message}".startswith(fault)


def test_problems_of_a_setup_cfg():
    check(
        """
        -- setup.cfg --
        [metadata]
        name = shop
        [options]
        python_requires = >=3.13
                          ^^^^^^ python-mismatch: `.venv` has Python 3.12.1, >=3.13 is required
        install_requires =
            flask>=3
            ^^^^^^^^ wrong-version: `flask` 2.0.0 is installed, >=3 is required
            click
        [options.extras_require]
        test = pytest
               ^^^^^^ missing-package: `pytest` is not installed in `.venv`
        docs = sphinx
        -- .venv --
        flask 2.0.0
        click 8.1
        """,
        settings={"extras": ["test"]},
    )


def by_configparser(text):
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    values = [
        parser.get("options", name, fallback="") for name in ("install_requires", "setup_requires")
    ]
    if parser.has_section("options.extras_require"):
        values += [value for _, value in parser.items("options.extras_require")]
    for value in values:
        for line in value.splitlines():
            content = line.split(" #")[0].strip()
            if content and not content.startswith("#"):
                yield content


def test_every_real_file_is_read_as_configparser_reads_it(shared):
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    count = 0
    for path in sorted((shared / "corpus" / "setupcfg").rglob("setup.cfg")):
        text = path.read_bytes().decode()
        manifest = read(text, str(path))
        assert manifest.faults == (), path
        expected = [Requirement(line) for line in by_configparser(text)]
        found = [(it.name, len(it.specifier) > 0) for it in manifest.dependencies]
        assert sorted(found) == sorted(
            (canonicalize_name(it.name), len(it.specifier) > 0) for it in expected
        ), path
        for it in manifest.dependencies:
            spelled = text[it.name_span.start : it.name_span.end]
            assert re.sub(r"[-_.]+", "-", spelled).lower() == it.name
        count += len(found)
    assert count > 100
