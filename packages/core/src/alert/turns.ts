import type { Clock } from "../port/clock.ts";
import type { Registers } from "../port/registers.ts";

/** Work that one process of several should do from time to time. That two do it once in a while must be harmless. */
export class Turns {
  readonly #registers: Registers;
  readonly #clock: Clock;

  constructor(registers: Registers, clock: Clock) {
    this.#registers = registers;
    this.#clock = clock;
  }

  /** Whether it is this process's turn: nobody has had one within the interval (milliseconds), by any clock. */
  async take(name: string, interval: number): Promise<boolean> {
    const now = this.#clock.now();
    const register = await this.#registers.read(name);
    const last = register === null ? Number.NEGATIVE_INFINITY : Number(register.value);
    // A last turn in the future is one by a clock that was wrong.
    if (Math.abs(now - last) < interval) return false;
    return this.#registers.write(name, String(now), register?.version ?? 0);
  }
}
