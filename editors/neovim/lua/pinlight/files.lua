-- Which files the server is started for, and the folder that it gets as workspace.
local M = {}

-- Lua patterns of whole paths in lower case; what the server reads as well.
local NAMES = {
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
  '/pyproject%.toml$',
}

--- The files that the setting `files` adds, relative to the workspace folder.
local function added()
  return vim.tbl_get(vim.lsp.config.pinlight or {}, 'settings', 'pinlight', 'files') or {}
end

---@param path string
---@return boolean
function M.is_served(path)
  if path == '' or path:match('^%a[%w+.-]+://') then
    return false
  end
  local lower = vim.fs.normalize(path):lower()
  for _, pattern in ipairs(NAMES) do
    if lower:find(pattern) then
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
