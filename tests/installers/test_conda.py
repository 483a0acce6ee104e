"""conda: what is ordered, to the letter. Its engine is run by `test_with_real_tools`."""

import json
import sys

import pytest

from installers_words import planned, words
from pinlight.installers.conda import worker
from pinlight.model import Create, Install, Plan, Relock, Sync, Tools, Uninstall
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
        Install(PREFIX, lines=("numpy",), upgrade=("numpy",)),
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


def test_without_program_and_engine_one_sentence_says_what_to_do():
    assert words(Create("/c/new", source=SOURCE), FILES, tools=tools()) == [
        "`new` belongs to conda, which was not found: install Miniforge, or "
        "`pip install 'pinlight[conda]'` for the engine built in"
    ]
