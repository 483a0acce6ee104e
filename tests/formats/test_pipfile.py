"""Pipfile: packages per category; plette, Pipenv's own reader, is the judge of what is there."""

from io import StringIO

import pytest

from fixture import check
from pinlight.formats import format_of

WHOLE = """\
[[source]]
url = "https://index.example/simple"
verify_ssl = true
name = "pypi"

[packages]
Flask = "==3.0.3"
requests = {version = ">=2", extras = ["Socks"], markers = "os_name == 'posix'"}
waitress = {version = "3.*", sys_platform = "== 'win32'", python_version = ">= '3.9'"}
any = "*"
local = {path = "./local", editable = true}
repo = {git = "https://git.example/repo.git", ref = "v1"}
[packages.deep]
version = "~=1.2"

[dev-packages]
pytest = ">=8"

[docs]
sphinx = "*"

[requires]
python_version = "3.12"

[scripts]
serve = "python -m app"
"""


def read(text, path="/w/app/Pipfile"):
    return format_of(path).parse(path, text, {})


def test_every_kind_of_entry():
    manifest = read(WHOLE)
    assert (manifest.kind, manifest.faults) == ("pipfile", ())
    assert [
        (it.name, it.specifier, it.marker, it.url, it.group) for it in manifest.dependencies
    ] == [
        ("flask", "==3.0.3", "", "", ""),
        ("requests", ">=2", "os_name == 'posix'", "", ""),
        ("waitress", "==3.*", "sys_platform == 'win32' and python_version >= '3.9'", "", ""),
        ("any", "", "", "", ""),
        ("local", "", "", "/w/app/local", ""),
        ("repo", "", "", "git+https://git.example/repo.git@v1", ""),
        ("deep", "~=1.2", "", "", ""),
        ("pytest", ">=8", "", "", "dev"),
        ("sphinx", "", "", "", "docs"),
    ]
    assert manifest.requires_python == "==3.12.*"
    assert manifest.dependencies[4].is_editable


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('a = "=>3"', "=>: `=>` is not an operator, `>=` is"),
        ("a = 3", "3: what `a` asks for is a string or a table"),
        ('a = ">=3; x"', "x|only versions"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(line, fault):
    manifest = read(f'[packages]\nabove = "*"\n{line}\nbelow = "*"\n')
    assert [it.name for it in manifest.dependencies] == ["above", "below"]
    (found,) = manifest.faults
    told = f"{manifest.text[found.span.start : found.span.end]}: {found.message}"
    assert any(part in told for part in fault.split("|")), told


def test_problems_of_a_pipfile():
    check("""
        -- Pipfile --
        [packages]
        flask = "==3.0.3"
        ^^^^^^^^^^^^^^^^^ wrong-version: `flask` 3.0.2 is installed, 3.0.3 is required
        requests = {version = "*", extras = ["socks"]}
        [dev-packages]
        pytest = "*"
        ^^^^^^^^^^^^ missing-package: `pytest` is not installed in `.venv`
        [docs]
        sphinx = "*"
        [requires]
        python_version = "3.11"
                          ^^^^ python-mismatch: `.venv` has Python 3.12.1, ==3.11.* is required
        -- .venv --
        flask 3.0.2
        requests 2.31.0
          Provides-Extra: socks
    """)


def test_every_real_file_holds_what_plette_reads(shared):
    plette = pytest.importorskip("plette")
    from packaging.utils import canonicalize_name

    count = 0
    for path in sorted((shared / "corpus" / "pipfile").rglob("Pipfile")):
        text = path.read_bytes().decode()
        document = plette.Pipfile.load(StringIO(text))
        groups = {"packages": "", "dev-packages": "dev"}
        expected = sorted(
            (canonicalize_name(name), groups.get(category, category))
            for category, table in document._data.items()
            if category not in ("source", "requires", "scripts", "pipenv")
            for name in table
        )
        manifest = read(text, str(path))
        assert sorted((it.name, it.group) for it in manifest.dependencies) == expected, path
        assert manifest.faults == (), path
        for it in manifest.dependencies:
            value = document._data["dev-packages" if it.group == "dev" else "packages"]
            written = text[it.name_span.start : it.name_span.end].strip("\"'")
            version = value[written] if it.group in ("", "dev") else ""
            version = getattr(version, "_data", version)
            version = version.get("version", "") if isinstance(version, dict) else version
            bare = str(version).lstrip("= ")
            assert it.specifier.removeprefix("==") == ("" if bare == "*" else bare), (path, it)
            count += 1
    assert count > 50
