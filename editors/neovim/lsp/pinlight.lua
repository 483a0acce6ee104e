-- Pinlight for Neovim 0.11 and newer: put `editors/neovim` on the runtime path and call
-- `vim.lsp.enable('pinlight')`. The server decides by file name what it reads.
local capabilities = vim.lsp.protocol.make_client_capabilities()
-- Off by default on Linux; where the system can watch, changes on disk then show at once.
capabilities.workspace.didChangeWatchedFiles.dynamicRegistration = true

---@type vim.lsp.Config
return {
  cmd = { 'pinlight', 'server' },
  filetypes = { 'requirements', 'toml', 'text' },
  root_markers = { '.git', 'pyproject.toml', 'requirements.txt' },
  capabilities = capabilities,
  settings = { pinlight = {} },
}
