import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiKeyAuditPage, type AuditAllInput, getApiKeyEngine } from "../../index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../../testing/installation.ts";

const PATH = "/api-key/admin/audit";

let app: Installation;
let root: Member;
let ann: Member;
let bob: Member;

beforeEach(async () => {
  app = await installation();
  [root, ann, bob] = [await app.signUp("Root"), await app.signUp("Ann"), await app.signUp("Bob")];
  app.database.prepare("update user set role = 'admin' where id = ?").run(root.id);
});

afterEach(() => {
  app.database.close();
});

/** Ann makes a key and renames it a minute later; a minute after that Bob makes one. */
async function aMorning() {
  const began = app.clock.now();
  const hers = await createdKey(ann);
  app.clock.advance(60_000);
  await ann.client.apiKey.update({ keyId: hers.id, name: "Renamed" });
  app.clock.advance(60_000);
  const his = await createdKey(bob);
  return { hers, his, began };
}

/** What an administrator is shown, but for their own looks. */
async function shown(query: AuditAllInput) {
  const { data, error } = await root.client.apiKey.admin.audit({ query });
  if (error !== null) throw new Error(JSON.stringify(error));
  return data.entries.filter(({ actor }) => actor.id !== root.id);
}

/** One page of one key that was made. */
async function pageAfter(cursor: number | undefined): Promise<ApiKeyAuditPage> {
  const query = { action: "created", limit: 1, ...(cursor !== undefined && { cursor }) } as const;
  const { data } = await root.client.apiKey.admin.audit({ query });
  return data ?? { entries: [], nextCursor: null };
}

const inShort = (entries: Awaited<ReturnType<typeof shown>>) =>
  entries.map(({ action, actor }) => [action, actor.id]);

describe("an administrator", () => {
  it("reads what was done to everybody's keys, newest first", async () => {
    const { his } = await aMorning();
    const entries = await shown({});
    expect(inShort(entries)).toEqual([
      ["created", bob.id],
      ["updated", ann.id],
      ["created", ann.id],
    ]);
    expect(entries[0]).toMatchObject({ keyId: his.id, referenceId: bob.id });
    expect(entries[0]?.at).toBeInstanceOf(Date);
  });

  it("by owner, configuration, key, actor, operation and period", async () => {
    const { hers, his, began } = await aMorning();
    const updated = [["updated", ann.id]];
    const annsTwo = [...updated, ["created", ann.id]];
    const bobs = [["created", bob.id]];
    const at = (minutes: number) => new Date(began + minutes * 60_000).toISOString();
    const wishes: [AuditAllInput, unknown][] = [
      [{ referenceId: ann.id }, annsTwo],
      [{ keyId: hers.id }, annsTwo],
      [{ keyId: his.id }, bobs],
      [{ actorId: bob.id }, bobs],
      [{ actorKind: "server" }, []],
      [{ action: "updated" }, updated],
      [{ referenceId: ann.id, action: "created", actorId: bob.id }, []],
      [{ configId: "default" }, [...bobs, ...annsTwo]],
      [{ configId: "another" }, []],
      [{ from: at(1), to: at(2) }, updated],
      [{ from: at(2) }, bobs],
    ];
    for (const [query, expected] of wishes) expect(inShort(await shown(query))).toEqual(expected);
  });

  it("page by page: everything once, and nothing that came since", async () => {
    await aMorning();
    const all = await shown({ action: "created" });
    const seen: number[] = [];
    let cursor: number | null | undefined;
    while (cursor !== null) {
      const page = await pageAfter(cursor);
      seen.push(...page.entries.map(({ seq }) => seq));
      cursor = page.nextCursor;
      await createdKey(ann);
    }
    expect(seen).toEqual(all.map(({ seq }) => seq));
  });

  it("leaves an entry with each look, which the next look shows", async () => {
    await aMorning();
    const { admin } = root.client.apiKey;
    await admin.audit({ query: { referenceId: ann.id, configId: "default", keyId: "some-key" } });
    await admin.audit({ query: { actorId: bob.id } });
    const { data } = await admin.audit({ query: { actorId: root.id } });
    const looked = { action: "listed", actor: { kind: "user", id: root.id } };
    expect(data?.entries).toMatchObject([
      { ...looked, reason: `audit: what ${root.id} did` },
      { ...looked, reason: `audit: what ${bob.id} did`, referenceId: null, keyId: null },
      { ...looked, reason: "audit", referenceId: ann.id, configId: "default", keyId: "some-key" },
    ]);
  });

  it("is shown nothing that cannot be written down", async () => {
    await aMorning();
    app.database.exec(
      "create trigger no_looks before insert on apikeyAudit begin select raise(abort, 'full'); end",
    );
    const { headers } = root;
    await expect(app.auth.api.listAllApiKeyAudit({ headers, query: {} })).rejects.toThrow("full");
  });

  it.each(["limit=0", "limit=101", "cursor=x", "action=renamed", "from=yesterday", "owner=x"])(
    "who asks for %s is told what is allowed, and it is no look",
    async (query) => {
      const answer = await app.call("GET", `${PATH}?${query}`, { headers: root.headers });
      expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_ERROR" } });
      expect(await shown({ action: "listed" })).toEqual([]);
      const { audit } = await getApiKeyEngine(app.auth);
      expect((await audit.page({ action: "listed" })).entries).toHaveLength(1);
    },
  );
});

const looks = () => app.database.prepare("select * from apikeyAudit where action = 'listed'").all();

describe("everybody else", () => {
  it("without a session: 401", async () => {
    await aMorning();
    const answer = await app.call("GET", PATH);
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain(ann.id);
  });

  it("with a session: 403, also for their own entries, and nothing is written down as a look", async () => {
    await aMorning();
    for (const query of ["", `?referenceId=${ann.id}`, "?no=filter"]) {
      const answer = await app.call("GET", `${PATH}${query}`, { headers: ann.headers });
      expect(answer).toMatchObject({ status: 403, body: { code: "ADMINISTRATOR_REQUIRED" } });
    }
    expect(looks()).toEqual([]);
  });

  it("in a session that impersonates an administrator: 403", async () => {
    app.database.prepare("update session set impersonatedBy = ?").run(ann.id);
    expect((await app.call("GET", PATH, { headers: root.headers })).status).toBe(403);
  });

  it("with an administrator's API key: 401", async () => {
    const { key } = await createdKey(root);
    expect((await app.call("GET", PATH, { headers: { "x-api-key": key } })).status).toBe(401);
  });

  it("the owner sees the looks at what they name of theirs, and no entries of others", async () => {
    await aMorning();
    await root.client.apiKey.admin.audit({ query: { referenceId: ann.id, configId: "default" } });
    const { data } = await ann.client.apiKey.audit({ query: {} });
    expect(data?.entries.map(({ action }) => action)).toEqual(["listed", "updated", "created"]);
  });
});

it("the server's own code reads as the server", async () => {
  await aMorning();
  const query = { userId: root.id, referenceId: ann.id };
  const { entries } = await app.auth.api.listAllApiKeyAudit({ query });
  expect(entries).toHaveLength(3);
  expect(entries[0]?.actor).toEqual({ kind: "server", id: null });
});
