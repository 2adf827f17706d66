/** What was being done, when something went wrong. */
const PLACES = [
  "verify",
  "revalidate",
  "rehash",
  "usage",
  "limits",
  "quota",
  "feed",
  "messages",
  "proofs",
  "audit",
  "alerts",
  "purge",
] as const;

/** Something that went wrong where no caller waits for it, or beside what the caller was told. Never holds a key. */
export interface Fault {
  /** What was being done: `verify`, `revalidate`, `rehash`, `usage`, `limits`, `quota`, `feed`, `messages`, `proofs`, `audit`, `alerts`, `purge` or `webhooks`. */
  readonly during: string;
  readonly error: unknown;
}

/** Work that nobody waits for, so that it can be waited for at the end and its failures are heard. */
export class Background {
  readonly #running = new Set<Promise<void>>();
  readonly #onFault: (fault: Fault) => void;
  /** As many as there are places in the code. */
  readonly #faults = new Map<string, number>(PLACES.map((place) => [place, 0]));

  constructor(onFault: (fault: Fault) => void) {
    this.#onFault = onFault;
  }

  /** How many were reported, by what was being done. */
  get faults(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#faults);
  }

  report(error: unknown, during: string): void {
    this.#faults.set(during, (this.#faults.get(during) ?? 0) + 1);
    try {
      this.#onFault({ during, error });
    } catch {
      // A handler that fails has nobody to tell, and must not take a verification down with it.
    }
  }

  run(during: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        this.report(error, during);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing is running any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
