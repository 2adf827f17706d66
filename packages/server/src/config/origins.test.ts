import { expect, test } from "vitest";
import { originsOf } from "./origins.ts";

const names = (host: string, publicUrl: string | null = null) =>
  originsOf({ host, publicUrl }, 3000);
const LOOPBACK = ["http://127.0.0.1:3000", "http://localhost:3000"];

test.each(["127.0.0.1", "localhost"])("on %s both names of this machine are trusted", (host) => {
  const { url, trusted } = names(host);
  expect(url).toBe(`http://${host}:3000`);
  expect(trusted.toSorted()).toEqual(LOOPBACK);
});

test("an IPv6 address is written as URLs have it", () => {
  expect(names("::1").url).toBe("http://[::1]:3000");
  expect(names("::1").trusted).toEqual(["http://[::1]:3000", ...LOOPBACK]);
});

test("listening everywhere is called by a name that can be opened", () => {
  expect(names("0.0.0.0").url).toBe("http://localhost:3000");
});

test("another address is trusted alone", () => {
  expect(names("192.0.2.7")).toEqual({
    url: "http://192.0.2.7:3000",
    trusted: ["http://192.0.2.7:3000"],
  });
});

test("a public URL is trusted alone: not the address behind it", () => {
  expect(names("127.0.0.1", "https://keys.example.com")).toEqual({
    url: "https://keys.example.com",
    trusted: ["https://keys.example.com"],
  });
});

test("a public URL on this machine keeps its port, and the server's own names", () => {
  const { url, trusted } = names("0.0.0.0", "http://localhost:8080");
  expect(url).toBe("http://localhost:8080");
  expect(trusted).toEqual(["http://localhost:8080", ...LOOPBACK]);
});
