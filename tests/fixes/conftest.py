"""What the fixes offer for a project written as text; see `fixture.parse_project`."""

from typing import NamedTuple

import pytest

from fixture import parse_project
from pinlight.fixes import actions
from pinlight.model import Action, Edit, Operation, Resolution, Tools
from pinlight.text import Span

TOOLS = Tools("/opt/uv", (("3.12.1", "/opt/3.12/bin/python3.12"),))


class Offered(NamedTuple):
    """The actions at one place, and what they would do."""

    resolution: Resolution
    actions: tuple[Action, ...]

    @property
    def titles(self) -> list[str]:
        """The titles in order, the preferred ones with a star."""
        return [f"{'* ' * action.is_preferred}{action.title}" for action in self.actions]

    def action(self, start: str) -> Action:
        """Return the one action whose title starts so."""
        found = [action for action in self.actions if action.title.startswith(start)]
        assert len(found) == 1, self.titles
        return found[0]

    def operation(self, start: str) -> Operation:
        do = self.action(start).do
        assert isinstance(do, Operation)
        return do

    def text_after(self, start: str) -> str:
        """Return the file's text once the action's edits are made."""
        text = self.resolution.manifest.text
        edits = self.action(start).do
        for edit in sorted(edits, reverse=True):
            assert isinstance(edit, Edit)
            assert edit.path == self.resolution.manifest.path
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        return text


def offer_at(project: str, at: str | None, file: str, tools: Tools, **more: object) -> Offered:
    """Return what is offered where the file's text has `at`; None: for the whole file."""
    read = parse_project(project, **more)  # type: ignore[arg-type]
    resolution = read.resolution(file)
    span = None
    if at is not None:
        start = resolution.manifest.text.rindex(at)
        span = Span(start, start + len(at))
    return Offered(resolution, actions(resolution, read.problems(file), span, tools))


@pytest.fixture
def offer():
    """`offer(project, at, file="requirements.txt")`; see `offer_at`."""

    def offer(
        project: str,
        at: str | None = None,
        file: str = "requirements.txt",
        tools: Tools = TOOLS,
        **more: object,
    ) -> Offered:
        return offer_at(project, at, file, tools, **more)

    return offer
