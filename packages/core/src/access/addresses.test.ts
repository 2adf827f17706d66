import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ADDRESSES, addressList, normalizeAddresses } from "./addresses.ts";

const includes = (list: readonly string[], address: string) => addressList(list).includes(address);

const text = (bits: number) => [24, 16, 8, 0].map((by) => (bits >>> by) & 0xff).join(".");

describe("an allow-list", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["192.0.2.0/24", "192.0.2.255", true],
    ["192.0.2.0/24", "192.0.3.0", false],
    // The bits beyond the prefix do not count.
    ["192.0.2.77/24", "192.0.2.1", true],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:db8::1", "2001:0DB8:0:0::0:1", true],
    // An IPv4 client of a socket that speaks IPv6.
    ["192.0.2.0/24", "::ffff:192.0.2.7", true],
    ["192.0.2.0/24", "::ffff:c000:207", true],
    ["192.0.2.0/24", "::ffff:192.0.3.7", false],
  ])("%s, asked for %s: %s", (range, address, expected) => {
    expect(includes([range], address)).toBe(expected);
  });

  test.each(["", "localhost", "192.0.2", "192.0.2.1:443", "192.0.2.1, 10.0.0.1", "::1%lo x"])(
    "does not include %j, which is no address, even if it allows all",
    (nonsense) => {
      expect(includes(["0.0.0.0/0", "::/0"], nonsense)).toBe(false);
    },
  );

  test("any of several ranges will do", () => {
    const list = ["192.0.2.0/24", "2001:db8::/32", "203.0.113.7"];
    for (const address of ["192.0.2.1", "2001:db8::5", "203.0.113.7"]) {
      expect(includes(list, address)).toBe(true);
    }
    expect(includes(list, "203.0.113.8")).toBe(false);
  });

  test("a range includes an address exactly where the first bits agree", () => {
    const address = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (network, asked, prefix) => {
        const first = (bits: number) => BigInt(bits) >> BigInt(32 - prefix);
        const expected = first(network) === first(asked);
        expect(includes([`${text(network)}/${prefix}`], text(asked))).toBe(expected);
      }),
    );
  });
});

describe("normalizeAddresses", () => {
  test("trims, and keeps each once", () => {
    expect(normalizeAddresses([" 192.0.2.1 ", "192.0.2.1", "2001:db8::/32"])).toEqual([
      "192.0.2.1",
      "2001:db8::/32",
    ]);
  });

  test.each([
    [[]],
    [[""]],
    [["192.0.2.0/33"]],
    [["2001:db8::/129"]],
    [["192.0.2.0/-1"]],
    [["192.0.2.0/"]],
    [["192.0.2.0/1/2"]],
    [["192.0.2.*"]],
    [["example.com"]],
    [["fe80::1%eth0"]],
    [["192.0.2.1", "nonsense"]],
    [Array.from({ length: MAX_ADDRESSES + 1 }, (_, index) => `10.0.0.${index}`)],
  ])("refuses %j", (addresses) => {
    expect(() => normalizeAddresses(addresses)).toThrow(
      expect.objectContaining({ code: "INVALID_ADDRESSES" }),
    );
  });
});
