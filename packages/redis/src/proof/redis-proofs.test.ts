import { expect, test } from "vitest";
import { latchkeyRedis } from "../latchkey-redis.ts";
import { clientForFile } from "../testing/redis-for-file.ts";

const redis = clientForFile();
const DAY = 86_400_000;

test("a proof is kept for a day after it was last asked for", async () => {
  const { proofs, close } = latchkeyRedis({ client: redis.client }, { deadline: 30_000 });
  await proofs.put("name", "value");
  const left = async () => redis.client.pTTL("latchkey:{name}:proof");
  expect(await left()).toBeGreaterThan(DAY - 60_000);
  await redis.client.pExpire("latchkey:{name}:proof", 60_000);
  expect(await proofs.get("name")).toBe("value");
  expect(await left()).toBeGreaterThan(DAY - 60_000);
  expect(await left()).toBeLessThanOrEqual(DAY);
  await close();
});

test("what is put there again is what is found", async () => {
  const { proofs, close } = latchkeyRedis(
    { client: redis.client },
    { deadline: 30_000, proofLifetime: 5_000 },
  );
  await proofs.put("again", "first");
  await proofs.put("again", "second");
  expect(await proofs.get("again")).toBe("second");
  expect(await redis.client.pTTL("latchkey:{again}:proof")).toBeLessThanOrEqual(5_000);
  expect(await proofs.get("never")).toBeNull();
  await close();
});
