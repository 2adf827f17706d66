interface Identified {
  readonly id: string;
}

/** What is listed after a moment, earliest first, up to the limit. */
export interface MomentList<Item> {
  readonly list: (after: Date, limit: number) => Promise<readonly Item[]>;
  readonly momentOf: (item: Item) => number;
}

const BATCH = 100;

/** All that is listed after a moment, in batches, each item once, also where very many have the same moment. */
export async function* byMoment<Item extends Identified>(
  { list, momentOf }: MomentList<Item>,
  start: number,
): AsyncGenerator<readonly Item[]> {
  let seen = new Set<string>();
  let [after, limit] = [start, BATCH];
  for (;;) {
    const items = await list(new Date(after), limit);
    const fresh = items.filter(({ id }) => !seen.has(id));
    for (let from = 0; from < fresh.length; from += BATCH) yield fresh.slice(from, from + BATCH);
    const last = items.at(-1);
    if (last === undefined || items.length < limit) return;
    seen = new Set(items.map(({ id }) => id));
    // More may have the moment of the last one than were listed.
    if (momentOf(last) - 1 > after) [after, limit] = [momentOf(last) - 1, BATCH];
    else limit *= 2;
  }
}
