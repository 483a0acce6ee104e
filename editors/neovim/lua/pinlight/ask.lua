-- A question of the server through `vim.ui.select`, which any plugin may show as it likes. One that
-- takes many is asked until the user is done; each choice puts it in or out.
local M = {}

local DONE = 'Done'

--- Let the user choose one of `items` from within a coroutine; nil when they walk away.
local function select(items, options)
  local asking = coroutine.running()
  vim.ui.select(items, options, function(item)
    -- Some answer at once: the coroutine must be waiting when it is resumed.
    vim.schedule(function()
      coroutine.resume(asking, item)
    end)
  end)
  return coroutine.yield()
end

--- The choice with what is told beside it: "Python 3.12.1 (~/py/bin/python)".
local function shown(asked, number)
  local detail = (asked.details or {})[number] or ''
  local choice = asked.choices[number]
  return detail == '' and choice or ('%s (%s)'):format(choice, detail)
end

local function one(asked)
  local numbers = vim.fn.range(1, #asked.choices)
  local number = select(numbers, {
    prompt = asked.question,
    kind = 'pinlight',
    format_item = function(item)
      return shown(asked, item)
    end,
  })
  return number and { title = asked.choices[number] } or vim.NIL
end

local function many(asked)
  local taken = {}
  for _, choice in ipairs(asked.taken or {}) do
    taken[choice] = true
  end
  local numbers = vim.fn.range(0, #asked.choices)
  while true do
    local number = select(numbers, {
      prompt = asked.question,
      kind = 'pinlight',
      format_item = function(item)
        if item == 0 then
          return DONE
        end
        return (taken[asked.choices[item]] and '[x] ' or '[ ] ') .. shown(asked, item)
      end,
    })
    if not number then
      return vim.NIL
    elseif number == 0 then
      return { titles = vim.tbl_filter(function(choice)
        return taken[choice]
      end, asked.choices) }
    end
    taken[asked.choices[number]] = not taken[asked.choices[number]]
  end
end

--- The handler of `pinlight/ask`; Neovim runs it in a coroutine.
---@param asked { question: string, choices: string[], details?: string[], many?: boolean }
function M.handle(_, asked)
  return (asked.many and many or one)(asked)
end

return M
