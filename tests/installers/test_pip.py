"""venv and pip: the commands to the letter, and run for real against an index of our own."""

import sys

import pytest

from package_index import PackageIndex, Release, file_name, wheel
from pinlight.environments import read
from pinlight.installers import plan
from pinlight.installers.pip import find_pip, has_ensurepip
from pinlight.model import Create, Install, Plan, Tools, Uninstall
from pinlight.settings import DEFAULT
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Result, run
from pinlight.shell.tools import find_uv
from tree import Tree, environment_files

PREFIX = "/w/.venv"
PIP = "/w/.venv/bin/python -I -m pip"
TOOLS = Tools("", (("3.13.0", "/p13"), ("3.11.2", "/p11")))
SETTINGS = DEFAULT._replace(installer="pip")


def words(operation, files=None, tools=TOOLS) -> list[str]:
    tree = Tree({**environment_files(PREFIX, ["pip 24.0"]), **(files or {})})
    found = plan(operation, tools, SETTINGS, tree)
    assert isinstance(found, Plan), found
    return [" ".join(command.argv) for command in found.commands]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Create("/w/new"), ["/p13 -I -m venv /w/new"]),
        (
            Create("/w/new", then=Install("/w/new", lines=("a",))),
            [
                "/p13 -I -m venv /w/new",
                "/w/new/bin/python -I -m pip install -r {input}/requirements.txt",
            ],
        ),
        (Create(PREFIX, replaces=True), ["/p13 -I -m venv /w/.venv"]),
        (Install(PREFIX, "/w/r.txt"), [f"{PIP} install -r /w/r.txt"]),
        (
            Install(PREFIX, lines=("a", "b @ https://h/b.whl"), reinstall=("b",)),
            [
                f"{PIP} install -r {{input}}/requirements.txt",
                f"{PIP} install --force-reinstall --no-deps -r {{input}}/requirements.txt",
            ],
        ),
        (Uninstall(PREFIX, ("a", "b")), [f"{PIP} uninstall -y a b"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation) == expected


def test_before_python_3_13_git_is_told_to_ignore_the_environment():
    made = words(Create("/w/new", "3.11"))
    assert made[0] == "/p11 -I -m venv /w/new"
    assert made[1].startswith("/w/new/bin/python -I -c ")
    assert made[1].endswith(" /w/new/.gitignore")


def test_only_what_is_to_be_installed_anew_is_forced():
    install = Install(PREFIX, lines=("a", "b==1"), reinstall=("b",))
    tree = Tree(environment_files(PREFIX, ["pip 24.0"]))
    found = plan(install, TOOLS, SETTINGS, tree)
    assert isinstance(found, Plan)
    assert [command.inputs[0][1] for command in found.commands] == ["a\nb==1\n", "b==1\n"]


def test_pip_is_never_asked_anything_and_obeys_the_users_configuration():
    found = plan(
        Install(PREFIX, "/w/r.txt"), TOOLS, SETTINGS, Tree(environment_files(PREFIX, ["pip 24.0"]))
    )
    assert isinstance(found, Plan)
    env = found.commands[0].env
    assert env["PIP_NO_INPUT"] == "1"
    assert not {"PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_NO_INDEX"} & set(env)


# Which pip


def pip_of(
    prefix: str, python: str, version: str, requires_python: str = ">=3.8"
) -> dict[str, str]:
    site = f"{prefix}/lib/python{python}/site-packages/pip-{version}.dist-info"
    return {f"{site}/METADATA": f"Name: pip\nRequires-Python: {requires_python}\n"}


OTHERS = Tools("", (("3.13.0", "/a/bin/python3.13"), ("3.12.1", "/b/bin/python3.12")))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ""),
        (pip_of(PREFIX, "3.12", "20.0"), "/w/.venv/bin/python -I -m pip"),
        (pip_of("/a", "3.13", "25.0"), "/a/bin/python3.13 -I -m pip --python /w/.venv/bin/python"),
        (
            {**pip_of("/a", "3.13", "25.0"), **pip_of("/b", "3.12", "24.0")},
            "/b/bin/python3.12 -I -m pip --python /w/.venv/bin/python",
        ),
        (pip_of("/b", "3.12", "22.2"), ""),
        (pip_of("/a", "3.13", "99", ">=3.13"), ""),
        (
            {"/b/lib/python3/dist-packages/pip-23.0.1.dist-info/METADATA": ""},
            "/b/bin/python3.12 -I -m pip --python /w/.venv/bin/python",
        ),
    ],
)
def test_an_environment_without_pip_is_served_by_another_that_can(files, expected):
    """`--python` came with pip 22.3; pip itself then runs under the other Python."""
    tree = Tree({**environment_files(PREFIX), **files})
    found = find_pip(PREFIX, OTHERS, tree)
    if expected:
        assert " ".join(found) == expected
    else:
        assert found == (
            "`.venv` has no pip and no other pip was found; install uv, "
            "or run `/w/.venv/bin/python -m ensurepip`"
        )


DEBIAN = {"/usr/lib/python3.11/os.py": ""}


def test_a_python_without_ensurepip_is_passed_over():
    tools = Tools("", (("3.11.2", "/usr/bin/python3.11"), ("3.10.1", "/p/bin/python3.10")))
    assert words(Create("/w/new"), DEBIAN, tools)[0] == "/p/bin/python3.10 -I -m venv /w/new"
    only = Tools("", tools.pythons[:1])
    assert plan(Create("/w/new"), only, SETTINGS, Tree(DEBIAN)) == (
        "`/usr/bin/python3.11` cannot make environments with pip: install its `ensurepip` "
        "(`sudo apt install python3.11-venv` on Debian and Ubuntu)"
    )
    whole = {**DEBIAN, "/usr/lib/python3.11/ensurepip/__init__.py": ""}
    assert has_ensurepip(only.pythons[0], Tree(whole))


# For real


def carry_out(operation, tools: Tools) -> Result:
    found = plan(operation, tools, SETTINGS, Disk())
    assert isinstance(found, Plan), found
    return run(found, lambda message, percentage: None, lambda: False)


def installed(prefix) -> dict[str, str]:
    found = read(str(prefix), Disk()).distributions
    return {name: one.version for name, one in found.items() if name not in ("pip", "setuptools")}


def own() -> Tools:
    return Tools("", ((".".join(map(str, sys.version_info[:3])), sys.executable),))


def test_create_and_fill_in_a_folder_whose_modules_are_hostile(tmp_path, monkeypatch):
    """Neither `venv` nor `pip` of the working directory is run."""
    prefix = str(tmp_path / ".venv")
    for module in ("venv", "pip", "ensurepip", "subprocess", "site"):
        (tmp_path / f"{module}.py").write_text("open('was-run', 'w')\n")
    source = tmp_path / "requirements.txt"
    source.write_text("flask<3\n")
    with PackageIndex({"flask": [Release("3.0"), "2.0"]}) as index:
        index.apply(monkeypatch)
        monkeypatch.setenv("PIP_USER", "1")
        result = carry_out(Create(prefix, then=Install(prefix, str(source))), own())
    assert result.is_ok, result.message
    assert installed(prefix) == {"flask": "2.0"}
    assert (tmp_path / ".venv/.gitignore").read_text().splitlines()[-1] == "*"
    assert not (tmp_path / "was-run").exists()


def test_an_environment_of_uv_is_served_by_the_pip_of_another_python(tmp_path, monkeypatch):
    """Hashes hold, and a wheel of the version that is there is installed anew."""
    uv = find_uv(DEFAULT, {})
    if not uv:
        pytest.skip("needs uv beside the Python that runs the tests")
    prefix = str(tmp_path / ".venv")
    source = str(tmp_path / "requirements.txt")
    name = file_name("flask", Release("2.0"))
    (tmp_path / name).write_bytes(wheel("flask", Release("2.0")))
    with PackageIndex(
        {"flask": [Release("2.0", ["werkzeug"])], "werkzeug": ["2.0", "3.0"]}
    ) as index:
        index.apply(monkeypatch)
        made = plan(Create(prefix), own()._replace(uv=uv), DEFAULT, Disk())
        assert isinstance(made, Plan)
        assert run(made, lambda *_: None, lambda: False).is_ok
        pip = find_pip(prefix, own(), Disk())
        assert pip[:4] == (sys.executable, "-I", "-m", "pip"), pip
        flask = f"flask==2.0 --hash=sha256:{_digest(index, 'flask-2.0')}"
        hashed = (flask, index.hashed("werkzeug", "2.0"))
        result = carry_out(Install(prefix, source, (flask,), hashed=hashed), own())
        assert result.is_ok, result.message
        assert installed(prefix) == {"flask": "2.0", "werkzeug": "2.0"}
        install = Install(prefix, source, (f"./{name}",), reinstall=("flask",))
        result = carry_out(install, own())
        assert result.is_ok, result.message
    origin = read(prefix, Disk()).distributions["flask"].origin
    assert origin is not None
    assert origin.url == (tmp_path / name).as_uri()


def _digest(index: PackageIndex, start: str) -> str:
    import hashlib

    body = next(body for name, (_, _, body) in index.files.items() if name.startswith(start))
    return hashlib.sha256(body).hexdigest()
