"""pdm.lock: groups and markers of each package, or only the graph."""

from pinlight import locks
from pinlight.formats import format_of

LOCK = """\
[metadata]
groups = ["default", "test"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:abc"
[[package]]
name = "requests"
version = "2.31.0"
groups = ["default"]
dependencies = ["urllib3<3", "colorama; sys_platform == \\"win32\\""]
[[package]]
name = "colorama"
version = "0.4.6"
groups = ["default", "test"]
marker = "sys_platform == \\"win32\\""
[[package]]
name = "pytest"
version = "8.0"
groups = ["test"]
[[package]]
name = "requests"
version = "2.31.0"
extras = ["socks"]
groups = ["test"]
dependencies = ["pysocks", "requests==2.31.0"]
[[package]]
name = "own"
version = "1.0"
path = "./own"
groups = ["default"]
"""


def read(text):
    return format_of("/w/pdm.lock").parse("/w/pdm.lock", text, {})


def wanted(manifest, project, *groups, platform="linux"):
    selected = frozenset((locks.ALWAYS, *groups))
    found = locks.wanted(manifest.lock, project, selected, {"sys_platform": platform})
    return sorted({it.name + it.specifier for it in found})


def test_groups_and_markers():
    manifest = read(LOCK)
    assert wanted(manifest, None) == ["own", "requests==2.31.0"]
    assert wanted(manifest, None, platform="win32") == [
        "colorama==0.4.6",
        "own",
        "requests==2.31.0",
    ]
    assert wanted(manifest, None, ("test", False)) == ["own", "pytest==8.0", "requests==2.31.0"]


def test_without_groups_the_graph_is_followed_from_the_declarations():
    lines = [line for line in LOCK.splitlines() if not line.startswith(("groups", "marker"))]
    manifest = read("\n".join(lines) + '\n[[package]]\nname = "pysocks"\nversion = "1.7"\n')
    text = '[project]\ndependencies = ["requests[socks]"]\n'
    project = format_of("/w/pyproject.toml").parse("/w/pyproject.toml", text, {})
    assert wanted(manifest, project) == ["pysocks==1.7", "requests==2.31.0"]
