"""`pinlight check` on real folders."""

import json
import shutil
import subprocess

import pytest

from pinlight.manual import page

SHOP = {
    "requirements.txt": "# shop\nflask>=3\n  requests==2.31.0\nrich\n",
    ".venv": ["python 3.12.1", "flask 3.0.2", "requests 2.30.0"],
}


def checked(run, *arguments):
    """Return the JSON of a check and its status."""
    ran = run("check", "--format", "json", *arguments)
    assert ran.err == ""
    return json.loads(ran.out), ran.status


def codes(report):
    return {
        file["path"]: [problem["code"] for problem in file["problems"]] for file in report["files"]
    }


def test_each_problem_is_a_line_that_tools_can_jump_to(write, run):
    write(SHOP)
    ran = run("check")
    lines = ran.out.splitlines()
    assert lines == [
        "requirements.txt:3:3: warning wrong-version "
        "`requests` 2.30.0 is installed, 2.31.0 is required",
        "requirements.txt:4:1: warning missing-package `rich` is not installed in `.venv`",
        "Found 2 problems in 1 file (2 warnings)",
    ]
    assert (ran.status, ran.err) == (1, "")


def test_json_tells_everything(write, run):
    write(SHOP)
    report, status = checked(run)
    assert status == 1
    assert report == {
        "version": 1,
        "files": [
            {
                "path": "requirements.txt",
                "kind": "requirements",
                "environment": ".venv",
                "reason": report["files"][0]["reason"],
                "problems": [
                    {
                        "code": "wrong-version",
                        "severity": "warning",
                        "message": "`requests` 2.30.0 is installed, 2.31.0 is required",
                        "name": "requests",
                        "start": {"line": 3, "column": 3},
                        "end": {"line": 3, "column": 19},
                        "environment": ".venv",
                        "related": [],
                        "url": page("wrong-version"),
                    },
                    {
                        "code": "missing-package",
                        "severity": "warning",
                        "message": "`rich` is not installed in `.venv`",
                        "name": "rich",
                        "start": {"line": 4, "column": 1},
                        "end": {"line": 4, "column": 5},
                        "environment": ".venv",
                        "related": [],
                        "url": page("missing-package"),
                    },
                ],
            }
        ],
        "environments": [
            {
                "prefix": ".venv",
                "kind": report["environments"][0]["kind"],
                "python": "3.12.1",
                "state": "ok",
                "detail": None,
                "problems": [],
            }
        ],
        "skipped": [],
    }
    assert report["files"][0]["reason"]
    assert report["environments"][0]["kind"] in ("venv", "virtualenv", "uv")


def test_nothing_wrong_is_status_0_and_the_file_is_listed(write, run):
    write({"requirements.txt": "flask>=3\n", ".venv": ["flask 3.0.2"]})
    report, status = checked(run)
    assert (codes(report), status) == ({"requirements.txt": []}, 0)
    assert run("check").out == "1 file, nothing is wrong\n"


def test_a_hint_alone_is_status_0(write, run):
    write({"requirements.txt": "flask\nflask\n", ".venv": ["flask 3.0.2"]})
    report, status = checked(run)
    assert (codes(report), status) == ({"requirements.txt": ["duplicate-requirement"]}, 0)


def test_without_an_environment_a_file_has_one_problem_and_unknown_is_null(write, run):
    write({"requirements.txt": "flask\nrequests\n"})
    report, status = checked(run)
    assert (codes(report), status) == ({"requirements.txt": ["no-environment"]}, 1)
    file = report["files"][0]
    assert file["environment"] is None
    assert file["problems"][0]["environment"] is None
    assert file["problems"][0]["name"] is None
    assert report["environments"] == []


def test_files_come_in_order_with_slashes_and_each_its_nearest_environment(write, run):
    write(
        {
            "b/requirements.txt": "flask\n",
            "a/requirements/dev.txt": "flask\n",
            "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask"]\n',
            ".venv": ["flask 1.0"],
            "a/.venv": [],
        }
    )
    report, _ = checked(run)
    served = [(file["path"], file["environment"]) for file in report["files"]]
    assert served == [
        ("a/requirements/dev.txt", "a/.venv"),
        ("b/requirements.txt", ".venv"),
        ("pyproject.toml", ".venv"),
    ]
    assert [environment["prefix"] for environment in report["environments"]] == [".venv", "a/.venv"]


def test_only_the_named_paths_are_looked_at_but_the_environment_may_lie_above(write, run):
    write(
        {
            "a/requirements.txt": "flask\n",
            "b/requirements.txt": "flask\n",
            "b/odd.list": "rich\n",
            ".venv": ["flask 1.0"],
        }
    )
    report, _ = checked(run, "a", "b/odd.list")
    assert codes(report) == {"a/requirements.txt": [], "b/odd.list": ["missing-package"]}


def test_the_search_ends_at_the_folder_with_git(write, run):
    root = write({"inner/.git/HEAD": "", "inner/requirements.txt": "flask\n", ".venv": []})
    report, _ = checked(run, str(root / "inner"))
    assert codes(report) == {"inner/requirements.txt": ["no-environment"]}


def test_paths_outside_the_working_directory_are_absolute(write, run, monkeypatch):
    root = write({"a/requirements.txt": "flask\n", "b/x": "", "a/.venv": ["flask 1.0"]})
    monkeypatch.chdir(root / "b")
    report, _ = checked(run, "../a")
    assert codes(report) == {(root / "a/requirements.txt").as_posix(): []}


def test_an_environment_can_be_forced(write, run):
    write({**SHOP, "other": ["flask 3.0.2", "requests 2.31.0", "rich 13"]})
    report, status = checked(run, "--env", "other")
    assert (codes(report), status) == ({"requirements.txt": []}, 0)
    assert [environment["prefix"] for environment in report["environments"]] == ["other"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "missing-package"], ["missing-package"]),
        (["--select", "missing-package,wrong-version"], ["wrong-version", "missing-package"]),
        (["--ignore", "missing-package"], ["wrong-version"]),
        (["--select", "missing-package", "--ignore", "missing-package"], []),
    ],
)
def test_rules_can_be_chosen_over_what_the_settings_say(write, run, arguments, expected):
    settings = '[tool.pinlight]\nselect = ["no-environment"]\nignore = ["wrong-version"]\n'
    write({**SHOP, "pyproject.toml": settings})
    report, status = checked(run, "--select", "", "--ignore", "", *arguments)
    assert codes(report)["requirements.txt"] == expected
    assert status == bool(expected)


def test_the_settings_of_the_project_hold(write, run):
    settings = '[tool.pinlight]\nignore = ["wrong-version"]\n'
    settings += '[tool.pinlight.severity]\nmissing-package = "hint"\n'
    write({**SHOP, "pyproject.toml": settings})
    report, status = checked(run)
    assert (codes(report)["requirements.txt"], status) == (["missing-package"], 0)


def test_exit_zero(write, run):
    write(SHOP)
    assert run("check", "--exit-zero").status == 0


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, ["nowhere.txt"], "`nowhere.txt` does not exist"),
        (SHOP, ["--env", "nowhere"], "`nowhere` does not exist"),
        (SHOP, ["--select", "typo"], "`typo` is not a rule; `pinlight explain` lists them all"),
        (SHOP, ["--ignore", "typo"], "`typo` is not a rule; `pinlight explain` lists them all"),
        (
            {**SHOP, "pyproject.toml": '[tool.pinlight]\ngroups = "dev"\n'},
            [],
            "`[tool.pinlight]` in `pyproject.toml`: `groups` is not a list of strings",
        ),
        (
            {"pyproject.toml": "[tool.pinlight]\nmood = 1\n", "a/requirements.txt": ""},
            ["a"],
            "`[tool.pinlight]` in `pyproject.toml`: `mood` is not a setting",
        ),
    ],
)
def test_what_cannot_run_says_so_in_one_line(write, run, files, arguments, message):
    write(files)
    assert run("check", *arguments) == (2, "", f"pinlight: {message}\n")


def test_an_empty_folder_is_no_problem(write, run):
    write({})
    assert run("check") == (0, "No requirements file was found\n", "")


def test_prose_and_what_git_ignores_are_skipped_with_a_reason(write, run):
    prose = "Requirements\n============\n\nYou need a computer, and some patience.\n"
    write(
        {
            "product-requirements.txt": prose,
            ".gitignore": "out/\nlocal-*\n",
            "out/requirements.txt": "flask\n",
            "local-requirements.txt": "flask\n",
        }
    )
    report, status = checked(run)
    assert (report["files"], status) == ([], 0)
    assert [(entry["path"], entry["reason"]) for entry in report["skipped"]] == [
        ("local-requirements.txt", "git ignores it"),
        ("product-requirements.txt", "it reads as prose, not as requirements"),
    ]


def test_a_conflict_that_no_line_brought_in_belongs_to_the_environment(write, run):
    lost = ["lost 1.0", "  Requires-Dist: flask>=9", "flask 3.0.2"]
    write({"requirements.txt": "flask\n", ".venv": lost})
    report, status = checked(run)
    assert (codes(report), status) == ({"requirements.txt": []}, 1)
    assert report["environments"][0]["problems"] == [
        {
            "code": "installed-conflict",
            "severity": "warning",
            "message": "`lost` 1.0 requires `flask>=9`, 3.0.2 is installed",
            "name": "lost",
            "url": page("installed-conflict"),
        }
    ]
    assert run("check").out.startswith(".venv: warning installed-conflict `lost` 1.0 requires")
    assert run("check", "--ignore", "installed-conflict").status == 0


def test_a_second_place_is_told(write, run):
    write(
        {
            "requirements.txt": "-c constraints.txt\nflask\n",
            "constraints.txt": "flask<3\n",
            ".venv": ["flask 3.0.2"],
        }
    )
    report, _ = checked(run, "requirements.txt")
    (file,) = [file for file in report["files"] if file["path"] == "requirements.txt"]
    (problem,) = file["problems"]
    assert (problem["code"], problem["name"]) == ("wrong-version", "flask")
    (related,) = problem["related"]
    assert related["path"] == "constraints.txt"
    assert related["start"] == {"line": 1, "column": 1}
    assert related["end"] == {"line": 1, "column": 8}
    assert "    constraints.txt:1:1: " in run("check").out


def test_columns_are_code_points_and_lines_end_as_the_protocol_says(write, run):
    text = '"\U0001f40d" = 1 # \U0001f40d\r\n[project]\r\nname = "x"\r\n'
    text += 'dependencies = [\'\', "a\U0001f40d", "flask"]\r\n'
    write({"pyproject.toml": text, ".venv": ["x 1"]})
    report, _ = checked(run, "--select", "missing-package")
    (problem,) = report["files"][0]["problems"]
    assert problem["start"] == {"line": 4, "column": 28}
    assert problem["end"] == {"line": 4, "column": 33}


def test_nothing_in_a_file_can_drive_the_terminal(write, run):
    write({"requirements.txt": "flask \x1b]0;owned\x07\n", ".venv": ["flask 3.0"]})
    assert "\x1b" not in run("check").out


BAD = {
    "binary": b"\x00\xff\xfe\x80" * 100,
    "invalid utf-8": b"flask\n\xff\xfe\xfa\n",
    "a line of a megabyte": b"x" * 1_000_000,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_bad_input_gets_an_answer(write, run, content):
    root = write({".venv": []})
    (root / "requirements.txt").write_bytes(content)
    (root / "folder-requirements.txt").mkdir()
    report, status = checked(run)
    assert status in (0, 1)
    assert report["version"] == 1


APP = {
    "requirements.txt": "requests\n",
    "app.py": "import requests, urllib3\nimport json\n",
    "tests/test_app.py": "import app, urllib3\n",
    ".venv": ["requests 2.32.0", "urllib3 2.2.1"],
}


def test_python_files_are_judged_when_that_is_asked(write, run):
    write(APP)
    assert codes(checked(run)[0]) == {"requirements.txt": []}
    report, status = checked(run, "--imports")
    assert codes(report) == {
        "app.py": ["undeclared-import"],
        "requirements.txt": [],
        "tests/test_app.py": ["undeclared-import"],
    }
    assert status == 0
    (problem,) = next(it for it in report["files"] if it["path"] == "app.py")["problems"]
    assert (problem["name"], problem["start"]) == ("urllib3", {"line": 1, "column": 18})


def test_a_python_file_that_is_named_is_judged_alone(write, run):
    write(APP)
    report, _ = checked(run, "tests/test_app.py")
    assert codes(report) == {"tests/test_app.py": ["undeclared-import"]}
    assert report["files"][0]["environment"] == ".venv"
    report, _ = checked(run, "tests/test_app.py", "requirements.txt")
    assert list(codes(report)) == ["requirements.txt", "tests/test_app.py"]


def test_settings_of_the_project_hold_for_its_imports(write, run):
    settings = '[tool.pinlight]\nignore = ["undeclared-import"]\nexclude = ["tests"]\n'
    write({**APP, "pyproject.toml": settings})
    report, _ = checked(run, "--imports")
    assert codes(report) == {"app.py": [], "pyproject.toml": [], "requirements.txt": []}


def test_a_requirement_that_nothing_imports_is_told_when_it_is_selected(write, run):
    write(
        {**APP, "requirements.txt": "requests\nurllib3\nrich\n", ".venv": [*APP[".venv"], "rich 1"]}
    )
    report, _ = checked(run, "--select", "unused-requirement")
    (file,) = report["files"]
    assert [it["name"] for it in file["problems"]] == ["rich"]
    assert checked(run)[0]["files"][0]["problems"] == []


@pytest.fixture
def commit(write):
    """Put all that is there under git's care."""

    def commit(root):
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
            subprocess.run(["git", "-C", str(root), *who, *arguments], check=True)

    return commit


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_only_files_that_changed_and_what_belongs_to_them_are_shown(write, run, commit):
    root = write(
        {
            **APP,
            "requirements.txt": "-r base.txt\nlost\n",
            "base.txt": "gone\n",
            "other/requirements.txt": "lost\n",
            ".gitignore": ".venv\n",
        }
    )
    commit(root)
    ran = run("check", "--changed-since", "HEAD")
    assert ran.out == "Nothing that is checked differs from `HEAD`\n"
    (root / "base.txt").write_text("gone>1\n")
    assert list(codes(checked(run, "--changed-since", "HEAD")[0])) == [
        "base.txt",
        "requirements.txt",
    ]
    (root / "app.py").write_text("import urllib3\n")
    report, _ = checked(run, "--imports", "--changed-since", "HEAD")
    assert list(codes(report)) == ["app.py", "base.txt", "requirements.txt"]
    ran = run("check", "--changed-since", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "`nowhere` is no revision of the repository" in ran.err


def test_relative_paths_start_where_the_project_is(write, run):
    write(
        {
            "pyproject.toml": '[project]\nname = "shop"\nversion = "1.0"\n',
            "requirements/dev.txt": "-e .\n-e ./lib\n-e ./nowhere\n",
            "lib/setup.py": "",
            ".venv": ["python 3.12.1"],
        }
    )
    report, _ = checked(run, "requirements/dev.txt")
    [file] = report["files"]
    missing = [it["start"]["line"] for it in file["problems"] if it["code"] == "missing-file"]
    assert missing == [3]
