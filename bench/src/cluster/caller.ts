import { Agent, request } from "node:http";

/** Connections that stay open, as a service has to its API. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Call {
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Sends it and reads the whole answer. */
export function call(url: string, given: Call): Promise<Answer> {
  const { method = "GET", headers, body } = given;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = text === undefined ? headers : { ...headers, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: all }, (response) => {
      let received = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (received += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: received });
      });
      response.on("error", reject);
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      // The server has just ended a connection that was idle: it has not seen the request.
      if (sent.reusedSocket && error.code === "ECONNRESET") resolve(call(url, given));
      else reject(error);
    });
    sent.end(text);
  });
}

/**
 * Whether a server accepts the key now; `null` where it could not tell (503: the machine is too busy).
 *
 * @throws {Error} for any other answer: it would spoil the figures.
 */
export async function isAccepted(url: string, key: string): Promise<boolean | null> {
  const { status, body } = await call(`${url}/api/whoami`, { headers: { "x-api-key": key } });
  if (status === 200) return true;
  if (status === 401) return false;
  if (status === 503) return null;
  throw new Error(`A verification was answered with ${status}: ${body.slice(0, 200)}`);
}
