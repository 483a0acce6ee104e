"""conda: what is ordered, to the letter, and its engine run for real against a channel."""

import json
import sys
from pathlib import Path

import pytest

from conda_channel import CondaChannel, Package
from installers_words import planned, words
from pinlight.environments import read
from pinlight.installers.conda import worker
from pinlight.model import Create, Install, Plan, Relock, Sync, Tools, Undo, Uninstall
from pinlight.model.operation import Trial
from pinlight.settings import DEFAULT
from pinlight.shell.change import Change
from pinlight.shell.disk import Disk
from pinlight.world.state import Ran
from tree import conda_files

PREFIX, PYTHON, SOURCE = "/c/env", "/c/env/bin/python", "/w/environment.yml"
YML = "channels:\n  - conda-forge\n  - 'https://h/own'\n  - nodefaults\ndependencies:\n  - numpy\n"
NUMPY = {
    "name": "numpy-base",
    "channel": "https://h/forge/linux-64",
    "files": ["lib/python3.12/site-packages/numpy-1.26.4.dist-info/METADATA", "lib/libx.so"],
}
FILES = {
    SOURCE: YML,
    **conda_files(PREFIX, ["numpy-base 1.26.4 py312_0", "zlib 1.3 h1_0", "stray 1.0"]),
    f"{PREFIX}/conda-meta/numpy-base-1.26.4-py312_0.json": json.dumps(NUMPY),
}
CHANNELS = "--channel conda-forge --channel https://h/own"


def tools(*names: str) -> Tools:
    return Tools("/opt/uv", (), {name: f"/opt/{name}" for name in names})


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            Create("/c/new", source=SOURCE),
            [f"/opt/conda create --yes --prefix /c/new {CHANNELS} python"],
        ),
        (
            Create("/c/new", "3.12", tool="conda"),
            ["/opt/conda create --yes --prefix /c/new python=3.12"],
        ),
        (
            Create("/c/new", "/usr/bin/python3", ">=3.11", tool="conda"),
            ["/opt/conda create --yes --prefix /c/new python >=3.11"],
        ),
        (
            Create(
                "/c/new",
                source=SOURCE,
                then=Install("/c/new", SOURCE, ("python=3.11", "scipy"), tool="conda"),
            ),
            [f"/opt/conda create --yes --prefix /c/new {CHANNELS} python=3.11 scipy"],
        ),
        (
            Install(PREFIX, SOURCE, ("scipy >=1",), tool="conda"),
            [f"/opt/conda install --yes --prefix {PREFIX} {CHANNELS} scipy >=1"],
        ),
        (
            Install(PREFIX, SOURCE, upgrade=("zlib",), tool="conda"),
            [f"/opt/conda update --yes --prefix {PREFIX} {CHANNELS} zlib"],
        ),
        (
            Install(PREFIX, lines=("numpy", "stray"), upgrade=("numpy", "stray")),
            [
                f"/opt/conda update --yes --prefix {PREFIX} numpy-base",
                f"/opt/uv pip install --python {PYTHON} --upgrade-package stray "
                "-r {input}/requirements.txt -c {input}/conda-owned.txt",
            ],
        ),
        (
            Install(PREFIX, SOURCE, ("numpy==2.0", "zlib"), upgrade=("numpy", "zlib")),
            [
                f"/opt/conda update --yes --prefix {PREFIX} {CHANNELS} zlib",
                f"/opt/conda install --yes --prefix {PREFIX} {CHANNELS} numpy-base==2.0",
            ],
        ),
        (
            Uninstall(PREFIX, ("zlib", "numpy", "stray")),
            [
                f"/opt/uv pip uninstall --python {PYTHON} stray",
                f"/opt/conda remove --yes --prefix {PREFIX} zlib numpy-base",
            ],
        ),
        (
            Sync(PREFIX, Install(PREFIX, SOURCE, ("scipy",), tool="conda"), ("zlib",)),
            [
                f"/opt/conda install --yes --prefix {PREFIX} {CHANNELS} scipy",
                f"/opt/conda remove --yes --prefix {PREFIX} zlib",
            ],
        ),
        (Relock(PREFIX, SOURCE, "conda"), ["conda writes no lock"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES, tools=tools("conda", "mamba", "rattler")) == expected


FULL = YML + "  - python=3.11\n  - pip:\n    - flask>=3\n"


@pytest.mark.parametrize(
    ("operation", "first"),
    [
        (Install(PREFIX, SOURCE, tool="conda"), f"install --yes --prefix {PREFIX}"),
        (
            Create("/c/new", then=Install("/c/new", SOURCE, tool="conda"), source=SOURCE),
            "create --yes --prefix /c/new",
        ),
    ],
)
def test_a_whole_file_brings_what_it_has_for_conda_and_then_for_pip(operation, first):
    files = {**FILES, SOURCE: FULL}
    own, rest = words(operation, files, tools=tools("conda"))
    assert own == f"/opt/conda {first} {CHANNELS} numpy python=3.11"
    assert rest.startswith(f"/opt/uv pip install --python {operation.prefix}/bin/python")
    found = planned(operation, files, tools=tools("conda"))
    assert isinstance(found, Plan)
    assert dict(found.commands[1].inputs)["requirements.txt"] == "flask>=3\n"


def test_what_only_pip_has_comes_from_pip_and_keeps_what_is_condas():
    found = planned(Install(PREFIX, SOURCE, ("flask",)), FILES, tools=tools("conda"))
    assert isinstance(found, Plan)
    (command,) = found.commands
    assert command.argv[-2:] == ("-c", "{input}/conda-owned.txt")
    assert dict(command.inputs)["conda-owned.txt"] == "numpy==1.26.4\n"


@pytest.mark.parametrize(
    "install",
    [
        Install(PREFIX, "/w/requirements.txt", ("numpy>=2",)),
        Install(PREFIX, lines=("numpy==1.26.4",), reinstall=("numpy",)),
        Install(PREFIX, lines=("numpy @ https://h/numpy.whl",)),
    ],
)
def test_pip_never_overwrites_what_is_condas(install):
    assert words(install, FILES, tools=tools()) == [
        "`numpy` 1.26.4 belongs to conda's package `numpy-base`; pip would overwrite its files, "
        "so change it with conda"
    ]


def test_what_conda_already_satisfies_is_no_conflict():
    install = Install(PREFIX, lines=("numpy>=1", "flask"))
    assert words(install, FILES, tools=tools())[0].startswith("/opt/uv pip install")


def test_mamba_is_taken_without_conda_and_micromamba_gets_a_folder_that_it_accepts():
    install = Install(PREFIX, SOURCE, ("scipy",), tool="conda")
    assert words(install, FILES, tools=tools("mamba"))[0].startswith("/opt/mamba install --yes")
    making, creating = words(Create("/c/new", source=SOURCE), FILES, tools=tools("micromamba"))
    assert making.startswith(f"{sys.executable} -I -c ")
    assert making.endswith(" /c/new")
    assert creating == f"/opt/micromamba install --yes --prefix /c/new {CHANNELS} python"


@pytest.mark.parametrize(
    ("operation", "files", "expected"),
    [
        (
            Install(PREFIX, SOURCE, ("scipy",), tool="conda"),
            {},
            {"channels": ["conda-forge", "https://h/own"], "install": ["scipy"]},
        ),
        (
            Install(PREFIX, lines=("scipy",), tool="conda"),
            {},
            {"channels": ["https://h/forge"], "install": ["scipy"]},
        ),
        (
            Create("/c/new", "3.12", tool="conda"),
            {"/h/.condarc": "channels: [own, 'other']\n"},
            {"channels": ["own", "other"], "install": ["python=3.12"]},
        ),
        (
            Create("/c/new", "3.12", tool="conda"),
            {},
            {"channels": ["conda-forge"], "install": ["python=3.12"]},
        ),
        (Uninstall(PREFIX, ("zlib",)), {}, {"channels": ["https://h/forge"], "remove": ["zlib"]}),
    ],
)
def test_without_any_program_the_engine_does_it(operation, files, expected):
    found = planned(operation, {**FILES, **files}, tools=tools("rattler"))
    assert isinstance(found, Plan), found
    (command,) = found.commands
    engine = (sys.executable, "-I", worker(), "/opt/rattler", "{input}/order.json")
    assert command.argv == engine
    assert json.loads(command.inputs[0][1]) == {"prefix": operation.prefix, **expected}


@pytest.mark.parametrize(
    ("line", "channels"), [("--file=/etc/x::numpy", ""), ("numpy", "  - --insecure\n")]
)
def test_nothing_in_a_file_becomes_an_option(line, channels):
    files = {**FILES, SOURCE: YML.replace("channels:\n", f"channels:\n{channels}")}
    (said,) = words(Install(PREFIX, SOURCE, (line,), tool="conda"), files, tools=tools("conda"))
    assert said.endswith("would be taken for an option of conda")


def test_without_program_and_engine_one_sentence_says_what_to_do():
    assert words(Create("/c/new", source=SOURCE), FILES, tools=tools()) == [
        "`new` belongs to conda, which was not found: install Miniforge, or "
        "`pip install 'pinlight[conda]'` for the engine built in"
    ]


def test_the_engine_makes_fills_upgrades_empties_and_takes_back(tmp_path, monkeypatch):
    """The environment file names the channel; nothing of conda itself is on the machine."""
    rattler = pytest.importorskip("rattler")
    tools = Tools(programs={"rattler": str(Path(rattler.__file__).parent.parent)})
    for name in ("HOME", "XDG_CACHE_HOME", "RATTLER_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    packages = {
        "python": [Package("3.12.1"), Package("3.13.0")],
        "alpha": [Package("1.0", ["beta"])],
        "beta": [Package("1.0")],
        "gamma": [Package("1.0"), Package("2.0")],
    }
    prefix, source = str(tmp_path / "env"), str(tmp_path / "environment.yml")
    with CondaChannel(packages) as channel:
        Path(source).write_text(
            f"channels:\n  - {channel.url}\n  - nodefaults\ndependencies:\n  - alpha\n", "utf-8"
        )

        def carried_out(operation) -> Ran:
            ends: list[Ran] = []
            Change(operation, lambda: tools, DEFAULT, lambda progress: None, ends.append).run()
            assert ends[0].is_ok, ends[0].message
            return ends[0]

        def told(operation) -> tuple[tuple[str, str, str], ...]:
            return carried_out(Trial(prefix, operation)).operation.outcome.changes

        def do(operation) -> dict[str, str]:
            carried_out(operation)
            there = read(prefix, Disk()).conda
            return {name: one.version for name, one in there.items()}

        assert do(Create(prefix, "3.12", source=source)) == {"python": "3.12.1"}
        alpha = Install(prefix, source, lines=("alpha",), tool="conda")
        assert do(alpha) == {"python": "3.12.1", "alpha": "1.0", "beta": "1.0"}
        channel.add("alpha", Package("2.0", ["beta"]))
        newest = alpha._replace(lines=(), upgrade=("alpha",))
        assert told(newest) == (("alpha", "1.0", "2.0"),)
        assert told(Uninstall(prefix, ("beta",))) == (("alpha", "1.0", ""), ("beta", "1.0", ""))
        assert do(newest)["alpha"] == "2.0"
        assert do(Uninstall(prefix, ("beta",))) == {"python": "3.12.1"}
        assert do(Undo(prefix)) == {"python": "3.12.1", "alpha": "2.0", "beta": "1.0"}
        assert do(Undo(prefix)) == {"python": "3.12.1", "alpha": "1.0", "beta": "1.0"}
        assert do(Install(prefix, source, ("gamma <2",), tool="conda"))["gamma"] == "1.0"
        channel.add("python", Package("3.12.9"))
        newest = Install(prefix, source, upgrade=("python", "gamma"), tool="conda")
        assert do(newest) == {"python": "3.12.9", "alpha": "1.0", "beta": "1.0", "gamma": "1.0"}
        with pytest.raises(AssertionError, match="No candidates were found for nosuch"):
            do(alpha._replace(lines=("nosuch",)))
        history = Path(prefix, "conda-meta/history").read_text("utf-8").splitlines()
        assert f"+{channel.url}/noarch::beta-1.0-0" in history
        assert '# update specs: ["alpha"]' in history
        assert (tmp_path / "home/.conda/environments.txt").read_text() == f"{prefix}\n"
