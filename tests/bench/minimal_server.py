"""The least that pygls can be: it answers `initialize`."""

from pygls.lsp.server import LanguageServer

LanguageServer("minimal", "1").start_io()
