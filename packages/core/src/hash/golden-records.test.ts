import { expect, test } from "vitest";
import { parseKey } from "../key/parse.ts";
import { fingerprintOf } from "../key/fingerprint.ts";
import { bcryptHasher } from "./bcrypt.ts";
import { hmacSha256Hasher } from "./hmac-sha256.ts";
import { withRawBcrypt } from "./imported-bcrypt.ts";
import { withSha256 } from "./imported-sha256.ts";

/**
 * Keys as they were issued once, and what was stored about them. They verify for ever: a change that
 * needs one of these lines changed would break keys that people have. New formats are added below.
 */
const GOLDEN_RECORDS = [
  {
    what: "without a prefix",
    key: "3HFyqHLE3NCTg8muv3xcdxhHIXQFDP28Cv679YYS1P1tJn",
    start: "3HFyqHLE",
    hash: "$2b$10$03QU6lJUFcQ1DUCAFcNEPOg8CJmmPPexhywT0GaWNQTW2LZ3JHR8.",
  },
  {
    what: "with a prefix",
    key: "prod_utKqZXMj8oNlD5BekKvbxnNAeqbpEJEwuHIS0EMg0mhy47",
    start: "prod_utKqZXMj",
    hash: "$2b$10$uUo96RCU8W6qSOKOaywHves8E9QWcdwd02YBF9Eu.Sx0Ezmf1mj0m",
  },
  {
    what: "with a prefix that holds _",
    key: "app_live_0dexyvjPcaFahpPufxuMowmF49iDoNV4vd7Ga59u0o7icH",
    start: "app_live_0dexyvjP",
    hash: "$2b$10$8WAh7r3pYiCKyeUf7K85V.dMCosYUEFvqAP0rIS2S/zR.UR3P55iO",
  },
  {
    what: "with the longest prefix",
    key: "a-very-long-prefix_of-32-lettersQViWb4Vxzm1bKOl3iWYQPfd1PHwL9M78vXJKWmxq0LOepO",
    start: "a-very-long-prefix_of-32-lettersQViWb4Vx",
    hash: "$2b$10$9SKOQamqHjY0ZlkhWwbDSOHOEmvdwi90cPPbdCnaslcJpp8Qc/L8u",
  },
  {
    what: "at cost 4",
    key: "app_guwOPDbnasLS10XEfP0ppPC5Y7dQePJVVbV4RbCY16U8e7",
    start: "app_guwOPDbn",
    hash: "$2b$04$8dvNpSUZMqNf.1EZv4nBmeWr3..qdwJR.ZV3zg1G8mUhAFPvubQQW",
  },
  {
    what: "at cost 12",
    key: "app_guwOPDbnasLS10XEfP0ppPC5Y7dQePJVVbV4RbCY16U8e7",
    start: "app_guwOPDbn",
    hash: "$2b$12$y7DiZ3SV5lmCUskt/l0aluEtkapR7rq.etzGl9MyqLtseumnlp05e",
  },
];

test.each(GOLDEN_RECORDS)("a key issued $what is found and verified", async (record) => {
  expect(parseKey(record.key)?.start).toBe(record.start);
  expect(await bcryptHasher().verify(record.key, record.hash)).toBe(true);
});

test("a key hashed under a pepper is verified", async () => {
  const pepper = "of-a-golden-record-0123456789-ABCDEF";
  const key = "app_VEvA1cyXcQOCDwVtDoLxMcNxQrTPDnmwlJvw6nZs35jx4N";
  const hash = "$hmac-sha256$sVQ8_wnd$P5_r5VGbmhmDMGsxVIgvA5kUlm63Imhg9rzxMDrN8y8";
  expect(parseKey(key)?.start).toBe("app_VEvA1cyX");
  expect(await hmacSha256Hasher({ pepper }).verify(key, hash)).toBe(true);
  expect(hmacSha256Hasher({ pepper }).needsRehash(hash)).toBe(false);
});

/** Keys of other systems, and what was stored about them: by Better Auth's own plugin, or by an import. */
const GOLDEN_IMPORTS = [
  {
    what: "Better Auth's own plugin stored",
    key: "app_sCwehSOEEXMpnqZdROMJtLAOGehhHmcoldWygmoSbamhfDFBuBrYhBsAOQXRjArG",
    hash: "zs8_-62oGSc0VSWKvTxW6y_N8DzpyYtvAYPQU2z-f2w",
  },
  {
    what: "an import of SHA-256 stored",
    key: "ééé-7a694d2b68839c2aa6edcd0cda0c4de6afacbd5d",
    hash: "UdG9B819UavkB3hdT_ArTdnPaLaeKDpo-FNvjcUl9mY",
  },
  {
    what: "an import of bcrypt stored",
    key: "svc.7f3a9c52e1d84b06a1c9e8f7",
    hash: "raw-bcrypt:$2b$10$d74hjuUy5HCo3M1dxmYcHOruA49OUvUfyg9d1NvMbByO58ZorDNp.",
  },
  {
    what: "an import of PHP's bcrypt stored",
    key: "svc.7f3a9c52e1d84b06a1c9e8f7",
    hash: "raw-bcrypt:$2y$04$GJXI/0uYvn4X0K9oaqEEcOS56oCP/hFGsqjtin/kMkb1aj8ifYDT2",
  },
  {
    what: "an import of the oldest bcrypt stored",
    key: "svc.7f3a9c52e1d84b06a1c9e8f7",
    hash: "raw-bcrypt:$2a$04$GJXI/0uYvn4X0K9oaqEEcOS56oCP/hFGsqjtin/kMkb1aj8ifYDT2",
  },
];

test.each(GOLDEN_IMPORTS)("a key is verified by what $what", async ({ key, hash }) => {
  const hasher = withSha256(withRawBcrypt(bcryptHasher()));
  expect(await hasher.verify(key, hash)).toBe(true);
  expect(await hasher.verify(`${key.slice(0, -1)}~`, hash)).toBe(false);
});

/** What the records of such keys are found by, once they have been used. */
const GOLDEN_LOOKUPS = [
  {
    key: "app_sCwehSOEEXMpnqZdROMJtLAOGehhHmcoldWygmoSbamhfDFBuBrYhBsAOQXRjArG",
    digest: "zs8_-62oGSc0VSWKvTxW6y_N8DzpyYtvAYPQU2z-f2w",
    lookup: "zs8_-62oGS",
  },
  {
    key: "svc.7f3a9c52e1d84b06a1c9e8f7",
    digest: "NVXfxeRxuRiT0uR7l8kuZGhReGrxmmqSU6DhxDFQW78",
    lookup: "NVXfxeRxuR",
  },
  // Of a bcrypt hash alone, which says nothing of the key, until it is used.
  {
    key: "svc.7f3a9c52e1d84b06a1c9e8f7",
    digest: "NVXfxeRxuRiT0uR7l8kuZGhReGrxmmqSU6DhxDFQW78",
    lookup: "~svc.7f3a",
  },
];

test.each(GOLDEN_LOOKUPS)("$key is found by $lookup", ({ key, digest, lookup }) => {
  expect(fingerprintOf(key).digest).toBe(digest);
  expect(fingerprintOf(key).lookups).toContain(lookup);
});
