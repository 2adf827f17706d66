import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { type Member, signUp, whoami } from "./testing/member.ts";
import { startProcess } from "./testing/server-process.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

async function started(variables: Record<string, string>) {
  const server = await startProcess(variables);
  onTestFinished(() => {
    server.kill("SIGKILL");
  });
  return server;
}

/** Sends the key to every place where a key could be sent, right or wrong. Answers what was answered. */
async function useEverywhere(url: string, member: Member, key: string): Promise<string[]> {
  const encoded = key.replace(/./, (first) => `%${first.charCodeAt(0).toString(16)}`);
  const cookie = member.cookie;
  const paths = [
    `/api/whoami?api_key=${key}`,
    `/api/whoami/${key}`,
    `/api/auth/${key}`,
    `/api/auth/api-key/get?id=${key}`,
    `/settings/${key}`,
    `/${encoded}`,
    `/assets/${key}.js`,
  ];
  const answers = await Promise.all([
    whoami(url, key),
    fetch(`${url}/api/whoami`, { headers: { authorization: `Bearer ${key}` } }),
    ...paths.map((path) => fetch(url + path, { headers: { referer: url + path, cookie } })),
    fetch(`${url}/api/auth/sign-out`, {
      method: "POST",
      headers: { origin: `https://${key}.example`, cookie },
    }),
    fetch(`${url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"email": "${key}"`,
    }),
    member.call("POST", "/api-key/delete", { keyId: key }),
    member.call("POST", "/api-key/update", { keyId: key, name: key }),
    member.call("GET", "/api-key/list"),
  ]);
  return Promise.all(
    answers.map(async (answer) => `${[...answer.headers].join()} ${await answer.text()}`),
  );
}

test("after a key was made, used, misused and revoked, neither files nor logs nor answers hold it", async () => {
  const folder = temporaryFolder();
  const server = await started({ LATCHKEY_DATA_DIR: folder });
  const member = await signUp(server.url, "Ada");
  const { id, key, start } = await member.createKey({ name: "Secret", metadata: { a: 1 } });
  const secret = key.slice(start.length);
  const holdsPartOf = (text: string) => [...pieces(secret)].filter((piece) => text.includes(piece));
  // Or what follows would find nothing, whatever there was.
  expect(holdsPartOf(`Bearer ${key}`)).toHaveLength(secret.length - 7);

  const answers = await useEverywhere(server.url, member, key);
  expect(holdsPartOf(answers.join("\n"))).toEqual([]);
  await member.revokeKey(id);
  expect((await whoami(server.url, key)).status).toBe(401);

  // Before the database is closed: afterwards there is no write-ahead log left to look at.
  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(["auth-secret", "latchkey.db", "latchkey.db-shm", "latchkey.db-wal"]);
  for (const file of files) {
    expect(holdsPartOf(readFileSync(join(folder, file), "latin1"))).toEqual([]);
  }
  const database = new DatabaseSync(join(folder, "latchkey.db"), { readOnly: true });
  expect(database.prepare("SELECT start, key FROM apikey").all()).toEqual([
    { start, key: expect.stringMatching(/^\$2b\$10\$[./A-Za-z0-9]{53}$/) },
  ]);
  database.close();

  server.kill("SIGTERM");
  await server.ended;
  expect(server.output.stderr).toContain("/api/whoami");
  expect(holdsPartOf(server.output.stderr)).toEqual([]);
  expect(holdsPartOf(server.output.stdout)).toEqual([]);
});

/** Every run of 8 characters of the secret: a log that holds half of it is no better. */
function* pieces(secret: string): Generator<string> {
  for (let at = 0; at + 8 <= secret.length; at += 1) yield secret.slice(at, at + 8);
}

async function failSignIn(url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, ...headers },
    body: JSON.stringify({ email: "ada@example.com", password: "wrong password" }),
  });
  return answer.status;
}

const manyAddresses = [1, 2, 3, 4, 5].map((last) => `203.0.113.${last}`);

test("a client cannot pass for many by naming other addresses: its attempts are limited as one's", async () => {
  const { url } = await started({ LATCHKEY_DATA_DIR: temporaryFolder() });
  const answers: number[] = [];
  for (const address of manyAddresses) {
    answers.push(
      await failSignIn(url, { "x-latchkey-client-address": address, "x-forwarded-for": address }),
    );
  }
  expect(answers).toEqual([401, 401, 401, 429, 429]);
});

test("clients behind a trusted proxy are told apart by what the proxy says", async () => {
  const { url } = await started({
    LATCHKEY_DATA_DIR: temporaryFolder(),
    LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
  });
  const answers: number[] = [];
  for (const address of manyAddresses) {
    answers.push(await failSignIn(url, { "x-forwarded-for": `10.6.6.6, ${address}` }));
  }
  expect(answers).toEqual([401, 401, 401, 401, 401]);
});

test("a session holds the address of the socket, and not the one that a client sent", async () => {
  const { url } = await started({ LATCHKEY_DATA_DIR: temporaryFolder() });
  const member = await signUp(url, "Ada");
  const sessions = await member.call("GET", "/list-sessions");
  expect(await sessions.json()).toMatchObject([{ ipAddress: "127.0.0.1" }]);
});
