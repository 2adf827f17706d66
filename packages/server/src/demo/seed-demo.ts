import { randomBytes } from "node:crypto";
import {
  AdapterAddressStore,
  AdapterKeyStore,
  AdapterUsageStore,
  getApiKeyEngine,
} from "@latchkey/better-auth";
import type { KeyEngine, KeyUse, SeenAddress, UsageAddition } from "@latchkey/core";
import { getAdapter } from "better-auth/db/adapter";
import { createAuth } from "../auth/auth.ts";
import { migrate } from "../auth/migrate.ts";
import { openDataDirectory } from "../data/data-directory.ts";
import type { Logger } from "../log/logger.ts";
import { demoClock, type DemoClock } from "./demo-clock.ts";
import { callersOf, merged, type Stretch, usageOf } from "./demo-history.ts";
import { DEMO_KEYS, type DemoKey } from "./demo-keys.ts";
import { demoRandom } from "./demo-random.ts";

const DAY = 24 * 60 * 60 * 1_000;
const SEED = 20_260_301;
/** As many as a store takes at once. */
const BATCH = 1_000;

export interface DemoAccount {
  readonly email: string;
  readonly password: string;
}

export const DEMO_EMAIL = "demo@latchkey.example";

/**
 * Fills an empty data directory with an account, a key of every kind, and a month of use that ends `now`
 * (milliseconds since the epoch). The keys are made, rotated and revoked as any others are, only earlier;
 * what they were used for is written as it would have been counted. Nobody has the keys themselves.
 */
export async function seedDemo(directory: string, now: number, log: Logger): Promise<DemoAccount> {
  const { database, secret } = openDataDirectory(directory);
  try {
    const clock = demoClock(now);
    const url = "http://localhost";
    const origins = { url, trusted: [url] };
    const auth = createAuth({ database, secret, origins, trustedProxies: [], clock, log });
    await migrate(auth, database);
    const account = { email: DEMO_EMAIL, password: randomBytes(9).toString("base64url") };
    const { user } = await auth.api.signUpEmail({ body: { ...account, name: "Demonstration" } });
    const engine = await getApiKeyEngine(auth);
    const stretches = await makeKeys(engine, { clock, now, userId: user.id });
    await engine.close();
    const adapter = await getAdapter(auth.options);
    await writeHistory(stretches, now, {
      keys: new AdapterKeyStore(() => adapter),
      usage: new AdapterUsageStore(() => adapter),
      addresses: new AdapterAddressStore(() => adapter),
    });
    return account;
  } finally {
    await database.close();
  }
}

interface Making {
  readonly clock: DemoClock;
  readonly now: number;
  readonly userId: string;
}

async function makeKeys(
  engine: Pick<KeyEngine<unknown>, "create" | "rotate" | "revoke" | "update">,
  making: Making,
): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  for (const key of DEMO_KEYS.toSorted((a, b) => b.age - a.age)) {
    stretches.push(...(await makeKey(engine, key, making)));
  }
  return stretches;
}

/** Answers what it was, and what it became. */
async function makeKey(
  engine: Pick<KeyEngine<unknown>, "create" | "rotate" | "revoke" | "update">,
  key: DemoKey,
  { clock, now, userId }: Making,
): Promise<Stretch[]> {
  const actor = { kind: "user", id: userId } as const;
  const by = { actor, address: "192.0.2.14", client: "Demonstration" };
  const from = now - key.age * DAY;
  clock.set(from);
  const { name, environment, metadata, allowedAddresses, quota } = key;
  const { record } = await engine.create({
    referenceId: userId,
    createdById: userId,
    name,
    environment,
    expiresIn: key.life === null ? null : (key.life * DAY) / 1_000,
    metadata,
    allowedAddresses,
    quota,
    by,
  });
  const whole = { key, keyId: record.id, from, to: now, all: null };
  const expiresAt = record.expiresAt?.getTime() ?? Infinity;
  if (expiresAt < now) return splitAt(whole, expiresAt, "API_KEY_EXPIRED");
  if (key.change === undefined) return [whole];

  const at = now - key.change.age * DAY;
  clock.set(at);
  const reference = { id: record.id, referenceId: userId, by };
  switch (key.change.action) {
    case "revoke":
      await engine.revoke(reference);
      return splitAt(whole, at, "API_KEY_REVOKED");
    case "disable":
      await engine.update({ ...reference, enabled: false });
      return [{ ...whole, to: at }];
    case "rotate": {
      const overlap = (key.change.overlap * DAY) / 1_000;
      const { record: successor } = await engine.rotate({ ...reference, overlap });
      // Some of those who use the old key have the new one already.
      return [whole, { ...whole, keyId: successor.id, from: at + DAY / 2 }];
    }
  }
}

function splitAt(whole: Stretch, at: number, all: Stretch["all"]): Stretch[] {
  return [
    { ...whole, to: at },
    { ...whole, from: at, all },
  ];
}

interface Stores {
  readonly keys: AdapterKeyStore;
  readonly usage: AdapterUsageStore;
  readonly addresses: AdapterAddressStore;
}

async function writeHistory(
  stretches: readonly Stretch[],
  now: number,
  { keys, usage, addresses }: Stores,
): Promise<void> {
  const random = demoRandom(SEED);
  const additions: UsageAddition[] = [];
  const uses = new Map<string, KeyUse>();
  const seen: SeenAddress[] = [];
  for (const stretch of stretches) {
    const counted = usageOf(stretch, now, random);
    additions.push(...counted);
    const lastUsed = Math.max(
      0,
      ...counted
        .filter(({ counts, bucket }) => bucket.granularity !== "day" && counts.valid !== undefined)
        .map(({ bucket }) => bucket.start.getTime()),
    );
    if (lastUsed === 0) continue;
    const callers = callersOf(stretch.keyId, stretch.key, lastUsed, now);
    seen.push(...callers);
    const { address = null, client = null } = callers[0] ?? {};
    uses.set(stretch.keyId, { id: stretch.keyId, at: new Date(lastUsed), address, client });
  }
  for (const batch of batches(merged(additions))) await usage.addAll(batch, () => undefined);
  for (const batch of batches(seen)) await addresses.record(batch);
  await keys.recordUse([...uses.values()]);
}

function batches<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  );
}
