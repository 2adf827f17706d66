import type { AllKeysQuery } from "../port/key-store.ts";
import { withoutHash } from "../record/record.ts";
import type { LifecycleContext } from "./context.ts";
import { type ListedKeys, MAX_PAGE_SIZE, assertPage } from "./list-keys.ts";

/** What is meant of all owners' keys. Nothing here says who may look: the caller must know. */
export interface ListAllKeysInput {
  readonly configId?: string | undefined;
  readonly referenceId?: string | undefined;
  readonly createdById?: string | undefined;
  readonly status?: AllKeysQuery["status"] | undefined;
  /** Exactly this one. */
  readonly start?: string | undefined;
  /** A `start` that begins so. */
  readonly startsWith?: string | undefined;
  /** 1 to 100; 100 by default. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** By `createdAt`; `desc` by default. */
  readonly sortDirection?: AllKeysQuery["sortDirection"] | undefined;
}

/**
 * A page of all keys, whoever owns them.
 *
 * @throws {RangeError} for a limit or an offset out of bounds.
 * @throws {KeyOperationError} `SEARCH_TOO_BROAD`.
 */
export async function listAllKeys(
  input: ListAllKeysInput,
  { store, clock }: Pick<LifecycleContext, "store" | "clock">,
): Promise<ListedKeys> {
  const { limit = MAX_PAGE_SIZE, offset = 0, sortDirection = "desc" } = input;
  const { configId, referenceId, createdById, status, start, startsWith } = input;
  assertPage(limit, offset);
  const { records, total } = await store.listAll({
    ...(configId !== undefined && { configId }),
    ...(referenceId !== undefined && { referenceId }),
    ...(createdById !== undefined && { createdById }),
    ...(status !== undefined && { status }),
    ...(start !== undefined && { start }),
    ...(startsWith !== undefined && { startsWith }),
    now: new Date(clock.now()),
    limit,
    offset,
    sortDirection,
  });
  return { records: records.map(withoutHash), total, limit, offset };
}
