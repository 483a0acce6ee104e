-- `:checkhealth pinlight`
local client = require('pinlight.client')

local M = {}

local PROBE_MS = 10000

--- The first line that a program prints; nil when it does not run.
local function first_line(argv)
  local ok, running = pcall(vim.system, argv, { text = true })
  local result = ok and running:wait(PROBE_MS)
  if not result or result.code ~= 0 then
    return nil
  end
  return vim.split(result.stdout, '\n', { plain = true })[1]
end

local function check_neovim()
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error('Neovim 0.11 or newer is needed, this is ' .. tostring(vim.version()))
    return false
  end
  vim.health.ok('Neovim ' .. tostring(vim.version()))
  if not vim.lsp.is_enabled(client.NAME) then
    local advice = "Put `vim.lsp.enable('pinlight')` into your init.lua"
    vim.health.warn('Pinlight is not enabled', { advice })
  end
  return true
end

local function check_server()
  local cmd = vim.lsp.config.pinlight.cmd
  if type(cmd) ~= 'table' then
    return vim.health.info('The server is started by a function of your own')
  end
  if vim.fn.executable(cmd[1]) == 0 then
    return vim.health.error(('`%s` is not an executable'):format(cmd[1]), {
      'Install it: uv tool install pinlight, or pipx install pinlight',
      "Or name it: vim.lsp.config('pinlight', { cmd = { '/full/path/to/pinlight', 'server' } })",
    })
  end
  local arguments = vim.tbl_filter(function(argument)
    return argument ~= 'server' and argument ~= '--stdio'
  end, cmd)
  local version = first_line(vim.list_extend(arguments, { '--version' }))
  if version then
    vim.health.ok(('%s (%s)'):format(version, vim.fn.exepath(cmd[1])))
  else
    vim.health.error(('`%s` does not start'):format(table.concat(cmd, ' ')), {
      'Try it in a terminal: ' .. table.concat(cmd, ' ') .. ' --help',
    })
  end
end

local function check_running()
  local running = vim.lsp.get_clients({ name = client.NAME })
  if #running == 0 then
    return vim.health.info('No server is running: open a requirements file or a pyproject.toml')
  end
  for _, each in ipairs(running) do
    local version = each.server_info and each.server_info.version or 'of unknown version'
    local where = each.root_dir or 'no folder'
    vim.health.ok(('Running for %s: pinlight %s, %s'):format(where, version, each.offset_encoding))
    local offered = vim.tbl_get(each.server_capabilities, 'executeCommandProvider', 'commands')
    vim.health.info('It offers ' .. table.concat(offered or {}, ', '))
  end
end

local function check_tools()
  local python = vim.fn.exepath('python3')
  python = python ~= '' and python or vim.fn.exepath('python')
  local version = python ~= '' and first_line({ python, '--version' })
  if version then
    vim.health.ok(('%s (%s)'):format(version, python))
  else
    vim.health.warn('No Python on PATH: environments can be created by uv only')
  end
  local uv = vim.fn.exepath('uv')
  if uv ~= '' then
    vim.health.ok(('%s (%s)'):format(first_line({ uv, '--version' }) or 'uv', uv))
  else
    vim.health.info('No uv on PATH: environments are created and filled by Python itself')
  end
end

local function check_watching()
  local caps = vim.lsp.config.pinlight.capabilities or {}
  local asked =
    vim.tbl_get(caps, 'workspace', 'didChangeWatchedFiles', 'dynamicRegistration')
  if not asked then
    return vim.health.info('Neovim watches no files: the server looks every `poll-s` seconds')
  end
  if vim.fn.has('linux') == 1 and vim.fn.executable('inotifywait') == 0 then
    return vim.health.info('Files are watched folder by folder; `inotifywait` (package '
      .. 'inotify-tools) makes that cheaper. The server also looks every `poll-s` seconds')
  end
  vim.health.ok('Neovim watches files and tells the server')
end

local function check_filetypes()
  for _, name in ipairs({ 'requirements.txt', 'requirements-dev.in', 'pyproject.toml' }) do
    local filetype = vim.filetype.match({ filename = name })
    if filetype then
      vim.health.ok(('%s has the filetype `%s`'):format(name, filetype))
    else
      vim.health.warn(name .. ' has no filetype: no server is started for it', {
        'Is plugin/pinlight.lua on the runtime path?',
      })
    end
  end
end

function M.check()
  vim.health.start('Pinlight: the server')
  if not check_neovim() then
    return
  end
  check_server()
  check_running()
  vim.health.start('Pinlight: what it works with')
  check_tools()
  check_watching()
  check_filetypes()
end

return M
