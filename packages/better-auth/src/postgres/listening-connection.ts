import type { Timers } from "@latchkey/core";
import type { ClientConfig, Client as PgClient } from "pg";
import { Client } from "./driver.ts";
import { inTime } from "./in-time.ts";
import { TOO_LATE } from "./messages-error.ts";
import { type Streams, streams } from "./streams.ts";

export interface ListeningSettings {
  readonly config: ClientConfig;
  readonly channel: string;
  readonly timers: Timers;
  /** Milliseconds from one answer to the next question whether the server is still there. */
  readonly heartbeat: number;
  /** Milliseconds that the server has for each answer, connecting included. */
  readonly deadline: number;
}

export interface ListeningEvents {
  /** The server has acknowledged that it sends: nothing is missed from here on, until `lost`. */
  listening(): void;
  /** The server has answered a heartbeat. */
  alive(): void;
  received(payload: string): void;
  /** Comes once, if the connection was not ended, and nothing comes after it. */
  lost(error: unknown): void;
}

/** One connection that listens, from its opening until it breaks or is ended. */
export class ListeningConnection {
  readonly #settings: ListeningSettings;
  readonly #events: ListeningEvents;
  readonly #streams: Streams;
  readonly #client: PgClient;
  #isListening = false;
  #isOver = false;
  #cancelTimer = (): void => {};

  /** Opens it; throws where the configuration is none that can be used. */
  constructor(settings: ListeningSettings, events: ListeningEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#streams = streams(settings.config);
    this.#client = new Client(this.#streams.config);
    this.#client.on("error", (error) => {
      this.#lose(error);
    });
    this.#client.on("notification", ({ payload }) => {
      if (!this.#isOver) events.received(payload ?? "");
    });
    void this.#open();
  }

  /** Resolves when it is closed, on both sides where the server answers. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#close();
    const { timers, deadline } = this.#settings;
    if (this.#isListening) {
      this.#streams.ref();
      await inTime(this.#client.end(), deadline, timers);
    }
    this.#streams.destroy();
  }

  async #open(): Promise<void> {
    await this.#answered(() => this.#client.connect());
    await this.#answered(() => this.#client.query(`listen "${this.#settings.channel}"`));
    if (this.#isOver) return;
    this.#isListening = true;
    this.#events.listening();
    this.#rest();
  }

  #rest(): void {
    if (this.#isOver) return;
    this.#cancelTimer = this.#settings.timers.after(this.#settings.heartbeat, () => {
      void this.#beat();
    });
  }

  async #beat(): Promise<void> {
    await this.#answered(() => this.#client.query("select 1"));
    if (this.#isOver) return;
    this.#events.alive();
    this.#rest();
  }

  /** Asks the server, unless it is over: as it is afterwards where there was no answer, or not in time. */
  async #answered(ask: () => Promise<unknown>): Promise<void> {
    if (this.#isOver) return;
    this.#cancelTimer = this.#settings.timers.after(this.#settings.deadline, () => {
      this.#lose(TOO_LATE);
    });
    try {
      await ask();
      this.#cancelTimer();
    } catch (error) {
      this.#lose(error);
    }
  }

  #lose(error: unknown): void {
    if (this.#isOver) return;
    this.#close();
    this.#streams.destroy();
    this.#events.lost(error);
  }

  #close(): void {
    this.#isOver = true;
    this.#cancelTimer();
  }
}
