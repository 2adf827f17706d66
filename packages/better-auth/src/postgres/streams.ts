import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ClientConfig } from "pg";

/**
 * What connections run over, in our hands: the driver can only end a connection together with the server, which a
 * half-open one waits for in vain.
 */
export interface Streams {
  /** To be given to the driver. */
  readonly config: ClientConfig;
  /** From now on they keep the process alive, until they are closed. */
  ref(): void;
  /** Closes all of them without a word to the server. */
  destroy(): void;
}

/** They do not keep the process alive, and find out for themselves, if slowly, that the other side is gone. */
export function streams(config: ClientConfig): Streams {
  const open = new Set<Duplex>();

  function stream(): Duplex {
    const opened = config.stream?.() ?? new Socket();
    if (opened instanceof Socket) opened.unref();
    open.add(opened);
    opened.once("close", () => open.delete(opened));
    return opened;
  }

  return {
    config: { fallback_application_name: "latchkey", ...config, keepAlive: true, stream },
    ref() {
      for (const opened of open) if (opened instanceof Socket) opened.ref();
    },
    destroy() {
      for (const opened of open) opened.destroy();
    },
  };
}
