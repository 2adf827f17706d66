import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";
import { StartError, systemCode } from "../run/start-error.ts";
import type { SocketBindings } from "./client-address.ts";

/** A bound port. */
export interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when every request under way is answered. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly fetch: (request: Request, bindings: SocketBindings) => Promise<Response>;
}

/** Binds the port. Throws a StartError with one sentence where it cannot be had. */
export async function listen({ host, port, fetch }: ListenOptions): Promise<Listener> {
  const server = createAdaptorServer({ fetch });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    throw unavailable(host, port, error);
  }
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function unavailable(host: string, port: number, error: unknown): unknown {
  const code = systemCode(error) ?? "";
  switch (code) {
    case "EADDRINUSE":
      return new StartError(
        `Port ${port} is already in use: stop what is using it, or choose another port with PORT.`,
      );
    case "EACCES":
      return new StartError(
        `Port ${port} may not be used by this account: choose one from 1024 on with PORT.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartError(
        `This machine has no address ${host}: set HOST to 127.0.0.1, or to 0.0.0.0 for all addresses.`,
      );
    default:
      return error;
  }
}
