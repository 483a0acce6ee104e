-- Which files the server is started for, and the folder that it gets as workspace.
local M = {}

-- Lua patterns of whole paths in lower case: names that users choose for requirements files.
local CHOSEN = {
  'requirements[^/]*%.txt$',
  'requirements[^/]*%.in$',
  'requirements[^/]*%.pip$',
  'constraints[^/]*%.txt$',
  'constraints[^/]*%.in$',
  'constraints[^/]*%.pip$',
  '/requirements/[^/]*%.txt$',
  '/requirements/[^/]*%.in$',
  '/requires/[^/]*%.txt$',
  '/requires/[^/]*%.in$',
  '/reqs/[^/]*%.txt$',
  '/reqs/[^/]*%.in$',
}

--- Whether tools give files this name.
local function is_known(name)
  for _, known in ipairs(require('pinlight.names')) do
    local first, last = known:match('^(.*)%*(.*)$')
    if name == known then
      return true
    elseif first and #name >= #first + #last then
      if vim.startswith(name, first) and vim.endswith(name, last) then
        return true
      end
    end
  end
  return false
end

--- The files that the setting `files` adds, relative to the workspace folder.
local function added()
  return vim.tbl_get(vim.lsp.config.pinlight or {}, 'settings', 'pinlight', 'files') or {}
end

--- Whether a buffer holds a Python script that declares its requirements (PEP 723).
local function is_script(bufnr, path)
  if not path:find('%.py$') then
    return false
  end
  return vim.list_contains(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '# /// script')
end

---@param bufnr integer
---@return boolean
function M.is_served(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  if path == '' or path:match('^%a[%w+.-]+://') then
    return false
  end
  path = vim.fs.normalize(path)
  if is_known(vim.fs.basename(path)) or is_script(bufnr, path) then
    return true
  end
  for _, pattern in ipairs(CHOSEN) do
    if path:lower():find(pattern) then
      return true
    end
  end
  local inside = vim.fs.relpath(M.root(path), path)
  for _, glob in ipairs(added()) do
    if inside and vim.glob.to_lpeg(glob):match(inside) then
      return true
    end
  end
  return false
end

--- The repository that holds the file, so that one server sees all projects of a monorepo;
--- without one the nearest project.
---@param path string
---@return string
function M.root(path)
  return vim.fs.root(path, '.git')
    or vim.fs.root(path, { 'pyproject.toml', 'requirements.txt', '.venv' })
    or vim.fs.dirname(path)
end

return M
