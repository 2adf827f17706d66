import { DatabaseSync } from "node:sqlite";
import { apiKey } from "@latchkey/better-auth";
import { requireApiKey } from "@latchkey/better-auth/hono";
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
  app.get("/orders", requireApiKey(auth), (c) => {
    const { user, apiKey: key } = c.get("caller");
    return c.json({ orders: [], for: user.name, service: key.metadata });
  });
  return { app, auth };
}
