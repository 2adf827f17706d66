import { describe, expect, it } from "vitest";
import { requireApiKey } from "../guard.ts";
import { withApiKey } from "../next.ts";
import { createdKey, installation } from "../testing/installation.ts";

const exports = { name: "exports", max: 2, window: 3_600_000 };
const request = (key: string) =>
  new Request("http://localhost/", { headers: { "x-api-key": key } });

async function keyUnder(options: Parameters<typeof installation>[0] = {}) {
  const app = await installation(options);
  const { key } = await createdKey(await app.signUp("Ann"));
  return { app, key };
}

describe("several guards on one request", () => {
  it("hold a route to its limit, behind one that asks for nothing", async () => {
    const { app, key } = await keyUnder();
    const [wide, route] = [requireApiKey(app.auth), requireApiKey(app.auth, { limit: exports })];
    const passed: boolean[] = [];
    for (let each = 0; each < 4; each += 1) {
      const sent = request(key);
      await wide(sent);
      passed.push((await route(sent)).ok);
    }
    expect(passed).toEqual([true, true, false, false]);
    app.database.close();
  });

  it("take what a limit costs once", async () => {
    const day = { name: "day", max: 100, window: 86_400_000, cost: 10 };
    const { app, key } = await keyUnder({ rateLimit: { limits: [day] } });
    const sent = request(key);
    await requireApiKey(app.auth)(sent);
    const decision = await requireApiKey(app.auth, { limit: exports })(sent);
    expect(decision).toMatchObject({
      caller: { limits: [{ remaining: 99 }, { name: "day", remaining: 90 }, { remaining: 1 }] },
    });
    app.database.close();
  });

  it("count it once, also where they ask at the same time", async () => {
    const { app, key } = await keyUnder();
    const guard = requireApiKey(app.auth);
    const sent = request(key);
    await Promise.all([guard(sent), guard(sent), guard(sent)]);
    const decision = await guard(request(key));
    expect(decision).toMatchObject({ caller: { limits: [{ remaining: 98 }] } });
    app.database.close();
  });

  it("answer with what the inner one says of its limits", async () => {
    const { app, key } = await keyUnder();
    const inner = withApiKey(app.auth, { limit: exports }, () => new Response("ok"));
    const outer = withApiKey(app.auth, {}, (sent: Request, context: object) =>
      inner(sent, context),
    );
    for (const status of [200, 200, 429]) {
      const answer = await outer(request(key), {});
      expect(answer.status).toBe(status);
      expect(answer.headers.get("ratelimit")).toContain('"exports"');
    }
    app.database.close();
  });
});
