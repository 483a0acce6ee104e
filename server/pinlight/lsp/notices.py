"""What the user is shown and asked, and changes of texts that a command makes."""

from collections.abc import Callable
from functools import partial

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.convert import edit_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import uri_of
from pinlight.typed import Any
from pinlight.world.state import Apply, Ask, Event, Replied, Say

MESSAGE_TYPE = {"error": 1, "warning": 2, "information": 3}
SHOWN = 10  # More fit no message; of a long list the first matter most, and the last.
NOTHING = "Nothing"


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

    def open(self, path: str) -> None:
        """Show a file where the client can, else say where it is."""
        if not path:
            self.say(Say("information", "No change has run a command yet"))
        elif self._client.shows_documents:
            params = {"uri": uri_of(path), "takeFocus": True}
            self._calls.request("window/showDocument", params, partial(self._shown, path))
        else:
            self._shown(path, None, is_refused=True)

    def _shown(self, path: str, _: Any, is_refused: bool) -> None:
        if is_refused:
            self.say(Say("information", f"What the last change printed is in `{path}`"))

    def ask(self, effect: Ask) -> None:
        if self._client.asks:
            self._calls.request("pinlight/ask", _question(effect), partial(self._listed, effect))
            return
        shown = _buttons(effect)
        params = {
            "type": MESSAGE_TYPE["information"],
            "message": effect.question,
            "actions": [{"title": title} for title in shown],
        }
        self._calls.request(
            "window/showMessageRequest", params, partial(self._pressed, effect, shown)
        )

    def _listed(self, effect: Ask, result: Any, is_refused: bool) -> None:
        """Take in the answer to a question that was shown as a list."""
        if isinstance(result, dict) and result.get("back") is True:
            self._feed(Replied(effect.id, "", is_back=True))
        elif effect.is_many and not is_refused:
            titles = result.get("titles") if isinstance(result, dict) else None
            taken = tuple(it for it in effect.choices if isinstance(titles, list) and it in titles)
            self._feed(Replied(effect.id, "", None if titles is None else taken))
        else:
            shown: dict[str, str | tuple[str, ...]] = {it: it for it in effect.choices}
            self._pressed(effect, shown, result, is_refused)

    def _pressed(
        self,
        effect: Ask,
        shown: dict[str, str | tuple[str, ...]],
        result: Any,
        is_refused: bool,
    ) -> None:
        if is_refused:  # Better said than silently nothing.
            self.say(Say("information", f"{effect.question} The editor cannot ask this"))
        title = result.get("title") if isinstance(result, dict) else None
        choice = shown.get(title, "") if isinstance(title, str) else ""
        if isinstance(choice, tuple):
            self._feed(Replied(effect.id, "", choice))
        else:
            self._feed(Replied(effect.id, choice))

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


def _question(effect: Ask) -> dict[str, Any]:
    """Return the params of `pinlight/ask`; what is not there has its default.

    The answer is `{title}`, or `{titles}` to a question that takes many, or `{back: true}` to one
    that came after another; null: dismissed.
    """
    asked: dict[str, Any] = {"question": effect.question, "choices": list(effect.choices)}
    if effect.title:
        asked["title"] = effect.title
    if any(effect.details):
        asked["details"] = list(effect.details)
    if effect.is_many:
        asked |= {"many": True, "taken": list(effect.taken)}
    if effect.has_back:
        asked["back"] = True
    return asked


def _buttons(effect: Ask) -> dict[str, str | tuple[str, ...]]:
    """Return the buttons of a message with what each stands for: few enough to fit."""
    if effect.is_many:
        sets = (effect.taken, effect.choices, ())
        return {", ".join(one) or NOTHING: one for one in sets}
    details = effect.details or ("",) * len(effect.choices)
    pairs = list(zip(effect.choices, details, strict=True))
    if len(pairs) > SHOWN:
        pairs[SHOWN - 1 : -1] = []
    return {f"{choice} ({detail})" if detail else choice: choice for choice, detail in pairs}


def _is_edited(snapshot: Snapshot, path: str) -> bool:
    """Whether the open text is no longer the one that was judged."""
    document = snapshot.documents.get(path)
    resolution = snapshot.world.resolutions.get(path)
    return (
        document is not None
        and resolution is not None
        and resolution.manifest.text != document.lines.text
    )
