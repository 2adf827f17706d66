/** Where a Redis listens, on loopback, and the password of its default user. */
export interface RedisPlace {
    readonly port: number;
    readonly password: string;
}
/** A real Redis or Valkey, empty, for one test file. */
export interface RedisTestServer extends RedisPlace {
    /** What it was started with besides, by their names in `redis.conf`. */
    readonly settings: Readonly<Record<string, string>>;
    /** `redis://…`, with the password. */
    readonly url: string;
    /** Stops the process, so that it neither answers nor closes a connection, until `resume`. */
    pause(): void;
    resume(): void;
    /** Kills the server, with what it holds, and removes its files. May be called more than once. */
    stop(): Promise<void>;
}
export interface RedisTestServerOptions {
    /** Where one ran before, to start an empty one in its place. */
    readonly place?: RedisPlace;
    /** Further settings, by their names in `redis.conf`. */
    readonly settings?: Readonly<Record<string, string>>;
}
/** Starts a Redis of its own: own folder, own port, own password. What it holds is in memory only. */
export declare function startRedis({ place, settings, }?: RedisTestServerOptions): Promise<RedisTestServer>;
