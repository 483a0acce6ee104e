-- A question of the server through `vim.ui.select`, which any plugin may show as it likes. One that
-- takes many is asked until the user is done; each choice puts it in or out. Where one came before
-- it, the last choice asks that again.
local M = {}

local DONE = 'Done'
local BACK = 'Back'

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

--- The numbers of the choices, with what stands before and behind them.
local function items(asked, first)
  local found = vim.fn.range(first, #asked.choices)
  return asked.back and vim.list_extend(found, { BACK }) or found
end

local function one(asked)
  local item = select(items(asked, 1), {
    prompt = asked.question,
    kind = 'pinlight',
    format_item = function(item)
      return item == BACK and BACK or shown(asked, item)
    end,
  })
  if item == BACK then
    return { back = true }
  end
  return item and { title = asked.choices[item] } or vim.NIL
end

local function many(asked)
  local taken = {}
  for _, choice in ipairs(asked.taken or {}) do
    taken[choice] = true
  end
  while true do
    local number = select(items(asked, 0), {
      prompt = asked.question,
      kind = 'pinlight',
      format_item = function(item)
        if item == 0 or item == BACK then
          return item == 0 and DONE or BACK
        end
        return (taken[asked.choices[item]] and '[x] ' or '[ ] ') .. shown(asked, item)
      end,
    })
    if not number then
      return vim.NIL
    elseif number == BACK then
      return { back = true }
    elseif number == 0 then
      return { titles = vim.tbl_filter(function(choice)
        return taken[choice]
      end, asked.choices) }
    end
    taken[asked.choices[number]] = not taken[asked.choices[number]]
  end
end

--- The handler of `pinlight/ask`; Neovim runs it in a coroutine.
---@param asked { question: string, choices: string[], details?: string[], many?: boolean,
---  taken?: string[], back?: boolean }
function M.handle(_, asked)
  return (asked.many and many or one)(asked)
end

return M
