import { expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";
import { MAX_URL_LENGTH, checkedUrl } from "./target.ts";

test.each([
  "https://example.com/hooks?token=a#part",
  "https://example.com:8443/",
  "https://8.8.8.8/",
  "https://[2606:4700:4700::1111]/",
  "https://bücher.example/",
])("%s is allowed", (url) => {
  expect(checkedUrl(url, {})).toMatch(/^https:\/\/[^#]*$/);
});

test.each([
  ["no URL", "example.com/hooks"],
  ["plain http", "http://example.com/"],
  ["another scheme", "file:///etc/passwd"],
  ["another scheme with a host", "gopher://example.com/"],
  ["credentials", "https://user:pass@example.com/"],
  ["a user name", "https://user@example.com/"],
  ["port 0", "https://example.com:0/"],
  ["too long a URL", `https://example.com/${"x".repeat(MAX_URL_LENGTH)}`],
  ["localhost", "https://localhost/"],
  ["localhost with a full stop", "https://LOCALHOST./"],
  ["a name under localhost", "https://app.localhost/"],
  ["a name for internal use", "https://metadata.google.internal/"],
  ["a name for the local network", "https://printer.local/"],
  ["loopback", "https://127.0.0.1/"],
  ["loopback, short", "https://127.1/"],
  ["loopback, decimal", "https://2130706433/"],
  ["loopback, octal", "https://0177.0.0.1/"],
  ["loopback, hexadecimal", "https://0x7f000001/"],
  ["loopback, hexadecimal and dotted", "https://0x7f.0x0.0x0.0x1/"],
  ["loopback, full-width digits", "https://１２７.０.０.１/"],
  ["loopback, percent-encoded", "https://%31%32%37.0.0.1/"],
  ["this host", "https://0.0.0.0/"],
  ["this host, one digit", "https://0/"],
  ["the metadata service", "https://169.254.169.254/latest/meta-data/"],
  ["the metadata service, decimal", "https://2852039166/"],
  ["a private network", "https://10.0.0.1/"],
  ["carrier-grade NAT", "https://100.64.0.1/"],
  ["broadcast", "https://255.255.255.255/"],
  ["IPv6 loopback", "https://[::1]/"],
  ["IPv6 loopback, long", "https://[0:0:0:0:0:0:0:1]/"],
  ["IPv6 unspecified", "https://[::]/"],
  ["IPv4-mapped loopback", "https://[::ffff:127.0.0.1]/"],
  ["IPv4-mapped, hexadecimal", "https://[::ffff:7f00:1]/"],
  ["IPv4-compatible", "https://[::127.0.0.1]/"],
  ["NAT64 of the metadata service", "https://[64:ff9b::a9fe:a9fe]/"],
  ["link-local IPv6", "https://[fe80::1]/"],
  ["unique local IPv6", "https://[fd00:ec2::254]/"],
])("%s is refused", (_what, url) => {
  expect(() => checkedUrl(url, {})).toThrow(
    expect.objectContaining({ code: "INVALID_WEBHOOK_URL" }),
  );
});

test("anything goes where it is allowed, but credentials and port 0", () => {
  const anywhere = { allowPrivateTargets: true };
  expect(checkedUrl("http://127.0.0.1:3000/hook", anywhere)).toBe("http://127.0.0.1:3000/hook");
  expect(() => checkedUrl("http://a:b@localhost/", anywhere)).toThrow("no user name");
  expect(() => checkedUrl("ftp://localhost/", anywhere)).toThrow("https");
});

test("hosts that are named may be private and plain, and no others", () => {
  const policy = { allowedHosts: ["Hooks.internal", "10.0.0.5", "[fd00::1]"] };
  for (const host of ["hooks.internal", "10.0.0.5", "[fd00:0::1]"]) {
    expect(checkedUrl(`http://${host}:8080/`, policy)).toContain("http://");
  }
  for (const host of ["other.internal", "10.0.0.6", "hooks.internal.example.com:80"]) {
    expect(() => checkedUrl(`http://${host}/`, policy)).toThrow("https");
  }
});

test.each([
  ["1.1.1.1", true],
  ["172.15.255.255", true],
  ["172.16.0.0", false],
  ["172.31.255.255", false],
  ["172.32.0.0", true],
  ["192.168.1.1", false],
  ["198.18.0.1", false],
  ["198.19.255.255", false],
  ["198.20.0.0", true],
  ["203.0.113.9", false],
  ["224.0.0.1", false],
  ["240.0.0.1", false],
  ["100.63.255.255", true],
  ["100.127.255.255", false],
  ["2001:4860:4860::8888", true],
  ["2001:db8::1", false],
  ["2001::1", false],
  ["2002:7f00:1::", false],
  ["3fff::1", false],
  ["4000::1", false],
  ["ff02::1", false],
  ["fec0::1", false],
  ["100::1", false],
  ["::ffff:8.8.8.8", true],
  ["::ffff:192.168.0.1", false],
  ["64:ff9b::8.8.8.8", true],
  ["64:ff9b::10.0.0.1", false],
  ["64:ff9b::", false],
  ["64:ff9b:1::8.8.8.8", false],
  ["fe80::1%eth0", false],
  ["2606:4700::1%eth0", false],
  ["127.1", false],
  ["example.com", false],
  ["", false],
])("whether %j is an address of the Internet: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
