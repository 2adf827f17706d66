import { expect, test } from "vitest";
import { signUp } from "../../testing/member.ts";
import { serviceKey, verifyAt } from "../../testing/service-key.ts";
import { startTestServer } from "../../testing/test-server.ts";

test("no key of a request is in any answer or in the log, wherever in the body it is", async () => {
  const server = await startTestServer();
  const ada = await signUp(server.url, "Ada");
  const service = await serviceKey(server, ada);
  const { key, start } = await ada.createKey({ environment: "production" });
  const secret = key.slice(start.length);
  const bodies = [
    { key },
    { key: `${key}x` },
    { key, [key]: 1 },
    { key, cost: key },
    { key, address: key },
    { key, permissions: { [key]: 1 } },
    { key, permissions: [key] },
    { key, permissions: { [key]: ["read"] } },
    { key, limits: [{ name: key, max: 1, window: 1 }] },
    { key, limits: [{ name: "n", max: 1, window: 1, [key]: key }] },
    { keys: [{ key }, { key: 1, [key]: 2 }] },
    { keys: key },
    { keys: [{ key: "other", permissions: { [key]: ["read"] } }, { key }] },
    { key: "other", permissions: { [service]: ["read"] } },
    `{"key": "${key}`,
    key,
  ];
  for (const body of bodies) {
    const answer = await verifyAt(server.url, service, body);
    const told = (await answer.text()) + JSON.stringify([...answer.headers]);
    expect(told).not.toContain(secret);
    expect(told).not.toContain(service.slice(-30));
  }
  expect(server.logged.length).toBeGreaterThan(bodies.length);
  const log = JSON.stringify(server.logged);
  expect(log).not.toContain(secret);
  expect(log).not.toContain(service.slice(-30));
});
