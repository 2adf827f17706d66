import type { KeyQuery } from "../port/key-store.ts";
import { type KeyView, withoutHash } from "../record/record.ts";
import { type LifecycleContext, tenantOf } from "./context.ts";

export const MAX_PAGE_SIZE = 100;

export interface ListKeysInput {
  readonly referenceId: string;
  /** `default`, unless there are several configurations. */
  readonly configId?: string | undefined;
  /** 1 to 100; 100 by default. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** `createdAt` by default. */
  readonly sortBy?: KeyQuery["sortBy"] | undefined;
  /** `desc` by default. */
  readonly sortDirection?: KeyQuery["sortDirection"] | undefined;
  readonly status?: KeyQuery["status"] | undefined;
}

export interface ListedKeys {
  readonly records: readonly KeyView[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** @throws {RangeError} for a limit or an offset out of bounds. */
export async function listKeys(
  input: ListKeysInput,
  { store, clock }: Pick<LifecycleContext, "store" | "clock">,
): Promise<ListedKeys> {
  const { limit = MAX_PAGE_SIZE, offset = 0, status } = input;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw new RangeError(`limit must be a whole number from 1 to ${MAX_PAGE_SIZE}.`);
  }
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError("offset must be a whole number, 0 or more.");
  }
  const { records, total } = await store.list({
    ...tenantOf(input),
    ...(status !== undefined && { status }),
    now: new Date(clock.now()),
    limit,
    offset,
    sortBy: input.sortBy ?? "createdAt",
    sortDirection: input.sortDirection ?? "desc",
  });
  return { records: records.map(withoutHash), total, limit, offset };
}
