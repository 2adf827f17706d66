import { expect, onTestFinished, test } from "vitest";
import { type CreatedKey, signUp, whoami } from "./testing/member.ts";
import { startProcess } from "./testing/server-process.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const ROUNDS = 4;

async function started(folder: string) {
  const server = await startProcess({ LATCHKEY_DATA_DIR: folder });
  onTestFinished(() => {
    server.kill("SIGKILL");
  });
  return server;
}

async function outcome(url: string, key: string): Promise<unknown> {
  const answer = await whoami(url, key);
  return answer.ok ? "valid" : answer.json();
}

test("what was answered survives kill -9: keys stay, revocations stay, and so does the session", async () => {
  const folder = temporaryFolder();
  let server = await started(folder);
  let member = await signUp(server.url, "Ada");
  const revoked: CreatedKey[] = [];
  const alive: CreatedKey[] = [];

  async function crash(): Promise<void> {
    server.kill("SIGKILL");
    expect(await server.ended).toEqual({ code: null, signal: "SIGKILL" });
    server = await started(folder);
    member = member.at(server.url);
  }

  for (let round = 1; round <= ROUNDS; round += 1) {
    const created = await member.createKey({ name: `Round ${round}` });
    await crash();
    expect(await outcome(server.url, created.key)).toBe("valid");
    if (round % 2 === 0) {
      alive.push(created);
      continue;
    }
    await member.revokeKey(created.id);
    await crash();
    revoked.push(created);
  }

  for (const { key } of revoked) {
    expect(await outcome(server.url, key)).toMatchObject({ code: "API_KEY_REVOKED" });
  }
  for (const { key } of alive) expect(await outcome(server.url, key)).toBe("valid");
  const listed = (await member.listKeys()).map(({ id, status }) => `${id} ${status}`);
  expect(listed.toSorted()).toEqual(
    [
      ...revoked.map(({ id }) => `${id} revoked`),
      ...alive.map(({ id }) => `${id} active`),
    ].toSorted(),
  );
});
