import { setTimeout as pause } from "node:timers/promises";
import { isAccepted } from "./caller.ts";

/** Requests in a row that began after the answer and were refused: then it is taken to be over. */
const REFUSALS = 10;
/** Milliseconds that a key is used when all have accepted it until it is revoked, and after which the bench gives up. */
const BEFORE = 40;
const PATIENCE = 60_000;

interface Probe {
  readonly begunAt: number;
  readonly accepted: boolean;
}

/** What came of one revocation. */
export interface Outcome {
  /**
   * Milliseconds from the answer to the revocation until the beginning of the first request that was refused with
   * none accepted after it; of the server that took longest. 0 where none that began after the answer was accepted.
   */
  readonly milliseconds: number;
  /** Requests that were accepted though they began after the answer. */
  readonly accepted: number;
}

export interface Trial {
  readonly key: string;
  /** Where the key is used: all but the server that revokes it. */
  readonly urls: readonly string[];
  /** Milliseconds from an answer to the next request. */
  readonly pace: number;
  /** Resolves when it was answered. */
  readonly revoke: () => Promise<void>;
}

/** Uses a key at several servers, one request after the other at each, and revokes it meanwhile at another. */
export async function tryRevocation({ key, urls, pace, revoke }: Trial): Promise<Outcome> {
  let answeredAt = Number.POSITIVE_INFINITY;
  const given = { key, pace, answeredAt: () => answeredAt };
  const uses = urls.map((url) => {
    const accepted = Promise.withResolvers<void>();
    const lane = use(url, { ...given, onAccepted: accepted.resolve });
    // Should it fail meanwhile, that is told below.
    lane.catch(accepted.reject);
    return { accepted: accepted.promise, lane };
  });
  await Promise.all(uses.map(({ accepted }) => accepted));
  await pause(BEFORE);
  await revoke();
  answeredAt = performance.now();
  const outcomes = (await Promise.all(uses.map(({ lane }) => lane))).map((probes) =>
    outcomeOf(probes, answeredAt),
  );
  return {
    milliseconds: Math.max(...outcomes.map(({ milliseconds }) => milliseconds)),
    accepted: outcomes.reduce((sum, { accepted }) => sum + accepted, 0),
  };
}

interface Use {
  readonly key: string;
  readonly pace: number;
  readonly answeredAt: () => number;
  readonly onAccepted: () => void;
}

async function use(url: string, { key, pace, answeredAt, onAccepted }: Use): Promise<Probe[]> {
  const probes: Probe[] = [];
  const giveUpAt = performance.now() + PATIENCE;
  for (let refusals = 0; refusals < REFUSALS;) {
    const begunAt = performance.now();
    if (begunAt > giveUpAt) throw new Error("A key that was revoked was accepted for a minute.");
    const accepted = await isAccepted(url, key);
    // What was not answered says nothing either way.
    if (accepted !== null) {
      probes.push({ begunAt, accepted });
      if (accepted) onAccepted();
      refusals = accepted || begunAt < answeredAt() ? 0 : refusals + 1;
    }
    await pause(pace);
  }
  return probes;
}

export function outcomeOf(probes: readonly Probe[], answeredAt: number): Outcome {
  const last = probes.findLastIndex(({ accepted }) => accepted);
  if (last === -1) throw new Error("The key was refused before it was revoked.");
  const accepted = probes.filter((probe) => probe.accepted && probe.begunAt >= answeredAt).length;
  const refusedFrom = probes[last + 1]?.begunAt ?? Number.NaN;
  return { milliseconds: accepted === 0 ? 0 : refusedFrom - answeredAt, accepted };
}
