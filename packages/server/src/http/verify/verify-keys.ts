import {
  type Verification,
  type VerifyRequest,
  problemForCredential,
  problemForRefusal,
  readCredential,
} from "@latchkey/core";
import { SERVICE_PERMISSIONS } from "../../auth/service-permissions.ts";
import type { Owner } from "../owner.ts";
import { plainProblem, problemResponse } from "../problem-response.ts";
import { readBody } from "./read-body.ts";
import { type Verdict, verdictOf } from "./verdict.ts";
import type { VerifyEntry } from "./verify-request.ts";

/** The engine's verification. */
export type Verify = (key: string, request: VerifyRequest) => Promise<Verification<Owner>>;

export interface VerifyKeysParts {
  readonly verify: Verify;
  /** Where a request comes from: the service's own address, for its key's allow-list. */
  readonly addressOf: (headers: Headers) => Promise<string | null>;
}

/**
 * `POST /api/keys/verify`: what a service in any language asks about the keys that are presented to it.
 *
 * The service's own key is looked at first, and answered for by the status. Of the keys in the body the
 * status says nothing: their verdicts are 200, an outage included. Before the whole body has been
 * found right nothing is counted.
 */
export function verifyKeys({
  verify,
  addressOf,
}: VerifyKeysParts): (request: Request) => Promise<Response> {
  return async (request) => {
    const credential = readCredential(request);
    if (credential.kind !== "key") return problemResponse(problemForCredential(credential.kind));
    const service = await verify(credential.key, {
      permissions: SERVICE_PERMISSIONS,
      address: await addressOf(request.headers),
      // It only looks: a service that had a limit of its own here would refuse its customers at it.
      cost: 0,
    });
    if (!service.valid) return problemResponse(problemForRefusal(service));
    const asked = readBody(await request.text(), credential.key);
    switch (asked.kind) {
      case "malformed":
        return plainProblem(400, "Bad Request", asked.detail);
      case "one":
        return Response.json(await verdictOn(asked.entry, verify));
      case "batch":
        return Response.json({ results: await verdictsOn(asked.entries, verify) });
    }
  };
}

/**
 * In the order of the entries. Those of one key are verified one after the other, so that the first ones are
 * served where there is not enough for all; different keys at once.
 */
async function verdictsOn(entries: readonly VerifyEntry[], verify: Verify): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const byKey = Map.groupBy(entries.entries(), ([, { key }]) => key);
  await Promise.all(
    [...byKey.values()].map(async (ofOneKey) => {
      for (const [place, entry] of ofOneKey) verdicts[place] = await verdictOn(entry, verify);
    }),
  );
  return verdicts;
}

async function verdictOn({ key, ...request }: VerifyEntry, verify: Verify): Promise<Verdict> {
  return verdictOf(await verify(key, request));
}
