/**
 * What is needed of a client of the package `redis`: what `createClient`, `createCluster` or `createSentinel` makes.
 */
export interface RedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  destroy(): unknown;
  on(event: string, listener: (...details: readonly unknown[]) => void): unknown;
  withCommandOptions(options: CommandOptions): RedisCommands;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  /** A client like this one, for connections of its own. */
  duplicate(): RedisClient;
}

export interface CommandOptions {
  /** Milliseconds that a command may wait to be sent. */
  readonly timeout: number;
  readonly typeMapping: object;
}

export interface RedisCommands {
  eval(script: string, input: ScriptInput): Promise<unknown>;
  evalSha(sha: string, input: ScriptInput): Promise<unknown>;
  getEx(key: string, lifetime: Milliseconds): Promise<unknown>;
  set(key: string, value: string, options: { readonly expiration: Milliseconds }): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
}

export interface Milliseconds {
  readonly type: "PX";
  readonly value: number;
}

export interface ScriptInput {
  readonly keys: string[];
  readonly arguments: string[];
}
