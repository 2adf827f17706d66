import {
  type AddressStore,
  type FirstSeen,
  type FirstSeenQuery,
  MAX_ADDRESSES_KEPT,
  type SeenAddress,
} from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { ADDRESS_MODEL } from "../schema.ts";
import { removeRows } from "./remove-rows.ts";
import { type ManyWritingAdapter, type WritingAdapter, writeMany } from "./write-many.ts";

const model = ADDRESS_MODEL;

/** What is needed of Better Auth's adapter. */
type AddressAdapter = ManyWritingAdapter & Pick<DBAdapter, "deleteMany" | "findMany">;

/** More than any key has, but for those that several processes note at once. */
const ALL_OF_A_KEY = 4 * MAX_ADDRESSES_KEPT;

const date = z.union([z.date(), z.string(), z.number()]).transform((value) => new Date(value));

const addressRow = z.object({
  keyId: z.string(),
  address: z.string(),
  client: z.string().nullish(),
  firstSeenAt: date,
  lastSeenAt: date,
});

const firstSeenRow = addressRow.pick({ keyId: true, address: true, firstSeenAt: true });

/** Addresses in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterAddressStore implements AddressStore {
  readonly #adapter: () => AddressAdapter;

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => AddressAdapter) {
    this.#adapter = adapter;
  }

  async record(seen: readonly SeenAddress[]): Promise<void> {
    const grown = new Set<string>();
    await writeMany(this.#adapter(), seen, async (adapter, each) => {
      if (await note(adapter, each)) grown.add(each.keyId);
    });
    for (const keyId of grown) await this.#bound(keyId);
  }

  async list(keyId: string): Promise<readonly SeenAddress[]> {
    const rows = await this.#newest(keyId);
    // An adapter that does not know unique columns may have made one twice: the one that was seen last counts.
    const seen = new Map<string, SeenAddress>();
    for (const row of rows) {
      const { client = null, ...fields } = addressRow.parse(row);
      if (!seen.has(fields.address)) seen.set(fields.address, { ...fields, client });
    }
    return [...seen.values()].slice(0, MAX_ADDRESSES_KEPT);
  }

  async listFirstSeen({ keyIds, from, to }: FirstSeenQuery): Promise<readonly FirstSeen[]> {
    if (keyIds.length === 0) return [];
    const rows = await this.#adapter().findMany({
      model,
      where: [
        { field: "keyId", operator: "in", value: [...keyIds] },
        { field: "firstSeenAt", operator: "gte", value: from },
        { field: "firstSeenAt", operator: "lt", value: to },
      ],
      limit: keyIds.length * ALL_OF_A_KEY,
      select: ["keyId", "address", "firstSeenAt"],
    });
    // An adapter that does not know unique columns may have made one twice.
    const first = rows.map((row) => firstSeenRow.parse(row));
    return [...new Map(first.map((row) => [`${row.keyId}:${row.address}`, row])).values()].map(
      ({ keyId, firstSeenAt }) => ({ keyId, firstSeenAt }),
    );
  }

  async removeBefore({ before, limit }: { before: Date; limit: number }): Promise<number> {
    const rows = await this.#adapter().findMany({
      model,
      where: [{ field: "lastSeenAt", operator: "lt", value: before }],
      limit,
      sortBy: { field: "lastSeenAt", direction: "asc" },
      // What is sorted by must be among what is read.
      select: ["id", "lastSeenAt"],
    });
    return removeRows(this.#adapter(), model, rows);
  }

  async removeKey(keyId: string): Promise<number> {
    return this.#adapter().deleteMany({ model, where: [{ field: "keyId", value: keyId }] });
  }

  async #bound(keyId: string): Promise<void> {
    const rows = await this.#newest(keyId);
    await removeRows(this.#adapter(), model, rows.slice(MAX_ADDRESSES_KEPT));
  }

  async #newest(keyId: string): Promise<readonly unknown[]> {
    return this.#adapter().findMany({
      model,
      where: [{ field: "keyId", value: keyId }],
      limit: ALL_OF_A_KEY,
      sortBy: { field: "lastSeenAt", direction: "desc" },
    });
  }
}

/** Whether the address was not known before. */
async function note(
  adapter: WritingAdapter,
  { keyId, address, client, firstSeenAt, lastSeenAt }: SeenAddress,
): Promise<boolean> {
  const name = `${keyId}:${address}`;
  const again = async () => {
    const row: unknown = await adapter.incrementOne({
      model,
      where: [{ field: "name", value: name }],
      increment: {},
      set: { client, lastSeenAt },
    });
    return row !== null && row !== undefined;
  };
  if (await again()) return false;
  try {
    await adapter.create({
      model,
      data: { name, keyId, address, client, firstSeenAt, lastSeenAt },
    });
    return true;
  } catch (error) {
    // Another process saw it first; or else it is the database that has failed.
    if (!(await again())) throw error;
    return false;
  }
}
