"""What the user is shown and asked, and changes of texts that a command makes."""

from collections.abc import Callable
from typing import Any

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.convert import edit_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.state import Apply, Ask, Event, Replied, Say

MESSAGE_TYPE = {"error": 1, "warning": 2, "information": 3}


class Notices:
    """Shows what the world says. A question goes to every client, announced or not: it is as old
    as the protocol, and only asked in answer to what the user did."""

    def __init__(
        self,
        calls: Calls,
        client: Client,
        snapshot: Callable[[], Snapshot],
        feed: Callable[[Event], None],
    ) -> None:
        self._calls = calls
        self._client = client
        self._snapshot = snapshot
        self._feed = feed

    def say(self, effect: Say) -> None:
        params = {"type": MESSAGE_TYPE[effect.severity], "message": effect.message}
        self._calls.notify("window/showMessage", params)

    def ask(self, effect: Ask) -> None:
        def then(result: Any, is_refused: bool) -> None:
            if is_refused:  # Better said than silently nothing.
                self.say(Say("information", f"{effect.question} The editor cannot ask this"))
            title = result.get("title") if isinstance(result, dict) else None
            self._feed(Replied(effect.id, title if title in effect.choices else ""))

        if self._client.asks:
            asked = {"question": effect.question, "choices": list(effect.choices)}
            self._calls.request("pinlight/ask", asked, then)
            return
        params = {
            "type": MESSAGE_TYPE["information"],
            "message": effect.question,
            "actions": [{"title": choice} for choice in effect.choices],
        }
        self._calls.request("window/showMessageRequest", params, then)

    def apply(self, effect: Apply) -> None:
        """Let the client change texts, unless they are not those that the edits were made for."""
        snapshot = self._snapshot()
        edit = edit_of(effect.edits, self._client, snapshot.place, snapshot.version)
        stale = any(_is_edited(snapshot, each.path) for each in effect.edits)
        if edit is None or stale:
            self.say(Say("information", f"{effect.title}: the file has changed meanwhile"))
        elif not self._client.takes_edits:
            self.say(Say("warning", f"{effect.title}: the editor lets no command change a file"))
        else:
            self._calls.request("workspace/applyEdit", {"label": effect.title, "edit": edit})


def _is_edited(snapshot: Snapshot, path: str) -> bool:
    """Whether the open text is no longer the one that was judged."""
    document = snapshot.documents.get(path)
    resolution = snapshot.world.resolutions.get(path)
    return (
        document is not None
        and resolution is not None
        and resolution.manifest.text != document.lines.text
    )
