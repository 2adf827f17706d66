import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";

const { app } = await createApp("example.db");
serve({ fetch: app.fetch, port: 3000, hostname: "127.0.0.1" });
