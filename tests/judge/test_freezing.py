"""What is installed as a requirements file: the lines of `pip freeze` and of `uv pip freeze`."""

import os
import random
import re
from pathlib import Path

import pytest
from packaging.version import Version

import random_environments as make
from package_index import PackageIndex, Release, write_project
from package_index import wheel as make_wheel
from pinlight.environments import read
from pinlight.environments.metadata import normalised
from pinlight.judge.freezing import freeze, frozen
from pinlight.model import Distribution, Environment, Origin
from pinlight.shell.disk import Disk
from real_environment import RealEnvironment
from real_judges import ask_pip, ask_uv

ENVIRONMENTS = int(os.environ.get("PINLIGHT_ORACLE_FREEZE", "25"))
SHA = "a" * 64


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, "tool==1.0"),
        (Origin("file:///p/a%20b", is_editable=True), "-e /p/a b"),
        (Origin("file:///C:/p", is_editable=True), "-e C:/p"),
        (Origin("https://h/x.git", vcs="git", commit="c0"), "tool @ git+https://h/x.git@c0"),
        (
            Origin("https://h/x", vcs="git", commit="c0", subdirectory="sub"),
            "tool @ git+https://h/x@c0#subdirectory=sub",
        ),
        (Origin("https://h/x.whl"), "tool @ https://h/x.whl"),
        (
            Origin("https://h/x.whl", hashes=(f"sha256:{SHA}",), subdirectory="sub"),
            f"tool @ https://h/x.whl#sha256={SHA}&subdirectory=sub",
        ),
        (Origin("file:///p/x"), "tool @ file:///p/x"),
    ],
)
def test_a_line_installs_the_same_from_where_it_came(origin, expected):
    assert frozen(Distribution("tool", "1.0", "/s", origin=origin)) == expected


@pytest.mark.parametrize(
    ("python", "expected"),
    [("3.11.9", "b==1\n"), ("3.12.0", "b==1\nsetuptools==1\nwheel==1\n")],
)
def test_what_seeds_an_environment_is_left_out(python, expected):
    found = {it: Distribution(it, "1", f"/e/{it}") for it in ("wheel", "setuptools", "pip", "b")}
    assert freeze(Environment("/e", "venv", python, {}, found)) == expected


def environments(folder: Path) -> list[tuple[str, Environment]]:
    rng = random.Random("freeze")
    found = []
    for number in range(ENVIRONMENTS):
        site = make.make_prefix(folder / f"env-{number}")
        make.write(site, make.fakes(rng, has_legacy=False, are_plain=False))
        found.append((str(site), read(str(folder / f"env-{number}"), Disk())))
    return found


def lines(text: str) -> set[str]:
    """Return lines with their names, versions and local paths spelled in one way."""
    found = set()
    for line in text.splitlines():
        name, sign, rest = re.match(r"([\w.-]*)( @ |==)?(.*)", line).groups()
        if line.startswith("-e "):
            found.add(line.replace("file://", "").replace("%20", " "))
        elif sign:
            found.add(normalised(name) + sign + (str(Version(rest)) if sign == "==" else rest))
    return found


def test_it_is_what_pip_freezes(tmp_path):
    asked = environments(tmp_path)
    arguments = ["freeze", "--exclude-editable", "--no-color"]
    answers = ask_pip([(site, arguments) for site, _ in asked])
    for (_, environment), (code, output) in zip(asked, answers, strict=True):
        assert code == 0, output
        unread = {Path(path).name.partition("-")[0] for path in environment.leftovers}
        unread = {normalised(name) for name in unread}  # pip knows no version of these.
        found = {line for line in lines(freeze(environment)) if not line.startswith("-e ")}
        expected = lines(output)
        assert {it for it in found if re.split(r" @ |==", it)[0] not in unread} == {
            it for it in expected if re.split(r" @ |==", it)[0] not in unread
        }, output


def test_real_environments_with_projects_are_frozen_alike(tmp_path, monkeypatch):
    write_project(tmp_path / "own", "own")
    write_project(tmp_path / "with space", "spaced")
    with PackageIndex({"Alpha.Beta": ["1.0"], "gamma": ["2.0"]}) as index:
        index.apply(monkeypatch)
        environment = RealEnvironment(tmp_path / ".venv")
        environment.bare("alpha-beta", "gamma", "-e", str(tmp_path / "own"))
        environment.bare(f"spaced @ {(tmp_path / 'with space').as_uri()}")
        wheel = tmp_path / "delta-3.0-py3-none-any.whl"
        wheel.write_bytes(make_wheel("delta", Release("3.0")))
        environment.bare(str(wheel))
        found = freeze(read(environment.prefix, Disk()))
        [(code, output)] = ask_uv(
            [["pip", "freeze", "--quiet", "--python", environment.python]], tmp_path / "cache"
        )
        assert code == 0
        [(code, by_pip)] = ask_pip([(str(environment.site), ["freeze", "--no-color"])])
        assert code == 0
        again = RealEnvironment(tmp_path / "again")
        (tmp_path / "frozen.txt").write_text(found)
        again.bare("-r", str(tmp_path / "frozen.txt"))
    assert lines(found) == lines(output)
    assert lines(found) == lines(by_pip)
    assert again.packages() == environment.packages()
    assert freeze(read(again.prefix, Disk())) == found
