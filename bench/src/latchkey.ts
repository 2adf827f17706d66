import {
  type Hasher,
  MemoryKeyStore,
  bcryptHasher,
  createKeyEngine,
  systemTimers,
} from "@latchkey/core";
import { instantHasher } from "./bcrypt-work.ts";
import { withDatabase } from "./database.ts";
import { bcryptFloor, sha256Floor } from "./floor.ts";
import { assertValid, install } from "./installation.ts";
import { asReceived, newKey } from "./key-draft.ts";
import { measureOnce, measureTogether } from "./measure.ts";
import { type Measurement, median } from "./measurement.ts";

const COLD_KEYS = 40;
const DAMAGED_KEYS = 1_024;

/** Latchkey on SQLite, with bcrypt at its default cost, beside its floors. */
export function measureLatchkey(): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const hasher = timedHasher(bcryptHasher());
    const { auth, engine, issue } = await install(database, { hasher });
    const [key = "", ...cold] = await issue(COLD_KEYS + 1, bcryptHasher());
    const damaged = Array.from({ length: DAMAGED_KEYS }, damagedKey);
    const refused = await engine.verify(damaged[0] ?? "");
    if (refused.outcome !== "API_KEY_INVALID") throw new Error("A damaged key was not refused.");
    await assertValid(engine, key);

    let turn = 0;
    const warm = await measureTogether({
      "floor.sha256": sha256Floor(),
      "verify.warm": () => engine.verify(key),
      "verify.invalid": () => {
        turn = (turn + 1) % DAMAGED_KEYS;
        return engine.verify(damaged[turn] ?? "");
      },
      "validateAPIKey.warm": () => auth.api.validateAPIKey({ apiKey: key }),
    });
    await assertValid(engine, key);
    const lookups = await lookupsOf(damaged);
    const besides: number[] = [];
    const verifyCold = async (each: string) => {
      const started = performance.now();
      await assertValid(engine, each);
      besides.push(performance.now() - started - hasher.lastTook);
    };
    const once = await measureOnce(
      { "floor.bcrypt": await bcryptFloor(), "verify.cold": verifyCold },
      cold,
    );
    await engine.close();
    const figures: Readonly<Record<string, Measurement["figures"]>> = {
      "verify.invalid": { "look-ups": lookups },
      "verify.cold": { "ms besides its own bcrypt (p50)": median(besides) },
    };
    return [...warm, ...once].map((each) => ({ ...each, figures: figures[each.name] ?? {} }));
  });
}

/** The same hasher, and how long its last check took, in milliseconds. */
function timedHasher(hasher: Hasher): Hasher & { readonly lastTook: number } {
  let lastTook = 0;
  return {
    ...hasher,
    get lastTook() {
      return lastTook;
    },
    async verify(key, hash) {
      const started = performance.now();
      const isRight = await hasher.verify(key, hash);
      lastTook = performance.now() - started;
      return isRight;
    },
  };
}

/** Well formed but for one character of the checksum. */
function damagedKey(): string {
  const { key } = newKey();
  return asReceived(key.slice(0, -1) + (key.endsWith("a") ? "b" : "a"));
}

/** How often records are looked for, for so many keys. */
async function lookupsOf(keys: readonly string[]): Promise<number> {
  let lookups = 0;
  class CountingStore extends MemoryKeyStore {
    override async findByStart(start: string) {
      lookups += 1;
      return super.findByStart(start);
    }

    override async findForeign(marks: Parameters<MemoryKeyStore["findForeign"]>[0]) {
      lookups += 1;
      return super.findForeign(marks);
    }
  }
  const engine = createKeyEngine({
    store: new CountingStore(),
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher,
    timers: systemTimers,
  });
  for (const key of keys) await engine.verify(key);
  await engine.close();
  return lookups;
}
