import { expect, test } from "vitest";
import { parseKey } from "../key/parse.ts";
import { bcryptHasher } from "./bcrypt.ts";

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
