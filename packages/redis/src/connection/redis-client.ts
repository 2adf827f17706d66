/** What is needed of a client of the package `redis`, be it of one server, a cluster or behind sentinels. */
export interface RedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  on(event: string, listener: (...details: readonly unknown[]) => void): unknown;
  off(event: string, listener: (...details: readonly unknown[]) => void): unknown;
  withCommandOptions(options: {
    readonly timeout?: number;
    readonly typeMapping?: object;
  }): RedisCommands;
  /** A client like this one, for a connection of its own. */
  duplicate(): RedisSubscriber;
}

export interface RedisCommands {
  eval(script: string, options: ScriptInput): Promise<unknown>;
  evalSha(sha: string, options: ScriptInput): Promise<unknown>;
  getEx(key: string, expiry: { readonly type: "PX"; readonly value: number }): Promise<unknown>;
  set(
    key: string,
    value: string,
    options: { readonly expiration: { readonly type: "PX"; readonly value: number } },
  ): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
}

export interface RedisSubscriber {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  on(event: string, listener: (...details: readonly unknown[]) => void): unknown;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  destroy(): unknown;
}

export interface ScriptInput {
  readonly keys: string[];
  readonly arguments: string[];
}
