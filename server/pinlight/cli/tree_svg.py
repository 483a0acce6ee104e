"""A dependency tree as an SVG picture, drawn without any library: columns by distance."""

from collections.abc import Iterator, Sequence

from pinlight.cli.look import spelled
from pinlight.cli.tree_graph import RED, Edge, Graph, Node, graph, label_of
from pinlight.features.tree import Branch
from pinlight.model import Environment
from pinlight.named import NamedTuple

Trees = Sequence[tuple[Environment, tuple[Branch, ...]]]

CHAR, HEIGHT, GAP, BETWEEN, MARGIN = 7.3, 26, 10, 90, 16  # pixels; CHAR is one letter's width

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_STYLE = (
    "text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#222}"
    "rect{fill:#fff;stroke:#888}.file rect{fill:#eef3fb;stroke:#57a}"
    f".bad rect{{stroke:{RED};stroke-width:2}}.bad text{{fill:{RED}}}"
    f"path{{fill:none;stroke:#999}}path.bad{{stroke:{RED};stroke-width:2}}"
)


class Box(NamedTuple):
    """Where a node is drawn, in pixels."""

    x: float
    y: float
    width: float


def svg(trees: Trees) -> str:
    """Return the picture; what is out of step is red. Pointing at a line tells what it asks."""
    parts: list[str] = []
    top, right = float(MARGIN), 0.0
    for place, (environment, branches) in enumerate(trees):
        found = graph(branches, f"e{place}n")
        parts.append(_text(MARGIN, top + 14, spelled(environment.prefix)))
        boxes = _boxes(found, top + 30)
        parts += _drawn(found, boxes)
        top = max([top, *(box.y + HEIGHT for box in boxes.values())]) + 2 * MARGIN
        right = max([right, *(box.x + box.width for box in boxes.values())])
    size = f'width="{right + MARGIN:.0f}" height="{top:.0f}"'
    view = f'viewBox="0 0 {right + MARGIN:.0f} {top:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img">'
    back = '<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>'
    title = "<title>Dependency tree</title>"
    return "\n".join([head, title, f"<style>{_STYLE}</style>", back, *parts, "</svg>"])


def _boxes(found: Graph, top: float) -> dict[str, Box]:
    """Return the place of each node: a column per distance, in it near the nodes before."""
    boxes: dict[str, Box] = {}
    x = float(MARGIN)
    for column in _columns(found):
        above = {node.id: _mean(node, found.edges, boxes, top) for node in column}
        ordered = sorted(column, key=lambda node: above[node.id])
        y = top
        for node in ordered:
            y = max(y, above[node.id])
            boxes[node.id] = Box(x, y, len(node.label) * CHAR + 16)
            y += HEIGHT + GAP
        x += max(boxes[node.id].width for node in column) + BETWEEN
    return boxes


def _columns(found: Graph) -> list[list[Node]]:
    """Return the nodes by the length of the shortest way from one that nothing leads to."""
    led_to = {edge.end for edge in found.edges if edge.start != edge.end}
    distance = {node.id: 0 for node in found.nodes if node.id not in led_to}
    if found.nodes and not distance:
        distance = {found.nodes[0].id: 0}
    waiting = list(distance)
    while waiting:
        start = waiting.pop(0)
        for edge in found.edges:
            if edge.start == start and edge.end not in distance:
                distance[edge.end] = distance[start] + 1
                waiting.append(edge.end)
    columns: list[list[Node]] = [[] for _ in range(max(distance.values(), default=-1) + 1)]
    for node in found.nodes:
        columns[distance.get(node.id, 0)].append(node)
    return [column for column in columns if column]


def _mean(node: Node, edges: tuple[Edge, ...], boxes: dict[str, Box], default: float) -> float:
    heights = [boxes[edge.start].y for edge in edges if edge.end == node.id and edge.start in boxes]
    return sum(heights) / len(heights) if heights else default


def _drawn(found: Graph, boxes: dict[str, Box]) -> Iterator[str]:
    for edge in found.edges:
        yield _line(edge, boxes[edge.start], boxes[edge.end])
    bad = {edge.end for edge in found.edges if edge.trouble}
    for node in found.nodes:
        box = boxes[node.id]
        kinds = ["file"] if node.is_file else []
        kinds += ["bad"] if node.is_missing or node.id in bad else []
        shape = f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        shape += f'height="{HEIGHT}" rx="4"/>'
        label = _text(box.x + 8, box.y + 17, node.label)
        yield f'<g class="{" ".join(kinds)}">{shape}{label}</g>'


def _line(edge: Edge, start: Box, end: Box) -> str:
    """Return a curve from one box to another that tells its requirement when pointed at."""
    x1, y1 = start.x + start.width, start.y + HEIGHT / 2
    x2, y2 = end.x, end.y + HEIGHT / 2
    bend = max(abs(x2 - x1) / 2, 30)
    points = ((x1, y1), (x1 + bend, y1), (x2 - bend, y2), (x2, y2))
    begin, *rest = (f"{x:.1f} {y:.1f}" for x, y in points)
    curve = f"M{begin}C{' '.join(rest)}"
    kind = ' class="bad"' if edge.trouble else ""
    return f'<path{kind} d="{curve}"><title>{_escaped(label_of(edge))}</title></path>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{_escaped(text)}</text>'


def _escaped(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text)
    return "".join(_ESCAPES.get(char, char) for char in shown)
