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

/** The owner as whoami answers it: under the name of its kind. */
export function namedOwner(
  owner: Owner,
): { user: z.infer<typeof userAnswer> } | { organization: z.infer<typeof organizationAnswer> } {
  if (owner.kind === "user") {
    const { id, name, email } = owner.user;
    return { user: { id, name, email } };
  }
  const { id, name, slug } = owner.organization;
  return { organization: { id, name, slug } };
}
