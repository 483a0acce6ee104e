"""Which environment serves a file: the first rung of the ladder that holds, with its reason."""

import pytest

from pinlight import choose
from pinlight.choose import NONE, Situation
from pinlight.settings import DEFAULT, Settings
from tree import Tree

NEAREST = "nearest environment going up from the file"
EDITOR = "selected in the editor for this folder"
W = ("/w",)


def tree(*prefixes, files=(), **options):
    """Return a machine with environments at `prefixes` and with `files`, named or with text."""
    texts = dict(files) if isinstance(files, dict) else dict.fromkeys(files, "")
    return Tree({**{f"{p}/pyvenv.cfg": "" for p in prefixes}, **texts}, **options)


def chosen(path, reader, **situation):
    choice = choose.choose(path, reader, Situation(**{"folders": W, **situation}))
    assert choice.path == path
    return choice.prefix, choice.reason


# Going up


@pytest.mark.parametrize(
    ("path", "prefixes", "expected"),
    [
        ("/w/requirements.txt", ["/w/.venv"], "/w/.venv"),
        ("/w/a/b/requirements.txt", ["/w/.venv"], "/w/.venv"),
        ("/w/a/b/requirements.txt", ["/w/.venv", "/w/a/env"], "/w/a/env"),
        ("/w/a/requirements.txt", ["/w/b/.venv"], ""),
        ("/w/requirements.txt", ["/w/b/.venv"], ""),
        ("/w/requirements.txt", ["/.venv"], ""),
        ("/w/requirements.txt", ["/w/other", "/w/venv"], "/w/venv"),
        ("/w/requirements.txt", ["/w/other"], "/w/other"),
        ("/w/requirements.txt", ["/w/.venv-dev"], "/w/.venv-dev"),
        ("/w/requirements-dev.txt", ["/w/.venv", "/w/.venv-dev"], "/w/.venv-dev"),
        ("/w/requirements.dev.txt", ["/w/.venv", "/w/venv_dev"], "/w/venv_dev"),
        ("/w/dev-requirements.in", ["/w/.venv", "/w/dev-env"], "/w/dev-env"),
        ("/w/requirements/dev.txt", ["/w/.venv", "/w/.venv-dev"], "/w/.venv-dev"),
        ("/w/requirements/base.txt", ["/w/.venv", "/w/.venv-dev"], "/w/.venv"),
        ("/w/requirements-dev.txt", ["/w/.venv", "/w/dev"], "/w/dev"),
        ("/w/requirements-dev-x.txt", ["/w/.venv", "/w/.venv-dev"], "/w/.venv"),
        ("/w/a/requirements-dev.txt", ["/w/a/.venv", "/w/.venv-dev"], "/w/a/.venv"),
        ("/w/pyproject.toml", ["/w/.venv", "/w/.venv-dev"], "/w/.venv"),
    ],
)
def test_the_nearest_environment_serves(path, prefixes, expected):
    assert chosen(path, tree(*prefixes)) == (expected, NEAREST if expected else NONE)


def test_going_up_ends_at_the_outermost_workspace_folder():
    found = tree("/w/.venv", "/.venv")
    assert chosen("/w/a/requirements.txt", found, folders=("/w/a", "/w"))[0] == "/w/.venv"
    assert chosen("/w/a/requirements.txt", found, folders=("/w/a",))[0] == ""


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ([], "/o/p/requirements.txt", ""),
        ([], "/o/requirements.txt", "/o/.venv"),
        ([], "/o/requirements/dev.txt", "/o/.venv"),
        (["/o/.git/HEAD"], "/o/p/requirements.txt", "/o/.venv"),
        (["/o/.git"], "/o/p/q/requirements.txt", "/o/.venv"),
        (["/o/p/.git/HEAD"], "/o/p/requirements.txt", ""),
    ],
)
def test_outside_of_the_workspace_the_repository_bounds(files, path, expected):
    assert chosen(path, tree("/o/.venv", files=files))[0] == expected


def test_windows_paths_go_up_without_regard_to_case():
    reader = Tree({"C:\\W\\.venv\\pyvenv.cfg": "", "C:\\.venv\\pyvenv.cfg": ""})
    found = chosen("c:\\w\\a\\requirements.txt", reader, folders=("C:\\W",))
    assert found == ("c:\\w\\.venv", NEAREST)
    assert chosen("c:\\x\\requirements.txt", reader, folders=("C:\\W",)) == ("", NONE)


# What was named


def test_a_forced_prefix_serves_everything():
    reader = tree("/w/.venv", files=["/usr/bin/python3"])
    found = chosen("/w/requirements.txt", reader, forced="/usr/bin/python3")
    assert found == ("/usr", "forced by `--env`")


@pytest.mark.parametrize(
    ("pattern", "target", "path", "expected"),
    [
        ("requirements-dev.txt", "one", "/w/requirements-dev.txt", "/w/one"),
        ("requirements-dev.txt", "one", "/w/a/requirements-dev.txt", "/w/.venv"),
        ("**/requirements-dev.txt", "one", "/w/a/requirements-dev.txt", "/w/one"),
        ("a", "one", "/w/a/b/requirements.txt", "/w/one"),
        ("a/*.txt", "./one/", "/w/a/requirements.txt", "/w/one"),
        ("/w/a/**", "/w/one", "/w/a/requirements.txt", "/w/one"),
        ("*.in", "one", "/w/requirements.txt", "/w/.venv"),
        ("*", "~/one", "/w/requirements.txt", "/home/u/one"),
        ("*", "one/bin/python", "/w/requirements.txt", "/w/one"),
    ],
)
@pytest.mark.parametrize("place", ["settings", "`pyproject.toml`"])
def test_a_mapping_names_the_environment(place, pattern, target, path, expected):
    settings, text = DEFAULT, ""
    if place == "settings":
        settings = Settings(environments={pattern: target})
    else:
        text = f"[tool.pinlight.environments]\n'{pattern}' = '{target}'\n"
    reader = tree(
        *("/w/.venv", "/w/one", "/home/u/one"),
        files={"/w/pyproject.toml": text},
        variables={"HOME": "/home/u"},
    )
    reason = NEAREST if expected == "/w/.venv" else f"named in {place} (`{pattern}`)"
    assert chosen(path, reader, settings=settings) == (expected, reason)


def test_the_first_pattern_that_names_the_file_counts():
    settings = Settings(environments={"*.in": "a", "r*": "b", "*": "c"})
    reader = tree("/w/a", "/w/b", "/w/c")
    assert chosen("/w/requirements.txt", reader, settings=settings)[0] == "/w/b"


def test_the_nearest_project_with_settings_wins_over_the_users():
    files = {
        "/w/pyproject.toml": "[tool]\npinlight = {environments = {'a/*' = 'shared'}}",
        "/w/a/pyproject.toml": "[project]\nname = 'a'\n",
    }
    settings = Settings(environments={"**": "mine"})
    reader = tree("/w/shared", "/w/mine", files=files)
    found = chosen("/w/a/requirements.txt", reader, settings=settings)
    assert found == ("/w/shared", "named in `pyproject.toml` (`a/*`)")
    assert chosen("/w/requirements.txt", reader, settings=settings)[0] == "/w/mine"


def test_a_mapping_to_no_environment_is_still_the_choice():
    settings = Settings(environments={"*": ".venv-x"})
    reader = tree("/w/.venv")
    choice = choose.choose("/w/requirements.txt", reader, Situation(W, settings))
    assert choice.prefix == choice.suggested == "/w/.venv-x"
    assert choice.reason == "named in settings (`*`), but there is no environment"


@pytest.mark.parametrize("text", ["[tool.pinlight]\nenvironments = 3", "pinlight", "[tool"])
def test_a_mapping_that_is_none_is_passed_over(text):
    reader = tree("/w/.venv", files={"/w/pyproject.toml": text})
    assert chosen("/w/requirements.txt", reader) == ("/w/.venv", NEAREST)


def test_mappings_on_windows():
    reader = Tree({"C:\\w\\dev\\pyvenv.cfg": ""})
    settings = Settings(environments={"A/*.txt": "Dev"})
    found = chosen("c:\\W\\a\\X.txt", reader, folders=("C:\\w",), settings=settings)
    assert found == ("C:\\w\\Dev", "named in settings (`A/*.txt`)")


@pytest.mark.parametrize(
    ("selections", "expected"),
    [
        ({"/w/a/requirements.txt": "/w/x"}, "/w/x"),
        ({"/w/a": "/w/x", "/w": "/w/y"}, "/w/x"),
        ({"/w": "/w/y/bin/python"}, "/w/y"),
        ({"/w/b": "/w/x"}, "/w/a/.venv"),
    ],
)
def test_a_selection_holds_for_a_file_or_all_below_a_folder(selections, expected):
    reader = tree("/w/x", "/w/y", "/w/a/.venv")
    reason = NEAREST if expected.endswith(".venv") else "chosen by Select Environment"
    found = chosen("/w/a/requirements.txt", reader, selections=selections)
    assert found == (expected, reason)


def test_a_mapping_wins_over_a_selection():
    settings = Settings(environments={"*": "x"})
    found = chosen("/w/r.txt", tree("/w/x"), settings=settings, selections={"/w/r.txt": "/w/y"})
    assert found[0] == "/w/x"


# The editor's interpreter


@pytest.mark.parametrize(
    ("interpreters", "prefixes", "expected"),
    [
        ({"/w": "/else/env"}, ["/else/env"], "/else/env"),
        ({"/w": "/else/env/bin/python"}, ["/else/env", "/w/.venv"], "/else/env"),
        ({"/w": "/else/env"}, ["/else/env", "/w/a/.venv"], "/w/a/.venv"),
        ({"/w": "/w/b/.venv"}, ["/w/b/.venv", "/w/.venv"], "/w/b/.venv"),
        ({"/w": "/usr"}, ["/w/.venv"], "/w/.venv"),
        ({"/w": "/usr"}, [], ""),
        ({"/w": "/usr/bin/python3"}, [], ""),
        ({"/v": "/else/env"}, ["/else/env"], ""),
        ({"/w": "/else/env", "/w/a": "/else/a"}, ["/else/env", "/else/a"], "/else/a"),
    ],
)
def test_the_editors_environment_serves_unless_one_lies_nearer(interpreters, prefixes, expected):
    reader = tree(*prefixes, files=["/usr/bin/python3"])
    found, reason = chosen("/w/a/requirements.txt", reader, interpreters=interpreters)
    assert found == expected
    if expected.startswith("/else") or expected == "/w/b/.venv":
        assert reason == EDITOR


def test_a_damaged_environment_is_no_nearer_one():
    reader = tree("/else/env", files=["/w/a/.venv/bin/activate"])
    found = chosen("/w/a/requirements.txt", reader, interpreters={"/w": "/else/env"})
    assert found == ("/else/env", EDITOR)


def test_a_conda_environment_of_the_editor_counts():
    reader = tree(files=["/conda/envs/x/conda-meta/history"])
    found = chosen("/w/requirements.txt", reader, interpreters={"/w": "/conda/envs/x"})
    assert found == ("/conda/envs/x", EDITOR)


# The activated environment


@pytest.mark.parametrize(
    ("variables", "outside", "prefix", "reason"),
    [
        (
            {"VIRTUAL_ENV": "/w/envs/x"},
            False,
            "/w/envs/x",
            "VIRTUAL_ENV, which lies in the workspace",
        ),
        ({"VIRTUAL_ENV": "/else/x"}, True, "/else/x", "VIRTUAL_ENV, which settings allow"),
        ({"VIRTUAL_ENV": "/else/x"}, False, "", f"{NONE}; VIRTUAL_ENV lies outside the workspace"),
        ({"CONDA_PREFIX": "/conda"}, True, "/conda", "CONDA_PREFIX, which settings allow"),
        ({"VIRTUAL_ENV": "/w/gone"}, False, "", NONE),
        ({"VIRTUAL_ENV": "/usr"}, True, "", NONE),
        (
            {"VIRTUAL_ENV": "/else/x", "CONDA_PREFIX": "/w/envs/x"},
            False,
            "/w/envs/x",
            "CONDA_PREFIX, which lies in the workspace",
        ),
        (
            {"VIRTUAL_ENV": "/w/b/.venv"},
            True,
            "",
            f"{NONE}; VIRTUAL_ENV belongs to another project",
        ),
    ],
)
def test_an_activated_environment_serves_what_has_none(variables, outside, prefix, reason):
    reader = tree(
        *("/w/envs/x", "/else/x", "/w/b/.venv"),
        files=["/conda/conda-meta/history", "/usr/bin/python3", "/w/b/requirements.txt"],
        variables=variables,
    )
    settings = Settings(outside_environment=outside)
    assert chosen("/w/a/requirements.txt", reader, settings=settings) == (prefix, reason)


def test_the_nearest_environment_wins_over_an_activated_one():
    reader = tree("/w/.venv", "/w/x", variables={"VIRTUAL_ENV": "/w/x"})
    assert chosen("/w/requirements.txt", reader) == ("/w/.venv", NEAREST)


# Where one would be created


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/w/requirements.txt", "/w/.venv"),
        ("/w/requirements-dev.txt", "/w/.venv"),
        ("/w/requirements/dev.txt", "/w/.venv"),
        ("/w/a/reqs/dev.in", "/w/a/.venv"),
        ("/w/a/pyproject.toml", "/w/a/.venv"),
        ("/w/docs/requirements.txt", "/w/docs/.venv"),
        ("C:\\w\\Requirements\\dev.txt", "C:\\w\\.venv"),
    ],
)
def test_an_environment_is_suggested_in_the_projects_folder(path, suggested):
    assert choose.choose(path, Tree(), Situation(W)).suggested == suggested


# Settings


def test_a_projects_settings_lie_over_the_users():
    text = "[tool.pinlight]\nignore = ['missing-package']\nuv = '/evil'\ntypo = 1\n"
    reader = tree(files={"/w/pyproject.toml": text})
    situation = Situation(W, Settings(groups=("docs",), uv="/usr/bin/uv"))
    found = choose.settings_for("/w/a/requirements.txt", reader, situation)
    assert (found.ignore, found.groups, found.uv) == (
        ("missing-package",),
        ("docs",),
        "/usr/bin/uv",
    )
    assert choose.refusals("/w/a/requirements.txt", reader, situation) == (
        "/w/pyproject.toml",
        ("`uv` may not be set by a project's own file", "`typo` is not a setting"),
    )


def test_settings_of_the_innermost_workspace_folder_hold():
    every, outer, inner = (Settings(groups=(name,)) for name in ("every", "outer", "inner"))
    situation = Situation(
        ("/w", "/w/a", "/w/a/b", "/x"), every, by_folder={"/w": outer, "/w/a": inner}
    )
    places = ("/x/r.txt", "/w/r.txt", "/w/a/r.txt", "/w/a/b/c/r.txt", "/elsewhere/r.txt")
    found = [choose.settings_for(path, Tree(), situation) for path in places]
    assert found == [every, outer, inner, inner, every]


def test_an_environment_that_a_folders_settings_name_lies_in_the_folder():
    own = Settings(environments={"*": "mine"})
    found = chosen(
        "/w/requirements.txt", tree("/w/mine", "/w/.venv"), by_folder={"/w": own}, folders=("/w",)
    )
    assert found == ("/w/mine", "named in settings (`*`)")


def test_without_a_project_the_users_settings_hold():
    situation = Situation(W, Settings(groups=("docs",)))
    reader = tree(files={"/w/pyproject.toml": "[project]\n"})
    assert choose.settings_for("/w/r.txt", reader, situation) is situation.settings
    assert choose.refusals("/w/r.txt", reader, situation) == ("", ())


def test_what_decides_was_consulted():
    reader = tree("/w/.venv")
    choose.choose("/w/a/requirements.txt", reader, Situation(W))
    assert {"/w/a", "/w", "/w/.venv/pyvenv.cfg", "/w/a/pyproject.toml"} <= reader.consulted


# The size and shape of workspaces


def test_workspace_folders_inside_one_another():
    found = tree("/w/.venv", "/w/a/.venv", "/w/a/b/c/.venv")
    for folders in (("/w", "/w/a", "/w/a/b"), ("/w/a/b", "/w/a", "/w")):
        assert chosen("/w/a/b/requirements.txt", found, folders=folders)[0] == "/w/a/.venv"
        assert chosen("/w/requirements.txt", found, folders=folders)[0] == "/w/.venv"


def test_a_loop_of_links_ends():
    found = tree("/w/.venv", links={"/w/a/up": "/w", "/w/x": "/w/y", "/w/y": "/w/x"})
    assert chosen("/w/a/up/a/up/requirements.txt", found)[0] == "/w/a/up/a/up/.venv"
    assert chosen("/w/x/requirements.txt", found)[0] == "/w/.venv"


def test_a_nested_project_of_another_tool_keeps_its_own():
    files = {"/w/pyproject.toml": "[tool.uv]\n", "/w/sub/Pipfile": ""}
    found = tree("/w/.venv", "/w/sub/.venv", files=files)
    assert chosen("/w/pyproject.toml", found)[1] == "uv's environment of this project"
    assert chosen("/w/sub/Pipfile", found) == (
        "/w/sub/.venv",
        "Pipenv's environment of this Pipfile",
    )
    assert chosen("/w/sub/requirements.txt", found) == ("/w/sub/.venv", NEAREST)


def test_a_tools_environment_serves_what_lies_below_it_and_has_none_nearer():
    files = {"/w/Pipfile": "[pipenv]\nvenv_in_project = true\n", "/w/docs/requirements.txt": ""}
    found = tree("/w/.venv", "/w/docs/env", files=files)
    assert chosen("/w/docs/requirements.txt", found) == ("/w/docs/env", NEAREST)
    assert chosen("/w/other/requirements.txt", found) == ("/w/.venv", NEAREST)


def test_a_mapping_comes_before_the_tool():
    settings = Settings(environments={"pyproject.toml": "mine"})
    found = tree("/w/.venv", "/w/mine", files={"/w/pyproject.toml": "[tool.uv]\n"})
    assert chosen("/w/pyproject.toml", found, settings=settings)[0] == "/w/mine"


@pytest.mark.parametrize("name", ["POETRY", "pipfile", "Environment.yml", ".tox"])
def test_a_file_that_is_no_sign_brings_no_tool(name):
    found = tree("/w/.venv", files=[f"/w/{name}"])
    assert chosen("/w/requirements.txt", found) == ("/w/.venv", NEAREST)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("3.11\n", "==3.11.*"),
        ("# ours\n3.11.7\n3.10\n", "==3.11.7"),
        ("cpython@3.9", "==3.9.*"),
        ("cpython3.9", "==3.9.*"),
        ("3", "==3.*"),
        ("pypy3.10", ""),
        ("3.12-dev", ""),
        ("myenv", ""),
        ("", ""),
    ],
)
def test_a_version_file_says_which_python_a_new_environment_gets(content, expected):
    reader = tree(files={"/w/.python-version": content})
    choice = choose.choose("/w/a/requirements.txt", reader, Situation(W))
    assert choice.python == expected
    assert "/w/.python-version" in reader.consulted
    served = tree("/w/.venv", files={"/w/.python-version": content})
    assert choose.choose("/w/a/requirements.txt", served, Situation(W)).python == ""


def test_the_nearest_version_file_counts():
    reader = tree(files={"/w/.python-version": "3.11", "/w/a/.python-version": "3.12"})
    assert choose.choose("/w/a/requirements.txt", reader, Situation(W)).python == "==3.12.*"
    assert choose.choose("/w/requirements.txt", reader, Situation(W)).python == "==3.11.*"
