"""Random environments, written to disk as installers leave them, and random lines about them."""

import json
import random
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

NAMES = ("alpha", "Beta_two", "gamma.Three", "delta", "epsilon", "zeta-6")
VERSIONS = (
    "0.9", "1.0", "1.0.0", "1.0.1", "1", "1.1", "1.10", "2.0", "2.0.3", "3", "10.0",
    "1.0a1", "1.0b2", "1.0rc1", "2.0rc1", "2.0.dev3", "1.0a1.dev2", "1.0.post1", "1.0.post2.dev1",
    "1.0+cpu", "1.0+cu118.2", "2.0+local", "1.0rc1+g12ab", "1!1.0", "1!0.5", "2!3.0.post1",
    "2024.1.1", "0", "0.0.0", "v1.0", "1.0.RC1", "01.02", "1.0c1", "1.0.0.0", "1.1.0b1.post2",
    "v1.0", "1.0.RC1", "01.02", "1.0c1", "1.0-r4", "2.0.REV1", "1.0ALPHA", "1.0+CPU",
)  # fmt: skip
LEGACY = ("2004d", "1.0-foo-bar", "unknown", "1.0.x")
OPERATORS = ("==", "==", "!=", ">=", ">=", "<=", "<", ">", "~=", "===")
EXTRAS = ("fast", "Test_all", "x.y", "docs")
MARKERS = (
    'python_version >= "3.8"', 'python_version < "3"', 'sys_platform == "linux"',
    'sys_platform != "linux"', 'os_name == "posix" and python_version > "3.5"',
    'os_name == "nt" or platform_system == "Windows"', 'python_full_version >= "3.10.0"',
    'python_version in "3.9, 3.10, 3.11, 3.12, 3.13, 3.14"',
    'python_version not in "3.9, 3.10, 3.11, 3.12, 3.13, 3.14"',
    'implementation_name == "cpython"', '"linux" in sys_platform', 'python_version ~= "3.8"',
    'platform_python_implementation == "PyPy"', 'extra == "fast"', 'extra != "fast"',
    '(python_version >= "3.6" and os_name == "posix") or os_name == "java"',
    'platform_machine != "nonsense"', "'3.7' <= python_version", 'python_version == "3.*"',
    'os.name == "posix"', 'platform_release >= "abc"', 'sys_platform >= "linux"',
    'python_version > "3.12.0a1"', 'sys_platform ~= "linux"',
)  # fmt: skip


class Fake(NamedTuple):
    """A distribution to write."""

    name: str  # as written
    version: str
    requires: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    has_metadata: bool = True
    direct_url: str = ""  # JSON
    requires_python: str = ""


def make_prefix(prefix: Path) -> Path:
    """Make an environment of the Python that runs the tests; returns its site-packages."""
    folder = f"python{sys.version_info.major}.{sys.version_info.minor}"
    is_windows = sys.platform == "win32"
    site = prefix / ("Lib/site-packages" if is_windows else f"lib/{folder}/site-packages")
    site.mkdir(parents=True)
    version = ".".join(map(str, sys.version_info[:3]))
    home = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    (prefix / "pyvenv.cfg").write_text(f"home = {home.parent}\nversion_info = {version}\n")
    scripts = prefix / ("Scripts" if is_windows else "bin")
    scripts.mkdir()
    executable = scripts / ("python.exe" if is_windows else "python")
    if is_windows:
        shutil.copy(home, executable)
    else:
        executable.symlink_to(home)
    return site


def write(site: Path, fakes: tuple[Fake, ...]) -> None:
    """Write each distribution as a dist-info folder."""
    for fake in fakes:
        folder = site / f"{fake.name.replace('-', '_')}-{fake.version}.dist-info"
        folder.mkdir()
        if fake.has_metadata:
            (folder / "METADATA").write_text(_metadata(fake), encoding="utf-8")
            (folder / "WHEEL").write_text("Wheel-Version: 1.0\nTag: py3-none-any\n")
        if fake.direct_url:
            (folder / "direct_url.json").write_text(fake.direct_url)


def _metadata(fake: Fake) -> str:
    lines = ["Metadata-Version: 2.1", f"Name: {fake.name}", f"Version: {fake.version}"]
    lines += [f"Requires-Dist: {text}" for text in fake.requires]
    lines += [f"Provides-Extra: {extra}" for extra in fake.extras]
    lines += [f"Requires-Python: {fake.requires_python}"] if fake.requires_python else []
    return "\n".join(lines) + "\n\nA description\n"


def specifier(rng: random.Random) -> str:
    """Return a specifier of one to three clauses; "" in one case of six."""
    count = rng.choice((0, 1, 1, 1, 2, 3))
    clauses = [_clause(rng) for _ in range(count)]
    return rng.choice((",", ", ", " , ")).join(clauses)


def _valid_specifier(rng: random.Random) -> str:
    """Return a specifier without `===` before a comma, which would swallow it."""
    found = specifier(rng)
    return found if found.count("===") == 0 or "," not in found else ""


def _clause(rng: random.Random) -> str:
    operator = rng.choice(OPERATORS)
    version = rng.choice(VERSIONS)
    if operator in ("==", "!=") and rng.random() < 0.3:
        version = rng.choice(("1.*", "1.0.*", "2.*", "1!1.*", "2.0.0.*", "0.*", "1.1.*"))
    elif operator not in ("==", "!=", "==="):
        version = version.partition("+")[0]
    if operator == "~=" and "." not in version.partition("!")[2] + version.partition("!")[0]:
        version = "1.0.1"
    return operator + rng.choice(("", "", " ")) + version


def fakes(rng: random.Random, *, has_legacy: bool, are_plain: bool) -> tuple[Fake, ...]:
    """Return a random environment's distributions; "anchor" is always among them.

    `are_plain`: what they need without an extra is there ("anchor"), so that a resolver's
    answer about `name[extra]` depends on what the extra brings and on nothing else.
    """
    found = [Fake("anchor", "1.0")]
    for name in rng.sample(NAMES, rng.randint(4 if are_plain else 2, len(NAMES))):
        is_legacy = has_legacy and rng.random() < 0.1
        extras = tuple(rng.sample(EXTRAS, rng.randint(2 if are_plain else 0, 4)))
        found.append(
            Fake(
                _respelled(rng, name),
                rng.choice(LEGACY if is_legacy else VERSIONS),
                _requires(rng, name, extras, are_plain),
                tuple(extra for extra in extras if rng.random() > 0.1),  # Some are not provided.
                has_metadata=rng.random() > 0.07,
                direct_url=rng.choice(_ORIGINS) if rng.random() < 0.15 else "",
            )
        )
    return tuple(found)


_ORIGINS = (
    json.dumps({"url": "file:///somewhere/else", "dir_info": {"editable": True}}),
    json.dumps({"url": "https://h.invalid/x-1.0.zip", "archive_info": {}}),
    json.dumps({"url": "https://h.invalid/x", "vcs_info": {"vcs": "git", "commit_id": "a" * 40}}),
)


def _requires(
    rng: random.Random, owner: str, extras: tuple[str, ...], are_plain: bool
) -> tuple[str, ...]:
    found = []
    for extra in extras:
        for _ in range(rng.choice((0, 1, 1, 2))):
            name = owner if rng.random() < 0.15 else rng.choice((*NAMES, "absent"))
            asked = f"[{rng.choice(EXTRAS)}]" if rng.random() < 0.6 else ""
            wanted = _valid_specifier(rng) if rng.random() < 0.15 else ""
            wanted = f"({wanted})" if wanted and rng.random() < 0.2 else wanted
            condition = f'extra == "{_respelled(rng, extra)}"'
            if rng.random() < 0.3:
                condition = f"({_plain_marker(rng)}) and {condition}"
            found.append(f"{_respelled(rng, name)}{asked}{wanted} ; {condition}")
    if are_plain:
        found.append("anchor")
    else:
        for _ in range(rng.randint(0, 3)):
            condition = f"; {_plain_marker(rng)}" if rng.random() < 0.4 else ""
            wanted = _valid_specifier(rng) if rng.random() < 0.6 else ""
            found.append(f"{_respelled(rng, rng.choice((*NAMES, 'absent')))}{wanted}{condition}")
    rng.shuffle(found)
    return tuple(found)


def _plain_marker(rng: random.Random) -> str:
    return rng.choice(
        [marker for marker in MARKERS if "extra" not in marker and "~=" not in marker]
    )


def line(rng: random.Random, installed: tuple[Fake, ...], *, asks_for_extras: bool) -> str:
    """Return a requirement line: name, extras, specifier, marker."""
    fake = rng.choice(installed[1:])
    is_about = rng.random() < 0.7
    name = _respelled(rng, fake.name if is_about else rng.choice((*NAMES, "absent")))
    asked = ""
    if rng.random() < (0.9 if asks_for_extras else 0.25):
        chosen = rng.sample((*EXTRAS, "unknown"), rng.randint(1, 2))
        asked = f"[{','.join(_respelled(rng, extra) for extra in chosen)}]"
    wanted = "" if asks_for_extras and rng.random() < 0.8 else specifier(rng)
    if wanted and is_about and fake.version not in LEGACY and rng.random() < 0.3:
        wanted = rng.choice(("==", "==", "===", "===", "!=")) + fake.version
    marker = f" ; {rng.choice(MARKERS)}" if rng.random() < 0.2 else ""
    return f"{name}{rng.choice(('', '', ' '))}{asked}{wanted}{marker}"


def _respelled(rng: random.Random, name: str) -> str:
    """Return another spelling of the same name."""
    if rng.random() < 0.5:
        return name
    other = "".join(rng.choice("-_.") if char in "-_." else char for char in name)
    return rng.choice((other, other.upper(), other.title()))
