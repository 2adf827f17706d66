import type { Config } from "./config.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1"]);
/** Listening everywhere; not an address that anybody can open. */
const WILDCARD = new Set(["0.0.0.0", "::"]);

/** What the server is called from outside. */
export interface Origins {
  /** The base URL, without a slash at the end. */
  readonly url: string;
  /** Origins that pages may call the API from with a session. */
  readonly trusted: readonly string[];
}

/**
 * The names of a server that listens on `port`. On loopback both of its usual names are trusted:
 * which of the two somebody types is chance.
 */
export function originsOf(config: Pick<Config, "host" | "publicUrl">, port: number): Origins {
  const loopback = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${port}`);
  if (config.publicUrl !== null) {
    const local = LOOPBACK.has(unbracketed(new URL(config.publicUrl).hostname));
    return {
      url: config.publicUrl,
      trusted: local ? [...new Set([config.publicUrl, ...loopback])] : [config.publicUrl],
    };
  }
  const host = WILDCARD.has(config.host) ? "localhost" : config.host;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return { url, trusted: LOOPBACK.has(host) ? [...new Set([url, ...loopback])] : [url] };
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
