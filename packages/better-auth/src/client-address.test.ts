import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addressReader, clientAddress } from "./client-address.ts";
import { installation } from "./testing/installation.ts";

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom("", "unknown", "10.0.0.7", "10.0.0.7, 203.0.113.9", "203.0.113.9:443"),
);
const said = fc.record(
  { "x-forwarded-for": address, "x-real-ip": address, "x-api-key": address },
  { requiredKeys: [] },
);

it.each([
  ["a number of proxies", { trustedProxies: 1 }, {}],
  ["no header", {}, { ipAddressHeaders: [] }],
  ["one header", {}, { trustedProxies: ["10.0.0.0/8"] }],
  ["two headers", {}, { ipAddressHeaders: ["x-real-ip", "x-forwarded-for"] }],
])(
  "reading addresses of many requests is the same as of each, by %s",
  async (_, ours, ipAddress) => {
    const app = await installation(ours, { advanced: { ipAddress } });
    const context = await app.auth.$context;
    const addressOf = addressReader(context);
    fc.assert(
      fc.property(fc.array(said, { maxLength: 30 }), (requests) => {
        for (const request of [...requests, ...requests]) {
          const headers = new Headers(request);
          expect(addressOf(headers)).toBe(clientAddress(headers, context));
        }
      }),
    );
    app.database.close();
  },
);
