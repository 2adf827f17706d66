import { expect, test } from "vitest";
import { CLIENT_ADDRESS_HEADER, withClientAddress } from "./client-address.ts";

const socket = { incoming: { socket: { remoteAddress: "192.0.2.1" } } };

function told(headers: Record<string, string>, bindings: object, behindProxy = false) {
  const request = new Request("http://localhost/", { headers });
  return withClientAddress(request, bindings, behindProxy).headers.get(CLIENT_ADDRESS_HEADER);
}

test("the address is the socket's, whatever the client sends", () => {
  const headers = { [CLIENT_ADDRESS_HEADER]: "10.6.6.6", "x-forwarded-for": "10.6.6.6" };
  expect(told(headers, socket)).toBe("192.0.2.1");
});

test("without a socket there is none: the client's word does not take its place", () => {
  expect(told({ [CLIENT_ADDRESS_HEADER]: "10.6.6.6" }, {})).toBeNull();
});

test("behind a proxy the socket's address ends the chain that the proxy sends", () => {
  expect(told({ "x-forwarded-for": "203.0.113.9" }, socket, true)).toBe("203.0.113.9, 192.0.2.1");
  expect(told({}, socket, true)).toBe("192.0.2.1");
});

test("the request's body and method are still there", async () => {
  const request = new Request("http://localhost/", { method: "POST", body: "hello" });
  const passed = withClientAddress(request, socket, false);
  expect(passed.method).toBe("POST");
  expect(await passed.text()).toBe("hello");
});
