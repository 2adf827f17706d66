import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { bcryptHasher } from "@latchkey/core";
import { manualClock } from "@latchkey/core/testing";
import { type BetterAuthOptions, type BetterAuthPlugin, betterAuth } from "better-auth";
import { createAuthClient } from "better-auth/client";
import { getMigrations } from "better-auth/db/migration";
import { type AdminOptions, admin } from "better-auth/plugins/admin";
import { apiKeyClient } from "../client.ts";
import { type ApiKeyOptions, type ConfigurationOptions, apiKey } from "../index.ts";

const ORIGIN = "http://localhost:3000";

/** Passwords are no subject of these tests, and Better Auth's own scrypt was most of what they cost. */
const cheapPasswords = {
  hash: async (password: string) => createHash("sha256").update(password).digest("hex"),
  verify: async ({ hash, password }: { hash: string; password: string }) =>
    hash === createHash("sha256").update(password).digest("hex"),
};

/** A real Better Auth installation on SQLite in memory, with cheap hashes and a clock that stands still. */
export async function installation(
  options: ApiKeyOptions | readonly ConfigurationOptions[] = {},
  authOptions: Partial<BetterAuthOptions> = {},
  plugins: readonly BetterAuthPlugin[] = [],
  adminOptions: AdminOptions = {},
) {
  const database = new DatabaseSync(":memory:");
  const clock = manualClock(Date.now());
  const shared = { clock, hasher: bcryptHasher({ cost: 4 }) };
  const auth = betterAuth({
    database,
    secret: "only-for-tests-0123456789-ABCDEFGHIJ",
    baseURL: ORIGIN,
    emailAndPassword: { enabled: true, password: cheapPasswords },
    logger: { disabled: true },
    ...authOptions,
    plugins: [
      "length" in options ? apiKey(options, shared) : apiKey({ ...shared, ...options }),
      admin(adminOptions),
      ...plugins,
    ],
  });
  const migrations = await getMigrations(auth.options);
  await migrations.runMigrations();

  /** Calls the HTTP surface as a stranger would. */
  async function call(
    method: "GET" | "POST",
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const response = await auth.handler(
      new Request(`${ORIGIN}/api/auth${path}`, {
        method,
        headers: { origin: ORIGIN, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, headers: response.headers, text, body: asRecord(json) };
  }

  async function signUp(name: string) {
    const email = `${name.toLowerCase()}@example.com`;
    const answer = await call("POST", "/sign-up/email", {
      body: { name, email, password: "correct horse battery" },
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((header) => header.split(";", 1)[0])
      .join("; ");
    const headers = { cookie, origin: ORIGIN };
    const client = createAuthClient({
      baseURL: ORIGIN,
      plugins: [apiKeyClient()],
      fetchOptions: {
        headers,
        customFetchImpl: (url, init) => auth.handler(new Request(url, init)),
      },
    });
    return { id: String(asRecord(answer.body["user"])["id"]), email, headers, client };
  }

  /** What a verification of the key comes to: `valid` or a code. */
  async function outcome(key: string): Promise<string> {
    const { valid, error } = await auth.api.verifyApiKey({ body: { key } });
    return valid ? "valid" : error.code;
  }

  /** Every row of the table of keys, as it lies in the database. */
  const rows = () => database.prepare("select * from apikey order by id").all();

  return { auth, call, clock, database, outcome, rows, signUp };
}

export type Installation = Awaited<ReturnType<typeof installation>>;
export type Member = Awaited<ReturnType<Installation["signUp"]>>;

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** What a create answered, or a test failure that says what it answered instead. */
export async function createdKey(
  member: Member,
  input: Parameters<Member["client"]["apiKey"]["create"]>[0] = {},
) {
  const created = await member.client.apiKey.create(input);
  if (created.error !== null) throw new Error(`create answered ${JSON.stringify(created.error)}`);
  return created.data;
}
