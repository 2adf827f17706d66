import { createHash } from "node:crypto";

/**
 * Takes from all limits of one key, or from none, as `KeyWindows` of the core does it in memory: the part of the
 * window that is under way and the sixteen before it count.
 *
 * KEYS: what was taken of the key; the mark of its record. ARGV: the time in milliseconds, or nothing for the server's
 * own; then the name, the most, the window in milliseconds and the cost of each limit.
 *
 * Answers with the mark and with a text of numbers: the place of the limit that refused (0: none), and of each limit
 * what is left and the milliseconds until that changes (-1: what is asked for never fits). A text, because not
 * all clients read all numbers up to 2^53 exactly.
 *
 * What was taken is one packed list: the time of the last change, by how much the clock was set back before it, then
 * of each limit its name and a list of its window and of the parts that something was taken in, with how much.
 * It is written only where something was taken, and lives a second longer than the last of it counts.
 */
export const TAKE_SCRIPT = `#!lua
local found = redis.call('MGET', KEYS[1], KEYS[2])
if #ARGV == 1 then return {found[2], '0'} end

local PARTS = 16
local now = tonumber(ARGV[1])
local kept = 3600000
if now == nil then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
  kept = 1000
end

local state = {now, 0}
if found[1] then
  local legible, unpacked = pcall(cmsgpack.unpack, found[1])
  if legible and type(unpacked) == 'table' then state = unpacked end
end
local changed = false
if now < state[1] then
  state[2] = state[2] + state[1] - now
  state[1] = now
  changed = true
end
local time = now + state[2]

local parts, sums = {}, {}
local function advance(window)
  local part = math.floor(time * PARTS / window[1])
  local to, sum = 2, 0
  for from = 2, #window, 2 do
    if window[from] >= part - PARTS then
      window[to], window[to + 1] = window[from], window[from + 1]
      sum = sum + window[to + 1]
      to = to + 2
    end
  end
  for past = #window, to, -1 do window[past] = nil end
  parts[window], sums[window] = part, sum
end
local function window_of(name, length)
  local place = #state + 1
  for known = 3, #state, 2 do
    if state[known] == name then place = known end
  end
  local window = state[place + 1]
  if window == nil or window[1] ~= length then
    changed = changed or window ~= nil
    window = {length}
    state[place], state[place + 1] = name, window
  end
  if not parts[window] then advance(window) end
  return window
end
local function leaves_at(part, window)
  return math.ceil((part + PARTS + 1) * window[1] / PARTS)
end
local function fits_after(cost, max, window)
  if cost > max then return -1 end
  local left = sums[window]
  for at = 2, #window, 2 do
    left = left - window[at + 1]
    if left + cost <= max then return leaves_at(window[at], window) - time end
  end
end

local answer, limits = {0}, {}
for at = 2, #ARGV, 4 do
  local max, cost = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 3])
  local window = window_of(ARGV[at], tonumber(ARGV[at + 2]))
  limits[#limits + 1] = {max, cost, window}
  if answer[1] == 0 and sums[window] + cost > max then answer[1] = #limits end
end
for number, limit in ipairs(limits) do
  local max, cost, window = limit[1], limit[2], limit[3]
  if answer[1] == 0 and cost > 0 then
    local last = #window - 1
    if window[last] ~= parts[window] or last < 2 then
      last = #window + 1
      window[last], window[last + 1] = parts[window], 0
    end
    window[last + 1] = window[last + 1] + cost
    sums[window] = sums[window] + cost
    changed = true
  end
  answer[#answer + 1] = math.max(0, max - sums[window])
  if answer[1] == number then
    answer[#answer + 1] = fits_after(cost, max, window)
  elseif #window == 1 then
    answer[#answer + 1] = 0
  else
    answer[#answer + 1] = leaves_at(window[2], window) - time
  end
end
for place, number in ipairs(answer) do answer[place] = string.format('%.0f', number) end
answer = {found[2], table.concat(answer, ' ')}
if not changed then return answer end

local next_state, ends = {now, state[2]}, 0
for at = 3, #state, 2 do
  local window = state[at + 1]
  if not parts[window] then advance(window) end
  if #window > 1 then
    next_state[#next_state + 1], next_state[#next_state + 2] = state[at], window
    ends = math.max(ends, leaves_at(window[#window - 1], window))
  end
end
if #next_state == 2 then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], cmsgpack.pack(next_state), 'PX', string.format('%.0f', ends - time + kept))
end
return answer
`;

export const TAKE_SCRIPT_SHA = createHash("sha1").update(TAKE_SCRIPT).digest("hex");
