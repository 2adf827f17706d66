/** A port of 127.0.0.1 that nobody listens on. Somebody else may take it before it is used. */
export declare function freePort(): Promise<number>;
