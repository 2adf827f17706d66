import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { OWNER, authOptions, withDatabase } from "./database.ts";
import { type Measurement, measure } from "./measure.ts";

/**
 * Better Auth's own API-key plugin on the same database, at its best: without its rate limit, which
 * would refuse after ten requests and costs it one more write.
 */
export function measureBetterAuth(): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const auth = betterAuth({
      ...authOptions(database),
      plugins: [apiKey({ rateLimit: { enabled: false } })],
    });
    await (await getMigrations(auth.options)).runMigrations();
    const { user } = await auth.api.signUpEmail({ body: OWNER });
    const { key } = await auth.api.createApiKey({ body: { userId: user.id } });
    const verified = await auth.api.verifyApiKey({ body: { key } });
    if (!verified.valid) throw new Error("The peer does not verify its own key.");
    return [
      await measure("peer.better-auth.sqlite", () => auth.api.verifyApiKey({ body: { key } })),
    ];
  });
}
