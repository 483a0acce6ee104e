"""What the benchmarks are run on: environments, files and a monorepo, the same at each run."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SEED = 20261122
WRONG_IN = 10  # one line of so many is out of step
CONFLICT_IN = 300

_TEXT = """
aio async auto azure base boto cache chart click cloud cookie core crypt data date django
doc edge fast file flask font form frame geo google graph grid http image json kafka lazy
link load lock log mail map mark math mime mock model multi net node num oauth open opt
orm pack page parse path pay pipe plot plug port proto query queue rate react redis rest
route sage scale scrape script search secret shell sign simple sort source spark sphinx
sql state stream string style sync table task template test text thread time token tool
trace tree type url util value vector view web wire work xml yaml zip zone
"""
_WORDS = _TEXT.split()

_DESCRIPTION = (
    "A library for people who have better things to do than to write it themselves. It is fast, "
    "well tested, and works with all supported versions of Python.\n\n"
)


class Package(NamedTuple):
    name: str  # as written
    version: str
    requires: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


class Server(NamedTuple):
    """A text that a server checks, and where."""

    path: Path
    text: str


def packages(count: int) -> list[Package]:
    """Return so many distributions, most of which require some of those before them."""
    chance = random.Random(SEED)
    made: list[Package] = []
    for number in range(count):
        one, other = chance.choice(_WORDS), chance.choice(_WORDS)
        name = f"{one}{chance.choice('-_.')}{other}{number}"
        name = name.title() if chance.random() < 0.1 else name
        parts = [chance.randrange(30) for _ in range(chance.choice((2, 3, 3, 3, 4)))]
        version = f"{parts[0] + 1}." + ".".join(map(str, parts[1:]))
        made.append(
            Package(name, version, tuple(_requires(chance, made)), ("dev", "docs"))
            if made
            else Package(name, version)
        )
    return made


def _requires(chance: random.Random, made: list[Package]) -> Iterator[str]:
    for _ in range(chance.choice((0, 1, 2, 3, 4, 6))):
        needed = chance.choice(made)
        major = int(needed.version.partition(".")[0])
        if chance.randrange(CONFLICT_IN * 3) == 0:
            yield f"{needed.name}>={major + 1}"
        else:
            form = chance.choice((f">={major}", f"<{major + 1},>={major}.0", "", f"~={major}.0"))
            marker = chance.choice(("", "", "", '; python_version < "3.8"', "; os_name == 'posix'"))
            yield f"{needed.name}{form}{marker}"
    for extra in ("dev", "docs"):
        for _ in range(chance.randrange(6)):
            yield f'{chance.choice(made).name}>=1; extra == "{extra}"'


def environment(prefix: Path, made: list[Package]) -> Path:
    """Make an environment that holds `made`; return its site-packages."""
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", prefix), check=True)
    site = next(prefix.glob("lib/python*/site-packages"))
    for number, package in enumerate(made):
        install(site, package, number)
    return site


def install(site: Path, package: Package, number: int = 0) -> None:
    """Write what an installer leaves of `package`, RECORD at the end as pip does."""
    name = package.name.replace("-", "_").replace(".", "_")
    module = site / name.lower()
    module.mkdir(exist_ok=True)
    (module / "__init__.py").write_text("")
    info = site / f"{name}-{package.version}.dist-info"
    info.mkdir()
    end = "\r\n" if number % 90 == 89 else "\n"
    (info / "METADATA").write_bytes(metadata(package).replace("\n", end).encode())
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    (info / "top_level.txt").write_text(f"{name.lower()}\n")
    if number % 50 == 49:
        (info / "direct_url.json").write_text(
            f'{{"url": "https://files.example/{name}.whl", "archive_info": {{}}}}'
        )
    (info / "INSTALLER").write_text("pip\n")
    (info / "RECORD").write_text(f"{name.lower()}/__init__.py,,\n{info.name}/METADATA,,\n")


def metadata(package: Package) -> str:
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {package.name}",
        f"Version: {package.version}",
        f"Summary: What {package.name} does, in one line",
        "Author-email: Some Body <some.body@example.com>",
        "License-Expression: MIT",
        *(f"Project-URL: Place {n}, https://place{n}.example/{package.name}" for n in range(5)),
        "Keywords: some,words,that,nobody,reads",
        *(f"Classifier: Programming Language :: Python :: 3.{n}" for n in range(8, 15)),
        *(f"Classifier: Topic :: Subject :: Number {n}" for n in range(10)),
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
        "License-File: LICENSE",
        *(f"Requires-Dist: {text}" for text in package.requires),
        *(f"Provides-Extra: {extra}" for extra in package.extras),
    ]
    return "\n".join(lines) + "\n\n" + f"# {package.name}\n\n" + _DESCRIPTION * 20


def requirements(made: list[Package], lines: int, wrong_in: int = WRONG_IN) -> str:
    """Return a file of so many lines, one of `wrong_in` of which is out of step."""
    chance = random.Random(SEED)
    return "".join(
        _line(chance, made[number], number % wrong_in == wrong_in - 1) + "\n"
        for number in range(lines)
    )


def _line(chance: random.Random, package: Package, is_wrong: bool) -> str:
    major = int(package.version.partition(".")[0])
    if is_wrong:
        return f"{package.name}=={major}.99"
    exact = f"{package.name}=={package.version}"
    return chance.choice(
        (exact, exact, exact, f"{package.name}>={major},<{major + 1}", f"{exact}  # because")
    )


def hashed(made: list[Package], lines: int) -> str:
    """Return a file as `pip-compile --generate-hashes` writes it, ten lines a requirement."""
    chance = random.Random(SEED)
    found = []
    for number, package in enumerate(made[: lines // 10]):
        version = "0.99" if number % WRONG_IN == WRONG_IN - 1 else package.version
        hashes = [f"    --hash=sha256:{chance.getrandbits(256):064x}" for _ in range(8)]
        found.append(" \\\n".join((f"{package.name}=={version}", *hashes)) + "\n    # via app\n")
    return "".join(found)


def python_source(lines: int, wrong_in: int = WRONG_IN) -> str:
    """Return a module for ruff; one line of `wrong_in` is an unused import."""
    return "".join(
        f"import module_{number}\n" if number % wrong_in == wrong_in - 1 else _code(number)
        for number in range(lines)
    )


def _code(number: int) -> str:
    return f"value_{number} = [{number}, 'text', {{'key': {number}}}]\n"


def toml_source(lines: int, wrong_in: int = WRONG_IN) -> str:
    """Return a TOML file for tombi; one line of `wrong_in` repeats the key before it."""
    return "".join(
        f'key-{number - (number % wrong_in == wrong_in - 1)} = ["value", {number}]\n'
        for number in range(lines)
    )


class Monorepo(NamedTuple):
    root: Path
    files: int
    edited: Path  # the file that is open
    text: str


def monorepo(
    root: Path, made: list[Package], folders: int = 10_000, files: int = 2_000, venvs: int = 200
) -> Monorepo:
    """Make a workspace of services, ten folders each, with source files beside them."""
    root.mkdir()
    (root / ".git").mkdir()
    services = folders // 10
    for number in range(services):
        service = root / f"team{number % 20}" / f"service{number}"
        for inner in ("src/app", "src/lib", "tests/unit", "docs", "deploy/chart"):
            (service / inner).mkdir(parents=True)
        for name in ("src/app/main.py", "src/lib/util.py", "tests/unit/test_app.py", "README.md"):
            (service / name).write_text("")
        for extra in range(files // services):
            start = (number * 7 + extra) % (len(made) - 40)
            text = requirements(made[start:], 40)
            (service / f"requirements{'-dev' * extra}.txt").write_text(text)
        if number % (services // venvs) == 0:
            small = [made[(number + each) % len(made)] for each in range(20)]
            _bare_environment(service / ".venv", small)
    edited = root / "team0" / "service0" / "requirements.txt"
    return Monorepo(root, files, edited, edited.read_text())


def _bare_environment(prefix: Path, made: list[Package]) -> None:
    """Make what `python -m venv` makes, without starting two hundred processes."""
    home = Path(sys.base_prefix) / "bin"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = prefix / "lib" / version / "site-packages"
    site.mkdir(parents=True)
    (prefix / "bin").mkdir()
    (prefix / "bin" / "activate").write_text("")
    (prefix / "bin" / "python").symlink_to(home / version)
    numbers = ".".join(map(str, sys.version_info[:3]))
    (prefix / "pyvenv.cfg").write_text(f"home = {home}\nversion = {numbers}\n")
    for package in made:
        install(site, package)


def many_files(folder: Path, made: list[Package], count: int) -> list[Path]:
    """Write so many files of 30 pins that an environment of `made` satisfies."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number in range(count):
        chosen = [made[(number * 30 + each) % len(made)] for each in range(30)]
        path = folder / f"requirements-{number}.txt"
        path.write_text("".join(f"{it.name}=={it.version}\n" for it in chosen))
        paths.append(path)
    return paths


def write(path: Path, make: Callable[[], str]) -> Path:
    path.write_text(make())
    return path
