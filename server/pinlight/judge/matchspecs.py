"""Dependency of conda x Environment -> Verdict: a MatchSpec against the records of `conda-meta`.

Told by the names of the records alone: from which channel a package came is not asked.
Source: https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html
Source: https://github.com/conda/ceps/pull/82
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from pinlight.judge import conda_versions
from pinlight.judge.specifiers import evaluate
from pinlight.model import Dependency, Distribution, Environment, Verdict
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.pep508 import normal

_LONGEST = 2_000  # characters
_CONDITION = re.compile(r"(?:^|[\s;])if\s")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]\s*$")
_PAIR = re.compile(r"""\s*([a-z0-9_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,"'=]+))\s*(?:,|$)""")
_GAP = re.compile(r"\s*([,|()])\s*|([=<>!~])\s+|\s+(?=[=<>!~])")
_SPLIT = re.compile(r"(.+?)(?:(?<![=!|,<>~ ])[ =]([^-=,|<>~ ]+))?")

_NOT_ASKED = ("channel", "subdir")
_NOT_TOLD = (
    "build_number",
    "extras",
    "features",
    "flags",
    "fn",
    "license",
    "license_family",
    "md5",
    "sha256",
    "track_features",
    "url",
)


class Spec(NamedTuple):
    """What stands behind the name in a MatchSpec."""

    version: str = ""  # an expression of `conda_versions`; "": any
    build: str = ""  # "py312_0", "*cuda*"; "": any
    has_more: bool = False  # it also asks for what a record's name does not tell


@lru_cache(4096)
def read(text: str) -> Spec | None:
    """Return what `text` (`=1.2=py39_0`, ` >=1,<2 py*`, `[version='>=1', build=*cuda]`) asks for;
    None: it is none of conda's language, or holds under a condition only."""
    if len(text) > _LONGEST:
        return None
    text = text.partition("#")[0].strip().removesuffix("=")
    keys: Mapping[str, str] | None = {}
    if brackets := _BRACKETS.search(text):
        text, keys = text[: brackets.start()].strip(), _keys(brackets[1])
    match = _SPLIT.fullmatch(_GAP.sub(_tight, text)) if text else None
    if keys is None or (text and match is None) or _CONDITION.search(text):
        return None
    version, build = (match[1], match[2] or "") if match else ("", "")
    return Spec(
        keys.get("version", _version(version, build)),
        keys.get("build", build),
        not keys.keys().isdisjoint(_NOT_TOLD),
    )


def _tight(match: "re.Match[str]") -> str:
    return match[1] or match[2] or ("" if match.start() == 0 else " ")


def _keys(text: str) -> dict[str, str] | None:
    """Return what stands in brackets; None: some of it is not known."""
    found = {}
    at = 0
    while at < len(text):
        match = _PAIR.match(text, at)
        if match is None or match[1] not in (*_NOT_ASKED, *_NOT_TOLD, "version", "build"):
            return None
        found[match[1]] = match[2] or match[3] or match[4] or ""
        at = match.end()
    return found


def _version(text: str, build: str) -> str:
    """Return the expression that conda reads: `=1.2=BUILD` is exact, and `==1.2.*` is not."""
    text = text.replace(" ", "")
    if not build:
        return text.removeprefix("==")
    bare = text.removeprefix("=")
    return text if {*bare} & {*"=,|<>!~()"} else bare


def admits(text: str, version: str, build: str = "") -> bool | None:
    """Whether what stands behind the name admits a package; None: that cannot be told."""
    spec = read(text)
    if spec is None:
        return None
    is_version = conda_versions.admits(spec.version, version)
    is_build = _is_like(spec.build, build)
    if not is_version or is_build is False:
        return None if is_version is None else False
    return None if spec.has_more or is_build is None else True


def _is_like(pattern: str, text: str) -> bool | None:
    """Whether a build fits; regular expressions, which may cost any time, are not followed."""
    if pattern.startswith("^"):
        return None
    text = text.lower()
    first, *rest = pattern.lower().split("*")
    if not rest:
        return first in ("", text)
    if not text.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(text) - at >= len(rest[-1]) and text.endswith(rest[-1])


def judge(dependency: Dependency, environment: Environment) -> Verdict:
    """Say whether conda's own packages in `environment` satisfy `dependency`, and why not."""
    if dependency.name.startswith("__"):
        return Verdict("unknown")  # A property of the machine, such as `__cuda`.
    is_needed = evaluate(dependency.marker, environment.markers)
    if not is_needed:
        return Verdict("unknown" if is_needed is None else "not-needed")
    package = environment.conda.get(dependency.name)
    if package is None:
        is_of_pip = normal(dependency.name) in environment.distributions
        return Verdict("missing", None, "pip installed it, conda did not" if is_of_pip else "")
    found = admits(dependency.specifier, package.version, build_of(package))
    if found is None:
        return Verdict("unknown", package)
    if found:
        return Verdict("satisfied", package)
    return Verdict("wrong-version", package, _words(dependency, package))


def build_of(package: Distribution) -> str:
    """Return the build of one of conda's packages, as the name of its record tells."""
    name: str = rules(package.where).basename(package.where)
    return name.removesuffix(".json").rpartition("-")[2]


def _words(dependency: Dependency, package: Distribution) -> str:
    spec = read(dependency.specifier) or Spec()
    if not spec.build:
        return f"{package.version} is installed, {spec.version} is required"
    joint = " " if {*spec.version} & {*"=<>!~"} else "="
    here, wanted = (
        f"{package.version}={build_of(package)}",
        f"{spec.version or '*'}{joint}{spec.build}",
    )
    return f"{here} is installed, {wanted} is required"
