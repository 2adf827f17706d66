import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { steadyNow } from "../testing/load-thread.ts";
import { type CreatedKey, type Member, signUp, whoami } from "../testing/member.ts";
import { verifyAt } from "../testing/service-key.ts";

/** Milliseconds after which no server believes any more what another has changed. */
const BOUND = 1_500;
const ADDRESS = "198.51.100.7";

// No notifications of the database: there is what Redis tells, or what is looked for.
const cluster = clusterForFile({ redis: true, variables: { LATCHKEY_LISTEN_URL: "off" } });

interface Change {
  readonly name: string;
  /** A key to change, which is good until then. */
  key(owner: Member): Promise<Pick<CreatedKey, "id" | "key">>;
  make(owner: Member, keyId: string): Promise<Response>;
  ask(url: string, key: string): Promise<Response>;
  /** What the key is told from then on. */
  readonly refusal: { readonly status: number; readonly code: string };
}

// Asked for so often that the limit of other keys would be reached.
const plainKey = (owner: Member) =>
  owner.createKey({ name: "plain", metadata: { rateLimit: 10_000 } });
const fromAddress = (url: string, key: string) => whoami(url, key, ADDRESS);

const changes: readonly Change[] = [
  {
    name: "revoked",
    key: plainKey,
    make: (owner, keyId) => owner.call("POST", "/api-key/revoke", { keyId }),
    ask: fromAddress,
    refusal: { status: 401, code: "API_KEY_REVOKED" },
  },
  {
    name: "rotated without an overlap",
    key: plainKey,
    make: (owner, keyId) => owner.call("POST", "/api-key/rotate", { keyId, overlap: 0 }),
    ask: fromAddress,
    refusal: { status: 401, code: "API_KEY_EXPIRED" },
  },
  {
    name: "disabled",
    key: plainKey,
    make: (owner, keyId) => owner.call("POST", "/api-key/update", { keyId, enabled: false }),
    ask: fromAddress,
    refusal: { status: 401, code: "API_KEY_DISABLED" },
  },
  {
    name: "bound to other addresses",
    key: plainKey,
    make: (owner, keyId) =>
      owner.call("POST", "/api-key/update", { keyId, allowedAddresses: ["203.0.113.0/24"] }),
    ask: fromAddress,
    refusal: { status: 403, code: "API_KEY_FORBIDDEN" },
  },
  {
    name: "left without its permissions",
    key: serviceKeyOf,
    make: (owner, keyId) => owner.call("POST", "/api-key/update", { keyId, permissions: null }),
    ask: (url, key) => verifyAt(url, key, { key: "none" }),
    refusal: { status: 403, code: "API_KEY_FORBIDDEN" },
  },
];

async function serviceKeyOf(owner: Member): Promise<Pick<CreatedKey, "id" | "key">> {
  const known = new Set((await owner.listKeys()).map(({ id }) => id));
  const { stdout } = await cluster.command("service-key", "--owner", owner.email);
  const made = (await owner.listKeys()).find(({ id }) => !known.has(id));
  if (made === undefined) throw new Error("No service key was made.");
  return { id: made.id, key: stdout.trim() };
}

let owner: Member;
beforeAll(async () => {
  owner = await signUp(cluster.running.servers[0].url, "Owner");
});

/** A key that all servers know and have accepted. */
async function knownKey(change: Change): Promise<Pick<CreatedKey, "id" | "key">> {
  const made = await change.key(owner);
  for (const { url } of cluster.running.servers) {
    expect((await change.ask(url, made.key)).status).toBe(200);
  }
  return made;
}

function others(): readonly string[] {
  const [, ...servers] = cluster.running.servers;
  return servers.map(({ url }) => url);
}

async function told(answer: Response): Promise<unknown> {
  return { status: answer.status, body: await answer.json() };
}

const refusalOf = ({ refusal: { status, code } }: Change) => ({
  status,
  body: expect.objectContaining({ code }),
});

describe("with Redis, the very next request at another server is refused", () => {
  test.each(changes)("of a key that was $name", async (change) => {
    await cluster.whileShared(async () => {
      const { id, key } = await knownKey(change);
      expect((await change.make(owner, id)).status).toBe(200);
      const answers = await Promise.all(others().map((url) => change.ask(url, key)));
      for (const answer of answers) expect(await told(answer)).toEqual(refusalOf(change));
    });
  });
});

describe(`by looking for changes alone, no request is accepted that is begun ${BOUND} ms after`, () => {
  beforeAll(() => {
    for (const { toRedis } of cluster.running.servers) toRedis?.cut();
  });
  afterAll(() => {
    for (const { toRedis } of cluster.running.servers) toRedis?.heal();
  });

  test.each(changes)("a key was $name", async (change) => {
    const { id, key } = await knownKey(change);
    expect((await change.make(owner, id)).status).toBe(200);
    const changedAt = steadyNow();
    await Promise.all(
      others().map(async (url) => {
        let lastAccepted = changedAt;
        for (;;) {
          const beganAt = steadyNow();
          const answer = await change.ask(url, key);
          if (answer.status !== 200) {
            expect(await told(answer)).toEqual(refusalOf(change));
            break;
          }
          lastAccepted = beganAt;
          if (beganAt - changedAt > 10 * BOUND) break;
        }
        expect(lastAccepted - changedAt).toBeLessThan(BOUND);
      }),
    );
  });

  test("a key that was disabled and enabled again is accepted", async () => {
    const { id, key } = await plainKey(owner);
    for (const url of others()) expect((await whoami(url, key)).status).toBe(200);
    for (const enabled of [false, true]) {
      await owner.call("POST", "/api-key/update", { keyId: id, enabled });
      for (const url of others()) {
        await expect
          .poll(async () => (await whoami(url, key)).status, { timeout: 15_000, interval: 100 })
          .toBe(enabled ? 200 : 401);
      }
    }
  });
});
