-- The running server that is in charge of a buffer, and what it is asked.
local M = {}

M.NAME = 'pinlight'

--- The client of the buffer; for any other file the one whose workspace holds it, else the only
--- one there is.
---@param bufnr integer
---@return vim.lsp.Client?
function M.of(bufnr)
  local attached = vim.lsp.get_clients({ name = M.NAME, bufnr = bufnr })[1]
  if attached then
    return attached
  end
  local running = vim.lsp.get_clients({ name = M.NAME })
  local path = vim.api.nvim_buf_get_name(bufnr)
  for _, client in ipairs(running) do
    if client.root_dir and path ~= '' and vim.fs.relpath(client.root_dir, path) then
      return client
    end
  end
  return #running == 1 and running[1] or nil
end

--- Ask the server; `answered` gets nil when it knows no answer, or is an older one.
---@param bufnr integer
---@param method string
---@param params table
---@param answered fun(result: table?)
function M.ask(bufnr, method, params, answered)
  local client = M.of(bufnr)
  if not client then
    return answered(nil)
  end
  client:request(method, params, function(err, result)
    answered(not err and type(result) == 'table' and result or nil)
  end, bufnr)
end

--- The figures of the buffer's file and its environment; for a file that declares nothing those
--- of its workspace folder.
---@param bufnr integer
---@param answered fun(file: table?)
function M.status(bufnr, answered)
  local uri = vim.uri_from_bufnr(bufnr)
  M.ask(bufnr, 'pinlight/status', { textDocument = { uri = uri } }, function(status)
    if not status then
      return answered(nil)
    end
    local file = status.file
    for _, folder in ipairs(status.folders or {}) do
      if type(file) ~= 'table' and vim.startswith(uri, folder.uri) then
        file = folder.file
      end
    end
    answered(type(file) == 'table' and file or nil)
  end)
end

return M
