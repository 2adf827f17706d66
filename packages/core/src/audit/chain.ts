import type { AuditLog } from "../port/audit-log.ts";
import type { Registers } from "../port/registers.ts";
import type { AuditEntry, AuditEvent } from "./entry.ts";
import { entryAfter } from "./hash.ts";
import { type StoredHead, readHead, writeHead } from "./head-register.ts";

/** How often an append starts over because other processes append meanwhile. Each time, one of them has got its way. */
const MAX_ATTEMPTS = 200;

/**
 * The chain of one installation, appended to by any number of processes.
 *
 * An entry is in the chain from the moment when the register of the head is set to it, by
 * compare-and-set; until it lies in the log too, the register carries it. Whoever comes next, after
 * a process died in between, puts it there. So there is no gap, no fork and no entry lost, with
 * nothing asked of the log but that it keeps what it is given.
 */
export class AuditChain {
  readonly #log: AuditLog;
  readonly #registers: Registers;
  /** The appends of this process come one after another, so that it only contends with others. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(log: AuditLog, registers: Registers) {
    this.#log = log;
    this.#registers = registers;
  }

  /** Appends the event unless it is in the chain already; answers its entry. */
  append(event: AuditEvent): Promise<AuditEntry> {
    const appended = this.#last.then(() => this.#append(event));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  /** The head, with every entry up to it in the log. */
  async settled(): Promise<StoredHead> {
    const stored = await readHead(this.#registers);
    if (stored.unsettled !== null) {
      await this.#log.put(stored.unsettled);
      await this.#settle(stored);
    }
    return stored;
  }

  async #append(event: AuditEvent): Promise<AuditEntry> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { head, version } = await this.#withLastInLog();
      // All entries up to this head are in the log. If the head is still the same when it is set, the
      // event was in none of them.
      const there = await this.#log.findByEventId(event.eventId);
      if (there !== null) return there;
      const entry = entryAfter(head, event);
      if (!(await writeHead(this.#registers, entry, entry, version))) continue;
      await this.#log.put(entry);
      await this.#settle({ head: entry, unsettled: entry, version: version + 1 });
      return entry;
    }
    throw new Error("The audit chain is being appended to by too many processes at once.");
  }

  async #withLastInLog(): Promise<StoredHead> {
    const stored = await readHead(this.#registers);
    if (stored.unsettled !== null) await this.#log.put(stored.unsettled);
    else if (stored.version === 0) await this.#assertEmpty();
    return stored;
  }

  /** Lets go of the entry that the register carries. If others have moved on, they have seen to it. */
  async #settle({ head, version }: StoredHead): Promise<void> {
    await writeHead(this.#registers, head, null, version);
  }

  async #assertEmpty(): Promise<void> {
    const [entry] = await this.#log.read({ filter: {}, direction: "asc", limit: 1 });
    // Unless another process has just begun the chain.
    if (entry !== undefined && (await readHead(this.#registers)).version === 0) {
      throw new Error("The audit log holds entries, but the head of its chain is gone.");
    }
  }
}
