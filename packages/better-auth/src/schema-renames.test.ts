import { keyDraft } from "@latchkey/core/testing";
import { getAdapter } from "better-auth/db/adapter";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AdapterAddressStore } from "./store/adapter-address-store.ts";
import { AdapterKeyStore } from "./store/adapter-key-store.ts";
import { AdapterUsageStore } from "./store/adapter-usage-store.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";

const FIELDS = {
  configId: "config_id",
  name: "label",
  start: "key_start",
  prefix: "key_prefix",
  key: "key_hash",
  referenceId: "owner_id",
  createdById: "created_by",
  replacedById: "replaced_by",
  replacesId: "replaces",
  enabled: "is_enabled",
  metadata: "meta",
  permissions: "scopes",
  allowedAddresses: "allowed_addresses",
  expiresAt: "expires_at",
  revokedAt: "revoked_at",
  lastRequest: "last_request",
  createdAt: "created_at",
  updatedAt: "updated_at",
};

const REMOVED_FIELDS = { keyId: "key_id", removedAt: "removed_at" };

const USAGE_FIELDS = {
  bucket: "bucket_name",
  keyId: "key_id",
  granularity: "unit",
  start: "starts_at",
  valid: "valid_count",
  rateLimited: "limited_count",
};

const ADDRESS_FIELDS = {
  name: "address_name",
  keyId: "key_id",
  address: "ip",
  client: "user_agent",
  lastSeenAt: "last_seen",
};

let app: Installation;
let ann: Member;

beforeAll(async () => {
  app = await installation({
    maxKeys: 10,
    schema: {
      apikey: { modelName: "user_api_keys", fields: FIELDS },
      apikeyRegister: { modelName: "user_api_key_registers", fields: { name: "register_name" } },
      apikeyRemoved: { modelName: "user_api_keys_removed", fields: REMOVED_FIELDS },
      apikeyUsage: { modelName: "user_api_key_usage", fields: USAGE_FIELDS },
      apikeyAddress: { modelName: "user_api_key_addresses", fields: ADDRESS_FIELDS },
    },
  });
  ann = await app.signUp("Ann");
});

afterAll(() => {
  app.database.close();
});

const stored = (id: string) =>
  app.database.prepare("select * from user_api_keys where id = ?").get(id);

const verify = (key: string) => app.auth.api.verifyApiKey({ body: { key, address: "192.0.2.7" } });

it("makes the tables and columns that were named, and not its own", () => {
  const tables = app.database.prepare("select name from sqlite_master where type = 'table'").all();
  const names = tables.map(({ name }) => name);
  expect(names).toContain("user_api_keys");
  expect(names).not.toContain("apikey");
  const columns = app.database.prepare("pragma table_info(user_api_keys)").all();
  expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(FIELDS)));
  expect(columns.map(({ name }) => name)).not.toContain("referenceId");
});

it("every operation works there", async () => {
  const { apiKey } = ann.client;
  const made = await createdKey(ann, {
    name: "Reports",
    prefix: "app_",
    metadata: { team: "data" },
    allowedAddresses: ["192.0.2.0/24"],
    expiresIn: 3_600,
  });
  expect(stored(made.id)).toMatchObject({
    label: "Reports",
    key_prefix: "app_",
    key_start: made.start,
    owner_id: ann.id,
    created_by: ann.id,
    meta: '{"team":"data"}',
    is_enabled: 1,
  });
  expect(await verify(made.key)).toMatchObject({ valid: true, key: { id: made.id } });

  expect((await apiKey.get({ query: { id: made.id } })).data).toMatchObject({ name: "Reports" });
  for (const status of ["live", "active", "disabled", "expired", "revoked"] as const) {
    const { data } = await apiKey.list({ query: { status, sortBy: "name" } });
    expect([status, data?.total]).toEqual([
      status,
      status === "live" || status === "active" ? 1 : 0,
    ]);
  }

  await apiKey.update({ keyId: made.id, name: "Renamed", enabled: false });
  expect(stored(made.id)).toMatchObject({ label: "Renamed", is_enabled: 0 });
  expect((await verify(made.key)).error?.code).toBe("API_KEY_DISABLED");
  await apiKey.update({ keyId: made.id, enabled: true });

  const rotated = (await apiKey.rotate({ keyId: made.id })).data;
  expect(rotated).toMatchObject({ name: "Renamed", replacesId: made.id });
  expect(stored(made.id)).toMatchObject({ replaced_by: rotated?.id });
  expect((await verify(rotated?.key ?? "")).valid).toBe(true);

  await apiKey.revoke({ keyId: made.id });
  expect(stored(made.id)?.["revoked_at"]).not.toBeNull();
  expect((await verify(rotated?.key ?? "")).error?.code).toBe("API_KEY_REVOKED");
  await apiKey.delete({ keyId: made.id });
  expect(stored(made.id)).toBeUndefined();
});

it("what was changed and removed is noted, listed and forgotten there", async () => {
  const adapter = await getAdapter(app.auth.options);
  const keys = new AdapterKeyStore(() => adapter);
  const [before, at] = [new Date("2200-01-01T00:00:00Z"), new Date("2200-01-01T01:00:00Z")];
  const { id: changed } = await keys.insert(keyDraft({ updatedAt: at }));
  const { id: removed } = await keys.insert(keyDraft());
  await keys.delete(removed, {}, at);
  expect(
    app.database.prepare("select * from user_api_keys_removed where key_id = ?").all(removed),
  ).toEqual([expect.objectContaining({ key_id: removed, removed_at: at.toISOString() })]);
  expect(await keys.listChanged({ since: before, limit: 10 })).toEqual([
    { id: changed, at },
    { id: removed, at },
  ]);
  const after = new Date(at.getTime() + 1);
  await keys.delete(changed, {}, at);
  while ((await keys.forgetRemoved({ before: after, limit: 10 })) > 0);
  expect(await keys.listChanged({ since: before, limit: 10 })).toEqual([]);
});

it("usage is counted, read and removed there", async () => {
  const { adapter } = await app.auth.$context;
  const usage = new AdapterUsageStore(() => adapter);
  const start = new Date("2026-01-15T12:00:00.000Z");
  const bucket = { keyId: "some-key", granularity: "hour", start } as const;
  await usage.add(bucket, { valid: 2 });
  await usage.add(bucket, { valid: 1, API_KEY_RATE_LIMITED: 4 });
  const rows = app.database
    .prepare("select * from user_api_key_usage where key_id = 'some-key'")
    .all();
  expect(rows).toEqual([
    expect.objectContaining({
      key_id: "some-key",
      unit: "hour",
      starts_at: start.toISOString(),
      valid_count: 3,
      limited_count: 4,
      expired: 0,
    }),
  ]);
  const to = new Date("2026-01-15T13:00:00.000Z");
  const read = await usage.read({ keyIds: ["some-key"], granularity: "hour", from: start, to });
  expect(read).toEqual([{ ...bucket, counts: { valid: 3, API_KEY_RATE_LIMITED: 4 } }]);
  expect(await usage.removeBefore({ granularity: "hour", before: to, limit: 10 })).toBe(1);
  expect(await usage.removeKey("some-key")).toBe(0);
});

it("addresses are noted, listed and removed there", async () => {
  const { adapter } = await app.auth.$context;
  const addresses = new AdapterAddressStore(() => adapter);
  const [first, last] = [new Date("2026-01-15T12:00:00Z"), new Date("2026-01-15T13:00:00Z")];
  const seen = { keyId: "some-key", address: "203.0.113.7", client: "curl" };
  await addresses.record([{ ...seen, firstSeenAt: first, lastSeenAt: first }]);
  await addresses.record([{ ...seen, firstSeenAt: last, lastSeenAt: last }]);
  expect(
    app.database.prepare("select * from user_api_key_addresses where key_id = 'some-key'").all(),
  ).toEqual([
    expect.objectContaining({
      key_id: "some-key",
      ip: "203.0.113.7",
      user_agent: "curl",
      firstSeenAt: first.toISOString(),
      last_seen: last.toISOString(),
    }),
  ]);
  expect(await addresses.list("some-key")).toEqual([
    { ...seen, firstSeenAt: first, lastSeenAt: last },
  ]);
  expect(await addresses.removeBefore({ before: last, limit: 10 })).toBe(0);
  expect(await addresses.removeKey("some-key")).toBe(1);
});
