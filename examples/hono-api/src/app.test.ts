import { expect, it } from "vitest";
import { createApp } from "./app.ts";

it("the guarded route answers whoever holds a key, and nobody else", async () => {
  const { app, auth } = await createApp(":memory:");
  const { user } = await auth.api.signUpEmail({
    body: { name: "Ann", email: "ann@example.com", password: "correct horse battery" },
  });
  const metadata = { service: "web shop" };
  const { key, id } = await auth.api.createApiKey({ body: { userId: user.id, metadata } });
  const orders = (headers: Record<string, string>) => app.request("/orders", { headers });

  expect((await orders({})).status).toBe(401);
  expect((await orders({ "x-api-key": "shop_wrong" })).status).toBe(401);
  const answer = await orders({ "x-api-key": key });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ orders: [], for: "Ann", service: metadata });

  await auth.api.revokeApiKey({ body: { userId: user.id, keyId: id } });
  expect((await orders({ "x-api-key": key })).status).toBe(401);
});
