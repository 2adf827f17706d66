import type { Caller } from "@latchkey/better-auth/guard";
import * as z from "zod";

/** Of the owner, what is told to whoever may verify their keys. */
export type Owner =
  | {
      readonly kind: "user";
      readonly user: { readonly id: string; readonly name: string; readonly email: string };
    }
  | {
      readonly kind: "organization";
      readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
    };

export const userAnswer = z.strictObject({ id: z.string(), name: z.string(), email: z.string() });

export const organizationAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
});

/** The owner of the key of a caller, as whoami answers it: under the name of its kind. */
export function namedOwner({
  user,
  organization,
}: Caller):
  { user: z.infer<typeof userAnswer> } | { organization: z.infer<typeof organizationAnswer> } {
  if (user !== null) return { user: { id: user.id, name: user.name, email: user.email } };
  const { id, name, slug } = organization;
  return { organization: { id, name, slug } };
}
