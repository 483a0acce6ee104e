"""The hooks of `.pre-commit-hooks.yaml` in a real pre-commit, on a real repository.

pre-commit would install Pinlight from an index; here its hooks run the one that is tested.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pinlight.formats import is_looked_for
from pinlight.plugin_index import NAMES

pytest.importorskip("pre_commit")

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}


def pre_commit(*arguments: str, at: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pre_commit", *arguments]
    env = {**os.environ, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run(command, cwd=at, env=env, capture_output=True, text=True, check=False)


def test_the_manifest_is_valid(tmp_path):
    done = pre_commit("validate-manifest", str(MANIFEST), at=tmp_path, home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "path",
    [
        *(name.replace("*", "x") for name in NAMES),
        *("requirements.txt", "a/requirements-dev.in", "dev_constraints.pip", "requirements/a.txt"),
    ],
)
def test_every_file_that_is_looked_for_is_checked(path):
    assert is_looked_for(f"/w/{path}")
    assert re.search(HOOKS["pinlight-check"]["files"], path)


@pytest.mark.parametrize("path", ["notes.txt", "requirements.md", "main.py", "lock.toml", "x.yml"])
def test_no_other_file_is_checked(path):
    assert not is_looked_for(f"/w/{path}")
    assert not re.search(HOOKS["pinlight-check"]["files"], path)


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_commit_is_refused_where_something_is_wrong(tmp_path):
    root, home = tmp_path / "project", tmp_path / "home"
    root.mkdir()
    env = root / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(env)], check=True)
    hooks = [
        {**hook, "language": "system", "entry": f'"{sys.executable}" -P -m {hook["entry"]}'}
        if sys.version_info >= (3, 11)
        else {**hook, "language": "system", "entry": f'"{sys.executable}" -m {hook["entry"]}'}
        for hook in HOOKS.values()
    ]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (root / ".gitignore").write_text(".venv\n")
    (root / "requirements.txt").write_text("absent\n")
    (root / "app.py").write_text("import absent\n")
    (root / "clean.py").write_text("import json\n")
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    done = pre_commit("run", "--all-files", at=root, home=home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "requirements.txt:1:1: warning missing-package" in done.stdout
    assert "app.py:1:8: warning uninstalled-import" in done.stdout
    assert "clean.py" not in done.stdout
    (root / "requirements.txt").write_text("# nothing\n")
    (root / "app.py").write_text("import json\n")
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    done = pre_commit("run", "--all-files", at=root, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
