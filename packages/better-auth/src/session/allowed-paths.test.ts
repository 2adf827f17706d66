import { createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import type { BetterAuthPlugin } from "better-auth";
import { afterEach, beforeEach, expect, it } from "vitest";
import { apiKey } from "../index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

/** A route of somebody else's that answers the session it finds, and puts it in a cookie once more. */
const mine = {
  id: "mine",
  endpoints: {
    mine: createAuthEndpoint("/mine", { method: "GET", use: [sessionMiddleware] }, async (ctx) => {
      const { name, attributes } = ctx.context.authCookies.sessionToken;
      const { session } = ctx.context;
      await ctx.setSignedCookie(name, session.session.token, ctx.context.secret, attributes);
      return ctx.json(session);
    }),
  },
} satisfies BetterAuthPlugin;

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation(
    {
      enableSessionForAPIKeys: {
        allowedPaths: [
          "/list-accounts",
          "/admin/list-users",
          { path: "/mine", permissions: { users: ["read"] } },
        ],
      },
      permissions: { grantable: { users: ["read"], account: ["read"], files: ["read"] } },
    },
    {},
    [mine],
  );
  ann = await app.signUp("Ann");
  const { internalAdapter } = await app.auth.$context;
  await internalAdapter.updateUser(ann.id, { role: "admin" });
});

afterEach(() => {
  app.database.close();
});

const status = async (key: string, path: string) =>
  (await app.call("GET", path, { headers: { "x-api-key": key } })).status;

it("a path that is named for a permission is open to keys that have it, and to no others", async () => {
  const reader = await createdKey(ann, { permissions: { files: ["read"] } });
  const lister = await createdKey(ann, { permissions: { users: ["read"] } });
  expect(await status(reader.key, "/mine")).toBe(403);
  expect(await status(lister.key, "/mine")).toBe(200);
  expect(await status(lister.key, "/list-sessions")).toBe(403);
});

it("routes that look into the store themselves, the administrators' among them, stay shut", async () => {
  const { key } = await createdKey(ann, { permissions: { users: ["read"] } });
  expect(await status(key, "/admin/list-users")).toBe(401);
});

it("naming a path does not open what is kept for a permission", async () => {
  const reader = await createdKey(ann, { permissions: { files: ["read"] } });
  const accounts = await createdKey(ann, { permissions: { account: ["read"] } });
  expect(await status(reader.key, "/list-accounts")).toBe(403);
  expect(await status(accounts.key, "/list-accounts")).toBe(200);
});

it("no session of a key is put in a cookie or a store, also where the route would", async () => {
  const cached = await installation(
    { enableSessionForAPIKeys: { allowedPaths: ["/mine"] } },
    { session: { cookieCache: { enabled: true } } },
    [mine],
  );
  const { key } = await createdKey(await cached.signUp("Bob"));
  const stored = () => cached.database.prepare("select * from session").all();
  const before = stored();
  for (const path of ["/get-session", "/mine"]) {
    const answer = await cached.call("GET", path, { headers: { "x-api-key": key } });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.text).not.toContain(key);
  }
  expect(stored()).toEqual(before);
  cached.database.close();
});

it("paths are given as Better Auth has them: a misspelt one is refused at the start", () => {
  for (const path of ["get-session", "/api/auth/list-sessions?x=1", ""]) {
    expect(() => apiKey({ enableSessionForAPIKeys: { allowedPaths: [path] } })).toThrow(RangeError);
  }
});
