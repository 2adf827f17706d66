import { type Environments, assertEnvironment } from "../policy/environment.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import type { KeyQuery } from "../port/key-store.ts";
import { DEFAULT_CONFIG_ID, type KeyView, withoutHash } from "../record/record.ts";
import { MAX_SEARCH_LENGTH } from "../record/search.ts";
import type { LifecycleContext } from "./context.ts";

export const MAX_PAGE_SIZE = 100;

export interface ListKeysInput {
  readonly referenceId: string;
  /** `default`, unless there are several configurations; of a list those of each. */
  readonly configId?: string | readonly string[] | undefined;
  /** 1 to 100; 100 by default. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** `createdAt` by default. */
  readonly sortBy?: KeyQuery["sortBy"] | undefined;
  /** `desc` by default. */
  readonly sortDirection?: KeyQuery["sortDirection"] | undefined;
  readonly status?: KeyQuery["status"] | undefined;
  /** One that is configured; `null`: keys of none. */
  readonly environment?: string | null | undefined;
  /**
   * 1 to 100 characters that must occur in the key's name or start, in either case; surrounding space
   * is dropped. No character is a wildcard.
   */
  readonly search?: string | undefined;
  /** Only those that this user created. */
  readonly createdById?: string | undefined;
}

export interface ListedKeys {
  readonly records: readonly KeyView[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/**
 * @throws {RangeError} for a limit, an offset or a search out of bounds.
 * @throws {KeyOperationError} `INVALID_ENVIRONMENT`, with those there are, or `INVALID_CONFIG_ID`.
 */
export async function listKeys(
  input: ListKeysInput,
  { store, clock, configurations }: Pick<LifecycleContext, "store" | "clock" | "configurations">,
): Promise<ListedKeys> {
  const { limit = MAX_PAGE_SIZE, offset = 0, status, environment, createdById } = input;
  const { referenceId, configId = DEFAULT_CONFIG_ID } = input;
  assertPage(limit, offset);
  const policies = [configId].flat().map((id) => configurations.get(id));
  if (policies.length === 0) throw new RangeError("configId must name a configuration.");
  if (environment !== undefined && environment !== null) {
    assertEnvironment(environmentsOf(policies), environment);
  }
  const search = searchText(input.search);
  const { records, total } = await store.list({
    referenceId,
    configId,
    ...(status !== undefined && { status }),
    ...(environment !== undefined && { environment }),
    ...(search !== undefined && { search }),
    ...(createdById !== undefined && { createdById }),
    now: new Date(clock.now()),
    limit,
    offset,
    sortBy: input.sortBy ?? "createdAt",
    sortDirection: input.sortDirection ?? "desc",
  });
  return { records: records.map(withoutHash), total, limit, offset };
}

/** Those of each of the policies; `undefined` where none has any. */
function environmentsOf(policies: readonly KeyPolicy[]): Environments | undefined {
  const all = policies.map(({ environments }) => environments);
  if (all.every((environments) => environments === undefined)) return undefined;
  return Object.fromEntries(all.flatMap((environments) => Object.entries(environments ?? {})));
}

/** @throws {RangeError} for a limit or an offset out of bounds. */
export function assertPage(limit: number, offset: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw new RangeError(`limit must be a whole number from 1 to ${MAX_PAGE_SIZE}.`);
  }
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError("offset must be a whole number, 0 or more.");
  }
}

function searchText(search: string | undefined): string | undefined {
  const text = search?.trim();
  if (text !== undefined && (text === "" || text.length > MAX_SEARCH_LENGTH)) {
    throw new RangeError(`search must have 1 to ${MAX_SEARCH_LENGTH} characters.`);
  }
  return text;
}
