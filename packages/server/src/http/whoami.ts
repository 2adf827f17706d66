import {
  type Verification,
  problemForCredential,
  problemForRefusal,
  readCredential,
} from "@latchkey/core";
import * as z from "zod";
import { metadataAnswer, momentAnswer } from "@latchkey/better-auth/schemas";
import { type Owner, namedOwner, organizationAnswer, userAnswer } from "./owner.ts";
import { problemResponse } from "./problem-response.ts";

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
  verify: (key: string) => Promise<Verification<Owner>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const credential = readCredential(request);
    if (credential.kind !== "key") return problemResponse(problemForCredential(credential.kind));
    const verification = await verify(credential.key);
    if (!verification.valid) return problemResponse(problemForRefusal(verification));
    const { id, name, start, metadata, expiresAt } = verification.record;
    const answer: z.infer<typeof whoamiAnswer> = {
      ...namedOwner(verification.owner),
      apiKey: { id, name, start, metadata, expiresAt: expiresAt?.toISOString() ?? null },
    };
    return Response.json(answer);
  };
}
