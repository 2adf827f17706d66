import * as fc from "fast-check";
import { ALPHABET } from "../key/alphabet.ts";
import { MAX_PREFIX_LENGTH } from "../key/prefix.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { MAX_NAME_LENGTH } from "../record/name.ts";
import { keyDraft } from "./key-draft.ts";

/** Any legal prefix, `_` and `-` more often than chance would have them. */
export const prefixes: fc.Arbitrary<string> = fc.string({
  maxLength: MAX_PREFIX_LENGTH,
  unit: fc.oneof(
    fc.constantFrom("_", "-"),
    fc.integer({ min: 0, max: ALPHABET.length - 1 }).map((index) => ALPHABET.charAt(index)),
  ),
});

/** Moments with milliseconds, from before 1970 to beyond 2038. */
export const moments: fc.Arbitrary<Date> = fc.date({
  min: new Date("1969-06-01T00:00:00.001Z"),
  max: new Date("2126-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});

/** Names as `normalizeName` lets them pass. */
export const names: fc.Arbitrary<string> = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: MAX_NAME_LENGTH })
  .filter((name) => name.trim() === name && name.length <= MAX_NAME_LENGTH && !/\p{C}/u.test(name));

const parseJson: (json: string) => JsonValue = JSON.parse;

const jsonValues = fc
  .jsonValue({ maxDepth: 4, stringUnit: "binary" })
  // Through JSON once: of what JavaScript tells apart, JSON knows less (-0 is 0).
  .map((value) => parseJson(JSON.stringify(value)));

/** Any JSON object, except what `normalizeMetadata` refuses: a member called `__proto__`. */
export const metadata: fc.Arbitrary<JsonObject> = fc
  .dictionary(fc.string({ unit: "binary", maxLength: 12 }), jsonValues, { noNullPrototype: true })
  .filter((object) => !JSON.stringify(object).includes("__proto__"));

const words = fc.constantFrom("files", "reports", "read", "write", "état");
const permissions = fc.dictionary(words, fc.uniqueArray(words, { maxLength: 3 }), {
  noNullPrototype: true,
});
const addresses = fc.uniqueArray(fc.oneof(fc.ipV4(), fc.ipV6()), { minLength: 1, maxLength: 4 });

const milliseconds = fc.integer({ min: 1, max: 2_147_483_647 });
const counts = fc.integer({ min: 0, max: 2_147_483_647 });

const quotas = fc.record({
  remaining: fc.option(counts, { nil: null }),
  refillAmount: fc.option(counts, { nil: null }),
  refillInterval: fc.option(milliseconds, { nil: null }),
  lastRefillAt: fc.option(moments, { nil: null }),
});

const rateLimits = fc.record({
  enabled: fc.option(fc.boolean(), { nil: null }),
  max: fc.option(counts, { nil: null }),
  window: fc.option(milliseconds, { nil: null }),
});

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null });
}

/** Fields that an operation may change, with any legal value. */
export const changeableFields = {
  name: orNull(names),
  enabled: fc.boolean(),
  metadata: orNull(metadata),
  permissions: orNull(permissions),
  allowedAddresses: orNull(addresses),
  lookup: orNull(fc.string({ unit: "grapheme-ascii", minLength: 10, maxLength: 10 })),
  expiresAt: orNull(moments),
  revokedAt: orNull(moments),
  replacedById: orNull(fc.uuid()),
  auditPending: orNull(fc.json({ maxDepth: 2 })),
  updatedAt: moments,
  quota: quotas,
  rateLimit: rateLimits,
};

/** Any record that an engine could insert, under an owner and with a start and a hash of its own. */
export const drafts: fc.Arbitrary<KeyDraft> = fc
  .record({
    prefix: prefixes,
    lastRequest: orNull(moments),
    lastAddress: orNull(fc.ipV4()),
    lastClient: orNull(names),
    createdAt: moments,
    environment: orNull(names),
    replacesId: orNull(fc.uuid()),
    createdById: orNull(fc.uuid()),
    format: fc.constantFrom("latchkey", "imported", null),
    origin: orNull(fc.uuid()),
    ...changeableFields,
  })
  .map((fields) => keyDraft(fields));
