"""How each format writes the same requirement, so that one fixture runs through all of them.

A shape is a place in a format where dependencies stand. A requirement is written as pip does
(`flask[async]>=3`, `shop @ git+https://...`, `-e ./gone`); a shape tells how its format says so.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

VENV = ".venv"
Written = tuple[str, str]  # the line; the part of it on which problems are shown

_PARTS = re.compile(
    r"(?:-e )?(?:(?P<name>[\w.-]+)(?:\[(?P<extras>[^\]]*)\])?)?\s*(?P<specifier>[<>=!~][^@]*)?"
    r"(?:@ )?(?P<url>(?:git\+|\./|file:).*)?"
)


class Shape(NamedTuple):
    """A place where dependencies stand."""

    file: str
    write: Callable[[str], Written | None]  # None: this cannot be said there
    before: str = ""
    after: str = ""
    indent: str = ""
    environment: str = VENV
    python: str = ""  # line that says which Pythons are supported: "{}", around the specifier
    settings: tuple[tuple[str, object], ...] = ()

    def project(self, lines: list[tuple[str, str]], installed: str, *, more: str = "") -> str:
        """Return a project: each requirement with its mark ("": none), the environment."""
        text = [f"-- {self.file} --", *filter(None, [self.before])]
        for requirement, mark in lines:
            written = self.write(requirement)
            assert written is not None
            line, shown = written
            text.append(self.indent + line)
            if mark:
                column = len(self.indent) + line.index(shown)
                text.append(" " * column + "^" * len(shown) + f" {mark}")
        text += filter(None, [self.after])
        kind = "" if self.environment == VENV else " (conda)"
        if installed != NO_ENVIRONMENT:
            text += [f"-- {self.environment}{kind} --", *installed.splitlines()]
        return "\n".join([*text, more, ""])


NO_ENVIRONMENT = "none"


def parts(requirement: str) -> dict[str, str]:
    match = _PARTS.fullmatch(requirement)
    assert match is not None, requirement
    return {key: value or "" for key, value in match.groupdict().items()}


def line(requirement: str) -> Written:
    return requirement, requirement


def no_editable(requirement: str) -> Written | None:
    return None if requirement.startswith("-") else (requirement, requirement)


def array(requirement: str) -> Written | None:
    if requirement.startswith("-"):
        return None
    requirement = requirement.replace("'", '"').replace('"', "'")
    return f'"{requirement}",', requirement


def comment(requirement: str) -> Written | None:
    found = array(requirement)
    return found and (f"#   {found[0]}", found[1])


def yaml_item(requirement: str) -> Written:
    return f"- {requirement}", requirement


def conda(requirement: str) -> Written | None:
    found = parts(requirement)
    if found["url"] or found["extras"]:
        return None
    return f"- {requirement}", requirement


def _table(requirement: str, git: str = "git", version: str = "*") -> Written | None:
    """Return an entry of a table of packages."""
    found = parts(requirement)
    name = found["name"] or "gone"
    keys = []
    if found["extras"]:
        keys.append(f'extras = ["{found["extras"]}"]')
    if found["url"].startswith("git+"):
        place, _, revision = found["url"].removeprefix("git+").partition("@")
        keys.append(f'git = "{place}"')
        keys += [f'{git} = "{revision}"'] if revision else []
    elif found["url"]:
        keys.append(f'path = "{found["url"].removeprefix("file:///w/")}"')
        keys += ["editable = true"] if requirement.startswith("-e") else []
    specifier = found["specifier"] or version
    if not keys:
        text = f'{name} = "{specifier}"'
    else:
        keys += [] if found["url"] else [f'version = "{specifier}"']
        text = f"{name} = {{ {', '.join(keys)} }}"
    return text, text


def poetry(requirement: str) -> Written | None:
    found = _table(requirement, "rev")
    return found and (found[0].replace("editable", "develop"),) * 2


def pipenv(requirement: str) -> Written | None:
    return _table(requirement, "ref")


def pixi(requirement: str) -> Written | None:
    return _table(requirement, "rev")


def pixi_conda(requirement: str) -> Written | None:
    found = parts(requirement)
    return None if found["url"] or found["extras"] else _table(requirement)


def setup_py(requirement: str) -> Written | None:
    return array(requirement)


PROJECT = '[project]\nname = "shop"\n'
SHAPES = {
    "requirements": Shape("requirements.txt", line),
    "pyproject": Shape(
        "pyproject.toml",
        array,
        PROJECT + "dependencies = [",
        "]",
        "    ",
        python=f'{PROJECT}requires-python = "{{}}"\ndependencies = [',
    ),
    "dependency-groups": Shape(
        "pyproject.toml",
        array,
        "[dependency-groups]\ndev = [",
        "]",
        "    ",
    ),
    "poetry": Shape(
        "pyproject.toml",
        poetry,
        '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]',
        python='[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "{}"',
    ),
    "uv": Shape("pyproject.toml", array, "[tool.uv]\ndev-dependencies = [", "]", "    "),
    "pdm": Shape("pyproject.toml", array, "[tool.pdm.dev-dependencies]\ndev = [", "]", "    "),
    "hatch": Shape(
        "pyproject.toml",
        array,
        "[tool.hatch.envs.default]\ndependencies = [",
        "]",
        "    ",
        settings=(("groups", ["hatch:default"]),),
    ),
    "script": Shape(
        "run.py",
        comment,
        "# /// script\n# dependencies = [",
        "# ]\n# ///",
        python='# /// script\n# requires-python = "{}"\n# dependencies = [',
        settings=(("environments", {"run.py": ".venv"}),),
    ),
    "setup_cfg": Shape(
        "setup.cfg",
        no_editable,
        "[options]\ninstall_requires =",
        indent="    ",
        python="[options]\npython_requires = {}\ninstall_requires =",
    ),
    "setup_py": Shape(
        "setup.py",
        setup_py,
        "from setuptools import setup\nsetup(install_requires=[",
        "])",
        "    ",
        python='from setuptools import setup\nsetup(python_requires="{}", install_requires=[',
    ),
    "pipfile": Shape(
        "Pipfile",
        pipenv,
        "[packages]",
        python='[requires]\npython_version = "{}"\n[packages]',
    ),
    "conda_environment": Shape(
        "environment.yml",
        conda,
        "dependencies:",
        indent="  ",
        environment="env",
    ),
    "conda's pip list": Shape(
        "environment.yml",
        yaml_item,
        "dependencies:\n  - pip:",
        indent="      ",
        environment="env",
    ),
    "pixi": Shape("pixi.toml", pixi, "[pypi-dependencies]", environment=".pixi/envs/default"),
    "pixi's packages of conda": Shape(
        "pixi.toml", pixi_conda, "[dependencies]", environment=".pixi/envs/default"
    ),
    "tox": Shape(
        "tox.ini",
        line,
        "[testenv]\ndeps =",
        indent="    ",
        settings=(("groups", ["tox:base"]),),
    ),
    "tox.toml": Shape(
        "tox.toml",
        array,
        "[env_run_base]\ndeps = [",
        "]",
        "    ",
        settings=(("groups", ["tox:base"]),),
    ),
}
LOCKS = ("pdm_lock", "pipfile_lock", "poetry_lock", "pylock", "uv_lock")
