import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { type Timers, systemTimers } from "@latchkey/core";
import { type Gate, gate } from "./faulty-proxy/gate.ts";
import { carry } from "./faulty-proxy/carry.ts";

/** A network that can be broken, between a client and a server on loopback. */
export interface FaultyProxy {
  /** Where clients connect to, on 127.0.0.1. */
  readonly port: number;
  /** How many connections of clients are open. */
  readonly connections: number;
  /** Resets all connections, and every new one as soon as it is there. */
  cut(): void;
  /** Takes connections and passes nothing on, either way, not even that one was ended: as if packets were lost. */
  hold(): void;
  /** From now on whatever comes is passed on so many milliseconds later, in each direction. */
  delay(milliseconds: number): void;
  /** A whole network again: passes on what was held, takes new connections, delays nothing more. */
  heal(): void;
  /** Resets all connections and listens no more. May be called more than once. */
  stop(): Promise<void>;
}

export interface FaultyProxyOptions {
  /** The server's port on 127.0.0.1. */
  readonly target: number;
  readonly timers?: Timers;
}

export async function startFaultyProxy({
  target,
  timers = systemTimers,
}: FaultyProxyOptions): Promise<FaultyProxy> {
  const held: Gate = gate();
  /** The sockets of clients, each with the one to the server. */
  const pairs = new Map<Socket, Socket>();
  let isCut = false;
  let latency = 0;

  // Half-open, so that each side's end is passed on by itself, and in its turn.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on("error", () => {});
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    pairs.set(client, upstream);
    client.once("close", () => pairs.delete(client));
    const way = { held, latency: () => latency, timers };
    carry(client, upstream, way);
    carry(upstream, client, way);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  function reset(): void {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    held.open();
  }

  return {
    port: portOf(server.address()),
    get connections() {
      return pairs.size;
    },
    cut() {
      isCut = true;
      reset();
    },
    hold() {
      isCut = false;
      held.close();
    },
    delay(milliseconds) {
      latency = milliseconds;
    },
    heal() {
      isCut = false;
      latency = 0;
      held.open();
    },
    async stop() {
      isCut = true;
      reset();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("No port was given");
  return address.port;
}
