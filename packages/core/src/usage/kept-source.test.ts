import { expect, test } from "vitest";
import { MAX_CLIENT_LENGTH, keptAddress, keptClient } from "./kept-source.ts";

test.each([
  ["192.0.2.77", "192.0.2.77", "192.0.2.0/24"],
  ["2001:DB8:1:2:0:0:0:3", "2001:db8:1:2::3", "2001:db8:1::/48"],
  ["2001:db8::3", "2001:db8::3", "2001:db8::/48"],
  ["::1", "::1", "::/48"],
  ["::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"],
  ["::FFFF:c000:24d", "192.0.2.77", "192.0.2.0/24"],
  ["fe80::1%eth0", "fe80::1", "fe80::/48"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", "1:2:3::/48"],
])("of %s is kept %s, its network %s, or nothing", (address, full, network) => {
  expect(keptAddress(address, "full")).toBe(full);
  expect(keptAddress(address, "truncated")).toBe(network);
  expect(keptAddress(address, "off")).toBeNull();
});

test.each([null, "", "unknown", "192.0.2", "192.0.2.1, 10.0.0.1", "<script>"])(
  "%j is no address, and nothing of it is kept",
  (address) => {
    expect(keptAddress(address, "full")).toBeNull();
    expect(keptAddress(address, "truncated")).toBeNull();
  },
);

test("of a client one line is kept, without control characters, and so much of it", () => {
  expect(keptClient("curl/8.1\r\nX: y\u0000\u202E")).toBe("curl/8.1 X: y");
  expect(keptClient("\u0007 \t")).toBeNull();
  expect(keptClient(null)).toBeNull();
  expect(keptClient("é".repeat(1_000))).toBe("é".repeat(MAX_CLIENT_LENGTH));
  expect(keptClient("😀".repeat(1_000))).toBe("😀".repeat(MAX_CLIENT_LENGTH));
});
