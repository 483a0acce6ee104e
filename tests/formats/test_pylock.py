"""pylock.toml: packages with markers; `packaging` is the judge."""

import pytest

from pinlight import locks
from pinlight.formats import format_of

LOCK = """\
lock-version = "1.0"
extras = ["web"]
dependency-groups = ["dev"]
default-groups = ["main"]
[[packages]]
name = "Flask"
version = "3.0.3"
[[packages]]
name = "pytest"
version = "8.0"
marker = "'dev' in dependency_groups and python_version >= '3.9'"
[[packages]]
name = "httpx"
version = "0.27"
marker = "'web' in extras or 'dev' not in dependency_groups"
[[packages]]
name = "repo"
"""


def read(text, path="/w/pylock.toml"):
    return format_of(path).parse(path, text, {})


@pytest.mark.parametrize("name", ["pylock.toml", "pylock.dev.toml"])
def test_both_names_are_claimed(name):
    assert format_of(f"/w/{name}").name == "pylock"


def test_markers_ask_for_what_is_selected():
    lock = read(LOCK).lock
    assert (lock.default_groups, lock.of) == (("main",), "")

    def wanted(*groups):
        selected = frozenset((locks.ALWAYS, *groups))
        found = locks.wanted(lock, None, selected, {"python_version": "3.12"})
        return [it.name for it in found]

    assert wanted() == ["flask", "httpx", "repo"]
    assert wanted(("dev", False)) == ["flask", "pytest", "repo"]
    assert wanted(("dev", False), ("web", True)) == ["flask", "pytest", "httpx", "repo"]


def test_real_files_are_read_as_packaging_reads_them(shared):
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    from packaging.pylock import Pylock, PylockValidationError

    count = 0
    for path in sorted((shared / "corpus" / "pylock").rglob("pylock*.toml")):
        text = path.read_bytes().decode()
        try:
            judge = Pylock.from_dict(tomllib.loads(text))
        except PylockValidationError:
            continue  # Its times are strings, which concerns nobody here.
        lock = read(text, str(path)).lock
        assert [
            (it.dependency.name, it.dependency.specifier.removeprefix("==")) for it in lock.packages
        ] == [(it.name, str(it.version or "")) for it in judge.packages]
        markers = {
            "python_version": "3.12",
            "python_full_version": "3.12.1",
            "sys_platform": "linux",
            "os_name": "posix",
            "platform_system": "Linux",
            "platform_machine": "x86_64",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "implementation_version": "3.12.1",
            "platform_release": "1",
            "platform_version": "1",
        }
        for groups in ((), ("dev",), ("default",)):
            context = {**markers, "extras": set(), "dependency_groups": set(groups)}
            expected = [
                it.name
                for it in judge.packages
                if it.marker is None or it.marker.evaluate(context, "lock_file")
            ]
            selected = frozenset([locks.ALWAYS, *((name, False) for name in groups)])
            found = locks.wanted(lock, None, selected, markers)
            assert [it.name for it in found] == expected, (path, groups)
            count += len(expected)
    assert count > 100
