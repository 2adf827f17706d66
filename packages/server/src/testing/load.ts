import { Agent, get } from "node:http";
import { z } from "zod";

/** What came of one request with a key. */
export interface Answer {
  /** Which of the servers answered, by its index. */
  readonly server: number;
  readonly key: string;
  /** Milliseconds, by a clock that is never set: `performance.now()`. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** `null`: there was no answer. */
  readonly status: number | null;
  /** Why it was refused, or could not be sent. `null`: it was let through. */
  readonly code: string | null;
}

export interface LoadOptions {
  /** Where the servers are. Their indices are what `Answer` names them by. */
  readonly urls: readonly string[];
  /** Used in turn. */
  readonly keys: readonly string[];
  /** Requests that are under way at each server; 2 by default. */
  readonly perServer?: number;
  /**
   * Whether a request that cannot be sent, or is cut off before its answer, goes to the next server, as a proxy sends
   * it that has several behind it. By default it has failed.
   */
  readonly elsewhere?: boolean;
}

/** Requests to `/api/whoami` of several servers, always so many at once, until it is stopped. */
export interface Load {
  /** What came of those that have ended so far, in the order of their ends. */
  readonly answers: readonly Answer[];
  /** How often a request had to go to another server. */
  readonly detours: number;
  /** Begins no more requests, and resolves when all have ended. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Milliseconds from an answer to the next request: callers have something else to do as well, and a load that keeps
 * every processor busy would show nothing but how long requests wait for one.
 */
const PAUSE = 20;

export function startLoad(options: LoadOptions): Load {
  const { urls, keys, perServer = 2, elsewhere = false } = options;
  const answers: Answer[] = [];
  const agent = new Agent({ keepAlive: true });
  const end = new AbortController();
  let detours = 0;
  let turn = 0;

  async function request(first: number): Promise<Answer> {
    const key = keys[(turn += 1) % keys.length] ?? "";
    const beganAt = performance.now();
    let code = "";
    for (let attempt = 0; attempt < (elsewhere ? urls.length : 1); attempt += 1) {
      const server = (first + attempt) % urls.length;
      try {
        const outcome = await whoami(agent, urls[server] ?? "", key);
        detours += attempt;
        return { server, key, beganAt, endedAt: performance.now(), ...outcome };
      } catch (error) {
        code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      }
    }
    return { server: first, key, beganAt, endedAt: performance.now(), status: null, code };
  }

  async function keepAsking(server: number): Promise<void> {
    while (!end.signal.aborted) {
      answers.push(await request(server));
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE);
      });
    }
  }

  const callers = urls.flatMap((_, server) =>
    Array.from({ length: perServer }, () => keepAsking(server)),
  );
  return {
    answers,
    get detours() {
      return detours;
    },
    async stop() {
      end.abort();
      await Promise.all(callers);
      agent.destroy();
    },
  };
}

const problem = z.object({ code: z.string() });

/** Rejects where there is no answer, or only a part of one. */
function whoami(agent: Agent, url: string, key: string): Promise<Pick<Answer, "status" | "code">> {
  return new Promise((resolve, reject) => {
    const asking = get(`${url}/api/whoami`, { agent, headers: { "x-api-key": key } }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => (body += text));
      answer.once("error", reject);
      answer.once("end", () => {
        const status = answer.statusCode ?? 0;
        resolve({ status, code: status === 200 ? null : codeIn(body) });
      });
    });
    asking.once("error", reject);
  });
}

function codeIn(body: string): string {
  try {
    return problem.parse(JSON.parse(body)).code;
  } catch {
    return body;
  }
}
