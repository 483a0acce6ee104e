"""The requests about a file, asked through pygls and judged by the protocol's own model."""

import importlib.util
import io
import json
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from fixture import Project, parse_project
from pinlight.lsp.client import Client
from pinlight.lsp.documents import Document
from pinlight.lsp.frames import read
from pinlight.lsp.requests import Requests
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.table import REQUESTS, TIDYING
from pinlight.lsp.tokens import LEGEND
from pinlight.lsp.uris import path_of, uri_of
from pinlight.settings import DEFAULT
from pinlight.text import Encoding, LineIndex
from pinlight.world.state import World

INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}
ALL = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}


def snapshot(project: Project, encoding: Encoding = "utf-16", **settings: Any) -> Snapshot:
    """Return the moment in which a project is judged and all its files are open."""
    seen = project.seen
    world = World(
        folders=(project.root,),
        settings=DEFAULT._replace(**settings),
        manifests=seen.manifests,
        resolutions=seen.resolutions,
        problems=seen.problems,
        environments=seen.environments,
        choices={path: it.choice for path, it in seen.resolutions.items()},
    )
    documents = {
        path: Document(uri_of(path), 1, LineIndex(text)) for path, text in project.files.items()
    }
    client = Client(encoding=encoding, takes_code_actions=True, takes_markdown=True)
    return Snapshot(world, documents, client)


class Asked(NamedTuple):
    """A project to ask about."""

    project: Project
    snapshot: Snapshot
    ask: Any

    @property
    def uri(self) -> str:
        return uri_of(self.project.cursor[0] or self.project.path("requirements.txt"))

    def __call__(self, method: str, **params: Any) -> Any:
        """Return the result of a request about the place of the cursor."""
        path, offset = self.project.cursor
        given = {"textDocument": {"uri": self.uri}}
        if path:
            lines = self.snapshot.documents[path].lines
            line, column = lines.position(offset, self.snapshot.client.encoding)
            given["position"] = {"line": line, "character": column}
        return self.ask(method, {**given, **params}, self.snapshot)

    def text(self, place: dict[str, Any]) -> str:
        """Return the text at the `range` or `targetRange` of a location."""
        uri = place.get("uri") or self.uri
        lines = self.snapshot.documents[path_of(uri)].lines
        span = self.snapshot.span(lines, _decoded(place["range"]))
        return lines.text[span.start : span.end]


def _decoded(range: dict[str, Any]) -> Any:
    return SimpleNamespace(**{name: SimpleNamespace(**it) for name, it in range.items()})


@pytest.fixture(scope="module")
def ask(shared) -> Any:
    """A server that is asked with a method, params and a snapshot."""
    stream = io.BytesIO()
    requests = Requests(stream.write, lambda event: None, INITIALIZE)
    spec = importlib.util.spec_from_file_location("schema", shared / "oracle" / "lsp_schema.py")
    schema = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(schema)
    models = [
        schema.Model(json.loads((shared / "oracle" / f"metaModel-{version}.json").read_bytes()))
        for version in ("3.17", "3.18")
    ]

    def ask(method: str, params: Any, snapshot: Snapshot) -> Any:
        stream.truncate(0)
        stream.seek(0)
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        for model in models:
            assert model.check(message, "client") == []
        requests.handle(message, snapshot)
        [answer] = read(io.BytesIO(stream.getvalue()))
        for model in models:
            assert model.check(answer, "server", {1: method}) == []
        return answer.get("result", answer.get("error"))

    return ask


@pytest.fixture
def asked(ask) -> Any:
    """What opens a project to be asked about."""

    def open(text: str, encoding: Encoding = "utf-16", **settings: Any) -> Asked:
        project = parse_project(text)
        return Asked(project, snapshot(project, encoding, **settings), ask)

    return open


FLASK = "-- .venv --\nflask 3.0.2\n  Summary: Web\n"


def test_hover_is_markdown_with_a_range(asked):
    file = asked(f"é𝄞 # x\nfla<cursor>sk>=3\n{FLASK}")
    result = file("textDocument/hover")
    assert result["contents"]["value"].startswith("**flask 3.0.2**")
    assert file.text(result) == "flask>=3"


def test_hover_without_markdown_has_no_escapes(ask):
    project = parse_project(f"fla<cursor>sk>=3\n{FLASK}")
    moment = snapshot(project)
    moment = moment._replace(client=Client())
    contents = Asked(project, moment, ask)("textDocument/hover")["contents"]
    assert contents["kind"] == "plaintext"
    assert contents["value"].startswith("flask 3.0.2\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_inlay_hints_stand_where_the_client_counts_them(asked, encoding):
    file = asked(f"flask>=2 ; 'é𝄞' != os_name\nflask>=4\n{FLASK}", encoding)
    width = {"utf-8": 6, "utf-16": 3, "utf-32": 2}[encoding]
    assert file("textDocument/inlayHint", range=ALL) == [
        {
            "position": {"line": 0, "character": len("flask>=2 ; '' != os_name") + width},
            "label": "3.0.2",
            "paddingLeft": True,
            "tooltip": "flask 3.0.2 is installed",
        },
        {
            "position": {"line": 1, "character": 8},
            "label": "✗ 3.0.2",
            "paddingLeft": True,
            "tooltip": "3.0.2 is installed, >=4 is required",
        },
    ]


def test_inlay_hints_can_be_turned_off(asked):
    off = {"hint_versions": False, "hint_marks": False, "hint_includes": False}
    assert (
        asked(f"-r a.txt\nflask\nrich\n-- a.txt --\nb\n{FLASK}", **off)(
            "textDocument/inlayHint", range=ALL
        )
        == []
    )


def test_completion_replaces_the_word_at_the_cursor(asked):
    file = asked(f"flask\nfl<cursor>x # é\n{FLASK}")
    result = file("textDocument/completion")
    assert not result["isIncomplete"]
    [item] = result["items"]
    assert (item["label"], item["detail"]) == ("flask", "3.0.2 is installed · Web")
    assert file.text(item["textEdit"]) == "flx"


def test_completion_of_many_names_is_cut_and_says_so(asked):
    names = "".join(f"package-{number} 1.0\n" for number in range(300))
    result = asked(f"pack<cursor>\n-- .venv --\n{names}")("textDocument/completion")
    assert result["isIncomplete"]
    assert len(result["items"]) == 100


def places(file, result):
    """Return the file name and the text of each location."""
    return [(it["uri"].rpartition("/")[2], file.text(it)) for it in result]


WORKSPACE = f"""
-r base.txt
-c constraints.txt
é ; os_name == "nt"
fl<cursor>ask>=2  # 𝄞 x
# a
# b
-- base.txt --
Flask
-- constraints.txt --
flask<4
{FLASK}"""


def test_links_lead_to_files_and_to_the_web(asked):
    file = asked(f"-r base.txt\na @ https://x.org/a.whl\n-- base.txt --\n{FLASK}")
    result = file("textDocument/documentLink")
    assert [(file.text(it), it["target"]) for it in result] == [
        ("base.txt", "file:///w/base.txt"),
        ("https://x.org/a.whl", "https://x.org/a.whl"),
    ]


def test_definition_of_a_name_is_the_constraint_on_it(asked):
    file = asked(WORKSPACE)
    result = file("textDocument/definition")
    assert places(file, result) == [("constraints.txt", "flask<4")]


@pytest.mark.parametrize(("declaration", "count"), [(True, 3), (False, 2)])
def test_references_with_and_without_the_word_itself(asked, declaration, count):
    file = asked(WORKSPACE)
    result = file("textDocument/references", context={"includeDeclaration": declaration})
    expected = [("base.txt", "Flask"), ("constraints.txt", "flask"), ("requirements.txt", "flask")]
    assert places(file, result) == expected[:count]


def test_highlights_stay_in_the_file(asked):
    file = asked(f"flask\nrich\nfla<cursor>sk\n{FLASK}")
    result = file("textDocument/documentHighlight")
    assert [it["range"]["start"]["line"] for it in result] == [0, 2]


def test_the_outline_has_ranges_in_the_clients_units(asked):
    file = asked(WORKSPACE)
    result = file("textDocument/documentSymbol")
    assert [(it["name"], it.get("detail")) for it in result] == [
        ("-r base.txt", None),
        ("-c constraints.txt", None),
        ("flask", ">=2"),
    ]
    assert file.text(result[2]) == "flask>=2  # 𝄞 x"


def test_the_workspace_is_searched_by_name(asked):
    file = asked(WORKSPACE)
    result = file.ask("workspace/symbol", {"query": "FLA"}, file.snapshot)
    assert places(file, (it["location"] for it in result)) == [
        ("base.txt", "Flask"),
        ("constraints.txt", "flask<4"),
        ("requirements.txt", "flask>=2"),
    ]


def test_folds_are_lines(asked):
    result = asked(WORKSPACE)("textDocument/foldingRange")
    assert {"startLine": 4, "endLine": 5, "kind": "comment"} in result


def test_a_selection_grows_step_by_step(asked):
    file = asked(WORKSPACE)
    at = {"line": 3, "character": 5}
    [selection] = file("textDocument/selectionRange", positions=[at])
    texts = []
    while selection:
        texts.append(file.text(selection))
        selection = selection.get("parent")
    assert texts[:4] == [">=", ">=2", "flask>=2", "flask>=2  # 𝄞 x"]


PROJECT = """
-- pyproject.toml --
[project]
name = "shop"
[dependency-groups]
dev = [{include-group = "li<cursor>nt"}]
lint = ["ruff"]
"""


def test_a_group_is_renamed_where_it_is_named(asked):
    file = asked(PROJECT)
    prepared = file("textDocument/prepareRename")
    assert (file.text(prepared), prepared["placeholder"]) == ("lint", "lint")
    edit = file("textDocument/rename", newName="style")
    [edits] = edit["changes"].values()
    assert [(file.text(it), it["newText"]) for it in edits] == [("lint", "style")] * 2


@pytest.mark.parametrize("name", ["", "no good", "a/b"])
def test_a_name_that_no_group_can_have_changes_nothing(asked, name):
    assert asked(PROJECT)("textDocument/rename", newName=name) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_semantic_tokens_are_relative_and_in_the_clients_units(asked, encoding):
    file = asked("a ; 'é𝄞' == os_name\n\n-r \\\n  b.txt  # 𝄞 \\\n x\n", encoding)
    data = file("textDocument/semanticTokens/full")["data"]
    words, line, column = [], 0, 0
    for down, right, length, kind, _ in zip(*[iter(data)] * 5, strict=True):
        line, column = line + down, right if down else column + right
        start = {"line": line, "character": column}
        end = {"line": line, "character": column + length}
        content = file.text({"range": {"start": start, "end": end}})
        words.append((LEGEND["tokenTypes"][kind], content))
    assert words == [
        ("namespace", "a"),
        ("string", "'é𝄞'"),
        ("operator", "=="),
        ("variable", "os_name"),
        ("keyword", "-r"),
        ("string", "b.txt"),
        ("comment", "# 𝄞 \\"),
    ]


def test_a_pyproject_keeps_the_colours_of_the_editor(asked):
    assert asked(PROJECT)("textDocument/semanticTokens/full") is None


@pytest.mark.parametrize("request_", [it for it in REQUESTS if it.method[:12] == "textDocument"])
def test_a_text_that_was_edited_since_gets_no_stale_answer(asked, request_):
    file = asked(WORKSPACE)
    path = file.project.path("requirements.txt")
    documents = {**file.snapshot.documents, path: Document(file.uri, 2, LineIndex("other"))}
    moment = file.snapshot._replace(documents=documents)
    params = {
        "range": ALL,
        "positions": [ALL["start"]],
        "newName": "x",
        "context": {"diagnostics": [], "triggerKind": 1, "includeDeclaration": True},
        "options": {"tabSize": 4, "insertSpaces": True},
    }
    result = file._replace(snapshot=moment)(request_.method, **params)
    assert result in (None, [], {"isIncomplete": True, "items": []})


TREE = """
flask>=3
cli<cursor>ck>=8
-- .venv --
flask 3.0.2
  Requires-Dist: click>=8
  Requires-Dist: rich
click 7.0
"""


def test_the_call_hierarchy_leads_from_a_line_up_and_down(asked):
    file = asked(TREE)
    [item] = file("textDocument/prepareCallHierarchy")
    assert (item["name"], item["detail"]) == (
        "click>=8",
        ">=8 · ✗ 7.0 is installed, >=8 is required",
    )
    assert file.text({"range": item["selectionRange"]}) == "click"
    calls = file.ask("callHierarchy/incomingCalls", {"item": item}, file.snapshot)
    assert [call["from"]["name"] for call in calls] == ["click>=8", "flask 3.0.2"]
    flask = calls[1]["from"]
    assert flask["uri"].endswith("/flask-3.0.2.dist-info")
    calls = file.ask("callHierarchy/outgoingCalls", {"item": flask}, file.snapshot)
    assert [(call["to"]["name"], call["to"]["detail"]) for call in calls] == [
        ("click", ">=8 · ✗ 7.0 is installed"),
        ("rich", "any version · ✗ not installed"),
    ]
    assert calls[1]["to"]["uri"] == file.uri


def test_a_line_is_the_place_of_all_that_it_brings_in(asked):
    file = asked(TREE.replace("cli<cursor>", "cli").replace("flask>=3", "fla<cursor>sk>=3"))
    [item] = file("textDocument/prepareCallHierarchy")
    calls = file.ask("callHierarchy/outgoingCalls", {"item": item}, file.snapshot)
    assert [[file.text({"range": it}) for it in call["fromRanges"]] for call in calls] == [
        ["flask"],
        ["flask"],
    ]


@pytest.mark.parametrize("data", [None, 3, {}, {"file": "/x", "name": "y"}, {"file": 1, "name": 2}])
def test_an_item_that_is_not_ours_has_no_calls(asked, data):
    file = asked(TREE)
    [item] = file("textDocument/prepareCallHierarchy")
    for method in ("incomingCalls", "outgoingCalls"):
        params = {"item": {**item, "data": data}}
        assert file.ask(f"callHierarchy/{method}", params, file.snapshot) is None


def test_formatting_is_off_unless_it_is_wanted(asked):
    text = f"b<cursor>\nA\n{FLASK}"
    options = {"tabSize": 4, "insertSpaces": True}
    assert asked(text)("textDocument/formatting", options=options) is None
    file = asked(text, formatting=True)
    [edit] = file("textDocument/formatting", options=options)
    assert (file.text(edit), edit["newText"]) == ("b\nA", "A\nb")


@pytest.mark.parametrize(
    ("context", "kinds"),
    [
        ({"only": ["source"]}, ["source.sort.pinlight", "source.normalise.pinlight"]),
        ({"only": ["source.sort"]}, ["source.sort.pinlight"]),
        ({"only": ["source.normalise.pinlight"]}, ["source.normalise.pinlight"]),
        ({"only": ["quickfix"]}, []),
        ({"triggerKind": 1}, ["source.sort.pinlight", "source.normalise.pinlight"]),
        ({"triggerKind": 2}, []),
        ({}, []),
    ],
)
def test_tidying_is_offered_when_it_is_asked_for(asked, context, kinds):
    file = asked("b<cursor>\nA\n-- .venv --\na 1\nb 1\n")
    context = {"diagnostics": [], **context}
    result = file("textDocument/codeAction", range=ALL, context=context)
    assert [it["kind"] for it in result if it["kind"] in TIDYING] == kinds


def test_a_file_in_order_offers_no_tidying(asked):
    context = {"diagnostics": [], "only": ["source"]}
    file = asked("a<cursor>\nb\n-- .venv --\na 1\nb 1\n")
    result = file("textDocument/codeAction", range=ALL, context=context)
    assert {it["kind"] for it in result} == {"source", "source.pinlight"}


PYTHON = """
flask
-- app.py --
import flask
import yaml<cursor>
x = ["a", 1]


def f():
    return {"b": 2}
-- .venv --
flask 3.0.2
pyyaml 6.0
  modules: yaml
"""


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda it: it.method)
def test_a_python_file_belongs_to_others_but_for_its_imports(asked, request_):
    """Another server colours, formats and completes it."""
    if request_.method.startswith(("pinlight/", "callHierarchy/", "workspace/", "codeAction/")):
        return
    file = asked(PYTHON, formatting=True)
    here = {"line": 1, "character": 9}
    more = {
        "textDocument/codeAction": {"range": ALL, "context": {"diagnostics": []}},
        "textDocument/formatting": {"options": {"tabSize": 4, "insertSpaces": True}},
        "textDocument/inlayHint": {"range": ALL},
        "textDocument/references": {"context": {"includeDeclaration": True}},
        "textDocument/rename": {"newName": "x"},
        "textDocument/selectionRange": {"positions": [here]},
    }
    result = file(request_.method, **more.get(request_.method, {}))
    if request_.method == "textDocument/codeAction":
        assert [it["title"] for it in result] == ["Add `pyyaml` to `requirements.txt`"]
    elif request_.method == "textDocument/completion":
        assert result["items"] == []
    else:
        assert not result
