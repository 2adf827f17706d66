import type { EventEmitter } from "node:events";

/** What a command takes from the process that it runs in. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly directory: string;
  /** Where SIGTERM and SIGINT arrive. */
  readonly signals: EventEmitter;
  /** Ends the process at once: for a command that has something running. */
  readonly exit: (code: number) => void;
}

export interface Output {
  /** Answers false where it is better to wait for `drain` before the next. */
  write(text: string): unknown;
  on?(event: "drain" | "error", listener: () => void): unknown;
}

/** One of the things that `latchkey` does. */
export interface Command {
  /** A line, for the list of commands. */
  readonly summary: string;
  /** How it is called, and every option. */
  readonly usage: string;
  /**
   * Answers the exit code: 0 where all went well, 1 where it did not, 2 where it was called wrongly.
   *
   * @throws {StartError} where the machine does not let it run.
   */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
}

/** Called wrongly. The message is one sentence that says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
