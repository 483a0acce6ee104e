"""uv.lock: the graph of packages; uv itself is the judge of what belongs into an environment."""

import os
import shutil
import subprocess
import sys

import pytest

from pinlight import locks
from pinlight.formats import format_of

LOCK = """\
version = 1
requires-python = ">=3.10"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "Flask" },
    { name = "numpy", version = "1.26.4", marker = "python_version < '3.12'" },
    { name = "numpy", version = "2.1.0", marker = "python_version >= '3.12'" },
]
[package.optional-dependencies]
web = [{ name = "httpx", extra = ["http2"] }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[package.metadata]
requires-dist = [
    { name = "flask", specifier = ">=3" },
    { name = "numpy" },
    { name = "httpx", extras = ["http2"], marker = "extra == 'web'" },
]
[package.metadata.requires-dev]
dev = [{ name = "pytest", specifier = ">=8" }]

[[package]]
name = "flask"
version = "3.0.3"
source = { registry = "x" }
[[package]]
name = "numpy"
version = "1.26.4"
[[package]]
name = "numpy"
version = "2.1.0"
[[package]]
name = "httpx"
version = "0.27.0"
[package.optional-dependencies]
http2 = [{ name = "h2" }]
[[package]]
name = "h2"
version = "4.1.0"
source = { git = "https://git.example/h2#abc" }
[[package]]
name = "pytest"
version = "8.3.0"
"""

MARKERS = {"python_version": "3.12", "python_full_version": "3.12.1"}


def read(text, path="/w/uv.lock"):
    return format_of(path).parse(path, text, {})


def wanted(manifest, *groups, markers=MARKERS):
    found = locks.wanted(manifest.lock, None, frozenset((locks.ALWAYS, *groups)), markers)
    return sorted(it.name + it.specifier for it in found)


def test_the_graph_is_followed_from_the_project():
    manifest = read(LOCK)
    assert (manifest.kind, manifest.dependencies, manifest.faults) == ("lock", (), ())
    assert wanted(manifest) == ["flask==3.0.3", "numpy==2.1.0"]
    assert wanted(manifest, markers={"python_version": "3.11"}) == ["flask==3.0.3", "numpy==1.26.4"]
    assert wanted(manifest, ("dev", False)) == ["flask==3.0.3", "numpy==2.1.0", "pytest==8.3.0"]
    assert wanted(manifest, ("web", True)) == [
        "flask==3.0.3",
        "h2",
        "httpx==0.27.0",
        "numpy==2.1.0",
    ]


def test_the_copy_of_the_declarations():
    lock = read(LOCK).lock
    assert [(it.name, it.specifier, it.group) for it in lock.requires] == [
        ("flask", ">=3", ""),
        ("numpy", "", ""),
        ("httpx", "", ""),
        ("pytest", ">=8", "dev"),
    ]
    assert LOCK[lock.place.start : lock.place.end] == "requires-dist"
    assert lock.of == "/w/pyproject.toml"


def test_without_a_project_at_its_root_all_members_count():
    text = """
[manifest]
members = ["one", "Two"]
[[package]]
name = "one"
source = { editable = "packages/one" }
dependencies = [{ name = "a" }]
[[package]]
name = "two"
source = { editable = "packages/two" }
dependencies = [{ name = "b" }]
[[package]]
name = "a"
version = "1"
[[package]]
name = "b"
version = "1"
[[package]]
name = "c"
version = "1"
"""
    assert wanted(read(text)) == ["a==1", "b==1"]
    assert read(text).lock.requires is None


def environments():
    for python in ("3.9.1", "3.11.4", "3.13.2"):
        for platform, system in (("linux", "Linux"), ("win32", "Windows"), ("darwin", "Darwin")):
            yield {
                "python_version": ".".join(python.split(".")[:2]),
                "python_full_version": python,
                "implementation_version": python,
                "sys_platform": platform,
                "os_name": "nt" if platform == "win32" else "posix",
                "platform_system": system,
                "platform_machine": "x86_64",
                "platform_python_implementation": "CPython",
                "implementation_name": "cpython",
                "platform_release": "1",
                "platform_version": "1",
            }


def exported(uv, folder, arguments):
    """Return the lines that uv itself would install from the lock, without paths."""
    command = [uv, "export", "--frozen", "--offline", "--no-hashes", "--no-emit-project", "--quiet"]
    command += ["--no-annotate", "--no-header", "--no-config", "--no-python-downloads"]
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
    )
    return [line for line in done.stdout.splitlines() if line and line[0] not in "#-."]


@pytest.mark.skipif(sys.platform == "win32", reason="uv needs more of its environment there")
def test_real_locks_hold_for_each_platform_what_uv_would_install(shared, tmp_path):
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    uv = shutil.which("uv") or shutil.which("uv", path=os.path.dirname(sys.executable))
    if uv is None:
        pytest.skip("needs uv")
    count = 0
    for number, path in enumerate(sorted((shared / "corpus" / "uvlock").rglob("uv.lock"))):
        project = shared / "corpus/pyproject" / path.relative_to(shared / "corpus/uvlock").parent
        project = project / "pyproject.toml"
        if not project.is_file() or not path.stat().st_size:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(path, folder)
        shutil.copy(project, folder)
        manifest = read(path.read_bytes().decode(), str(path))
        declared = format_of(str(project)).parse(str(project), project.read_bytes().decode(), {})
        groups = [(it.name, it.is_extra) for it in declared.groups]
        for arguments, selected in (
            (["--no-default-groups"], []),
            (["--all-groups"], [it for it in groups if not it[1]]),
            (["--no-default-groups", "--all-extras"], [it for it in groups if it[1]]),
        ):
            lines = [Requirement(line) for line in exported(uv, folder, arguments)]
            for markers in environments():
                expected = sorted(
                    canonicalize_name(it.name) + str(it.specifier)
                    for it in lines
                    if it.specifier and (it.marker is None or it.marker.evaluate(markers))
                )
                found = wanted(manifest, *selected, markers=markers)
                assert [it for it in found if "=" in it] == expected, (path, arguments, markers)
                count += len(expected)
    assert count > 5000


def test_every_package_of_a_real_lock_is_read_as_tomllib_reads_it(shared):
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    from packaging.utils import canonicalize_name

    count = 0
    for kind in ("uvlock", "poetrylock", "pdmlock"):
        for path in sorted((shared / "corpus" / kind).rglob("*.lock")):
            text = path.read_bytes().decode()
            expected = [
                (canonicalize_name(it["name"]), it.get("version", ""))
                for it in tomllib.loads(text).get("package", [])
            ]
            packages = read(text, str(path)).lock.packages
            assert [it.dependency.name for it in packages] == [name for name, _ in expected]
            for package, (_, version) in zip(packages, expected, strict=True):
                assert package.dependency.specifier in ("", f"=={version}")
                place = package.dependency.name_span
                assert canonicalize_name(text[place.start : place.end]) == package.dependency.name
            count += len(packages)
    assert count > 700
