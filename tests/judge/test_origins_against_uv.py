"""uv decides whether a distribution came from the URL or folder that a line names.

uv would fetch what it cannot tell offline, so an archive or a commit that is not the installed
one fails, which means "not satisfied" here. Asked are: archives by URL, repositories by full
commit, folders, editable or not. PINLIGHT_ORACLE_ORIGINS sets how many cases (default 80).
"""

import json
import os
import random
from pathlib import Path
from typing import NamedTuple

import random_environments as make
from pinlight import pep508
from pinlight.environments import read
from pinlight.judge import judge
from pinlight.model import NOWHERE, Dependency
from pinlight.shell.disk import Disk
from real_judges import ask_uv

CASES = int(os.environ.get("PINLIGHT_ORACLE_ORIGINS", "80"))
COMMITS = ("0123456789abcdef0123456789abcdef01234567", "f" * 40)
ARCHIVES = (
    "https://h.invalid/a/tool-1.0-py3-none-any.whl",
    "https://h.invalid/b/tool-1.0-py3-none-any.whl",
    "https://h.invalid/a/tool-1.0-py3-none-any.whl?key=1",
    "https://H.invalid:443/a/tool-1.0-py3-none-any.whl",
    "https://user:word@h.invalid/a/tool-1.0-py3-none-any.whl",
    "https://h.invalid/tool-1.0.tar.gz",
    "https://h.invalid/Tool-1.0.tar.gz",
)
REPOSITORIES = (
    "https://h.invalid/o/tool",
    "https://h.invalid/o/tool.git",
    "https://user:word@h.invalid/o/tool",
    "https://h.invalid/o/Tool",
    "https://github.com/Org/Tool.git",
    "https://github.com/org/tool",
    "ssh://git@h.invalid/o/tool",
)
SUBDIRECTORIES = ("", "", "", "sub/folder")


class Case(NamedTuple):
    """A line, what it means, and the direct_url.json of what is installed."""

    line: str
    dependency: Dependency
    direct_url: dict[str, object]


def random_case(rng: random.Random, folder: Path) -> Case:
    kinds = (archive, repository, local, local)
    kind = rng.choice(kinds)
    line, dependency, direct_url = kind(rng, folder)
    if rng.random() < 0.15:
        _, _, direct_url = rng.choice(kinds)(rng, folder)
    return Case(line, dependency, direct_url)


def archive(rng: random.Random, folder: Path) -> Case:
    line = f"tool @ {rng.choice(ARCHIVES)}"
    installed = {"url": rng.choice(ARCHIVES).replace("user:word@", ""), "archive_info": {}}
    return Case(line, parsed(line), installed)


def repository(rng: random.Random, folder: Path) -> Case:
    where = rng.choice(SUBDIRECTORIES)
    fragment = f"#subdirectory={where}" if where else ""
    line = f"tool @ git+{rng.choice(REPOSITORIES)}@{rng.choice(COMMITS)}{fragment}"
    commit = rng.choice(COMMITS)
    installed: dict[str, object] = {
        "url": rng.choice(REPOSITORIES).replace("user:word@", ""),
        "vcs_info": {"vcs": "git", "commit_id": commit, "requested_revision": commit},
    }
    if subdirectory := rng.choice((where, *SUBDIRECTORIES)):
        installed["subdirectory"] = subdirectory
    return Case(line, parsed(line), installed)


def local(rng: random.Random, folder: Path) -> Case:
    path = folder / rng.choice(("one", "a b"))
    is_editable = rng.random() < 0.5
    written = str(path) if " " not in path.name or is_editable else path.as_uri()
    line = f"-e {written}" if is_editable else f"tool @ {path.as_uri()}{rng.choice(('', '/'))}"
    dependency = Dependency(
        "tool", NOWHERE, NOWHERE, NOWHERE, NOWHERE, url=written, path=str(path)
    )._replace(is_editable=is_editable)
    kind = {"editable": True} if rng.random() < 0.5 else {}
    other = folder / rng.choice(("one", "a b"))
    return Case(line, dependency, {"url": other.as_uri(), "dir_info": kind})


def parsed(line: str) -> Dependency:
    found = pep508.parsed(line)
    assert isinstance(found, Dependency)
    return found


def make_projects(folder: Path) -> None:
    for name in ("one", "a b"):
        (folder / name).mkdir()
        text = '[project]\nname = "tool"\nversion = "1.0"\n'
        (folder / name / "pyproject.toml").write_text(text)


def test_uv_agrees_on_where_a_distribution_came_from(tmp_path: Path) -> None:
    rng = random.Random("origins")
    make_projects(tmp_path)
    cases = [random_case(rng, tmp_path) for _ in range(CASES)]
    questions, kinds = [], []
    for number, case in enumerate(cases):
        prefix = tmp_path / f"env-{number}"
        site = make.make_prefix(prefix)
        fake = make.Fake("tool", "1.0", direct_url=json.dumps(case.direct_url))
        make.write(site, (fake,))
        write_uv_cache(site, case)
        environment = read(str(prefix), Disk())
        kinds.append(judge(case.dependency, environment).kind)
        file = tmp_path / f"{number}.txt"
        file.write_text(case.line + "\n")
        command = ["pip", "install", "--dry-run", "--no-deps", "--no-index", "--offline"]
        questions.append([*command, "--python", environment.executable, "-r", str(file)])
    answers = ask_uv(questions, tmp_path / "cache")
    wrong = [
        f"{kind}, uv says {output}\n{case.line}\n{case.direct_url}"
        for case, kind, (code, output) in zip(cases, kinds, answers, strict=True)
        if (kind == "satisfied") != (code == 0 and "no changes" in output)
    ]
    assert not wrong, f"{len(wrong)} of {CASES}\n" + "\n\n".join(wrong[:5])
    assert set(kinds) == {"satisfied", "wrong-source"}
    assert min(kinds.count(kind) for kind in set(kinds)) > CASES / 8


def write_uv_cache(site: Path, case: Case) -> None:
    """Write what uv leaves beside direct_url.json, or it takes every folder for changed."""
    if not case.dependency.path:
        return
    status = (Path(case.dependency.path) / "pyproject.toml").stat()
    changed_ns = status.st_mtime_ns if os.name == "nt" else status.st_ctime_ns
    seconds, nanoseconds = divmod(changed_ns, 1_000_000_000)
    fresh = {
        "timestamp": {"secs_since_epoch": seconds, "nanos_since_epoch": nanoseconds},
        "commit": None,
        "tags": None,
        "env": {},
        "directories": {"src": None},
    }
    (site / "tool-1.0.dist-info" / "uv_cache.json").write_text(json.dumps(fresh))
