import { describe, expect, test } from "vitest";
import { type Credential, readCredential, readKeyHeaders } from "./credential.ts";

const URL_WITHOUT_KEY = "https://example.com/orders?page=2&key=color";
const none: Credential = { kind: "none" };
const conflicting: Credential = { kind: "conflicting" };
const key = (value: string): Credential => ({ kind: "key", key: value });

const HEADERS: readonly [string, readonly (readonly [string, string])[], Credential][] = [
  ["nothing", [], none],
  ["x-api-key", [["x-api-key", "k1"]], key("k1")],
  ["X-API-KEY, in other case", [["X-API-KEY", "k1"]], key("k1")],
  ["x-api-key with spaces around it", [["x-api-key", "  k1\t"]], key("k1")],
  ["an empty x-api-key", [["x-api-key", ""]], none],
  ["an x-api-key of spaces and commas", [["x-api-key", " , ,"]], none],
  ["a bearer", [["authorization", "Bearer k1"]], key("k1")],
  ["a bearer in other case (RFC 9110, 11.1)", [["authorization", "bEaReR k1"]], key("k1")],
  ["a bearer after many spaces", [["authorization", "Bearer    k1  "]], key("k1")],
  ["a bearer without a token", [["authorization", "Bearer "]], none],
  ["a scheme that begins like it", [["authorization", "Bearerer k1"]], none],
  ["a token without a scheme", [["authorization", "k1"]], none],
  ["two tokens in one bearer", [["authorization", "Bearer k1 k2"]], none],
  ["another scheme", [["authorization", "Basic dXNlcjpwYXNz"]], none],
  [
    "another scheme with parameters",
    [["authorization", 'Digest username="Bearer x", a="b"']],
    none,
  ],
  [
    "another scheme beside x-api-key",
    [
      ["authorization", "Basic dXNlcjpwYXNz"],
      ["x-api-key", "k1"],
    ],
    key("k1"),
  ],
  [
    "the same key in both",
    [
      ["authorization", "Bearer k1"],
      ["x-api-key", "k1"],
    ],
    key("k1"),
  ],
  [
    "different keys in both",
    [
      ["authorization", "Bearer k1"],
      ["x-api-key", "k2"],
    ],
    conflicting,
  ],
  [
    "keys that differ in case only",
    [
      ["authorization", "Bearer k1"],
      ["x-api-key", "K1"],
    ],
    conflicting,
  ],
  [
    "x-api-key twice, the same",
    [
      ["x-api-key", "k1"],
      ["x-api-key", "k1"],
    ],
    key("k1"),
  ],
  [
    "x-api-key twice, different",
    [
      ["x-api-key", "k1"],
      ["x-api-key", "k2"],
    ],
    conflicting,
  ],
  ["x-api-key twice, joined without a space", [["x-api-key", "k1,k2"]], conflicting],
  [
    "an empty x-api-key and another",
    [
      ["x-api-key", ""],
      ["x-api-key", "k1"],
    ],
    key("k1"),
  ],
  [
    "two bearers, the same",
    [
      ["authorization", "Bearer k1"],
      ["authorization", "Bearer k1"],
    ],
    key("k1"),
  ],
  [
    "two bearers, different",
    [
      ["authorization", "Bearer k1"],
      ["authorization", "Bearer k2"],
    ],
    conflicting,
  ],
  [
    "another scheme and a bearer",
    [
      ["authorization", "Basic dXNlcjpwYXNz"],
      ["authorization", "Bearer k1"],
    ],
    key("k1"),
  ],
  ["a cookie, which is no place for a key", [["cookie", "x-api-key=k1"]], none],
];

test.each(HEADERS)("%s", (_, headers, expected) => {
  const request = { url: URL_WITHOUT_KEY, headers: new Headers(headers.map(([n, v]) => [n, v])) };
  expect(readCredential(request)).toEqual(expected);
});

describe("where other headers are named", () => {
  const url = "https://example.com/";
  const names = ["x-app-key", "X-Legacy-Key"];

  const read = (sent: Record<string, string>) =>
    readCredential({ url, headers: new Headers(sent) }, names);

  test("a key is found in those and in a bearer, and no longer in x-api-key", () => {
    expect(read({ "x-app-key": "k1" })).toEqual(key("k1"));
    expect(read({ "x-legacy-key": "k1" })).toEqual(key("k1"));
    expect(read({ authorization: "Bearer k1" })).toEqual(key("k1"));
    expect(read({ "x-api-key": "k1" })).toEqual(none);
    expect(read({ "x-app-key": "k1", "x-legacy-key": "k2" })).toEqual(conflicting);
    expect(read({ "x-app-key": "k1", "x-legacy-key": "k1" })).toEqual(key("k1"));
  });

  test("readKeyHeaders leaves Authorization alone", () => {
    const headers = new Headers({ authorization: "Bearer k1", "x-app-key": "k2" });
    expect(readKeyHeaders(headers, names)).toEqual(key("k2"));
    expect(readKeyHeaders(new Headers({ authorization: "Bearer k1" }), names)).toEqual(none);
    expect(readKeyHeaders(new Headers({ "x-app-key": "k1, k2" }), names)).toEqual(conflicting);
  });
});

describe("a key in the URL is refused, even beside one in a header:", () => {
  test.each([
    "https://example.com/?api_key=k1",
    "https://example.com/?apikey=k1",
    "https://example.com/?apiKey=k1",
    "https://example.com/?api-key=k1",
    "https://example.com/?x-api-key=k1",
    "https://example.com/?X-API-KEY=k1",
    "https://example.com/?access_token=k1",
    "https://example.com/?page=2&api_key=k1",
    "https://example.com/?api%5Fkey=k1",
    "https://example.com/?api_key=",
    "https://example.com/?api_key",
    "/orders?api_key=k1",
    "/orders?api_key=k1#part",
  ])("%s", (url) => {
    const headers = new Headers({ "x-api-key": "k1" });
    expect(readCredential({ url, headers })).toEqual({ kind: "in-url" });
    expect(readCredential({ url, headers: new Headers() })).toEqual({ kind: "in-url" });
  });
});

describe("what only looks like one in the URL is passed over:", () => {
  test.each([
    "https://example.com/api_key/k1",
    "https://example.com/?q=api_key=k1",
    "https://example.com/?my_api_key=k1",
    "https://example.com/?",
    "https://example.com/",
    "",
    "/?%",
  ])("%s", (url) => {
    expect(readCredential({ url, headers: new Headers() })).toEqual({ kind: "none" });
  });
});
