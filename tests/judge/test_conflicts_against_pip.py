"""`pip check` and `uv pip check` decide what conflicts; Pinlight must find exactly that.

PINLIGHT_ORACLE_ENVIRONMENTS sets how many random environments are asked (default 40).
"""

import os
import random
import re
from pathlib import Path

import random_environments as make
from pinlight.environments import read
from pinlight.judge import conflicts
from pinlight.model import Environment
from pinlight.shell.disk import Disk
from real_judges import UV_DIFFERS, ask_pip, ask_uv

ENVIRONMENTS = int(os.environ.get("PINLIGHT_ORACLE_ENVIRONMENTS", "40"))

PYTHONS = (
    "", ">=3.8", ">=3.99", "<3", "!=3.9.*,>3.7", "~=3.6", "~= 3.98, <5", "==2.*", "==4.*",
    ">=4 , <9", ">3.98.1", "~=3.98.2", "==3.*,>=3.97",
)  # fmt: skip

NOTHING = re.compile(r"(?!)")

# (distribution, what it needs, whether that is there at the wrong version)
Found = set[tuple[str, str, bool]]

PIP_MISSING = re.compile(r"^(\S+) \S+ requires (\S+), which is not installed\.$", re.MULTILINE)
PIP_WRONG = re.compile(r"^(\S+) \S+ has requirement .*, but you have (\S+) \S+\.$", re.MULTILINE)
UV_LINE = re.compile(r"^The package `(\S+)` requires (`?)(.+?)\2, but (.+)$", re.MULTILINE)


def environments(
    folder: Path, seed: str, left_out: re.Pattern[str]
) -> list[tuple[str, Environment]]:
    rng = random.Random(seed)
    found = []
    for number in range(ENVIRONMENTS):
        site = make.make_prefix(folder / f"env-{number}")
        fakes = make.fakes(rng, has_legacy=False, are_plain=False)
        make.write(site, tuple(completed(rng, fake, left_out) for fake in fakes))
        found.append((str(site), read(str(folder / f"env-{number}"), Disk())))
    return found


def completed(rng: random.Random, fake: make.Fake, left_out: re.Pattern[str]) -> make.Fake:
    """Return `fake` with a Requires-Python and without the requirements that are left out."""
    requires = tuple(text for text in fake.requires if not left_out.search(text))
    return fake._replace(requires=requires, requires_python=rng.choice(PYTHONS))


def ours(environment: Environment, *, has_python: bool) -> Found:
    return {
        (it.distribution.name, it.needed, it.installed is not None)
        for it in conflicts(environment)
        if it.needed or has_python
    }


def test_what_conflicts_is_what_pip_check_finds(tmp_path: Path) -> None:
    asked = environments(tmp_path, "pip check", NOTHING)
    answers = ask_pip([(site, ["check", "--no-color"]) for site, _ in asked])
    total = 0
    for (_, environment), (code, output) in zip(asked, answers, strict=True):
        found = {(*pair, False) for pair in PIP_MISSING.findall(output)}
        found |= {(*pair, True) for pair in PIP_WRONG.findall(output)}
        assert code == (1 if found else 0), output
        assert ours(environment, has_python=False) == found, output
        total += len(found)
    assert total > ENVIRONMENTS


def test_what_conflicts_is_what_uv_pip_check_finds(tmp_path: Path) -> None:
    asked = environments(tmp_path, "uv pip check", UV_DIFFERS)
    answers = ask_uv(
        [["pip", "check", "--python", environment.executable] for _, environment in asked],
        tmp_path / "cache",
    )
    for (_, environment), (_, output) in zip(asked, answers, strict=True):
        assert uvs(output) == ours(environment, has_python=True), output


def uvs(output: str) -> Found:
    found = set()
    for name, _, requirement, state in UV_LINE.findall(output):
        needed = "" if requirement.startswith("Python") else re.split(r"[^a-z0-9-]", requirement)[0]
        found.add((name, needed, bool(needed) and "not installed" not in state))
    return found
