-- Pinlight for Neovim 0.11 and newer: put `editors/neovim` on the runtime path and call
-- `vim.lsp.enable('pinlight')`. Files are told by their names, whatever filetype they have.
local capabilities = vim.lsp.protocol.make_client_capabilities()
-- Off by default on Linux; where the system can watch, changes on disk then show at once.
capabilities.workspace.didChangeWatchedFiles.dynamicRegistration = true
capabilities.experimental = { pinlight = { ask = true } }

---@type vim.lsp.Config
return {
  cmd = { 'pinlight', 'server' },
  root_dir = function(bufnr, on_dir)
    local files = require('pinlight.files')
    if files.is_served(bufnr) then
      on_dir(files.root(vim.api.nvim_buf_get_name(bufnr)))
    end
  end,
  capabilities = capabilities,
  handlers = {
    ['pinlight/ask'] = function(...)
      return require('pinlight.ask').handle(...)
    end,
  },
  settings = { pinlight = vim.empty_dict() },
}
