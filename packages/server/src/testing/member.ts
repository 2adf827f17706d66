import { z } from "zod";

/** A user of a server, signed in: what a browser does, without the browser. */
export interface Member {
  readonly email: string;
  readonly password: string;
  readonly cookie: string;
  /** The same session at another address of the same server. */
  at(url: string): Member;
  call(method: "GET" | "POST", path: string, body?: object): Promise<Response>;
  createKey(input?: object): Promise<CreatedKey>;
  revokeKey(keyId: string): Promise<void>;
  listKeys(): Promise<ListedKey[]>;
  userId(): Promise<string>;
}

const listedKey = z.object({
  id: z.string(),
  name: z.string().nullable(),
  start: z.string(),
  status: z.string(),
});
const createdKey = listedKey.extend({ key: z.string() });

export type ListedKey = z.infer<typeof listedKey>;
export type CreatedKey = z.infer<typeof createdKey>;

const PASSWORD = "correct horse battery";

let visitors = 0;

/**
 * Signs up, at the server or at its proxy: a server that trusts this machine as one (see
 * `startTestServer`) sees each member come from another address, and does not take them for a flood.
 */
export async function signUp(url: string, name: string): Promise<Member> {
  const email = `${name.toLowerCase()}@example.com`;
  visitors += 1;
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: {
      origin: url,
      "content-type": "application/json",
      "x-forwarded-for": `203.0.113.${visitors}`,
    },
    body: JSON.stringify({ name, email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((header) => header.split(";", 1)[0])
    .join("; ");
  return member(url, email, cookie);
}

/** A request that whoami, or any guarded route, sees with this key; from this address, where a proxy is trusted to tell it. */
export function whoami(url: string, key: string, address?: string): Promise<Response> {
  const from = address === undefined ? {} : { "x-forwarded-for": address };
  return fetch(`${url}/api/whoami`, { headers: { "x-api-key": key, ...from } });
}

function member(url: string, email: string, cookie: string): Member {
  const call: Member["call"] = (method, path, body) =>
    fetch(`${url}/api/auth${path}`, {
      method,
      headers: { cookie, origin: url, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    email,
    cookie,
    password: PASSWORD,
    call,
    at: (another) => member(another, email, cookie),
    createKey: async (input = {}) =>
      createdKey.parse(await answered(call("POST", "/api-key/create", input))),
    revokeKey: async (keyId) => {
      await answered(call("POST", "/api-key/revoke", { keyId }));
    },
    listKeys: async () =>
      z.object({ apiKeys: z.array(listedKey) }).parse(await answered(call("GET", "/api-key/list")))
        .apiKeys,
    userId: async () =>
      z
        .object({ user: z.object({ id: z.string() }) })
        .parse(await answered(call("GET", "/get-session"))).user.id,
  };
}

async function answered(request: Promise<Response>): Promise<unknown> {
  const response = await request;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.json();
}
