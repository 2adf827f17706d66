import { expect, test } from "vitest";
import { manualTimers } from "@latchkey/core/testing";
import { type ApiKeyOptions, getApiKeyEngine } from "../index.ts";
import { createdKey, installation } from "../testing/installation.ts";

const DAY = 24 * 60 * 60;
const YEAR = 365 * DAY;

/** An installation with a revoked key, one that expires in a day, and one that goes on. */
async function withKeys(options: ApiKeyOptions = {}) {
  const fixture = await installation(options);
  const member = await fixture.signUp("Ada");
  const revoked = await createdKey(member, { name: "revoked" });
  await member.client.apiKey.revoke({ keyId: revoked.id });
  await createdKey(member, { name: "expiring", expiresIn: DAY });
  await createdKey(member, { name: "going on" });
  const names = () =>
    fixture
      .rows()
      .map(({ name }) => String(name))
      .toSorted();
  const after = (seconds: number) => {
    fixture.clock.advance(seconds * 1_000);
  };
  return { ...fixture, names, after };
}

test("revoked and expired keys stay for a year, and go then", async () => {
  const { auth, names, after } = await withKeys();
  after(YEAR - 1);
  expect(await auth.api.deleteAllExpiredApiKeys()).toEqual({ success: true, error: null });
  expect(names()).toEqual(["expiring", "going on", "revoked"]);
  after(1);
  await auth.api.deleteAllExpiredApiKeys();
  expect(names()).toEqual(["expiring", "going on"]);
  after(DAY);
  await auth.api.deleteAllExpiredApiKeys();
  expect(names()).toEqual(["going on"]);
});

test.each<[NonNullable<ApiKeyOptions["retention"]> | null, number, string[]]>([
  [7 * DAY, 8 * DAY, ["going on"]],
  [{ revoked: null, expired: DAY }, 2 * DAY, ["going on", "revoked"]],
  [{ revoked: DAY, expired: null }, 50 * YEAR, ["expiring", "going on"]],
  [null, 50 * YEAR, ["expiring", "going on", "revoked"]],
])(
  "with a retention of %j, after %d seconds there are %j",
  async (retention, seconds, expected) => {
    const { auth, names, after } = await withKeys({ retention });
    after(seconds);
    await auth.api.deleteAllExpiredApiKeys();
    expect(names()).toEqual(expected);
  },
);

test("they go by themselves, in the background", async () => {
  const timers = manualTimers();
  const { auth, names, after } = await withKeys({ timers, retention: DAY });
  after(3 * DAY);
  timers.advance(60 * 60 * 1_000);
  await (await getApiKeyEngine(auth)).close();
  expect(names()).toEqual(["going on"]);
});

test("a database that refuses is told of, not thrown", async () => {
  const { auth, database, after } = await withKeys({ retention: 0 });
  after(2 * DAY);
  database.exec("create trigger no before update on apikey begin select raise(abort, 'no'); end");
  const answer = await auth.api.deleteAllExpiredApiKeys();
  expect(answer).toMatchObject({ success: false, error: expect.any(Error) });
});

test.each(["GET", "POST"] as const)("it is not reachable over HTTP: %s", async (method) => {
  const { call, signUp } = await installation();
  const { headers } = await signUp("Ada");
  const path = "/api-key/delete-all-expired-api-keys";
  expect((await call(method, path, { headers })).status).toBe(404);
});
