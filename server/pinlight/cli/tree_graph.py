"""A dependency tree as nodes and edges: JSON, Mermaid, Graphviz."""

from collections.abc import Iterable, Iterator, Sequence

from pinlight.cli.as_json import VERSION, written
from pinlight.cli.look import spelled
from pinlight.features.tree import Branch
from pinlight.model import Environment
from pinlight.named import NamedTuple

RED = "#c00"

Trees = Sequence[tuple[Environment, tuple[Branch, ...]]]


class Node(NamedTuple):
    """A file or a distribution, once for all its places in the tree."""

    id: str
    name: str
    version: str  # "" for a file, and for what is not installed
    is_file: bool
    is_missing: bool

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}".rstrip()


class Edge(NamedTuple):
    """A requirement on the way from one node to another."""

    start: str
    end: str
    requirement: str
    trouble: str


class Graph(NamedTuple):
    """All nodes and edges of some branches, each once, in the order of the tree."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(branches: Iterable[Branch], prefix: str = "n") -> Graph:
    """Return the graph of `branches`; `prefix` begins the ids of its nodes."""
    nodes: dict[tuple[str, bool], Node] = {}
    edges: dict[Edge, None] = {}

    def enter(branch: Branch) -> str:
        key = branch.name, branch.is_file
        if key not in nodes:
            is_missing = not branch.version and not branch.is_file
            nodes[key] = Node(f"{prefix}{len(nodes)}", *key[:1], branch.version, key[1], is_missing)
        return nodes[key].id

    for start, branch in _walked(branches):
        end = enter(branch)
        if start is not None:
            edges[Edge(enter(start), end, branch.requirement, branch.trouble)] = None
    return Graph(tuple(nodes.values()), tuple(edges))


def _walked(branches: Iterable[Branch]) -> Iterator[tuple[Branch | None, Branch]]:
    """Yield every branch with the one above it, from the top."""
    waiting: list[tuple[Branch | None, Branch]] = [(None, branch) for branch in branches]
    while waiting:
        above, branch = waiting.pop(0)
        yield above, branch
        waiting[:0] = [(branch, child) for child in branch.children]


def json(trees: Trees) -> str:
    """Return one JSON object; unknown is null."""
    return written(
        {
            "version": VERSION,
            "environments": [
                {
                    "prefix": spelled(environment.prefix),
                    "python": environment.python or None,
                    **_as_json(graph(branches)),
                }
                for environment, branches in trees
            ],
        }
    )


def _as_json(found: Graph) -> dict[str, object]:
    return {
        "nodes": [
            {
                "id": node.id,
                "kind": "file" if node.is_file else "distribution",
                "name": node.name,
                "version": node.version or None,
            }
            for node in found.nodes
        ],
        "edges": [
            {
                "from": edge.start,
                "to": edge.end,
                "requirement": edge.requirement or None,
                "trouble": edge.trouble or None,
            }
            for edge in found.edges
        ],
    }


def mermaid(trees: Trees) -> str:
    """Return a Mermaid flowchart; what is out of step is red."""
    lines = ["flowchart LR", f"  classDef conflict stroke:{RED},color:{RED}"]
    number = 0
    for place, (environment, branches) in enumerate(trees):
        found = graph(branches, f"e{place}n")
        lines.append(f'  subgraph e{place}["{_mermaid(spelled(environment.prefix))}"]')
        for node in found.nodes:
            opened, closed = ("[/", "/]") if node.is_file else ("[", "]")
            kind = ":::conflict" if node.is_missing else ""
            lines.append(f'    {node.id}{opened}"{_mermaid(node.label)}"{closed}{kind}')
        for edge in found.edges:
            label = f'|"{_mermaid(label_of(edge))}"|' if label_of(edge) else ""
            lines.append(f"    {edge.start} -->{label} {edge.end}")
            if edge.trouble:
                lines.append(f"    linkStyle {number} stroke:{RED},color:{RED}")
            number += 1
        lines.append("  end")
    return "\n".join(lines)


def label_of(edge: Edge) -> str:
    """Return what an edge says: the requirement, and what is wrong with it."""
    return " ✗ ".join(part for part in (edge.requirement, edge.trouble) if part)


def _mermaid(text: str) -> str:
    """Return text for a quoted label: all that could mean something is spelled as a number."""
    return "".join(
        char if char.isalnum() or char in " .-_/✗" else f"#{ord(char)};" for char in text
    )


def dot(trees: Trees) -> str:
    """Return a digraph for Graphviz; what is out of step is red."""
    lines = ["digraph dependencies {", "  rankdir=LR;", "  node [shape=box];"]
    for place, (environment, branches) in enumerate(trees):
        found = graph(branches, f"e{place}n")
        lines.append(f"  subgraph cluster_{place} {{")
        lines.append(f"    label={_dot(spelled(environment.prefix))};")
        for node in found.nodes:
            shape = " shape=note" if node.is_file else ""
            colour = f' color="{RED}" fontcolor="{RED}"' if node.is_missing else ""
            lines.append(f"    {node.id} [label={_dot(node.label)}{shape}{colour}];")
        for edge in found.edges:
            colour = f' color="{RED}" fontcolor="{RED}"' if edge.trouble else ""
            lines.append(f"    {edge.start} -> {edge.end} [label={_dot(label_of(edge))}{colour}];")
        lines.append("  }")
    return "\n".join([*lines, "}"])


def _dot(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
