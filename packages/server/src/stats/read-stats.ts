import type { DatabaseSync } from "node:sqlite";

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
    total(status = 'active') as active,
    total(status = 'active' and expiresAt <= :soon) as expiringSoon,
    total(status = 'active' and lastRequest is null) as neverUsed,
    total(status = 'disabled') as disabled,
    total(status = 'expired') as expired,
    total(status = 'revoked') as revoked,
    count(distinct referenceId) as owners,
    min(case when status = 'active' then createdAt end) as oldest
  from (
    select expiresAt, lastRequest, referenceId, createdAt,
      case
        when revokedAt is not null then 'revoked'
        when expiresAt <= :now then 'expired'
        when enabled = 0 then 'disabled'
        else 'active'
      end as status
    from apikey
  )`;

// The scheme, and not a character of what was made by it.
const HASHES = `
  select
    case
      when key glob '$2[abxy]$[0-9][0-9]$*' then 'bcrypt, cost ' || cast(substr(key, 5, 2) as integer)
      when key glob '$hmac-sha256$*' then 'HMAC-SHA-256'
      when length(key) = 43 then 'SHA-256'
      else 'other'
    end as format,
    count(*) as keys
  from apikey group by 1 order by 2 desc, 1`;

const USAGE = `
  select ${OUTCOMES.map((outcome) => `total("${outcome}") as "${outcome}"`).join(", ")}
  from apikeyUsage where granularity = 'minute' and start >= :from`;

/**
 * Reads them as they are at one moment, whatever is written meanwhile.
 *
 * @param now milliseconds since the epoch.
 * @throws {Error} with SQLite's code where the tables are not there, or are of another version.
 */
export function readStats(database: DatabaseSync, now: number): Stats {
  const row = (sql: string, values: Record<string, string> = {}) =>
    database.prepare(sql).get(values) ?? {};
  database.exec("begin");
  try {
    const keys = row(KEYS, { now: momentOf(now), soon: momentOf(now + EXPIRING_SOON) });
    const since = (from: number) => outcomes(row(USAGE, { from: momentOf(from) }));
    const hashes = database.prepare(HASHES).all();
    const { oldest } = keys;
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
      verifications: { lastHour: since(now - HOUR), lastDay: since(now - DAY) },
      hashes: hashes.map((it) => ({ format: String(it["format"]), keys: Number(it["keys"]) })),
      oldestKey: typeof oldest === "string" ? oldest : null,
      auditEntries: Number(row("select count(*) as entries from apikeyAudit")["entries"]),
    };
  } finally {
    database.exec("commit");
  }
}

function outcomes(row: Readonly<Record<string, unknown>>): OutcomeStats;
function outcomes(row: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Number(row[outcome])]));
}

function momentOf(time: number): string {
  return new Date(time).toISOString();
}
