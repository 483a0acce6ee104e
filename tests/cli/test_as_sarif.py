"""`pinlight check` for machines: SARIF, GitHub Actions, JUnit."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

SCHEMA_PACKAGE, SCHEMA_VERSION = "@microsoft/jest-sarif", "1.0.0-beta.0"
SCHEMA = "lib/schemas/sarif-2.1.0-rtm.5.json"
SCHEMA_HASH = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8"

SHOP = {
    "requirements.txt": "# shop\nflask>=3\n  requests==2.31.0\nflask\n",
    "b c/requirements.txt": "rich\n",
    ".venv": [
        "python 3.12.1",
        "flask 2.0",
        "requests 2.30.0",
        "stray 1.0",
        "  Requires-Dist: nobody",
    ],
}


@pytest.fixture
def sarif(write, run):
    write(SHOP)
    ran = run("check", "--format", "sarif")
    assert (ran.status, ran.err) == (1, "")
    return json.loads(ran.out)


def test_each_problem_is_a_result_at_its_place(sarif):
    [run] = sarif["runs"]
    found = [
        (it["ruleId"], it["level"], it["locations"][0]["physicalLocation"]) for it in run["results"]
    ]
    root = {"uriBaseId": "%SRCROOT%"}
    assert (
        "wrong-version",
        "warning",
        {
            "artifactLocation": {"uri": "requirements.txt", **root},
            "region": {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 19},
        },
    ) in found
    assert ("b%20c/requirements.txt", "missing-package") in [
        (place["artifactLocation"]["uri"], code) for code, _, place in found
    ]
    environment = {"artifactLocation": {"uri": ".venv", **root}}
    assert ("installed-conflict", "warning", environment) in found


def test_each_rule_is_described_once_and_found_by_its_index(sarif):
    [run] = sarif["runs"]
    rules = run["tool"]["driver"]["rules"]
    codes = [rule["id"] for rule in rules]
    assert codes == sorted({it["ruleId"] for it in run["results"]})
    assert all(codes[it["ruleIndex"]] == it["ruleId"] for it in run["results"])
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_a_related_place_says_what_it_is(sarif):
    [duplicate] = [
        it for it in sarif["runs"][0]["results"] if it["ruleId"] == "duplicate-requirement"
    ]
    [related] = duplicate["relatedLocations"]
    assert related["message"]["text"]
    assert related["physicalLocation"]["region"]["startLine"] == 2


def test_a_fingerprint_does_not_depend_on_the_line(write, run):
    prints = []
    for before in ("", "# new\n# lines\n"):
        write({"requirements.txt": f"{before}rich\nflask\n", ".venv": []})
        results = json.loads(run("check", "--format", "sarif").out)["runs"][0]["results"]
        prints.append([it["partialFingerprints"]["pinlight/v1"] for it in results])
    assert prints[0] == prints[1]
    assert len({*prints[0]}) == 2


@pytest.fixture(scope="session")
def schema(tmp_path_factory):
    """The schema of SARIF 2.1.0, as Microsoft's own matcher for tests ships it; npm fetches it,
    or PINLIGHT_NODE_MODULES names a folder that holds the package."""
    given = os.environ.get("PINLIGHT_NODE_MODULES")
    if given and (path := Path(given, SCHEMA_PACKAGE, SCHEMA)).is_file():
        return json.loads(path.read_bytes())
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    folder = tmp_path_factory.mktemp("sarif")
    command = [npm, "pack", "--silent", f"{SCHEMA_PACKAGE}@{SCHEMA_VERSION}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives = [*folder.glob("*.tgz")]
    if not archives:
        assert not os.environ.get("CI"), done.stderr
        pytest.skip(f"npm could not fetch {SCHEMA_PACKAGE}")
    with tarfile.open(archives[0]) as archive:
        content = archive.extractfile(f"package/{SCHEMA}").read()
    assert hashlib.sha256(content).hexdigest() == SCHEMA_HASH
    return json.loads(content)


def test_it_is_valid_for_the_schema(sarif, schema):
    assert [*Draft4Validator(schema).iter_errors(sarif)] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "2.0.0"},
        {"runs": [{}]},
        {"runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "loud"}]}]},
    ],
)
def test_the_schema_refuses_what_is_wrong(sarif, schema, broken):
    assert [*Draft4Validator(schema).iter_errors({**sarif, **broken})] != []


def test_nothing_found_is_an_empty_run(write, run):
    write({"requirements.txt": "flask\n", ".venv": ["flask 3.0"]})
    ran = run("check", "--format", "sarif")
    assert (json.loads(ran.out)["runs"][0]["results"], ran.status) == ([], 0)


def test_github_shows_problems_on_their_lines(write, run):
    write({**SHOP, "a,b:c%/requirements.txt": "rich\n"})
    lines = run("check", "--format", "github").out.splitlines()
    assert (
        "::warning file=requirements.txt,title=wrong-version,line=3,endLine=3,col=3,endColumn=19"
        "::`requests` 2.30.0 is installed, 2.31.0 is required"
    ) in lines
    assert any(line.startswith("::warning file=a%2Cb%3Ac%25/requirements.txt,") for line in lines)
    assert any(line.startswith("::warning title=installed-conflict::.venv: ") for line in lines)
    assert any(line.startswith("::notice file=requirements.txt,title=dupl") for line in lines)


def test_junit_has_a_suite_for_each_file(write, run):
    write({**SHOP, "good/requirements.txt": "flask\n", 'x&<"/requirements.txt': "rich\n"})
    root = ElementTree.fromstring(run("check", "--format", "junit").out)
    suites = {suite.get("name"): suite for suite in root}
    assert {*suites} == {
        "requirements.txt",
        "b c/requirements.txt",
        "good/requirements.txt",
        'x&<"/requirements.txt',
        ".venv",
    }
    assert [case.find("failure") for case in suites["good/requirements.txt"]] == [None]
    cases = [(case.get("classname"), case.get("name")) for case in suites["requirements.txt"]]
    assert ("requirements.txt:3:3", "wrong-version requests") in cases
    for suite in root:
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
