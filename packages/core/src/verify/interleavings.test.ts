import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../code/outcome-codes.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

type Operation = "enable" | "disable" | "revoke" | "delete";

const OUTCOME_AFTER: Readonly<Record<Operation, Outcome>> = {
  enable: "valid",
  disable: "API_KEY_DISABLED",
  revoke: "API_KEY_REVOKED",
  delete: "API_KEY_INVALID",
};

const operations = fc
  .tuple(
    fc.array(fc.constantFrom<Operation>("enable", "disable"), { minLength: 1, maxLength: 4 }),
    fc.constantFrom<Operation>("enable", "revoke", "delete"),
  )
  .map(([changes, last]) => [...changes, last]);
/** For each caller, how far it winds the clock on before each of its verifications. */
const callers = fc.array(
  fc.array(fc.constantFrom(0, 1, 999, 1_000), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);
/** The smallest cache there is loses the key to others all the time. */
const capacities = fc.constantFrom(2, 100);

/** Something that took place between two moments of the run. */
interface Span {
  readonly outcome: Outcome;
  /** What held besides while it took place: a key that is being deleted is revoked first. */
  readonly meanwhile: readonly Outcome[];
  readonly began: number;
  readonly ended: number;
}

test("however calls interleave, a verification answers a state that held while it ran", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      operations,
      callers,
      capacities,
      async (scheduler, sequence, clients, capacity) => {
        const store = scheduledStore(new MemoryKeyStore(), scheduler);
        const fixture = testEngine({ store, cache: { capacity } });
        const create = async () => {
          const created = fixture.engine.create({ referenceId: OWNER });
          await scheduler.waitFor(created);
          return created;
        };
        const { key, record } = await create();
        const others = [await create(), await create()];

        let moment = 0;
        const span = async (
          run: () => Promise<Outcome>,
          meanwhile: readonly Outcome[] = [],
        ): Promise<Span> => {
          const began = (moment += 1);
          const outcome = await run();
          return { outcome, meanwhile, began, ended: (moment += 1) };
        };
        const states: Promise<Span[]> = inTurn(sequence, (operation) =>
          span(
            async () => {
              await perform(operation, fixture, record.id);
              return OUTCOME_AFTER[operation];
            },
            operation === "delete" ? ["API_KEY_REVOKED"] : [],
          ),
        );
        const answers = clients.map((waits) =>
          inTurn(waits, (wait) =>
            span(async () => {
              fixture.clock.advance(wait);
              return (await fixture.engine.verify(key)).outcome;
            }),
          ),
        );
        const crowd = inTurn([...others, ...others], (other) => fixture.engine.verify(other.key));
        await scheduler.waitFor(Promise.all([states, crowd, ...answers]));

        const history: Span[] = [
          { outcome: "valid", meanwhile: [], began: 0, ended: 0 },
          ...(await states),
        ];
        for (const answer of (await Promise.all(answers)).flat()) {
          expect(possible(answer, history)).toContain(answer.outcome);
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** The states that held at some moment of the answer: none that a later one had replaced before it began. */
function possible(answer: Span, history: readonly Span[]): Outcome[] {
  const settled = history.findLastIndex(({ ended }) => ended < answer.began);
  return history
    .slice(settled)
    .filter(({ began }) => began < answer.ended)
    .flatMap(({ outcome, meanwhile, ended }) =>
      ended > answer.began ? [outcome, ...meanwhile] : [outcome],
    );
}

async function perform(operation: Operation, { engine }: TestEngine, id: string): Promise<void> {
  const reference = { id, referenceId: OWNER };
  switch (operation) {
    case "enable":
    case "disable":
      await engine.update({ ...reference, enabled: operation === "enable" });
      break;
    case "revoke":
      await engine.revoke(reference);
      break;
    case "delete":
      await engine.delete(reference);
      break;
  }
}

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}
