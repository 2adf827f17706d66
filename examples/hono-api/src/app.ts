import { DatabaseSync } from "node:sqlite";
import { apiKey } from "@latchkey/better-auth";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Hono } from "hono";

/** An application with accounts and one route that is called with an API key. */
export async function createApp(databasePath: string) {
  const auth = betterAuth({
    database: new DatabaseSync(databasePath),
    secret: process.env["BETTER_AUTH_SECRET"] ?? "for-this-example-only-0123456789abcdef",
    baseURL: "http://localhost:3000",
    emailAndPassword: { enabled: true },
    plugins: [apiKey({ defaultPrefix: "shop_" })],
  });
  await (await getMigrations(auth.options)).runMigrations();

  const app = new Hono();
  app.all("/api/auth/*", (c) => auth.handler(c.req.raw));
  app.get("/orders", async (c) => {
    const key = c.req.header("x-api-key");
    if (key === undefined) return c.json({ error: "API key required" }, 401);
    const session = await auth.api.validateAPIKey({ apiKey: key });
    if (!session) return c.json({ error: "Invalid API key" }, 401);
    return c.json({ orders: [], for: session.user.name, service: session.apiKey.metadata });
  });
  return { app, auth };
}
