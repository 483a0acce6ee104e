"""README.md shows what the examples really give, and its picture shows the same."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from package_index import PackageIndex, Release
from pinlight.__main__ import main

ROOT = Path(__file__).parents[1]
PLUGINS = {"plugins": ["mdit-py-plugins"]}
NEWER = {"requests": ["2.32.0"], "rich": ["13.9.4"], "itsdangerous": ["2.2.0"]}


@pytest.fixture(scope="module")
def readme():
    return (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def examples(tmp_path, monkeypatch):
    """A copy of the examples with the environments that `prepare.py` makes, from an index that
    holds what they install."""
    folder = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", folder, ignore=shutil.ignore_patterns(".venv"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "server"))
    packages = {name: [*releases] for name, releases in NEWER.items()}
    for path in folder.rglob("installed.txt"):
        for line in path.read_text().splitlines():
            name, version = line.split("==")
            extras = PLUGINS if name == "markdown-it-py" else {}
            packages.setdefault(name, []).append(Release(version, extras=extras))
    with PackageIndex(packages) as index:
        env = index.variables(PYTHONPATH=str(ROOT / "server"))
        command = [sys.executable, str(folder / "prepare.py")]
        subprocess.run(command, env=env, check=True, capture_output=True)
        index.apply(monkeypatch)
        yield folder


def block(readme, name):
    """Return the fenced block that follows the line `<!-- name -->`."""
    return re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```", readme, re.DOTALL)[1]


def test_readme_shows_the_real_output_and_how_to_put_it_right(examples, readme, capsys):
    assert main(["check", "examples"]) == 1
    assert capsys.readouterr().out == block(readme, "shown")
    path = "examples/shop/requirements.txt"
    assert f"pinlight install {path}" in readme
    assert main(["install", "--yes", path]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["check", path]) == 0
    assert capsys.readouterr().out == "1 file, nothing is wrong\n"


def test_the_picture_shows_the_output_that_readme_shows():
    """`python docs/images/render.py` draws it anew."""
    command = [sys.executable, str(ROOT / "docs/images/render.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_readme_has_one_command_to_try_and_one_to_test(readme):
    for name in ("try", "test"):
        assert block(readme, name).count("\n") == 1


@pytest.mark.parametrize("page", ["README.md", "docs/README.md", "examples/README.md"])
def test_links_lead_to_files(page):
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert targets
    for target in targets:
        assert (ROOT / page).parent.joinpath(target).exists(), target
