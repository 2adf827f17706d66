import { randomUUID } from "node:crypto";
import type { Clock } from "../port/clock.ts";
import type { Registers } from "../port/registers.ts";

const NAME = "alerts-anomaly";
const MINUTE = 60_000;

/** Milliseconds: where nobody has looked for as long, nobody may have been there, and whoever comes next goes on. */
export const AWAY = 150_000;
/** How many times of nobody being there are remembered. */
const MAX_GAPS = 10;

/** Minutes since 1970, the second one excluded. */
export type Minutes = readonly [from: number, to: number];

/** What the process that looks knows, and leaves to the next. */
export interface AnomalyTurn {
  /** Whether this process had no turn before this one. */
  readonly isNew: boolean;
  /** Up to which minute was looked; `null`: nobody has looked yet. */
  readonly until: number | null;
  /** When nobody was there to look, latest last: silence then says nothing. */
  readonly gaps: readonly Minutes[];
  /** How many places of `AnomalyMemory` have been written to. */
  readonly places: number;
}

interface State extends Omit<AnomalyTurn, "isNew"> {
  readonly holder: string;
  /** When the holder was last there, in milliseconds since 1970. */
  readonly seenAt: number;
}

const NOBODY: State = { holder: "", seenAt: Number.NaN, until: null, gaps: [], places: 0 };

/**
 * Who looks: one process, until it has not been there for `AWAY`. It keeps its turn, unlike those of `Turns`,
 * for it has in memory what another would have to read.
 */
export class AnomalyTurns {
  readonly #registers: Registers;
  readonly #clock: Clock;
  readonly #me = randomUUID();
  #isMine = false;
  #version = 0;
  #state: State = NOBODY;

  constructor(registers: Registers, clock: Clock) {
    this.#registers = registers;
    this.#clock = clock;
  }

  /** The turn, where it is this process's; `null`: another has it. */
  async take(): Promise<AnomalyTurn | null> {
    const now = this.#clock.now();
    const register = await this.#registers.read(NAME);
    const state = register === null ? NOBODY : stateOf(register.value);
    const isNew = !this.#isMine || state.holder !== this.#me;
    // A last time in the future is one by a clock that was wrong.
    const isAway = !(Math.abs(now - state.seenAt) < AWAY);
    this.#isMine = false;
    if (state.holder !== this.#me && state.holder !== NOBODY.holder && !isAway) return null;
    this.#version = register?.version ?? 0;
    const gaps =
      isAway && state.seenAt < now ? [...state.gaps, gap(state.seenAt, now)] : state.gaps;
    const mine = { ...state, holder: this.#me, seenAt: now, gaps: gaps.slice(-MAX_GAPS) };
    if (!(await this.#write(mine))) return null;
    return { isNew, until: mine.until, gaps: mine.gaps, places: mine.places };
  }

  /** What this process has come to. Whether it still has the turn. */
  done(change: Pick<AnomalyTurn, "until" | "places">): Promise<boolean> {
    return this.#write({ ...this.#state, ...change, seenAt: this.#clock.now() });
  }

  /** Leaves the turn to whoever comes first. */
  async release(): Promise<void> {
    if (this.#isMine) await this.#write({ ...this.#state, holder: NOBODY.holder });
    this.#isMine = false;
  }

  async #write(state: State): Promise<boolean> {
    this.#isMine = await this.#registers.write(NAME, JSON.stringify(state), this.#version);
    this.#version += 1;
    this.#state = state;
    return this.#isMine;
  }
}

function gap(seenAt: number, now: number): Minutes {
  return [Math.floor(seenAt / MINUTE), Math.ceil(now / MINUTE)];
}

/** What was written here, by this version or another. */
function stateOf(value: string): State {
  const read: unknown = JSON.parse(value);
  return isState(read) ? read : NOBODY;
}

function isState(value: unknown): value is State {
  if (typeof value !== "object" || value === null) return false;
  const isNumber = (field: string) => typeof Reflect.get(value, field) === "number";
  const until: unknown = Reflect.get(value, "until");
  return (
    typeof Reflect.get(value, "holder") === "string" &&
    isNumber("seenAt") &&
    isNumber("places") &&
    (until === null || typeof until === "number") &&
    Array.isArray(Reflect.get(value, "gaps"))
  );
}
