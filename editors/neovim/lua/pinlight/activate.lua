-- The environment that serves a buffer, for `:terminal` and jobs that are started from now on.
local client = require('pinlight.client')

local M = {}

local SEPARATOR = vim.fn.has('win32') == 1 and ';' or ':'

--- What was set: the prefix, the variables as they were before, and the folders put on PATH.
---@type { prefix: string, before: table<string, string|false>, folders: string[] }?
local active

--- The prefix that is active now, nil for none.
---@return string?
function M.prefix()
  return active and active.prefix
end

local function without(folders)
  return vim.tbl_filter(function(folder)
    return not vim.list_contains(folders, folder)
  end, vim.split(vim.env.PATH or '', SEPARATOR, { plain = true }))
end

--- Undo what `set` did; what was set by others meanwhile stays.
function M.reset()
  if not active then
    return
  end
  vim.env.PATH = table.concat(without(active.folders), SEPARATOR)
  for name, value in pairs(active.before) do
    vim.env[name] = value or nil
  end
  active = nil
end

--- Set the variables and the PATH of an activation as the server describes it.
---@param prefix string
---@param activation { variables: table<string, string>, folders: string[] }
function M.set(prefix, activation)
  if active and active.prefix == prefix then
    return
  end
  M.reset()
  local before = {}
  for name, value in pairs(activation.variables) do
    before[name] = vim.env[name] or false
    vim.env[name] = value
  end
  local path = vim.list_extend(vim.list_slice(activation.folders), without(activation.folders))
  vim.env.PATH = table.concat(path, SEPARATOR)
  active = { prefix = prefix, before = before, folders = activation.folders }
end

--- Activate the environment that serves the buffer; `done` gets its figures, nil for none.
---@param bufnr integer
---@param done? fun(file: table?)
function M.follow(bufnr, done)
  done = done or function() end
  client.status(bufnr, function(file)
    if not file or file.prefix == '' then
      return done(nil)
    end
    local shell = vim.fs.basename(vim.o.shell)
    local params = { prefix = file.prefix, shell = shell }
    client.ask(bufnr, 'pinlight/activation', params, function(activation)
      if activation then
        M.set(file.prefix, activation)
      end
      done(activation and file)
    end)
  end)
end

return M
