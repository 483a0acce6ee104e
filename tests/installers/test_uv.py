"""uv: the commands to the letter, and run for real against an index of our own."""

import sys
from collections.abc import Callable

import pytest

import real_environment
from package_index import PackageIndex, Release, write_project
from pinlight.environments import read
from pinlight.installers import plan
from pinlight.model import Create, Install, Plan, Tools, Uninstall
from pinlight.settings import DEFAULT, Settings
from pinlight.shell.change import Change
from pinlight.shell.disk import Disk
from pinlight.shell.tools import find_uv
from pinlight.world.state import Ran
from tree import Tree, environment_files

PREFIX = "/w/.venv"
PYTHON = "/w/.venv/bin/python"
TOOLS = Tools("/opt/uv", (("3.13.0", "/p13"), ("3.11.2", "/p11")))
ENV = {
    "VIRTUAL_ENV": "",
    "CONDA_PREFIX": "",
    "GIT_TERMINAL_PROMPT": "0",
    "NO_COLOR": "1",
    "UV_PYTHON_DOWNLOADS": "never",
}
UV = DEFAULT._replace(installer="uv")


def planned(operation, files=None, variables=None, tools=TOOLS) -> Plan:
    tree = Tree({**environment_files(PREFIX), **(files or {})}, variables=variables)
    found = plan(operation, tools, UV, tree)
    assert isinstance(found, Plan), found
    return found


def words(operation, files=None, tools=TOOLS) -> list[str]:
    return [" ".join(command.argv) for command in planned(operation, files, tools=tools).commands]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Create("/w/new"), ["/opt/uv venv --no-project --allow-existing --python /p13 /w/new"]),
        (
            Create("/w/new", requires_python="<3.12"),
            ["/opt/uv venv --no-project --allow-existing --python /p11 /w/new"],
        ),
        (
            Create("/w/new", "3.9"),
            ["/opt/uv venv --no-project --allow-existing --python 3.9 /w/new"],
        ),
        (
            Create(PREFIX, replaces=True),
            ["/opt/uv venv --no-project --allow-existing --python /p13 /w/.venv"],
        ),
        (
            Create("/w/new", then=Install("/w/new", "/w/requirements.txt")),
            [
                "/opt/uv venv --no-project --allow-existing --python /p13 /w/new",
                "/opt/uv pip install --python /w/new/bin/python -r /w/requirements.txt",
            ],
        ),
        (
            Install(PREFIX, lines=("flask",), constraints=("/w/c.txt",), reinstall=("flask",)),
            [
                f"/opt/uv pip install --python {PYTHON} --reinstall-package flask "
                "-r {input}/requirements.txt -c /w/c.txt"
            ],
        ),
        (Uninstall(PREFIX, ("a", "b")), [f"/opt/uv pip uninstall --python {PYTHON} a b"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation) == expected


def test_without_a_known_python_uv_looks_itself():
    tools = Tools("/opt/uv")
    assert words(Create("/w/new"), tools=tools) == [
        "/opt/uv venv --no-project --allow-existing /w/new"
    ]
    operation = Create("/w/new", requires_python=">=3.14")
    assert words(operation, tools=tools) == [
        "/opt/uv venv --no-project --allow-existing --python >=3.14 /w/new"
    ]


def test_a_new_environment_is_made_from_the_nearest_folder_that_exists():
    assert planned(Create("/w/a/b/.venv")).commands[0].cwd == "/w"


@pytest.mark.parametrize(("agrees", "expected"), [(False, "never"), (True, "automatic")])
def test_a_python_is_downloaded_only_when_the_user_agrees(agrees, expected):
    create = Create("/w/new", requires_python=">=3.14", allows_download=agrees)
    assert planned(create).commands[0].env["UV_PYTHON_DOWNLOADS"] == expected


def test_credentials_of_pips_configuration_travel_in_the_environment_only():
    url = "https://me:word@index.example/simple"
    files = {"/home/me/.config/pip/pip.conf": f"[global]\nindex-url = {url}\nno-binary = a\n"}
    command = planned(Install(PREFIX, lines=("b",)), files, {"HOME": "/home/me"}).commands[0]
    assert "word" not in " ".join(command.argv)
    assert "--no-binary=a" in command.argv
    assert command.env == {**ENV, "UV_DEFAULT_INDEX": url}


@pytest.mark.parametrize(
    ("install", "expected"),
    [
        (
            Install(PREFIX, lines=("-e git+https://h/a",)),
            "uv does not install an editable from `git+`",
        ),
        (Install(PREFIX, "/w/r.txt"), "uv does not know `--config-settings` of a requirement"),
        (
            Install(PREFIX, lines=("a",), options=("--prefer-binary",)),
            "the file sets `--prefer-binary`, which uv does not know",
        ),
    ],
)  # fmt: skip
def test_what_uv_cannot_do_is_said(install, expected):
    files = {"/w/r.txt": "# --config-settings\na --config-settings=x=y\n"}
    assert plan(install, TOOLS, UV, Tree(files)) == expected


# For real


@pytest.fixture
def tools() -> Tools:
    uv = find_uv(DEFAULT, {})
    if not uv:
        pytest.skip("needs uv beside the Python that runs the tests")
    version = ".".join(map(str, sys.version_info[:3]))
    return Tools(uv, ((version, sys.executable),))


def carry_out(operation, tools: Tools, settings: Settings = UV) -> Ran:
    return real_environment.carry_out(operation, tools, settings)


class Stopping(list[str]):
    """The files that were asked for; the first stops what asks."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self.stop = stop

    def append(self, name: str) -> None:
        super().append(name)
        self.stop()


def installed(prefix) -> dict[str, str]:
    found = read(str(prefix), Disk()).distributions
    return {name: one.version for name, one in found.items() if name != "pip"}


def test_create_and_fill_then_change_then_remove(tmp_path, monkeypatch, tools):
    prefix = str(tmp_path / ".venv")
    source = tmp_path / "requirements.txt"
    source.write_text("flask>=2\n")
    flask = [Release("3.0.2", ["werkzeug>=2"]), "2.0"]
    with PackageIndex({"flask": flask, "werkzeug": ["2.0", "3.0"]}) as index:
        index.apply(monkeypatch)
        result = carry_out(Create(prefix, then=Install(prefix, str(source))), tools)
        assert result.is_ok, result.message
        assert installed(prefix) == {"flask": "3.0.2", "werkzeug": "3.0"}
        assert (tmp_path / ".venv/.gitignore").read_text() == "*"
        limits = tmp_path / "limits.txt"
        limits.write_text("flask<3\n")
        install = Install(prefix, lines=("flask",), constraints=(str(limits),))
        assert carry_out(install, tools).is_ok
        assert installed(prefix)["flask"] == "2.0"
        assert carry_out(Uninstall(prefix, ("flask",)), tools).is_ok
        assert installed(prefix) == {"werkzeug": "3.0"}
        again = carry_out(Create(prefix, replaces=True), tools)
        assert again.is_ok, again.message
        assert installed(prefix) == {}


def test_one_line_of_a_hashed_file_is_installed_with_its_hashes(tmp_path, monkeypatch, tools):
    prefix = str(tmp_path / ".venv")
    packages = {"flask": [Release("3.0", ["werkzeug"])], "werkzeug": ["2.0", "3.0"]}
    with PackageIndex(packages) as index:
        index.apply(monkeypatch)
        flask = f"flask==3.0 --hash=sha256:{_digest(index, 'flask-3.0')}"
        hashed = (flask, index.hashed("werkzeug", "2.0"))
        install = Install(prefix, lines=(flask,), hashed=hashed)
        result = carry_out(Create(prefix, then=install), tools)
        assert result.is_ok, result.message
        assert installed(prefix) == {"flask": "3.0", "werkzeug": "2.0"}
        wrong = (flask, hashed[1][:-4] + "0000")
        result = carry_out(
            Create(prefix, replaces=True, then=Install(prefix, lines=(flask,), hashed=wrong)), tools
        )
        assert not result.is_ok
        assert "Hash mismatch for `werkzeug==2.0`" in result.message


def test_indexes_and_links_of_pips_configuration_are_used(tmp_path, monkeypatch, tools):
    """A main index with credentials, an extra one whose versions count too, a folder."""
    prefix = str(tmp_path / ".venv")
    main = PackageIndex({"alpha": ["1.0", "2.0"]}, credentials="me:pass-word")
    extra = PackageIndex({"alpha": ["1.5"], "beta": ["1.0"]})
    with main, extra:
        main.apply(monkeypatch)
        for name in ("PIP_CONFIG_FILE", "PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "none"))
        config = tmp_path / "config/pip/pip.conf"
        config.parent.mkdir(parents=True)
        config.write_text(f"[global]\nindex-url={main.url}\nextra-index-url={extra.url}\n")
        install = Install(prefix, lines=("alpha", "beta"))
        result = carry_out(Create(prefix, then=install), tools)
        assert result.is_ok, result.message
        assert installed(prefix) == {"alpha": "2.0", "beta": "1.0"}
        assert "pass-word" not in str(result)


def test_a_relative_project_means_the_same_as_in_its_file(tmp_path, monkeypatch, tools):
    prefix = str(tmp_path / ".venv")
    write_project(tmp_path / "app/own", "my.own")
    source = str(tmp_path / "app/requirements.txt")
    with PackageIndex({}) as index:
        index.apply(monkeypatch)
        install = Install(prefix, source, lines=("-e ./own",))
        result = carry_out(Create(prefix, then=install), tools)
        assert result.is_ok, result.message
    origin = read(prefix, Disk()).distributions["my-own"].origin
    assert origin is not None
    assert (origin.is_editable, origin.url) == (True, (tmp_path / "app/own").as_uri())


def test_a_stalled_download_can_be_cancelled_and_nothing_is_left(tmp_path, monkeypatch, tools):
    prefix = tmp_path / ".venv"
    with PackageIndex({"slow": [Release("1.0", stalls=True)]}) as index:
        index.apply(monkeypatch)
        operation = Create(str(prefix), then=Install(str(prefix), lines=("slow",)))
        ended = []
        change = Change(operation, lambda: tools, UV, lambda _: None, ended.append)
        index.served = Stopping(change.cancel)
        change.run()
        [result] = ended
    assert result.is_cancelled
    assert not prefix.exists()


def _digest(index: PackageIndex, start: str) -> str:
    import hashlib

    body = next(body for name, (_, _, body) in index.files.items() if name.startswith(start))
    return hashlib.sha256(body).hexdigest()
