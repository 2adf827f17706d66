import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

describe("behind n proxies of one's own the client is", () => {
  test.each([
    [0, "203.0.113.1", "192.0.2.66", "203.0.113.1"],
    [1, "10.0.0.1", "203.0.113.1", "203.0.113.1"],
    [1, "10.0.0.1", "192.0.2.66, 203.0.113.1", "203.0.113.1"],
    [2, "10.0.0.1", "192.0.2.66, 203.0.113.1, 10.0.0.2", "203.0.113.1"],
    [1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
    [1, "10.0.0.1", "203.0.113.1:4711", "203.0.113.1"],
    [1, "10.0.0.1", "2001:db8::1", "2001:db8::1"],
    [1, "10.0.0.1", "2001:DB8:0:0::1", "2001:db8::1"],
    [1, "10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"],
    [1, "10.0.0.1", "[::FFFF:cb00:7101]:4711", "203.0.113.1"],
    [1, "10.0.0.1", "0:0:0:0:0:ffff:cb00:7101", "203.0.113.1"],
    [0, "::ffff:203.0.113.1", null, "203.0.113.1"],
    [1, "10.0.0.1", "::ffff:0:203.0.113.1", "::ffff:0:cb00:7101"],
    [1, "10.0.0.1", "fe80::1%eth0", "fe80::1%eth0"],
    [2, "10.0.0.1", "203.0.113.1", null],
    [1, "10.0.0.1", null, null],
    [1, "10.0.0.1", "", null],
    [1, "10.0.0.1", "203.0.113.1,", null],
    [1, "10.0.0.1", "unknown", null],
    [0, null, "203.0.113.1", null],
  ])("%d, called from %s, forwarded for %s: %s", (proxies, peer, forwardedFor, expected) => {
    expect(clientAddress({ peer, forwardedFor }, proxies)).toBe(expected);
  });
});

test("nothing that a client sends ahead changes what its proxies say", () => {
  fc.assert(
    fc.property(fc.string(), fc.ipV4(), fc.integer({ min: 1, max: 4 }), (sent, client, proxies) => {
      const own = Array.from({ length: proxies - 1 }, (_, index) => `10.0.0.${index + 2}`);
      const forwardedFor = [sent, client, ...own].join(", ");
      expect(clientAddress({ peer: "10.0.0.1", forwardedFor }, proxies)).toBe(client);
    }),
  );
});
