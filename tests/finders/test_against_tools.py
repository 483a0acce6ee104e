"""Each finder's answer is that of the real tool, over odd names, folders and settings.

The tools come from PyPI, each into an environment of its own: only with PINLIGHT_REAL_TOOLS=1, as
`nox -s tools` sets it. What they answered is kept in the tables of the other tests of this folder.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from pinlight.choose import Situation, choose, offered
from pinlight.choose.views import Views
from pinlight.finders import Place
from pinlight.finders.pipenv import location
from pinlight.shell.disk import Disk
from real_judges import uv_executable
from real_tools import Installs, installer_of_tools, needs_real_tools

pytestmark = needs_real_tools

LONG = "long-" * 12 + "name"
KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "SSL_CERT_FILE",
    "UV_CACHE_DIR",
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
)
PROJECT = '[project]\nname = "{name}"\nversion = "1"\nrequires-python = ">=3.8"\n'

PYENV = shutil.which("pyenv") or ""

Pythons = Mapping[str, str]


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Installs:
    return installer_of_tools(tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="session")
def pythons() -> Pythons:
    """The Pythons of the machine: "3.12" -> executable, this one's first."""
    found = {".".join(map(str, sys.version_info[:2])): sys.executable}
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for path in sorted(root.glob("versions/3.1[0-9].*/bin/python3.1[0-9]")):
        found.setdefault(path.name.removeprefix("python"), str(path))
    return found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user without any settings: only what finds programs is kept of the environment."""
    for name in [name for name in os.environ if name not in KEPT]:
        if not name.startswith(("PYTEST", "PINLIGHT")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {"HOME": str(home), "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    return home


def project(home: Path, name: str, files: Mapping[str, str]) -> Path:
    folder = home / "work" / name
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def ask(command: Sequence[str | Path], folder: Path) -> str:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran.stdout.strip()


def chosen(folder: Path, file: str) -> tuple[str, str]:
    """Return what Pinlight chooses, as the tool would spell it, and the reason."""
    path = str(folder / file)
    choice = choose(path, Disk(), Situation((str(folder),)))
    return os.path.realpath(choice.prefix) if choice.prefix else "", choice.reason


def made(prefix: str) -> str:
    """Make what every environment has at a place that the tool named."""
    Path(prefix).mkdir(parents=True, exist_ok=True)
    (Path(prefix) / "pyvenv.cfg").write_text("home = /usr/bin\n")
    return os.path.realpath(prefix)


POETRY = [
    ("größe プロ", "My_Project.Name", "", {}, ""),
    (LONG, "a" * 60, "", {"POETRY_VIRTUALENVS_PATH": "~/central"}, ""),
    ("in it", "demo", "[virtualenvs]\nin-project = true\n", {}, ""),
    ("a.b$c", "demo", "", {"POETRY_CACHE_DIR": "{home}/cache"}, "link"),
    (
        "own",
        "demo",
        "[virtualenvs]\npath = '{cache-dir}/mine'\n",
        {"XDG_CACHE_HOME": "{home}/x"},
        "",
    ),
]
PLACE = """
import pathlib, sys
from poetry.factory import Factory
from poetry.utils.env import EnvManager
poetry = Factory().create_poetry(pathlib.Path.cwd())
manager = EnvManager(poetry)
name = f"{manager.base_env_name}-py{sys.version_info[0]}.{sys.version_info[1]}"
central = poetry.config.virtualenvs_path / name
place = manager.in_project_venv if manager.use_in_project_venv() else central
(place / "bin").mkdir(parents=True)
(place / "bin/python").symlink_to(sys.executable)
(place / "pyvenv.cfg").write_text("home = /usr/bin")
print(manager.get().path)
"""


@pytest.mark.parametrize(("folder", "name", "settings", "variables", "link"), POETRY)
def test_poetry(home, install, monkeypatch, folder, name, settings, variables, link):
    """Asks its library, which is the tool without the time that its command line takes."""
    tools = install("poetry")
    variables = {"PATH": f"{tools}:{os.environ['PATH']}", **variables}  # Its Python is `python`.
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    text = PROJECT.format(name=name) + "[tool.poetry]\npackage-mode = false\n"
    files = {"pyproject.toml": text, **({"poetry.toml": settings} if settings else {})}
    where = project(home, folder, files)
    if link:
        (home / link).symlink_to(where)
        where = home / link
    answer = ask([tools / "python", "-c", PLACE], where)
    assert chosen(where, "pyproject.toml") == (
        os.path.realpath(answer),
        "Poetry's environment of this project",
    )


def test_poetry_with_two_pythons(home, install, pythons):
    poetry = install("poetry") / "poetry"
    text = PROJECT.format(name="demo") + "[tool.poetry]\npackage-mode = false\n"
    where = project(home, "two", {"pyproject.toml": text})
    for python in [*pythons.values()][:2]:
        ask([poetry, "env", "use", python], where)
    answer = ask([poetry, "env", "info", "--path"], where)
    assert chosen(where, "pyproject.toml")[0] == os.path.realpath(answer)


PDM = [
    ("plain", {}, "", "x"),
    ("größe プロ", {}, "", ""),
    (LONG, {"PDM_VENV_IN_PROJECT": "1"}, "", ""),
    ("a.b (c)", {"XDG_DATA_HOME": "{home}/x"}, "", ""),
    ("own", {}, "[venv]\nlocation = '~/central'\n", ""),
]


@pytest.mark.parametrize(("folder", "variables", "settings", "saved"), PDM)
def test_pdm(home, install, monkeypatch, folder, variables, settings, saved):
    pdm = install("pdm") / "pdm"
    for key, value in {"PDM_VENV_IN_PROJECT": "0", "PDM_CHECK_UPDATE": "0", **variables}.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    files = {"pyproject.toml": PROJECT.format(name="demo") + "[tool.pdm]\ndistribution = false\n"}
    where = project(home, folder, files | ({"pdm.toml": settings} if settings else {}))
    ask([pdm, "venv", "create", *(["--name", saved] if saved else []), sys.executable], where)
    if saved:
        ask([pdm, "use", "--venv", saved], where)
    answer = ask([pdm, "info", "--python"], where)
    if not saved:
        (where / ".pdm-python").unlink(missing_ok=True)  # Asking wrote it.
    reason = "PDM's environment of this project" + (" (`.pdm-python`)" if saved else "")
    assert chosen(where, "pyproject.toml") == (str(Path(answer).parent.parent), reason)


@pytest.mark.parametrize("wanted", ["<{newest}", "=={oldest}.*", ">={newest}"])
def test_pdm_takes_the_python_that_the_project_supports(
    home, install, monkeypatch, pythons, wanted
):
    """Where several fit, PDM takes what the file system lists first: that is nobody's to guess."""
    versions = sorted(pythons, key=lambda it: tuple(map(int, it.split("."))))
    if len(versions) < 2:
        pytest.skip("needs two Pythons")
    oldest, newest = versions[0], versions[-1]
    pdm = install("pdm") / "pdm"
    for key in ("PDM_VENV_IN_PROJECT", "PDM_CHECK_UPDATE"):
        monkeypatch.setenv(key, "0")
    text = PROJECT.format(name="demo") + "[tool.pdm]\ndistribution = false\n"
    where = project(home, "shop", {"pyproject.toml": text})
    for version in (oldest, newest):
        ask([pdm, "venv", "create", "--with", "venv", pythons[version]], where)
    python = wanted.format(oldest=oldest, newest=newest)
    (where / "pyproject.toml").write_text(text.replace(">=3.8", python))
    answer = ask([pdm, "info", "--python"], where).splitlines()[-1]
    (where / ".pdm-python").unlink(missing_ok=True)
    assert chosen(where, "pyproject.toml")[0] == str(Path(answer).parent.parent)


def test_pdm_without_an_environment(home, install, monkeypatch):
    """PEP 582: packages lie in the project, for one Python."""
    pdm = install("pdm") / "pdm"
    monkeypatch.setenv("PDM_CHECK_UPDATE", "0")
    text = PROJECT.format(name="demo") + "[tool.pdm]\ndistribution = false\n"
    settings = "[python]\nuse_venv = false\n"
    where = project(home, "shop", {"pyproject.toml": text, "pdm.toml": settings})
    (where / "__pypackages__").mkdir()
    ask([pdm, "use", "-f", os.path.realpath(sys.executable)], where)
    answer = ask([pdm, "info", "--packages"], where)
    assert "__pypackages__" in answer
    assert chosen(where, "pyproject.toml")[0] == answer


PIPENV = [
    ("plain", {}, "", "", ""),
    ("größe プロ", {}, "", "", ""),
    (LONG, {"WORKON_HOME": "{home}/central"}, "", "", ""),
    ("a.b & (c)[d]", {"XDG_DATA_HOME": "{home}/x"}, "", "", "link"),
    ("in it", {"PIPENV_VENV_IN_PROJECT": "1"}, "", "", ""),
    ("told", {}, "[pipenv]\nvenv_in_project = true\n", "", ""),
    ("not told", {"PIPENV_VENV_IN_PROJECT": "0"}, "[pipenv]\nvenv_in_project = true\n", "", ""),
    ("named", {}, "", "other\n", ""),
    ("pathed", {}, "", "../elsewhere\n", ""),
    ("custom", {"PIPENV_CUSTOM_VENV_NAME": "mine"}, "", "", ""),
    ("python", {"PIPENV_PYTHON": "3.12"}, "", "", ""),
]
LOCATION = "from pipenv.project import Project; print(Project().venv_locator.location)"


@pytest.mark.parametrize(("folder", "variables", "settings", "file", "link"), PIPENV)
def test_pipenv(home, install, monkeypatch, folder, variables, settings, file, link):
    python = install("pipenv") / "python"
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    where = project(home, folder, {"Pipfile": settings, **({".venv": file} if file else {})})
    if link:
        (home / link).symlink_to(where)
        where = home / link
    answer = made(ask([python, "-c", LOCATION], where))
    reason = "named in the file `.venv`" if file else "Pipenv's environment of this Pipfile"
    assert chosen(where, "Pipfile") == (answer, reason)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("WORKON_HOME='{home}/wh' # mine\nPIPENV_CUSTOM_VENV_NAME=\"c d\"\n", {}),
        ("N=b\nexport WORKON_HOME={home}/wh\nPIPENV_CUSTOM_VENV_NAME=${{N}}${{X:-c}}\n", {}),
        ("WORKON_HOME={home}/wh\n", {"WORKON_HOME": "{home}/other"}),
        ("WORKON_HOME={home}/wh\n", {"PIPENV_DONT_LOAD_ENV": "1"}),
        ("PIPENV_VENV_IN_PROJECT=1\n", {"PIPENV_DOTENV_LOCATION": "gone"}),
    ],
)
def test_pipenv_reads_dotenv(home, install, monkeypatch, text, variables):
    """The environment is made where Pinlight says, and Pipenv finds it there."""
    python = install("pipenv") / "python"
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    where = project(home, "shop", {"Pipfile": "", ".env": text.format(home=home)})
    found = location(Place(str(where), Disk()))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", found], check=True)
    assert ask([python, "-m", "pipenv", "--venv"], where) == found
    assert chosen(where, "Pipfile")[0] == found


HATCH = [
    ("plain", "demo", "", {}, "default"),
    ("größe プロ", "My_Project.Name", "", {}, "default"),
    (LONG, "a" * 60, "", {"HATCH_DATA_DIR": "{home}/data"}, "default"),
    ("in it", "demo", "[tool.hatch.envs.default]\npath = '.hatch'\n", {}, "default"),
    ("flat", "demo", "", {"HATCH_CONFIG": "{home}/flat.toml"}, "default"),
    ("central", "demo", "", {"HATCH_CONFIG": "{home}/central.toml"}, "default"),
    ("second", "demo", "[tool.hatch.envs.docs]\n", {"HATCH_ENV": "docs"}, "docs"),
    ("linked", "demo", "", {"XDG_DATA_HOME": "{home}/x"}, "default"),
    ("template", "demo", "[tool.hatch.envs.docs]\n[tool.hatch.envs.default]\npath = 'e'\n",
     {"HATCH_ENV": "docs"}, "docs"),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "name", "settings", "variables", "env"), HATCH)
def test_hatch(home, install, monkeypatch, folder, name, settings, variables, env):
    hatch = install("hatch") / "hatch"
    (home / "flat.toml").write_text("[dirs.env]\nvirtual = '.envs'\n")
    (home / "central.toml").write_text("[dirs.env]\nvirtual = '~/central'\n[dirs]\ndata = '~/d'\n")
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    text = PROJECT.format(name=name) + (settings or "[tool.hatch.envs.other]\n")
    where = project(home, folder, {"pyproject.toml": text})
    if folder == "linked":
        (home / "link").symlink_to(where)
        where = home / "link"
    answer = made(ask([hatch, "env", "find", env], where))
    reason = f"Hatch's environment `{env}` of this project"
    assert chosen(where, "pyproject.toml") == (answer, reason)


WORKSPACE = "[tool.uv.workspace]\nmembers = ['pkgs/*', 'deep/*/g*']\nexclude = ['pkgs/x']\n"
UV = [
    (".", {}),
    ("pkgs/a b", {}),
    ("pkgs/x", {}),
    ("deep/b/größe", {}),
    ("other", {}),
    ("pkgs/a b", {"UV_PROJECT_ENVIRONMENT": "alt"}),
    ("other", {"UV_PROJECT_ENVIRONMENT": "{home}/elsewhere"}),
]


@pytest.mark.parametrize(("member", "variables"), UV)
def test_uv(home, monkeypatch, member, variables):
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    members = ("pkgs/a b", "pkgs/x", "deep/b/größe", "other")
    files = {
        f"{folder}/pyproject.toml": PROJECT.format(name=f"m{index}")
        for index, folder in enumerate(members)
    }
    root = project(
        home, "größe", {"pyproject.toml": PROJECT.format(name="root") + WORKSPACE, **files}
    )
    where = root / member
    command = [uv_executable(), "sync", "--dry-run", "--offline", "--python", sys.executable]
    ran = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    match = re.search(r"environment at: `?([^`\n]*)`?$", ran.stderr, re.MULTILINE)
    assert match, ran.stderr
    answer = made(os.path.join(where, match[1]))
    prefix, reason = chosen(where, "pyproject.toml")
    assert prefix == answer
    if member in ("pkgs/a b", "deep/b/größe"):
        assert reason.startswith("uv's environment of this workspace")


@pytest.mark.parametrize("name", ["a.py", "b c.py", "Größe.v1.py", "link/a.py", "ü.py"])
def test_uv_scripts(home, monkeypatch, name):
    monkeypatch.setenv("UV_CACHE_DIR", str(home / "uv"))
    text = "# /// script\n# requires-python = '>=3.8'\n# dependencies = []\n# ///\n"
    where = project(home, "scripts", {Path(name).name: text.replace("'", '"')})
    (where / "link").symlink_to(where)
    command = [uv_executable(), "sync", "--offline", "--python", sys.executable, "--script", name]
    ran = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    match = re.search(r"environment at: (.*)$", ran.stderr, re.MULTILINE)
    assert match, ran.stderr
    path = where / name
    assert chosen(path.parent, path.name) == (
        os.path.realpath(os.path.join(where, match[1])),
        "uv's environment of this script",
    )


@pytest.mark.parametrize("folder", ["größe", "a.b(c)"])  # It takes no folder with a space.
@pytest.mark.parametrize("workon", ["", "{home}/central"])
def test_virtualenvwrapper(home, install, monkeypatch, folder, workon):
    tools = install("virtualenvwrapper")
    if workon:
        monkeypatch.setenv("WORKON_HOME", workon.replace("{home}", str(home)))
    where = project(home, folder, {"requirements.txt": ""})
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("VIRTUALENVWRAPPER_PYTHON", str(tools / "python"))
    script = (
        f"source '{tools}/virtualenvwrapper.sh' >/dev/null 2>&1\n"
        'mkvirtualenv -a "$PWD" --no-pip one >/dev/null 2>&1\n'
        'cd / && workon one >/dev/null 2>&1; echo "$VIRTUAL_ENV"; pwd'
    )
    prefix, at = ask(["bash", "-c", script], where).splitlines()
    assert at == str(where)
    reason = "virtualenvwrapper's environment of this project"
    assert chosen(where, "requirements.txt") == (prefix, reason)


@pytest.mark.parametrize("names", [("one",), ("3.99.1",), ("größe", "one")])
def test_pyenv(home, monkeypatch, names):
    if not PYENV:
        pytest.skip("needs pyenv")
    monkeypatch.setenv("PYENV_ROOT", str(home / "root"))
    for name in ("one", "größe", "3.99.1"):
        prefix = home / "root" / "versions" / name
        (prefix / "bin").mkdir(parents=True)
        if name[0] != "3":
            (prefix / "pyvenv.cfg").write_text("version = 3.12.1\n")
    where = project(home, "p", {".python-version": "\n".join(names) + "\n"})
    answer = ask([PYENV, "prefix"], where).split(":")[0]
    prefix, _ = chosen(where, "requirements.txt")
    assert prefix == ("" if names[0][0] == "3" else answer)


TOX = [
    ("plain", {"tox.ini": "[tox]\nenv_list = py\n"}, {}),
    ("größe (1)", {"tox.ini": "[tox]\nenv_list = py, größe-b\nwork_dir = build/to x\n"}, {}),
    ("ini", {"tox.ini": "[tox]\nenv_list = py\ntoxworkdir = {toxinidir}/../w\n"}, {}),
    ("toml", {"tox.toml": 'env_list = ["a", "b"]\nwork_dir = "{tox_root}/w"\n'}, {}),
    ("pyproject", {"pyproject.toml": '[tool.tox]\nenv_list = ["py"]\nwork_dir = "w"\n'}, {}),
    ("variable", {"tox.ini": "[tox]\nenv_list = py\n"}, {"TOX_WORK_DIR": "{home}/w"}),
]


@pytest.mark.parametrize(("folder", "files", "variables"), TOX, ids=[row[0] for row in TOX])
def test_tox(home, install, monkeypatch, folder, files, variables):
    tox = install("tox") / "tox"
    for key, value in variables.items():
        monkeypatch.setenv(key, value.replace("{home}", str(home)))
    where = project(home, folder, files)
    told = ask([tox, "config", "-k", "env_dir"], where)
    answers = [made(path) for path in re.findall(r"^env_dir = (.*)$", told, re.MULTILINE)]
    assert answers
    assert offered_by("tox", where) == sorted(answers)


NOX = [
    ("plain", ""),
    ("größe (1)", "nox.options.envdir = 'ca che'\n"),
    ("elsewhere", "nox.options.envdir = '../w'\n"),
]
NOXFILE = """import nox
{line}
@nox.session(venv_backend="uv")
@nox.parametrize("django", ["1.9", "2 ü"])
def tests(session, django):
    session.run("python", "-c", "import sys; print('AT', sys.prefix)")


@nox.session(name="größe & more", venv_backend="venv")
def other(session):
    session.run("python", "-c", "import sys; print('AT', sys.prefix)")
"""


@pytest.mark.parametrize(("folder", "line"), NOX, ids=[row[0] for row in NOX])
def test_nox(home, install, monkeypatch, folder, line):
    nox = install("nox") / "nox"
    monkeypatch.setenv("PATH", f"{Path(uv_executable()).parent}:{os.environ['PATH']}")
    where = project(home, folder, {"noxfile.py": NOXFILE.format(line=line)})
    told = ask([nox], where)
    answers = [os.path.realpath(path) for path in re.findall(r"^AT (.*)$", told, re.MULTILINE)]
    assert len(answers) == 3
    assert offered_by("nox", where) == sorted(answers)


def offered_by(tool: str, folder: Path) -> list[str]:
    """Return what Pinlight offers as environments of `tool`, and nothing of it is chosen."""
    assert chosen(folder, "requirements.txt")[0] == ""
    found = offered((str(folder),), Views(Disk))
    return sorted(os.path.realpath(it.prefix) for it in found if it.reason.startswith(f"{tool}'s"))
