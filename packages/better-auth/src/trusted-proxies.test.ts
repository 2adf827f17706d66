import { afterEach, describe, expect, it } from "vitest";
import { apiKey } from "./index.ts";
import { type Installation, createdKey, installation } from "./testing/installation.ts";

const ALLOWED = "192.0.2.7";
const OTHER = "198.51.100.1";

let app: Installation;

afterEach(() => {
  app.database.close();
});

/** What a key that may be used from one address comes to, by what a request says of where it comes from. */
async function behind(
  trustedProxies: number | undefined,
  ipAddress: { disableIpTracking?: boolean; trustedProxies?: string[] } = {},
) {
  app = await installation(
    { enableSessionForAPIKeys: true, ...(trustedProxies !== undefined && { trustedProxies }) },
    { advanced: { ipAddress } },
  );
  const ann = await app.signUp("Ann");
  const { key } = await createdKey(ann, { allowedAddresses: [ALLOWED] });
  return async (forwarded: string | null) => {
    const headers = new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded });
    const validated = await app.auth.api.validateAPIKey({ apiKey: key, headers });
    const { valid } = await app.auth.api.verifyApiKey({ body: { key }, headers });
    const session = await app.call("GET", "/get-session", {
      headers: { ...Object.fromEntries(headers), "x-api-key": key },
    });
    expect([validated !== null, session.status === 200]).toEqual([valid, valid]);
    return { valid, session: session.body["session"] };
  };
}

describe("with one proxy of one's own the client is", () => {
  it.each([
    ["the right end of x-forwarded-for", ALLOWED, true],
    ["not its left end, which is what the client sent", `${ALLOWED}, ${OTHER}`, false],
    ["what the proxy wrote, whatever the client sent", `${OTHER}, ${ALLOWED}`, true],
    ["nobody known, where the proxy wrote no address", `${ALLOWED}, unknown`, false],
    ["nobody known, where there is no such header", null, false],
    ["the same address, mapped into IPv6", `::ffff:${ALLOWED}`, true],
    ["the same address, mapped into IPv6 in hexadecimal", "[::FFFF:c000:0207]:4711", true],
    ["another, mapped into IPv6", `::ffff:${OTHER}`, false],
  ])("%s", async (_what, forwarded, expected) => {
    const use = await behind(1);
    const { valid, session } = await use(forwarded);
    expect(valid).toBe(expected);
    if (expected) expect(session).toMatchObject({ ipAddress: ALLOWED });
  });
});

it("with two, it is the second from the right, and nobody known where there is but one", async () => {
  const use = await behind(2);
  expect((await use(`${ALLOWED}, 10.0.0.1`)).valid).toBe(true);
  expect((await use(`${ALLOWED}, ${OTHER}, 10.0.0.1`)).valid).toBe(false);
  expect((await use(ALLOWED)).valid).toBe(false);
});

it("with none, no header is believed", async () => {
  const use = await behind(0);
  expect((await use(ALLOWED)).valid).toBe(false);
  const ann = await app.signUp("Bob");
  const { key } = await createdKey(ann, { allowedAddresses: [ALLOWED] });
  const said = await app.auth.api.validateAPIKey({ apiKey: key, address: ALLOWED });
  expect(said).not.toBeNull();
});

it("the count wins over Better Auth's own list of proxies", async () => {
  const use = await behind(1, { trustedProxies: ["10.0.0.0/8"] });
  expect((await use(`${ALLOWED}, 10.0.0.1`)).valid).toBe(false);
});

it("where Better Auth is told not to look at addresses, there is none", async () => {
  const use = await behind(1, { disableIpTracking: true });
  expect((await use(ALLOWED)).valid).toBe(false);
});

it("the audit log has the address that the proxy saw", async () => {
  await behind(1);
  const bob = await app.signUp("Bob");
  const headers = { ...bob.headers, "x-forwarded-for": `${ALLOWED}, ::ffff:${OTHER}` };
  expect((await app.call("POST", "/api-key/create", { headers, body: {} })).status).toBe(200);
  const { data } = await bob.client.apiKey.audit({ query: {} });
  expect(data?.entries).toMatchObject([{ action: "created", address: OTHER }]);
});

it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "%d is no number of proxies, and refused at the start",
  async (trustedProxies) => {
    app = await installation();
    expect(() => apiKey({ trustedProxies })).toThrow(RangeError);
  },
);
