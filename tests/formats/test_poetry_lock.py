"""poetry.lock: what Poetry 2 tells of each package, and the graph that Poetry 1 leaves it to."""

from pinlight import locks
from pinlight.formats import format_of

NEW = """\
[[package]]
name = "flask"
version = "3.0.3"
optional = false
groups = ["main"]
[[package]]
name = "colorama"
version = "0.4.6"
groups = ["main", "dev"]
markers = {main = "sys_platform == 'win32'", dev = "os_name == 'posix'"}
[[package]]
name = "orjson"
version = "3.10"
optional = true
groups = ["main"]
markers = "extra == \\"fast\\""
[[package]]
name = "repo"
version = "2.0"
groups = ["main"]
[package.source]
type = "git"
url = "https://git.example/repo.git"
[metadata]
lock-version = "2.1"
content-hash = "abc"
"""

OLD = """\
[[package]]
name = "requests"
version = "2.31.0"
[package.dependencies]
urllib3 = ">=1.21.1,<3"
colorama = {version = "*", markers = "sys_platform == 'win32'"}
PySocks = {version = ">=1.5.6,<1.5.7 || >1.5.7", optional = true}
[package.extras]
socks = ["PySocks (>=1.5.6,!=1.5.7)"]
[[package]]
name = "urllib3"
version = "2.0.7"
[[package]]
name = "colorama"
version = "0.4.6"
[[package]]
name = "pysocks"
version = "1.7.1"
[[package]]
name = "unused"
version = "1.0"
"""


def read(text):
    return format_of("/w/poetry.lock").parse("/w/poetry.lock", text, {})


def declared(dependencies):
    text = f"[tool.poetry.dependencies]\n{dependencies}\n"
    return format_of("/w/pyproject.toml").parse("/w/pyproject.toml", text, {})


def wanted(manifest, project, *groups, **markers):
    markers = {"sys_platform": "linux", "os_name": "posix", "python_version": "3.12", **markers}
    found = locks.wanted(manifest.lock, project, frozenset((locks.ALWAYS, *groups)), markers)
    return found if found is None else sorted(it.name + it.specifier for it in found)


def test_groups_and_markers_of_poetry_2():
    manifest = read(NEW)
    assert wanted(manifest, None) == ["flask==3.0.3", "repo"]
    assert wanted(manifest, None, sys_platform="win32") == [
        "colorama==0.4.6",
        "flask==3.0.3",
        "repo",
    ]
    assert wanted(manifest, None, ("dev", False)) == ["colorama==0.4.6", "flask==3.0.3", "repo"]
    assert "orjson==3.10" in wanted(manifest, None, ("fast", True))
    assert (manifest.lock.fingerprint, manifest.lock.of) == ("abc", "/w/pyproject.toml")


def test_the_graph_of_poetry_1_is_followed_from_the_declarations():
    manifest = read(OLD)
    assert wanted(manifest, None) is None
    assert wanted(manifest, declared('requests = "*"')) == ["requests==2.31.0", "urllib3==2.0.7"]
    assert wanted(manifest, declared('requests = {version="*", extras=["socks"]}')) == [
        "pysocks==1.7.1",
        "requests==2.31.0",
        "urllib3==2.0.7",
    ]
