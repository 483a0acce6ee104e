"""`pinlight read`: what is understood of a file."""

import json

import pytest

TEXT = """\
# the shop
Flask[async] >=3 ; python_version > "3"  # web
-r base.txt
-c limits.txt
--index-url https://index.example/simple
-e ./tools
wheel @ https://files.example/wheel-1.0-py3-none-any.whl
requests==2.31.0 \\
    --hash=sha256:aa11 \\
    --hash=sha256:bb22
django=4
"""


@pytest.fixture
def entries(write, run):
    write({"requirements.txt": TEXT, "tools/pyproject.toml": ""})
    report = json.loads(run("read", "requirements.txt", "--json").out)
    assert (report["version"], report["path"]) == (1, "requirements.txt")
    assert report["kind"] == "requirements"
    return {entry["line"]: entry for entry in report["entries"]}


def test_every_entry_has_every_key(entries):
    keys = "line end_line kind name specifier extras marker url editable constraint hashes include"
    for entry in entries.values():
        assert {*keys.split(), "error"} <= entry.keys()


def test_kinds_and_lines(entries):
    found = [(entry["line"], entry["end_line"], entry["kind"]) for entry in entries.values()]
    assert found == [
        (2, 2, "requirement"),
        (3, 3, "include"),
        (4, 4, "include"),
        (5, 5, "option"),
        (6, 6, "requirement"),
        (7, 7, "requirement"),
        (8, 10, "requirement"),
        (11, 11, "error"),
    ]


def test_a_requirement(entries):
    entry = entries[2]
    assert entry["name"] == "flask"
    assert entry["specifier"].replace(" ", "") == ">=3"
    assert entry["extras"] == ["async"]
    assert entry["marker"] == 'python_version > "3"'
    assert (entry["url"], entry["editable"], entry["constraint"]) == (None, False, False)
    assert (entry["hashes"], entry["include"], entry["error"]) == ({}, None, None)


def test_hashes_by_algorithm(entries):
    assert entries[8]["hashes"] == {"sha256": ["aa11", "bb22"]}


def test_includes(entries):
    assert entries[3]["include"]["path"] == "base.txt"
    assert entries[3]["include"]["constraint"] is False
    assert entries[4]["include"]["path"] == "limits.txt"
    assert entries[4]["include"]["constraint"] is True


def test_urls_and_editables(entries):
    assert (entries[6]["url"], entries[6]["editable"]) == ("./tools", True)
    assert entries[7]["name"] == "wheel"
    assert entries[7]["url"] == "https://files.example/wheel-1.0-py3-none-any.whl"


def test_an_error_says_what_is_wrong(entries):
    assert entries[11]["name"] is None
    assert entries[11]["error"]["code"] == "invalid-requirement"
    assert entries[11]["error"]["message"]


def test_a_local_path_that_is_not_there_is_an_error(write, run):
    write({"a/requirements.txt": "./tools\n-e ../b\n", "a/tools/x": ""})
    there, gone = json.loads(run("read", "a/requirements.txt", "--json").out)["entries"]
    assert (there["kind"], there["error"]) == ("requirement", None)
    assert (gone["kind"], gone["url"], gone["editable"]) == ("error", "../b", True)
    assert gone["error"] == {"code": "missing-file", "message": "`b` does not exist"}


def test_the_kind_tells_that_a_file_holds_constraints(write, run):
    write({"constraints.txt": "flask<4\n"})
    report = json.loads(run("read", "constraints.txt", "--json").out)
    assert report["kind"] == "constraints"
    assert [entry["kind"] for entry in report["entries"]] == ["requirement"]


def test_a_project_file_tells_the_group(write, run):
    write(
        {
            "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask"]\n\n'
            '[dependency-groups]\ndev = ["pytest>=8"]\n'
        }
    )
    flask, pytest_ = json.loads(run("read", "pyproject.toml", "--json").out)["entries"]
    assert (flask["name"], flask["group"], flask["line"]) == ("flask", None, 3)
    assert (pytest_["name"], pytest_["group"], pytest_["line"]) == ("pytest", "dev", 6)


def test_a_table_for_people(write, run):
    write({"requirements.txt": TEXT})
    rows = run("read", "requirements.txt").out.splitlines()
    assert rows[0].split() == ["LINE", "KIND", "ENTRY"]
    assert rows[2].split() == ["3", "include", "-r", "base.txt"]
    assert rows[7].split()[:3] == ["8", "requirement", "requests==2.31.0"]


def test_a_table_shows_no_credentials(write, run):
    write({"requirements.txt": "--index-url https://me:secret@index.example/simple\n"})
    assert "secret" not in run("read", "requirements.txt").out


def test_any_name_will_do(write, run):
    write({"odd.list": "flask\n"})
    assert run("read", "odd.list").out.splitlines()[1].split()[-1] == "flask"


@pytest.mark.parametrize("name", ["gone.txt", "folder"])
def test_what_cannot_be_read(write, run, name):
    (write({}) / "folder").mkdir()
    ran = run("read", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"pinlight: `{name}` ")
    assert ran.err.count("\n") == 1


def test_the_packages_of_a_lock_file(write, run):
    lock = '[[packages]]\nname = "Flask"\nversion = "3.0.3"\nmarker = "os_name == \'nt\'"\n'
    write({"pylock.toml": lock})
    (entry,) = json.loads(run("read", "pylock.toml", "--json").out)["entries"]
    assert (entry["line"], entry["name"], entry["specifier"]) == (2, "flask", "==3.0.3")
    assert entry["marker"] == "os_name == 'nt'"
