import { createHash } from "node:crypto";

/**
 * Moves units of one quota into the pool or out of it, as `MemoryQuotaPool` of the core does in memory.
 *
 * KEYS: the pool. ARGV: what is to be done, by which process, the moment of the filling (0: as the key was made);
 * then for `take` how many are wanted, which share is taken ahead and how many at most; for `put` how many there are and how
 * many the store has left, and how many milliseconds they are kept.
 *
 * Answers with a text: for `take` how many were taken, how many are left, and how many the store had left; for `put`
 * how many lie there then (`no`: nothing was put); for `back` how many were taken out and of which filling.
 *
 * The pool is one text: the life of the data that it was written in, who used it last, the filling, how many units lie
 * there, how many the store had left. A Redis that has started again, or a replica that was made master, may hold what it
 * held earlier: units that are long spent. Its `master_replid` is another then, and what was written before is void.
 */
export const QUOTA_SCRIPT = `#!lua
local information = redis.pcall('INFO', 'replication')
local life = type(information) == 'string' and string.match(information, 'master_replid:(%x+)')
local action, by, period = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not life then return action == 'put' and 'no' or '0 0 0' end

local amount, in_store = 0, 0
local found = redis.call('GET', KEYS[1])
local from, user, filling, there, behind = string.match(found or '', '^(%x+) (%S+) (%d+) (%d+) (%d+)$')
filling = tonumber(filling)
local known = from == life
if known then amount, in_store = tonumber(there), tonumber(behind) end

local function text(...)
  local numbers = {...}
  for place, number in ipairs(numbers) do numbers[place] = string.format('%.0f', number) end
  return table.concat(numbers, ' ')
end
local function write(life_time)
  local pool = life .. ' ' .. by .. ' ' .. text(period, amount, in_store)
  if life_time then
    redis.call('SET', KEYS[1], pool, 'PX', life_time)
  else
    redis.call('SET', KEYS[1], pool, 'KEEPTTL')
  end
end

if action == 'back' then
  if not known or user ~= by then return '0 0' end
  redis.call('DEL', KEYS[1])
  return text(amount, filling)
end

if action == 'put' then
  if known and filling > period then return '0' end
  if not known or filling < period then amount = 0 end
  amount, in_store = amount + tonumber(ARGV[4]), tonumber(ARGV[5])
  write(ARGV[6])
  return text(amount)
end

if not known or filling > period then return '0 0 0' end
if filling < period then
  redis.call('DEL', KEYS[1])
  return '0 0 0'
end
local wanted, share, most = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local taken = math.min(amount, math.max(wanted, math.min(most, math.floor(amount / share))))
amount = amount - taken
write()
return text(taken, amount, in_store)
`;

export const QUOTA_SCRIPT_SHA = createHash("sha1").update(QUOTA_SCRIPT).digest("hex");
