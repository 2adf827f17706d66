import type { DBAdapter } from "better-auth";

/** How many writes go to a database at once, each by itself. */
const AT_ONCE = 8;
/** How many go in one transaction: whoever else writes waits for it. */
const IN_ONE_TRANSACTION = 100;

/** What is needed of an adapter to write with. */
export type WritingAdapter = Pick<DBAdapter, "create" | "incrementOne" | "updateMany">;

export interface ManyWritingAdapter extends WritingAdapter {
  transaction<Result>(work: (adapter: WritingAdapter) => Promise<Result>): Promise<Result>;
  readonly options?:
    | {
        readonly adapterConfig?: { readonly transaction?: unknown } | undefined;
        readonly type?: unknown;
      }
    | undefined;
}

/**
 * Writes very many rows that have nothing to do with each other. SQLite syncs once per transaction and has
 * one writer at a time: there many go in one. Other databases take a few at once, each by itself, since there
 * two transactions over many rows could wait for each other.
 *
 * `done` is told what is durable; when it rejects, with what the database said first, nothing else is.
 */
export async function writeMany<Item>(
  adapter: ManyWritingAdapter,
  items: readonly Item[],
  write: (adapter: WritingAdapter, item: Item) => Promise<unknown>,
  done: (item: Item) => void = () => undefined,
): Promise<void> {
  if (isSqlite(adapter)) {
    for (let from = 0; from < items.length; from += IN_ONE_TRANSACTION) {
      const batch = items.slice(from, from + IN_ONE_TRANSACTION);
      await adapter.transaction(async (transaction) => {
        for (const item of batch) await write(transaction, item);
      });
      for (const item of batch) done(item);
    }
    return;
  }
  const waiting = items.values();
  let failure: { readonly error: unknown } | null = null;
  const writer = async () => {
    for (const item of waiting) {
      if (failure !== null) return;
      try {
        await write(adapter, item);
        done(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
  rethrow(failure);
}

function rethrow(failure: { readonly error: unknown } | null): void {
  if (failure !== null) throw failure.error;
}

/** Of Better Auth's own adapter, with transactions that can be rolled back. */
function isSqlite({ options }: ManyWritingAdapter): boolean {
  return options?.type === "sqlite" && Boolean(options.adapterConfig?.transaction);
}
