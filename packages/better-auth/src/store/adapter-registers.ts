import type { Register, Registers } from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { REGISTER_MODEL } from "../schema.ts";

const model = REGISTER_MODEL;
const registerRow = z.object({ value: z.string(), version: z.number() });

/** Registers in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterRegisters implements Registers {
  readonly #adapter: () => DBAdapter;
  /** The creation of a register that is under way in this process: not every adapter knows unique columns. */
  readonly #creating = new Map<string, Promise<unknown>>();

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => DBAdapter) {
    this.#adapter = adapter;
  }

  async read(name: string): Promise<Register | null> {
    const where = [{ field: "name", value: name }];
    const row: unknown = await this.#adapter().findOne({ model, where });
    return row === null ? null : registerRow.parse(row);
  }

  async write(name: string, value: string, version: number): Promise<boolean> {
    if (version === 0) return this.#createOnce(name, value);
    const row: unknown = await this.#adapter().incrementOne({
      model,
      where: [
        { field: "name", value: name },
        { field: "version", value: version },
      ],
      increment: { version: 1 },
      set: { value },
    });
    return row !== null;
  }

  async #createOnce(name: string, value: string): Promise<boolean> {
    while (this.#creating.has(name)) await this.#creating.get(name);
    const creation = this.#create(name, value);
    const settled = creation.catch(() => undefined).finally(() => this.#creating.delete(name));
    this.#creating.set(name, settled);
    return creation;
  }

  async #create(name: string, value: string): Promise<boolean> {
    if ((await this.read(name)) !== null) return false;
    try {
      await this.#adapter().create({ model, data: { name, value, version: 1 } });
      return true;
    } catch (error) {
      // Another process came first; or else it is the database that has failed.
      if ((await this.read(name)) === null) throw error;
      return false;
    }
  }
}
