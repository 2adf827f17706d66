import {
  type Verification,
  problemForCredential,
  problemForRefusal,
  readCredential,
} from "@latchkey/core";
import { problemResponse } from "./problem-response.ts";

/** Of the owner, what the holder of a key may see. */
export type Owner =
  | {
      readonly kind: "user";
      readonly user: { readonly id: string; readonly name: string; readonly email: string };
    }
  | {
      readonly kind: "organization";
      readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
    };

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
    return Response.json({
      ...shown(verification.owner),
      apiKey: { id, name, start, metadata, expiresAt },
    });
  };
}

function shown(owner: Owner): object {
  if (owner.kind === "user") {
    const { id, name, email } = owner.user;
    return { user: { id, name, email } };
  }
  const { id, name, slug } = owner.organization;
  return { organization: { id, name, slug } };
}
