"""The legend of the semantic tokens; `initialize` announces it, so nothing else is here."""

TYPES = {
    "comment": "comment",
    "option": "keyword",
    "path": "string",
    "hash": "string",
    "value": "string",
    "url": "string",
    "name": "namespace",
    "extra": "parameter",
    "operator": "operator",
    "version": "number",
    "variable": "variable",
    "keyword": "keyword",
    "comparison": "operator",
    "string": "string",
    "environment": "macro",
}
"""Kind of a word -> one of the protocol's own types, which every theme has colours for."""

LEGEND = {"tokenTypes": list(dict.fromkeys(TYPES.values())), "tokenModifiers": list[str]()}

NUMBERS = {kind: LEGEND["tokenTypes"].index(name) for kind, name in TYPES.items()}
