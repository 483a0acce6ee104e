-- Comfort on top of `vim.lsp.enable('pinlight')`; see `:help pinlight`. Nothing is loaded before
-- it is used.
if vim.g.loaded_pinlight then
  return
end
vim.g.loaded_pinlight = true

-- Names that Neovim knows no filetype for: without one no server is started.
vim.filetype.add({
  filename = { ['pdm.lock'] = 'toml', ['poetry.lock'] = 'toml', ['uv.lock'] = 'toml' },
  pattern = {
    ['pdm%..*%.lock'] = 'toml',
    ['.*requirements.*%.txt'] = 'requirements',
    ['.*constraints.*%.txt'] = 'requirements',
    ['.*requirements.*%.in'] = 'requirements',
    ['.*constraints.*%.in'] = 'requirements',
    ['.*/requirements/[^/]*%.in'] = 'requirements',
    ['.*/requires/[^/]*%.in'] = 'requirements',
    ['.*/reqs/[^/]*%.in'] = 'requirements',
    ['.*/reqs/[^/]*%.txt'] = 'requirements',
  },
})

vim.api.nvim_create_user_command('Pinlight', function(command)
  require('pinlight.commands').run(command.args)
end, {
  nargs = '?',
  desc = 'Environments and requirements of the current file',
  complete = function(lead)
    return require('pinlight.commands').complete(lead)
  end,
})

local group = vim.api.nvim_create_augroup('pinlight', {})

local function is_served(bufnr)
  return #vim.lsp.get_clients({ name = 'pinlight', bufnr = bufnr }) > 0
end

-- Opt-in: `vim.g.pinlight_activate = true`. Problems change whenever an environment comes, goes
-- or is another one, so that is when to look.
vim.api.nvim_create_autocmd({ 'LspAttach', 'BufEnter', 'DiagnosticChanged' }, {
  group = group,
  callback = function(event)
    local current = vim.api.nvim_get_current_buf()
    if vim.g.pinlight_activate and event.buf == current and is_served(current) then
      require('pinlight.activate').follow(current)
    end
  end,
})

-- An install takes a while: Neovim shows no progress by itself.
vim.api.nvim_create_autocmd('LspProgress', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if vim.g.pinlight_progress == false or not client or client.name ~= 'pinlight' then
      return
    end
    local value = event.data.params.value
    local percentage = value.percentage and ('%d%% '):format(value.percentage) or ''
    local text = percentage .. (value.message or value.title or '')
    vim.api.nvim_echo({ { value.kind == 'end' and text or ('Pinlight: ' .. text) } }, false, {})
  end,
})
