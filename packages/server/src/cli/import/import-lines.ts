import {
  type By,
  type ImportKeyInput,
  ImportLedger,
  type ImportResult,
  type KeyEngine,
} from "@latchkey/core";
import { type ImportLine, type NamedOwner, readImportLine } from "./import-line.ts";
import { type Line, linesOf } from "../lines.ts";

/** Whoever may run commands on the server's machine. */
const BY_OPERATOR: By = {
  actor: { kind: "server", id: null },
  address: null,
  client: "latchkey import",
};

export interface ImportParts {
  readonly engine: Pick<KeyEngine<unknown>, "import">;
  /** The id of the user with this e-mail address; `null` where there is none. */
  readonly userIdOf: (email: string) => Promise<string | null>;
  readonly report: (line: number, outcome: LineOutcome) => void;
}

/** What came of a line. */
export type LineOutcome =
  | { readonly kind: "imported" | "importable" | "present" }
  | { readonly kind: "wrong"; readonly problem: string };

export type LineCounts = Readonly<Record<LineOutcome["kind"], number>>;

/** Lines that are looked at, and written, together. */
const BATCH_SIZE = 500;

/**
 * Imports the records of JSON Lines, a batch at a time, and reports each line; empty ones are passed
 * over. In a dry run all is checked and nothing written.
 */
export async function importLines(
  source: AsyncIterable<Uint8Array>,
  parts: ImportParts,
  { dryRun }: { readonly dryRun: boolean },
): Promise<LineCounts> {
  const run = new ImportRun(parts, dryRun);
  let batch: Line[] = [];
  for await (const line of linesOf(source)) {
    if (line.text?.trim() === "") continue;
    batch.push(line);
    if (batch.length < BATCH_SIZE) continue;
    await run.importBatch(batch);
    batch = [];
  }
  await run.importBatch(batch);
  return run.counts;
}

class ImportRun {
  readonly counts = { imported: 0, importable: 0, present: 0, wrong: 0 };
  readonly #parts: ImportParts;
  readonly #dryRun: boolean;
  readonly #ledger = new ImportLedger();
  /** The number of the line that was handed to the engine at each place. */
  readonly #lines: number[] = [];

  constructor(parts: ImportParts, dryRun: boolean) {
    this.#parts = parts;
    this.#dryRun = dryRun;
  }

  async importBatch(lines: readonly Line[]): Promise<void> {
    const read = await Promise.all(lines.map((line) => this.#read(line)));
    const inputs = read.filter((it): it is ImportKeyInput => !isProblem(it));
    const options = { dryRun: this.#dryRun, ledger: this.#ledger, by: BY_OPERATOR };
    const results = (await this.#parts.engine.import(inputs, options)).values();
    for (const [index, { number }] of lines.entries()) {
      const it = read[index];
      if (it !== undefined && isProblem(it)) {
        this.#note(number, { kind: "wrong", problem: it.problem });
        continue;
      }
      this.#lines.push(number);
      const { value } = results.next();
      if (value !== undefined) this.#note(number, this.#outcome(value));
    }
  }

  async #read(line: Line): Promise<ImportKeyInput | Problem> {
    if (line.text === null) return { problem: line.problem };
    const read = readImportLine(line.text);
    if (isProblem(read)) return read;
    const referenceId = await this.#referenceId(read.owner);
    if (referenceId !== null) return { ...read.key, referenceId };
    return { problem: "There is no user with this e-mail address." };
  }

  async #referenceId(owner: NamedOwner): Promise<string | null> {
    return "id" in owner ? owner.id : this.#parts.userIdOf(owner.email);
  }

  #outcome(result: ImportResult): LineOutcome {
    switch (result.kind) {
      case "imported":
      case "importable":
      case "present":
        return { kind: result.kind };
      case "repeated":
        return {
          kind: "wrong",
          problem: `It is the same key as line ${this.#lines[result.place]}.`,
        };
      case "refused":
        return { kind: "wrong", problem: result.message };
    }
  }

  #note(line: number, outcome: LineOutcome): void {
    this.counts[outcome.kind] += 1;
    this.#parts.report(line, outcome);
  }
}

interface Problem {
  readonly problem: string;
}

function isProblem(it: ImportKeyInput | ImportLine | Problem): it is Problem {
  return "problem" in it;
}
