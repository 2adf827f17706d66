/** Something that went wrong where no caller waits for it, or beside what the caller was told. Never holds a key. */
export interface Fault {
  /** What was being done: `verify`, `revalidate`, `rehash`, `usage`, `limits`, `quota`, `audit`, `purge` or `webhooks`. */
  readonly during: string;
  readonly error: unknown;
}

/** Work that nobody waits for, so that it can be waited for at the end and its failures are heard. */
export class Background {
  readonly #running = new Set<Promise<void>>();
  readonly #onFault: (fault: Fault) => void;

  constructor(onFault: (fault: Fault) => void) {
    this.#onFault = onFault;
  }

  report(error: unknown, during: string): void {
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
