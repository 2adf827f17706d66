import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Another process of the bench, with the flags of this one and so much heap as a million keys need. */
export function startChild(file: string, args: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const execArgv = [...process.execArgv, "--max-old-space-size=8192"];
  return fork(path, args, { execArgv });
}

/** The next message of the child. Rejects where it ends without one. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const failed = once(child, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`A process of the bench ended with ${code} before it had answered.`);
  });
  failed.catch(() => undefined);
  const answered = once(child, "message", { signal: ended.signal });
  answered.catch(() => undefined);
  try {
    const [message] = await Promise.race([answered, failed]);
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are files of the bench
    return message as T;
  } finally {
    ended.abort();
  }
}

/** Sends a message and waits for the one that answers it. */
export function asked<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = messageOf<T>(child);
  child.send(message);
  return answer;
}
