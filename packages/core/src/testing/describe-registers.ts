import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Registers } from "../port/registers.ts";

export interface OpenedRegisters {
  readonly registers: Registers;
  dispose(): Promise<void>;
}

export interface RegistersSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  readonly create: () => Promise<OpenedRegisters>;
}

const CONTENDERS = Array.from({ length: 20 }, (_, index) => index);

/** What every kind of registers must do, as tests for vitest. */
export function describeRegisters({ name, create }: RegistersSuite): void {
  describe(`registers: ${name}`, () => {
    let opened: OpenedRegisters;

    beforeAll(async () => {
      opened = await create();
    }, 120_000);

    afterAll(async () => {
      await opened.dispose();
    });

    it("a register that was not written yet is null, and stays so when a later version is expected", async () => {
      const { registers } = opened;
      const register = randomUUID();
      expect(await registers.read(register)).toBeNull();
      expect(await registers.write(register, "early", 1)).toBe(false);
      expect(await registers.read(register)).toBeNull();
    });

    it("what was written is read back with its version, whatever text it is", async () => {
      const { registers } = opened;
      const register = randomUUID();
      for (const [version, value] of ["", "{}", "'\"\\ état 🔑", "x".repeat(20_000)].entries()) {
        expect(await registers.write(register, value, version)).toBe(true);
        expect(await registers.read(register)).toEqual({ value, version: version + 1 });
      }
    });

    it("a write to a version that has passed changes nothing", async () => {
      const { registers } = opened;
      const register = randomUUID();
      await registers.write(register, "first", 0);
      await registers.write(register, "second", 1);
      for (const version of [0, 1, 3]) {
        expect(await registers.write(register, "late", version)).toBe(false);
      }
      expect(await registers.read(register)).toEqual({ value: "second", version: 2 });
    });

    it("registers do not touch each other", async () => {
      const { registers } = opened;
      const [one, other] = [randomUUID(), randomUUID()];
      await registers.write(one, "one", 0);
      await registers.write(other, "other", 0);
      await registers.write(other, "changed", 1);
      expect(await registers.read(one)).toEqual({ value: "one", version: 1 });
    });

    it.each([0, 1])("of 20 concurrent writes to version %i exactly one succeeds", async (from) => {
      const { registers } = opened;
      const register = randomUUID();
      if (from === 1) await registers.write(register, "before", 0);
      const won = await Promise.all(
        CONTENDERS.map((index) => registers.write(register, `${index}`, from)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await registers.read(register)).toEqual({
        value: `${won.indexOf(true)}`,
        version: from + 1,
      });
    });
  });
}
