import { type GuardDecision, problemResponse } from "@latchkey/better-auth/guard";
import * as z from "zod";
import { metadataAnswer, momentAnswer } from "@latchkey/better-auth/schemas";
import { namedOwner, organizationAnswer, userAnswer } from "./owner.ts";

const apiKey = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  start: z.string(),
  metadata: metadataAnswer.nullable(),
  expiresAt: momentAnswer.nullable(),
});

export const whoamiAnswer = z.union([
  z.strictObject({ user: userAnswer, apiKey }),
  z.strictObject({ organization: organizationAnswer, apiKey }),
]);

/** Says who a request comes from: the smallest API that is guarded by a key, and a model for others. */
export function whoami(
  guard: (request: Request) => Promise<GuardDecision>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const decision = await guard(request);
    if (!decision.ok) return problemResponse(decision);
    const { caller, headers } = decision;
    const { id, name, start, metadata, expiresAt } = caller.apiKey;
    const answer: z.infer<typeof whoamiAnswer> = {
      ...namedOwner(caller),
      apiKey: { id, name, start, metadata, expiresAt: expiresAt?.toISOString() ?? null },
    };
    return Response.json(answer, { headers });
  };
}
