import type { Database, Query, Row } from "../data/database.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;
/** Milliseconds before its end from which on a key counts as expiring soon. */
export const EXPIRING_SOON = 14 * DAY;

/** Of what there is in a database, numbers. */
export interface Stats {
  /** When they were read: ISO 8601. */
  readonly at: string;
  readonly keys: KeyStats;
  /** Who has keys: users and organizations. */
  readonly owners: number;
  /** What came of verifications, as far as it has been written. */
  readonly verifications: { readonly lastHour: OutcomeStats; readonly lastDay: OutcomeStats };
  /** How keys are hashed, by how many are: most first. */
  readonly hashes: readonly { readonly format: string; readonly keys: number }[];
  /** When the oldest key that can still be used was made; `null`: there is none. */
  readonly oldestKey: string | null;
  readonly auditEntries: number;
}

export interface KeyStats {
  readonly total: number;
  readonly active: number;
  /** Of the active ones, those that expire within 14 days. */
  readonly expiringSoon: number;
  /** Of the active ones, those that never were used. */
  readonly neverUsed: number;
  readonly disabled: number;
  readonly expired: number;
  readonly revoked: number;
}

/** As the columns of the table of usage are named. */
export const OUTCOMES = [
  "valid",
  "invalid",
  "expired",
  "revoked",
  "disabled",
  "forbidden",
  "rateLimited",
  "quotaExceeded",
  "unavailable",
] as const;

export type OutcomeStats = Readonly<Record<(typeof OUTCOMES)[number], number>>;

// As `keyStatus` judges: of several the first of revoked, expired, disabled.
const KEYS = `
  select count(*) as total,
    count(case when status = 'active' then 1 end) as active,
    count(case when status = 'active' and "expiresAt" <= $2 then 1 end) as "expiringSoon",
    count(case when status = 'active' and "lastRequest" is null then 1 end) as "neverUsed",
    count(case when status = 'disabled' then 1 end) as disabled,
    count(case when status = 'expired' then 1 end) as expired,
    count(case when status = 'revoked' then 1 end) as revoked,
    count(distinct "referenceId") as owners,
    min(case when status = 'active' then "createdAt" end) as oldest
  from (
    select "expiresAt", "lastRequest", "referenceId", "createdAt",
      case
        when "revokedAt" is not null then 'revoked'
        when "expiresAt" <= $1 then 'expired'
        when not enabled then 'disabled'
        else 'active'
      end as status
    from apikey
  ) as judged`;

// The scheme, and not a character of what was made by it.
const HASHES = `
  select
    case
      when key like '$2_$__$%' then 'bcrypt, cost ' || cast(substr(key, 5, 2) as integer)
      when key like '$hmac-sha256$%' then 'HMAC-SHA-256'
      when length(key) = 43 then 'SHA-256'
      else 'other'
    end as format,
    count(*) as keys
  from apikey group by 1 order by 2 desc, 1`;

const USAGE = `
  select ${OUTCOMES.map((outcome) => `coalesce(sum("${outcome}"), 0) as "${outcome}"`).join(", ")}
  from "apikeyUsage" where granularity = 'minute' and start >= $1`;

/**
 * Reads them as they are at one moment, whatever is written meanwhile.
 *
 * @param now milliseconds since the epoch.
 * @throws {Error} with the database's code where the tables are not there, or are of another version.
 */
export function readStats(database: Pick<Database, "reading">, now: number): Promise<Stats> {
  return database.reading(async (query) => {
    const keys = await one(query, KEYS, [momentOf(now), momentOf(now + EXPIRING_SOON)]);
    const since = async (from: number) => outcomes(await one(query, USAGE, [momentOf(from)]));
    const hashes = await query(HASHES);
    const { oldest } = keys;
    const lastHour = await since(now - HOUR);
    const lastDay = await since(now - DAY);
    const audit = await one(query, 'select count(*) as entries from "apikeyAudit"');
    return {
      at: momentOf(now),
      keys: {
        total: Number(keys["total"]),
        active: Number(keys["active"]),
        expiringSoon: Number(keys["expiringSoon"]),
        neverUsed: Number(keys["neverUsed"]),
        disabled: Number(keys["disabled"]),
        expired: Number(keys["expired"]),
        revoked: Number(keys["revoked"]),
      },
      owners: Number(keys["owners"]),
      verifications: { lastHour, lastDay },
      hashes: hashes.map((it) => ({ format: String(it["format"]), keys: Number(it["keys"]) })),
      oldestKey: oldest === null || oldest === undefined ? null : moment(oldest),
      auditEntries: Number(audit["entries"]),
    };
  });
}

async function one(query: Query, sql: string, values: readonly string[] = []): Promise<Row> {
  const [row = {}] = await query(sql, values);
  return row;
}

function outcomes(row: Readonly<Record<string, unknown>>): OutcomeStats;
function outcomes(row: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Number(row[outcome])]));
}

/** PostgreSQL answers dates; SQLite, which has none, what was written. */
function moment(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function momentOf(time: number): string {
  return new Date(time).toISOString();
}
