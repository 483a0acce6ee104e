"""pip is the judge: each line of real and of random files means here what it means to pip 26.3."""

import gzip
import json
import logging
import os
from bisect import bisect_right
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import url2pathname

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pinlight.formats.pip_lines import decode
from pinlight.formats.requirements import parse
from pinlight.model import Dependency, Manifest

NO_FOLDER = "the folder is not there; a missing path is told by `missing-file`"
NOT_PIP = "not for pip, its name only contains `requirements`: left alone"

WEATHER = (
    "requirements/GoogleCloudPlatform+python-docs-samples/people-and-planet-ai/weather-forecasting"
)
EDITABLE = "requirements/heroku+heroku-buildpack-python/spec/fixtures/pip_editable"
VERSIONLENS = "requirements/xsyetopz+versionlens-redux/tests/fixtures/versionlens-parsers/src"

# Where we differ from pip on real files, with the reason; line 0: the whole file.
ACCEPTED: dict[tuple[str, int], str] = {
    (f"{WEATHER}/serving/requirements.txt", 5): NO_FOLDER,
    (f"{WEATHER}/serving/requirements.txt", 6): NO_FOLDER,
    (f"{WEATHER}/tests/dataset_tests/requirements.txt", 1): NO_FOLDER,
    (f"{WEATHER}/tests/overview_tests/requirements.txt", 1): NO_FOLDER,
    (f"{WEATHER}/tests/predictions_tests/requirements.txt", 1): NO_FOLDER,
    (f"{WEATHER}/tests/predictions_tests/requirements.txt", 2): NO_FOLDER,
    (f"{WEATHER}/tests/training_tests/requirements-test.txt", 1): NO_FOLDER,
    (f"{WEATHER}/tests/training_tests/requirements.txt", 1): NO_FOLDER,
    (f"{EDITABLE}/requirements.txt", 3): NO_FOLDER,
    (f"{EDITABLE}/requirements.txt", 4): NO_FOLDER,
    ("requirements/jax-ml+jax/docs/requirements.txt", 30): NO_FOLDER,
    (f"{VERSIONLENS}/document/tests/parses-ansible-galaxy-requirements.txt", 0): NOT_PIP,
    (f"{VERSIONLENS}/document/tests/parses-conanfile-txt-requirements.txt", 0): NOT_PIP,
    (
        f"{VERSIONLENS}/go_mod/tests/go-mod-dependency-without-version-parses-blank-requirement"
        "-like-upstream.txt",
        0,
    ): NOT_PIP,
    (
        f"{VERSIONLENS}/json_manifest/tests/deno/parses-unversioned-deno-imports-as-empty"
        "-requirements-with-specifier-prefixes.txt",
        0,
    ): NOT_PIP,
}

DESTINATIONS = {
    "--index-url": "index_url",
    "--extra-index-url": "extra_index_urls",
    "--no-index": "no_index",
    "--find-links": "find_links",
    "--no-binary": "no_binary",
    "--only-binary": "only_binary",
    "--prefer-binary": "prefer_binary",
    "--require-hashes": "require_hashes",
    "--no-require-hashes": "no_require_hashes",
    "--pre": "pre",
    "--all-releases": "all_releases",
    "--only-final": "only_final",
    "--trusted-host": "trusted_hosts",
}


VARIABLES = {"PINLIGHT_NAME": "flask", "PINLIGHT_CLAUSE": ">=1.0", "PINLIGHT_TOKEN": "u:s3cret"}


def expanded(value: str) -> str:
    """Fill in the variables of a value as written, where a backslash still stands."""
    if "${" in value:
        value = value.replace("\\", "")
    for name, content in VARIABLES.items():
        value = value.replace(f"${{{name}}}", content)
    return value


class Line:
    """What we make of the lines that pip takes as one entry."""

    def __init__(self) -> None:
        self.dependency: Dependency | None = None
        self.include: Any = None
        self.options: list[tuple[str, str]] = []
        self.is_refused = False


def lines_of(manifest: Manifest, records: list[dict[str, Any]]) -> list[Line]:
    """Sort what we read by the entries of pip."""
    starts = [0]
    for text in manifest.text.splitlines(keepends=True):  # pip's lines are not an editor's.
        starts.append(starts[-1] + len(text))
    found = [Line() for _ in records]
    firsts = [starts[record["line"] - 1] for record in records]

    def at(offset: int) -> Line:
        return found[bisect_right(firsts, offset) - 1]

    for dependency in manifest.dependencies:
        line = at(dependency.span.start)
        assert line.dependency is None
        line.dependency = dependency
    for include in manifest.includes:
        at(include.span.start).include = include
    for option in manifest.options:
        line = at(option.span.start)
        line.options.append((option.name, expanded(option.value)))
    for fault in manifest.faults:
        if fault.code != "undefined-variable":
            at(fault.span.start).is_refused = True
    return found


def differences(
    manifest: Manifest, records: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Line, str]]:
    """Yield pip's record, our line and what differs, for each entry that we take otherwise."""
    for record, line in zip(records, lines_of(manifest, records), strict=True):
        ours = ours_of(line, (record.get("url") or "").startswith("file:"))
        theirs = theirs_of(record, os.path.dirname(manifest.path))
        if ours != theirs:
            yield record, line, f"{record['raw']!r}: ours {ours}, theirs {theirs}"


def ours_of(line: Line, is_file: bool) -> dict[str, Any]:
    if line.is_refused:
        return {"kind": "error"}
    if line.include:
        path = line.include.path or expanded(line.include.target)
        return {"kind": "include", "path": path, "constraint": line.include.is_constraint}
    if not line.dependency:
        return {"kind": "option", "options": options_of(line.options)}
    dependency = line.dependency
    return {
        "kind": "requirement",
        "name": dependency.name,
        "specifier": SpecifierSet(dependency.specifier),
        "extras": set(dependency.extras),
        "marker": str(Marker(dependency.marker)) if dependency.marker else None,
        "url": (dependency.path if is_file else dependency.expanded) or None,
        "editable": dependency.is_editable,
        "hashes": sorted(dependency.hashes),
    }


def options_of(options: list[tuple[str, str]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, value in options:
        if name == "--use-feature":
            continue
        destination = DESTINATIONS[name]
        if destination in ("no_binary", "only_binary", "all_releases", "only_final"):
            names = {
                name if name == ":all:" else canonicalize_name(name) for name in value.split(",")
            }
            if names := names - {":none:"}:
                given.setdefault(destination, set()).update(names)
        elif destination.endswith("s") and value:
            given.setdefault(destination, []).append(value)
        else:
            given[destination] = value or name != "--index-url"
    return {name: value for name, value in given.items() if value}


def theirs_of(record: dict[str, Any], folder: str) -> dict[str, Any]:
    kind = record["kind"]
    if kind == "error":
        return {"kind": "error"}
    if kind == "include":
        include = record["include"]
        path = their_url(include["resolved"], folder)
        return {"kind": kind, "path": path, "constraint": include["constraint"]}
    if kind == "option":
        return {"kind": kind, "options": their_options(record["options"])}
    hashes = record["hashes"].items()
    return {
        "kind": kind,
        "name": record["canonical"] or "",
        "specifier": SpecifierSet(record["specifier"]),
        "extras": {canonicalize_name(extra) for extra in record["extras"]},
        "marker": str(Marker(record["marker"])) if record["marker"] else None,
        "url": their_url(record["url"], folder),
        "editable": record["editable"],
        "hashes": sorted(f"{name}:{digest}" for name, digests in hashes for digest in digests),
    }


def their_options(options: dict[str, Any]) -> dict[str, Any]:
    given = dict(options)
    for control in ("format_control", "release_control"):
        given |= {name: set(values) for name, values in given.pop(control, {}).items()}
    # The list of features is one for all lines that one pip process reads.
    ignored = ("hashes", "config_settings", "editables", "features_enabled")
    return {name: value for name, value in given.items() if name not in ignored and value}


def their_url(url: str | None, folder: str) -> str | None:
    """Return `url`, or the path that it names. pip takes a path from where it was started."""
    if not url or not url.startswith("file:"):
        return url
    path = url2pathname(url.removeprefix("file:").removeprefix("//").partition("#")[0])
    path = path.replace("/CWD", folder, 1) if path.startswith("/CWD") else path
    return os.path.normpath(os.path.join(folder, path))


def test_real_files_mean_what_they_mean_to_pip(shared):
    corpus = shared / "corpus"
    compared = 0
    found: dict[tuple[str, int], str] = {}
    for row in gzip.decompress((corpus / "pip-expected.jsonl.gz").read_bytes()).splitlines():
        expected = json.loads(row)
        # pip read each file as a requirements file, so a name must not make it constraints.
        path = corpus / expected["file"].replace("constraints", "requirements")
        text = decode((corpus / expected["file"]).read_bytes())
        manifest = parse(str(path), text, {})
        compared += len(expected["lines"])
        for record in expected["lines"]:
            if record["kind"] == "include" and not record["include"]["remote"]:
                folder = path.parent
                target = os.path.join(folder, record["include"]["path"])
                record["include"]["resolved"] = os.path.normpath(target)
        if manifest.kind == "prose":
            found |= {(expected["file"], 0): NOT_PIP}
            continue
        for record, _, difference in differences(manifest, expected["lines"]):
            found[expected["file"], record["lsp_line"]] = difference
    print(f"{compared} lines compared, {len(found)} differ")
    surprises = {place: text for place, text in found.items() if place not in ACCEPTED}
    assert not surprises, "\n".join(f"{place}: {text}" for place, text in surprises.items())
    assert not set(ACCEPTED) - set(found), "no longer different"
    assert compared > 10_000


@pytest.fixture(scope="module")
def oracle(shared) -> ModuleType:
    """The judge that asks pip, loaded by its path."""
    spec = spec_from_file_location("pip_oracle", shared / "oracle" / "pip_oracle.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    logging.disable(logging.NOTSET)  # The judge turns all logging off, also that of other tests.
    return module


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Iterator[Path]:
    """An empty working directory, and the variables that the random files use."""
    folder = tmp_path_factory.mktemp("project")
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in VARIABLES.items():
            patch.setenv(name, value)
        yield folder
    assert Path.cwd() == before


def is_accepted(record: dict[str, Any], line: Line) -> bool:
    """Whether a difference is one of those that docs/differences.md tells of."""
    dependency = line.dependency
    if line.include:
        return not line.include.path and "${" in line.include.target
    if not dependency:
        # pip takes `s3://h/a.zip` for a path whose file is missing.
        return (
            "://" in record["raw"]
            and (record.get("url") or "").startswith("file:")
            and line.is_refused
        )
    if record["kind"] == "error":
        # A folder that is not there: pip looks, we do not.
        return bool(dependency.path) or "${" in dependency.expanded
    if "${" in dependency.expanded and not dependency.path:
        return True  # A path with an unknown variable in it is no path that one could look at.
    # pip opens a packed source to learn its name; its file name tells it too.
    return not record["name"] and bool(dependency.name) and "egg=" not in dependency.url


PIECES = st.sampled_from(
    [
        *("flask", "a", "B_c.d", "1", "2.0", "==", ">=", "~=", "=", "<2", "===", "[x,Y]", "[", "]"),
        *("@", " @ ", ";", " ; ", "; ", "os_name == 'nt'", "extra=='x'", ",", " ", "  ", "\t"),
        *("\n", "\n", "\n", "\r\n", "\r", "\x0c", "\x85", "\u2028", "\x1c", "\\\n", "\\\r\n", "\\"),
        *("#", " # c", "# c\n", "\n#c\\\n", " #\\\n", "\\\n# c\n", "\ufeff", "\xa0", "é"),
        *("-r ", "-c", "-e ", "-e", "-i ", "-f x", "-C a=b", "-x", "-", "--", "---", " - ", " --"),
        *(
            "--requirement ",
            "--req",
            "--constraint=",
            "--editable=",
            "--hash=sha256:ab",
            " --hash ",
        ),
        *(" --hash=md5:1", "--config-settings", " --config-settings=a=b", " --global-option=x"),
        *("--index-url=", "--extra", "--pre", "--no-index", "--no-index=1", "--no-binary :all:"),
        *("--only-binary=a,B", "--use-feature=fast-deps", "--use-feature x", "--pypi-url=u"),
        *('"', "'", "'a b'", '"a\\"b"', "${PINLIGHT_NAME}", "${PINLIGHT_CLAUSE}", "${UNSET_NAME}"),
        *(
            "https://h.example/a.zip",
            "https://${PINLIGHT_TOKEN}@h.example/x",
            "https://[h",
            "ftp://h/",
        ),
        *("git+https://h.example/x.git@v1", "git+ssh://git@h.example/x", "git+git@h.example:x/y"),
        *(
            "#egg=a",
            "#egg=a[b]",
            "&subdirectory=s",
            "#egg=",
            "#sha256=1",
            "file:///tmp/x",
            "file:x",
        ),
        *("git://h/x", "hg+http://h/x", "http:", "C:\\x", "x/y", "/abs", "./a.zip", "../b.tar.gz"),
        *(
            "a-1.0-py3-none-any.whl",
            "a_b-1.0-1-py2.py3-none-any.whl",
            "a-1-any.whl",
            "a.zip",
            ".zip",
        ),
        *("a-1.0.tar.gz", ".whl", ".tar", "%20", "%5B", "-1.0", "(", ")", "(>=1)", "*", ":", "!"),
    ]
)
ENTRIES = st.sampled_from(
    [
        *(
            "flask",
            "flask[x]>=1,<2 ; os_name == 'nt'",
            "flask==1.0 --hash=sha256:ab",
            "-r base.txt",
        ),
        *(
            "-e git+https://h.example/x#egg=a",
            "a @ https://h.example/a.zip ; extra=='x'",
            "-c c.txt",
        ),
        *(
            "https://h.example/a-1.0-py3-none-any.whl",
            "-i https://h.example/simple",
            "--pre --no-index",
        ),
        *(
            "flask \\\n  --hash=sha256:ab \\\n  --hash=sha384:cd",
            "git+https://h.example/x",
            "./a.zip[x]",
        ),
    ]
)
TEXTS = st.lists(
    st.one_of(
        ENTRIES,
        st.builds("".join, st.lists(PIECES, max_size=6)),
        st.builds("{}{}{}".format, ENTRIES, PIECES, PIECES),
        st.builds("{}{}{}".format, PIECES, PIECES, ENTRIES),
    ),
    max_size=6,
).map("\n".join)


@settings(
    max_examples=600,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(TEXTS)
@example("a \\\n# c\nb")
@example("a # c \\\nb")
@example("a;\nb ; \n")
@example("--constr c.txt\n--extra u\n--no-i\n--req x\n--prefer\n--pr\n--require-h\n--find=a\n--o b")
def test_random_files_mean_what_they_mean_to_pip(oracle, project, text):
    path = project / "requirements.txt"
    path.write_bytes(text.encode())
    records = oracle.per_line(str(path), constraint=False)
    manifest = parse(str(path), text, VARIABLES)
    if manifest.kind == "prose":
        return
    surprises = [
        difference
        for record, line, difference in differences(manifest, records)
        if not is_accepted(record, line)
    ]
    assert not surprises, "\n".join(surprises)
    assert all("s3cret" not in fault.message for fault in manifest.faults)
