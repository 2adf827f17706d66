import { expect, it } from "vitest";
import type { WebhookStore } from "../../port/webhook-store.ts";
import { INSTALLATION, MAX_WEBHOOKS } from "../../webhook/webhook.ts";
import { afterNoon, storedWebhook } from "./samples.ts";

export function registering(store: () => WebhookStore): void {
  it("a webhook is found as it was put in, and another is not", async () => {
    const webhook = storedWebhook({
      description: "Pager 📟",
      failingSince: afterNoon(5),
      previousSealedSecret: "old",
      previousSecretUntil: afterNoon(7),
    });
    expect(await store().insert(webhook)).toBe(true);
    expect(await store().find(webhook.id)).toEqual(webhook);
    expect(await store().find("wh_none")).toBeNull();
  });

  it("lists one scope, oldest first, and no other: not the same owner's under another configuration", async () => {
    const referenceId = "owner of two";
    const later = storedWebhook({ referenceId, createdAt: afterNoon(2) });
    const sooner = storedWebhook({ referenceId, createdAt: afterNoon(1) });
    const others = [
      storedWebhook({ referenceId, configId: "other" }),
      storedWebhook({ referenceId: "somebody else" }),
      storedWebhook(INSTALLATION),
    ];
    for (const webhook of [later, sooner, ...others]) await store().insert(webhook);
    expect(await store().listOf({ referenceId, configId: "default" })).toEqual([sooner, later]);
    expect(await store().listOf(INSTALLATION)).toEqual([others[2]]);
    expect(await store().listOf({ referenceId: "nobody", configId: "default" })).toEqual([]);
  });

  it(`of 20 that come at once ${MAX_WEBHOOKS} get in; one more when one is gone`, async () => {
    const scope = { referenceId: "owner of many", configId: "default" };
    const webhooks = Array.from({ length: 20 }, () => storedWebhook(scope));
    const inserted = await Promise.all(webhooks.map((webhook) => store().insert(webhook)));
    expect(inserted.filter(Boolean)).toHaveLength(MAX_WEBHOOKS);
    const there = await store().listOf(scope);
    expect(there).toHaveLength(MAX_WEBHOOKS);
    expect(await store().insert(storedWebhook(scope))).toBe(false);
    await store().remove(there[3]?.id ?? "");
    expect(await store().insert(storedWebhook(scope))).toBe(true);
    expect(await store().insert(storedWebhook(scope))).toBe(false);
  });

  it("is changed where it is at the version that is meant, and stays as it is otherwise", async () => {
    const webhook = storedWebhook({ failingSince: NOT_NULL });
    await store().insert(webhook);
    const change = { enabled: false, url: "https://example.org/", failingSince: null };
    const changed = await store().change(webhook.id, 1, change);
    expect(changed).toEqual({ ...webhook, ...change, version: 2 });
    expect(await store().change(webhook.id, 1, { enabled: true })).toBeNull();
    expect(await store().find(webhook.id)).toEqual(changed);
    expect(await store().change("wh_none", 1, { enabled: true })).toBeNull();
  });

  it("of 10 changes of one version at once one is made", async () => {
    const webhook = storedWebhook();
    await store().insert(webhook);
    const urls = Array.from({ length: 10 }, (_, index) => `https://example.com/${index}`);
    const changed = await Promise.all(urls.map((url) => store().change(webhook.id, 1, { url })));
    const made = changed.filter((each) => each !== null);
    expect(made).toHaveLength(1);
    expect(await store().find(webhook.id)).toEqual(made[0]);
  });
}

const NOT_NULL = afterNoon(1);
