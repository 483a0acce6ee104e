"""What an environment of Hatch holds is what Hatch itself says, over templates and overrides."""

import json
import os
import subprocess

import pytest
from packaging.requirements import Requirement

from pinlight.formats import format_of
from pinlight.resolve import selected_groups
from pinlight.settings import DEFAULT
from real_tools import installer_of_tools, needs_real_tools

pytestmark = needs_real_tools

PROJECT = """
[project]
name = "demo"
version = "1"
[project.optional-dependencies]
fast = ["orjson"]
slow = ["x"]
[dependency-groups]
g = ["y"]
"""
SIMPLE = """
[tool.hatch.envs.default]
dependencies = ["a"]
extra-dependencies = ["b"]
features = ["fast"]
[tool.hatch.envs.t]
dependencies = ["c"]
[tool.hatch.envs.u]
template = "t"
extra-dependencies = ["d"]
[tool.hatch.envs.v]
template = "v"
dependencies = ["e"]
[tool.hatch.envs.w]
detached = true
[tool.hatch.envs.x]
features = ["slow"]
"""
GROUPS = """
[tool.hatch.envs.t]
dependency-groups = ["g"]
dependencies = ["a"]
[tool.hatch.envs.u]
template = "t"
dependencies = ["b"]
[tool.hatch.envs.z]
template = "w"
[tool.hatch.envs.w]
detached = true
dependencies = ["q"]
"""
OVERRIDES = """
[tool.hatch.envs.test]
dependencies = ["coverage"]
extra-dependencies = ["xdist"]
features = ["fast"]
[[tool.hatch.envs.test.matrix]]
python = ["3.11", "3.12"]
version = ["42", "3.14"]
[tool.hatch.envs.test.overrides]
matrix.version.dependencies = ["legacy"]
matrix.gone.dependencies = ["never"]
platform.linux.extra-dependencies = ["linux-only"]
platform.windows.extra-dependencies = ["windows-only"]
env.NOT_SET.extra-dependencies = ["never"]
[tool.hatch.envs.sub]
template = "test"
dependencies = ["own"]
[tool.hatch.envs.sub.overrides]
platform.linux.dependencies = ["linux-sub"]
platform.macos.dependencies = ["mac-sub"]
"""


@pytest.mark.parametrize("text", [SIMPLE, GROUPS, OVERRIDES])
def test_every_environment_holds_what_hatch_says(tmp_path, text):
    hatch = installer_of_tools(tmp_path / "tools")("hatch") / "hatch"
    (tmp_path / "pyproject.toml").write_text(PROJECT + text)
    env = {**os.environ, "HOME": str(tmp_path)}
    command = [hatch, "env", "show", "--json"]
    told = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=True).stdout
    manifest = format_of("/w/pyproject.toml").parse("/w/pyproject.toml", PROJECT + text, {})
    count = 0
    for name, holds in json.loads(told).items():
        if name.startswith("hatch-"):
            continue
        group = f"hatch:{name.split('.')[0]}"
        selected = selected_groups(manifest, DEFAULT._replace(groups=(group,)))
        own = [it for it in manifest.dependencies if (it.group, it.is_extra) in selected]
        own = [it for it in own if it.tool == "hatch" and "win32" not in it.marker]
        own = [it for it in own if "darwin" not in it.marker]
        found = {it.name for it in own if not it.extras}
        lists = holds.get("dependencies", []) + holds.get("extra-dependencies", [])
        assert found == {Requirement(it).name for it in lists}, name
        assert {extra for it in own for extra in it.extras} == {*holds.get("features", [])}, name
        groups = {it for it, is_extra in selected if not is_extra and ":" not in it}
        assert groups == {*holds.get("dependency-groups", [])}, name
        count += 1
    assert count >= 4
