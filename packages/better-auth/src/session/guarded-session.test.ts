import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireApiKey } from "../guard.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation({ enableSessionForAPIKeys: true });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const sentWith = (key: string) =>
  new Request("http://localhost:3000/api/auth/get-session", { headers: { "x-api-key": key } });

async function left(key: string): Promise<number | undefined> {
  const decision = await requireApiKey(app.auth, { cost: 0 })(sentWith(key));
  return decision.ok ? decision.caller.limits[0]?.remaining : undefined;
}

describe("a guarded request that asks for the session of its key", () => {
  it("is paid for once, where Better Auth gets the request itself", async () => {
    const { key, id } = await createdKey(ann);
    const forwarded = sentWith(key);
    expect((await requireApiKey(app.auth)(forwarded)).ok).toBe(true);
    expect((await app.auth.handler(forwarded)).status).toBe(200);
    expect(await left(key)).toBe(99);
    const asked = sentWith(key);
    expect((await requireApiKey(app.auth)(asked)).ok).toBe(true);
    const call = { headers: asked.headers, request: asked, asResponse: false } as const;
    expect((await app.auth.api.getSession(call))?.user.id).toBe(ann.id);
    expect(await left(key)).toBe(98);
    // With the last that was left, too.
    await app.auth.api.updateApiKey({ body: { userId: ann.id, keyId: id, remaining: 1 } });
    const last = sentWith(key);
    expect((await requireApiKey(app.auth)(last)).ok).toBe(true);
    expect((await app.auth.handler(last)).status).toBe(200);
  });

  it("pays again where Better Auth gets the headers alone", async () => {
    const { key } = await createdKey(ann);
    const sent = sentWith(key);
    expect((await requireApiKey(app.auth)(sent)).ok).toBe(true);
    expect((await app.auth.api.getSession({ headers: sent.headers }))?.user.id).toBe(ann.id);
    expect(await left(key)).toBe(98);
  });

  it("hears of a key that was revoked since the guard let it through", async () => {
    const { key, id } = await createdKey(ann);
    const sent = sentWith(key);
    expect((await requireApiKey(app.auth)(sent)).ok).toBe(true);
    await app.auth.api.revokeApiKey({ body: { userId: ann.id, keyId: id } });
    const answer = await app.auth.handler(sent);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "API_KEY_REVOKED" });
  });
});
