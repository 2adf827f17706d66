import type { DBAdapter } from "better-auth";
import * as z from "zod";

/** Some databases number their rows. */
export const rowId = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

/** Removes rows that were read, by their ids, and answers how many there still were. */
export async function removeRows(
  adapter: Pick<DBAdapter, "deleteMany">,
  model: string,
  rows: readonly unknown[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => rowId.parse(row).id);
  return adapter.deleteMany({ model, where: [{ field: "id", operator: "in", value: ids }] });
}
