"""Error codes of JSON-RPC and of the protocol.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#errorCodes
"""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
NOT_INITIALIZED = -32002
CANCELLED = -32800
