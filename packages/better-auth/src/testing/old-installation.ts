import { apiKey as peerApiKey } from "@better-auth/api-key";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";

export type Database = NonNullable<BetterAuthOptions["database"]>;

/** All but the plugins: the same before and after the change of plugin. */
export function installationOptions(database: Database) {
  return {
    database,
    secret: "only-for-tests-0123456789-ABCDEFGHIJ",
    baseURL: "http://localhost:3000",
    emailAndPassword: { enabled: true },
    logger: { disabled: true },
  } satisfies BetterAuthOptions;
}

/** A key as Better Auth's own plugin issued it. */
export interface OldKey {
  readonly key: string;
  readonly id: string;
}

const DAY = 24 * 60 * 60;

/** What the keys of an old installation are under. */
export const OLD_CONFIGURATIONS = ["default", "long-start", "no-start"] as const;

/**
 * A database as an application leaves it that has used Better Auth's own API-key plugin: its tables,
 * a user, and keys of every kind that it makes, by name.
 */
export async function oldInstallation(database: Database, { hashing = true } = {}) {
  const auth = betterAuth({
    ...installationOptions(database),
    plugins: [
      peerApiKey([
        {
          configId: "default",
          enableMetadata: true,
          rateLimit: { enabled: false },
          disableKeyHashing: !hashing,
        },
        {
          configId: "long-start",
          enableMetadata: true,
          startingCharactersConfig: { charactersLength: 14 },
        },
        { configId: "no-start", startingCharactersConfig: { shouldStore: false } },
      ]),
    ],
  });
  await (await getMigrations(auth.options)).runMigrations();
  const { user } = await auth.api.signUpEmail({
    body: { name: "Ada", email: "ada@example.com", password: "correct horse battery" },
  });
  const create = async (body: NonNullable<Parameters<typeof auth.api.createApiKey>[0]>["body"]) => {
    const { key, id } = await auth.api.createApiKey({ body: { userId: user.id, ...body } });
    return { key, id };
  };
  const disabled = await create({ name: "Disabled" });
  await auth.api.updateApiKey({
    body: { keyId: disabled.id, userId: user.id, enabled: false },
  });
  const keys = {
    plain: await create({}),
    described: await create({
      name: "Production - Payment Service",
      prefix: "prod_",
      metadata: { service: "payment-processor", tags: ["a", { b: null }] },
      permissions: { files: ["read", "write"], reports: ["read"] },
    }),
    expiring: await create({ name: "Expiring", expiresIn: 30 * DAY }),
    limited: await create({
      name: "Limited",
      remaining: 500,
      refillAmount: 100,
      refillInterval: DAY * 1_000,
      rateLimitEnabled: true,
      rateLimitMax: 7,
      rateLimitTimeWindow: 60_000,
    }),
    longStart: await create({ name: "Long start", prefix: "svc_", configId: "long-start" }),
    noStart: await create({ name: "No start", prefix: "svc_", configId: "no-start" }),
    disabled,
  } satisfies Record<string, OldKey>;
  for (const { key } of [keys.plain, keys.limited]) {
    const { valid } = await auth.api.verifyApiKey({ body: { key } });
    if (!valid) throw new Error("Better Auth's own plugin does not verify its own key.");
  }
  return { keys, userId: user.id };
}
