import { test } from "./browser-test.ts";
import { insertKeys } from "../src/testing/key-rows.ts";
import { keyCard } from "./key-card.ts";

const H = 3600_000;
test("look", async ({ stage, member, visitor }) => {
  const { page } = visitor;
  await visitor.signInAs(member, stage.url);
  const now = Date.now();
  await insertKeys(stage.databasePath, member, [
    { name: "Production - Payment Service", environment: "production", metadata: { service: "payments" }, createdAt: new Date(now - 60 * 24 * H), expiresAt: new Date(now + 30 * 24 * H) },
    { name: "CI/CD - GitHub Actions", createdAt: new Date(now - 200 * 24 * H) },
    { name: "Development - Local Testing", createdAt: new Date(now - 5 * 24 * H), expiresAt: new Date(now + 2 * 24 * H) },
  ]);
  await page.route(/api-key\/usage/, async (route) => {
    const u = new URL(route.request().url());
    console.log(u.search); const ids = u.searchParams.has("keyId") ? [u.searchParams.get("keyId")!] : (await member.listKeys()).map((k: any) => k.id).slice(0, 2);
    const from = new Date(u.searchParams.get("from")!.replaceAll('"', "")).getTime(), to = new Date(u.searchParams.get("to")!.replaceAll('"', "")).getTime();
    const step = u.searchParams.get("granularity") === "day" ? 24 * H : H;
    const keys = ids.map((keyId, i) => {
      const buckets = [];
      const counts: Record<string, number> = {};
      for (let t = Math.ceil(from / step) * step; t < Math.min(to, now); t += step) {
        const v = Math.round((200 + 180 * Math.sin(t / 24 / H * 6.28) + 40 * Math.sin(t)) * (i + 1));
        const c: Record<string, number> = { valid: v };
        if (Math.sin(t * 7) > 0.7) { c.API_KEY_RATE_LIMITED = Math.round(v / 4); c.API_KEY_FORBIDDEN = 12; }
        for (const [k, n] of Object.entries(c)) counts[k] = (counts[k] ?? 0) + n;
        buckets.push({ start: new Date(t).toISOString(), counts: c });
      }
      return { keyId, counts, total: Object.values(counts).reduce((a, b) => a + b, 0), buckets };
    });
    await route.fulfill({ json: { from, to, keys, addresses: u.searchParams.has("keyId") ? [
      { address: "203.0.113.7", client: "stripe-node/18.2.0 (node 24.1; linux)", firstSeenAt: new Date(now - 40 * 24 * H), lastSeenAt: new Date(now - 60_000) },
      { address: "2001:db8:1234:5678:9abc:def0:1234:5678", client: null, firstSeenAt: new Date(now - 2 * 24 * H), lastSeenAt: new Date(now - H) }] : undefined } });
  });
  page.on("response", (r) => { if (r.status() >= 400) console.log(r.status(), r.url()); });
  page.on("pageerror", (e) => console.log(e.stack));
  const card = keyCard(page);
  for (const [w, h, s] of [[1280, 900, "light"], [1280, 900, "dark"], [390, 844, "light"], [390, 844, "dark"]] as const) {
    await page.setViewportSize({ width: w, height: h });
    await page.emulateMedia({ colorScheme: s });
    await page.goto(`${stage.url}/settings/api-keys`);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `/tmp/look/first.png` });
    await card.row("Production - Payment Service").waitFor({ timeout: 5000 });
    await page.screenshot({ path: `/tmp/look/list-${w}-${s}.png`, fullPage: true });
    await card.choose("Details of", "Production - Payment Service");
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `/tmp/look/first.png` });
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/look/details-${w}-${s}.png` });
    await page.getByRole("radio", { name: "30 days" }).check();
    await page.waitForTimeout(500);
    await page.getByText("As a table").click();
    await page.getByText("Where it is used from").click();
    await page.waitForTimeout(300);
    if (w === 1280) { await page.locator(".lk-chart").hover(); await page.waitForTimeout(200); }
    await page.screenshot({ path: `/tmp/look/month-${w}-${s}.png` });
    await page.keyboard.press("Escape");
    await card.dialog("Production - Payment Service").waitFor({ state: "hidden" });
  }
}, 90_000);
