-- `:Pinlight WORD`: what the server offers for the current file, and what Neovim does itself.
local activate = require('pinlight.activate')
local client = require('pinlight.client')

local M = {}

local SHORT = {
  createEnvironment = 'create',
  quickCreateEnvironment = 'quick-create',
  selectEnvironment = 'select',
  deselectEnvironment = 'deselect',
  installMissing = 'install',
  installThis = 'install-this',
  syncEnvironment = 'sync',
  upgradePackage = 'upgrade',
  uninstallPackage = 'uninstall',
  recreateEnvironment = 'recreate',
  deleteEnvironment = 'delete',
  whyThisEnvironment = 'why',
}

local function say(message, level)
  vim.notify(message, level or vim.log.levels.INFO, { title = 'Pinlight' })
end

local own = {}

function own.activate(bufnr)
  activate.follow(bufnr, function(file)
    if file then
      say(('`%s` is active in new terminals and jobs'):format(file.name))
    else
      say('No environment serves this file', vim.log.levels.WARN)
    end
  end)
end

function own.deactivate()
  activate.reset()
end

function own.status(bufnr)
  client.status(bufnr, function(file)
    say(file and M.line(file) or 'No requirements file is known here')
  end)
end

function own.log()
  vim.cmd.split({ args = { vim.lsp.log.get_filename() } })
end

function own.restart()
  vim.lsp.enable(client.NAME, false)
  local function stopped()
    return #vim.lsp.get_clients({ name = client.NAME }) == 0
  end
  if not vim.wait(2000, stopped, 20) then
    for _, each in ipairs(vim.lsp.get_clients({ name = client.NAME })) do
      each:stop(true)
    end
  end
  vim.lsp.enable(client.NAME)
end

--- One line about a file, for people: ".venv · Python 3.12.1 · 3 of 4 satisfied".
---@param file table
---@return string
function M.line(file)
  if file.prefix == '' then
    return 'No environment: ' .. file.reason
  end
  local python = file.python == '' and 'Python' or 'Python ' .. file.python
  local state = file.detail ~= '' and file.detail
    or ('%d of %d satisfied'):format(file.satisfied, file.needed)
  return table.concat({ file.name, python, state }, ' · ')
end

--- The word for a command of the server: a short one, or its name in kebab-case.
local function word_of(command)
  local name = command:gsub('^pinlight%.', '')
  return SHORT[name] or name:gsub('%u', function(letter)
    return '-' .. letter:lower()
  end)
end

--- What can be typed now: word -> the server's command, or true for one of Neovim's own.
--- `pinlight.apply` carries code actions and takes no word.
---@param bufnr integer
---@return table<string, string|true>
function M.words(bufnr)
  local words = {}
  for word in pairs(own) do
    words[word] = true
  end
  local running = client.of(bufnr)
  local offered = running and running.server_capabilities.executeCommandProvider
  for _, command in ipairs(type(offered) == 'table' and offered.commands or {}) do
    if command ~= 'pinlight.apply' then
      words[word_of(command)] = command
    end
  end
  return words
end

---@param lead string
---@return string[]
function M.complete(lead)
  local words = vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, vim.tbl_keys(M.words(0)))
  table.sort(words)
  return words
end

--- Carry out the command that a word stands for; "" lets the user choose.
---@param word string
function M.run(word)
  local bufnr = vim.api.nvim_get_current_buf()
  if word == '' then
    return vim.ui.select(M.complete(''), { prompt = 'Pinlight' }, function(choice)
      if choice then
        M.run(choice)
      end
    end)
  end
  local command = M.words(bufnr)[word]
  if command == true then
    return own[word](bufnr)
  end
  if not command then
    local reason = client.of(bufnr) and 'is not offered by the server' or 'needs a running server'
    return say(('`:Pinlight %s` %s'):format(word, reason), vim.log.levels.ERROR)
  end
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  local arguments = { vim.uri_from_bufnr(bufnr), { line = line - 1, character = column } }
  client.of(bufnr):exec_cmd({ title = word, command = command, arguments = arguments }, {
    bufnr = bufnr,
  })
end

return M
