import type { Register, Registers } from "../port/registers.ts";

/** Registers in this process's memory: for tests, and the model for every other kind. */
export class MemoryRegisters implements Registers {
  readonly #registers = new Map<string, Register>();

  async read(name: string): Promise<Register | null> {
    return this.#registers.get(name) ?? null;
  }

  async write(name: string, value: string, version: number): Promise<boolean> {
    if ((this.#registers.get(name)?.version ?? 0) !== version) return false;
    this.#registers.set(name, { value, version: version + 1 });
    return true;
  }
}
