import {
  type Verification,
  problemForCredential,
  problemForRefusal,
  readCredential,
} from "@latchkey/core";
import { problemResponse } from "./problem-response.ts";

/** Of the owner, what the holder of a key may see. */
export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

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
    const { owner } = verification;
    return Response.json({
      user: { id: owner.id, name: owner.name, email: owner.email },
      apiKey: { id, name, start, metadata, expiresAt },
    });
  };
}
