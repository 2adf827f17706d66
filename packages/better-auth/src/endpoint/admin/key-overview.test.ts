import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../../testing/installation.ts";

let app: Installation;
let root: Member;
let ann: Member;

const PATH = "/api-key/admin/overview";
const DAY = 24 * 60 * 60 * 1_000;

beforeEach(async () => {
  app = await installation({}, {}, [], {});
  [root, ann] = [await app.signUp("Root"), await app.signUp("Ann")];
  app.database.prepare("update user set role = 'admin' where id = ?").run(root.id);
});

afterEach(() => {
  app.database.close();
});

const overview = async (query: { from?: string; to?: string } = {}) => {
  const { data, error } = await root.client.apiKey.admin.overview({ query });
  expect(error).toBeNull();
  if (data === null) throw new Error("There is no answer.");
  return data;
};

describe("an administrator sees", () => {
  it("how many keys of everybody there are, and ten at most of each kind", async () => {
    const [used, unused] = [await createdKey(ann), await createdKey(root)];
    const expiring = await createdKey(ann, { expiresIn: (13 * DAY) / 1_000 });
    const gone = await createdKey(ann);
    for (let more = 0; more < 9; more += 1) await createdKey(ann);
    await ann.client.apiKey.revoke({ keyId: gone.id });
    await app.outcome(used.key);
    const { keys, ...lists } = await overview();
    expect(keys).toEqual({
      total: 13,
      active: 12,
      expiring: 1,
      expired: 0,
      revoked: 1,
      disabled: 0,
      neverUsed: 11,
    });
    expect(lists.expiring).toEqual([
      {
        id: expiring.id,
        name: expiring.name,
        start: expiring.start,
        referenceId: ann.id,
        configId: "default",
        status: "active",
        createdAt: expect.any(Date),
        expiresAt: expect.any(Date),
        lastRequest: null,
        total: 0,
        failed: 0,
      },
    ]);
    expect(lists.oldest).toHaveLength(10);
    expect(lists.oldest[0]?.id).toBe(used.id);
    expect(lists.oldest[0]?.lastRequest).toBeInstanceOf(Date);
    expect(lists.neverUsed).toHaveLength(10);
    expect(lists.neverUsed[0]?.id).toBe(unused.id);
  });

  it("what came of all verifications, the busiest keys and those that fail most, at once", async () => {
    const [busy, failing, quiet] = [
      await createdKey(ann),
      await createdKey(ann),
      await createdKey(root),
    ];
    for (let time = 0; time < 3; time += 1) await app.outcome(busy.key);
    await ann.client.apiKey.update({ keyId: failing.id, enabled: false });
    for (let time = 0; time < 2; time += 1) await app.outcome(failing.key);
    await app.outcome(quiet.key);
    await app.outcome("nobody's key");
    const { totals, installation: nobody, ...lists } = await overview();
    expect(totals).toEqual({ valid: 4, API_KEY_DISABLED: 2 });
    expect(nobody).toEqual({ API_KEY_INVALID: 1 });
    expect(lists.isComplete).toBe(true);
    expect(lists.busiest.map(({ id, total, failed }) => [id, total, failed])).toEqual([
      [busy.id, 3, 0],
      [failing.id, 2, 2],
      [quiet.id, 1, 0],
    ]);
    expect(lists.failing.map(({ id, status }) => [id, status])).toEqual([[failing.id, "disabled"]]);
    await ann.client.apiKey.delete({ keyId: busy.id });
    expect((await overview()).busiest.map(({ id }) => id)).toEqual([failing.id, quiet.id]);
  });

  it("the period that they ask for, in whole hours, or in days where it is long", async () => {
    const { key } = await createdKey(ann);
    await app.outcome(key);
    const past = await overview({ from: "2020-01-01T00:30:00Z", to: "2020-01-02T00:00:00Z" });
    expect(past).toMatchObject({ totals: {}, busiest: [] });
    expect(past.from).toEqual(new Date("2020-01-01T00:00:00Z"));
    expect(past.to).toEqual(new Date("2020-01-02T00:00:00Z"));
    const from = new Date(Date.now() - 100 * DAY).toISOString();
    expect((await overview({ from })).totals).toEqual({ valid: 1 });
  });
});

it.each(["from=yesterday", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "limit=5"])(
  "400, with what is allowed, for %s",
  async (query) => {
    const { headers } = root;
    const answer = await app.call("GET", `${PATH}?${query}`, { headers });
    expect(answer.status).toBe(400);
  },
);

describe("nobody else sees anything of it", () => {
  it("401 without a session, 403 with another user's, and neither with a key", async () => {
    const { id, key } = await createdKey(ann);
    for (const [headers, status] of [
      [{}, 401],
      [{ "x-api-key": key }, 401],
      [ann.headers, 403],
    ] as const) {
      const answer = await app.call("GET", PATH, { headers });
      expect(answer.status).toBe(status);
      expect(answer.text).not.toContain(id);
    }
  });

  it("what a page asks before, so that it offers it to nobody else", async () => {
    const administrators = await Promise.all(
      [root, ann].map(async ({ client }) => (await client.apiKey.policy()).data?.isAdministrator),
    );
    expect(administrators).toEqual([true, false]);
  });

  it("that somebody looked is in the audit log", async () => {
    await overview();
    const { data } = await root.client.apiKey.admin.audit({ query: { action: "listed" } });
    expect(data?.entries.map(({ reason }) => reason)).toContain("overview");
  });
});
