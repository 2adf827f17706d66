import { setTimeout as pause } from "node:timers/promises";
import { bcryptHasher } from "@latchkey/core";
import type { Pool } from "pg";
import { createClient } from "redis";
import { signUp } from "../../../packages/server/src/testing/member.ts";
import { startRedis } from "../../../scripts/redis-test-server.ts";
import { quantiles } from "../measurement.ts";
import { call, isAccepted } from "./caller.ts";
import { installOn, type IssuedKey, issueKeys, withPostgres } from "./postgres-installation.ts";
import type { Row } from "./row.ts";
import type { Way } from "./sections.ts";
import { withServers } from "./servers.ts";
import { ACCEPTED, REFUSED_MAX, REFUSED_P99 } from "./targets.ts";
import { type Outcome, tryRevocation } from "./trial.ts";
import { turnstile } from "./turnstile.ts";

const KEYS = 25;

interface WayOptions {
  readonly variables: Readonly<Record<string, string>>;
  readonly hasRedis: boolean;
  /** Whether the servers are kept from running scripts in Redis, and so from meeting marks. */
  readonly isWithoutScripts: boolean;
  /** How many keys are revoked at once, and milliseconds between two requests with one of them at one server. */
  readonly atOnce: number;
  readonly pace: number;
  /** Milliseconds within which a key is revoked at random, so that all moments between two looks are met. */
  readonly spread: number;
  /** Milliseconds after which a key that is allowed again is tried. */
  readonly rest: number;
}

const QUICK = { hasRedis: false, isWithoutScripts: false, atOnce: 2, pace: 2, spread: 50 };
const CACHED = { ...QUICK, rest: 1_100 };
const OFF = { LATCHKEY_LISTEN_URL: "off" };

const WAYS: Readonly<Record<Way, WayOptions>> = {
  polling: { ...CACHED, variables: OFF, atOnce: KEYS, pace: 20, spread: 1_000 },
  "postgres-notifications": { ...CACHED, variables: {} },
  "redis-messages": { ...CACHED, variables: OFF, hasRedis: true, isWithoutScripts: true },
  "redis-limiter": { ...CACHED, variables: OFF, hasRedis: true },
  always: { ...QUICK, variables: { ...OFF, LATCHKEY_REVALIDATE: "always" }, rest: 0 },
};

/** How long a key that was revoked at one of three servers is accepted at the two others. */
export function measureRevocations(way: Way, count: number): Promise<Row[]> {
  const { hasRedis, isWithoutScripts, variables } = WAYS[way];
  return withPostgres(async (pool, { connectionString }) => {
    const redis = hasRedis ? await startRedis() : null;
    const all = {
      ...variables,
      DATABASE_URL: connectionString,
      ...(redis !== null && { REDIS_URL: redis.url }),
    };
    try {
      return await withServers(all, async (urls) => {
        if (redis !== null && isWithoutScripts) await forbidScripts(redis.url);
        const row = rowOf(way, await revokeAll(WAYS[way], pool, urls, count));
        if (redis === null) return [row];
        const alone = await countedAlone(urls);
        if (isWithoutScripts && alone === 0) throw new Error("Scripts were run all the same.");
        return [{ ...row, figures: { ...row.figures, "counted alone": alone } }];
      });
    } finally {
      await redis?.stop();
    }
  });
}

/**
 * With Redis, the limits of a key tell of a change as well as messages do. Here Redis runs no scripts for anybody any
 * more: limits are then counted by each server alone, and all that is left to tell of changes are messages.
 */
async function forbidScripts(url: string): Promise<void> {
  const client = createClient({ url });
  await client.connect();
  await client.sendCommand(["ACL", "SETUSER", "default", "-eval", "-evalsha"]);
  client.destroy();
}

/** How many verifications were counted without Redis, and so did not meet marks: at all servers together. */
async function countedAlone(urls: readonly string[]): Promise<number> {
  let sum = 0;
  for (const url of urls) {
    const { body } = await call(`${url}/metrics`, { headers: {} });
    const said = /^latchkey_limiter_fallbacks_total(?:\{[^}]*\})? (\d+)/m.exec(body)?.[1];
    if (said === undefined) throw new Error("The server does not say how often it counted alone.");
    sum += Number(said);
  }
  return sum;
}

async function revokeAll(
  { atOnce, pace, spread, rest }: WayOptions,
  pool: Pool,
  [first = "", ...others]: readonly string[],
  count: number,
): Promise<Outcome[]> {
  const member = await signUp(first, "Ann");
  const { store, engine } = await installOn(pool);
  const issued = { count: KEYS, hasher: bcryptHasher(), userId: await member.userId() };
  const keys = await issueKeys(store, issued);
  await engine.close();
  const through = turnstile(atOnce);
  const outcomes: Outcome[] = [];
  let begun = 0;

  const revokeAgainAndAgain = async ({ id, key }: IssuedKey) => {
    while (begun < count) {
      begun += 1;
      const number = begun;
      await allow(pool, id);
      await pause(rest);
      for (const url of others) await acceptance(url, key);
      const revoke = () => revokeAt(first, { id, cookie: member.cookie, number });
      const outcome = await through(async () => {
        await pause(Math.random() * spread);
        return tryRevocation({ key, urls: others, pace, revoke });
      });
      outcomes.push(outcome);
    }
  };
  await Promise.all(keys.map(revokeAgainAndAgain));
  return outcomes;
}

/** As it was before it was revoked. Keys are used again, since each new one takes three runs of bcrypt. */
async function allow(pool: Pool, id: string): Promise<void> {
  // Of whole milliseconds, as all that Latchkey writes: it changes a record only if it is as it was read.
  const sql = `update apikey set "revokedAt" = null, "updatedAt" = $2 where id = $1`;
  await pool.query(sql, [id, new Date()]);
}

/** Until the key is in the cache there, and accepted. */
async function acceptance(url: string, key: string): Promise<void> {
  while ((await isAccepted(url, key)) !== true) await pause(100);
}

async function revokeAt(
  url: string,
  { id, cookie, number }: { id: string; cookie: string; number: number },
): Promise<void> {
  const address = `198.51.${Math.floor(number / 250) % 250}.${1 + (number % 250)}`;
  const { status, body } = await call(`${url}/api/auth/api-key/revoke`, {
    method: "POST",
    headers: { cookie, origin: url, "x-forwarded-for": address },
    body: { keyId: id },
  });
  if (status !== 200) throw new Error(`A revocation was answered with ${status}: ${body}`);
}

function rowOf(way: Way, outcomes: readonly Outcome[]): Row {
  const took = outcomes.map(({ milliseconds }) => milliseconds);
  const { p50Microseconds, p99Microseconds } = quantiles(took);
  return {
    name: `revoke.${way}`,
    figures: {
      revocations: outcomes.length,
      "ms to refusal p50": p50Microseconds / 1_000,
      [REFUSED_P99]: p99Microseconds / 1_000,
      [REFUSED_MAX]: Math.max(...took),
      [ACCEPTED]: outcomes.reduce((sum, { accepted }) => sum + accepted, 0),
    },
  };
}
