import { apiKey, getApiKeyEngine } from "@latchkey/better-auth";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { OWNER, authOptions, withDatabase } from "./database.ts";
import { type Measurement, measure, measureOnce } from "./measure.ts";

const COLD_KEYS = 40;

/** Latchkey on SQLite, with bcrypt at its default cost. */
export function measureLatchkey(): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const auth = betterAuth({ ...authOptions(database), plugins: [apiKey()] });
    await (await getMigrations(auth.options)).runMigrations();
    const { user } = await auth.api.signUpEmail({ body: OWNER });
    const engine = await getApiKeyEngine(auth);
    const issue = async () => (await engine.create({ referenceId: user.id, prefix: "sk_" })).key;

    const cold: string[] = [];
    for (let made = 0; made < COLD_KEYS; made += 1) cold.push(await issue());
    const key = await issue();
    const refused = await engine.verify(key.replace("sk_", "pk_"));
    const accepted = await engine.verify(key);
    if (refused.valid || !accepted.valid) throw new Error("What is measured does not verify keys.");

    const measurements = [
      await measure("verify.warm", () => engine.verify(key)),
      await measureOnce("verify.cold", cold, (each) => engine.verify(each)),
      await measure("validateAPIKey.warm", () => auth.api.validateAPIKey({ apiKey: key })),
    ];
    await engine.close();
    return measurements;
  });
}
