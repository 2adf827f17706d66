import { describe, expect, it } from "vitest";
import { appending } from "./audit-log/appending.ts";
import type { AuditCheck, AuditStores } from "./audit-log/check.ts";
import { keeping } from "./audit-log/keeping.ts";
import { reading } from "./audit-log/reading.ts";
import { type SkippedTest, Skips } from "./skips.ts";

export interface OpenedAuditLog extends AuditStores {
  dispose(): Promise<void>;
}

export interface AuditLogSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a log that is empty, and registers beside it: anew for every test. */
  readonly create: () => Promise<OpenedAuditLog>;
  /** What the adapter cannot do, test by test, and why. A name that no test has fails. */
  readonly skip?: readonly SkippedTest[];
}

/** In milliseconds. Far more than needed: some logs are databases on a busy machine. */
const TIMEOUT = 120_000;

const SECTIONS: Readonly<Record<string, (check: AuditCheck) => void>> = {
  keeping,
  reading,
  appending,
};

/** What every audit log must do, as tests for vitest. Run it for each adapter on each database. */
export function describeAuditLog({ name, create, skip = [] }: AuditLogSuite): void {
  describe(`audit log: ${name}`, () => {
    const skips = new Skips(skip);
    const check: AuditCheck = (test, run) => {
      const reason = skips.reasonFor(test);
      it(test, { timeout: TIMEOUT }, async (context) => {
        if (reason !== null) context.skip(reason);
        const opened = await create();
        try {
          await run(opened);
        } finally {
          await opened.dispose();
        }
      });
    };
    for (const [section, register] of Object.entries(SECTIONS)) {
      describe(section, () => {
        register(check);
      });
    }

    it("every skip names a test", () => {
      expect(skips.unmatched()).toEqual([]);
    });
  });
}
