import type { Clock, OwnerDirectory } from "@latchkey/core";
import type { AuthContext, User } from "better-auth";

/** A user, with what plugins and `additionalFields` add to it. */
export type KeyOwner = User & Record<string, unknown>;

/** An organization, with what `additionalFields` add to it, as the database has it. */
export interface KeyOrganization extends Record<string, unknown> {
  id: string;
  name: string;
  slug: string;
}

/** Whom a key acts for. */
export type ApiKeyOwner =
  | { readonly kind: "user"; readonly user: KeyOwner }
  | { readonly kind: "organization"; readonly organization: KeyOrganization };

type Users = Pick<AuthContext, "internalAdapter" | "adapter" | "hasPlugin">;

/**
 * The users and organizations of a Better Auth installation. A user who is banned (admin plugin) counts
 * as gone while the ban lasts.
 */
export function ownerDirectory(context: Users, clock: Clock): OwnerDirectory<ApiKeyOwner> {
  return {
    async find(referenceId, kind) {
      if (kind === "organization") {
        const organization = await findOrganization(context, referenceId);
        return organization === null ? null : { kind, organization };
      }
      const user: KeyOwner | null = await context.internalAdapter.findUserById(referenceId);
      return user === null || isBanned(user, clock.now()) ? null : { kind, user };
    },
  };
}

/** `null` where there is none, or no organization plugin. */
export async function findOrganization(
  { adapter, hasPlugin }: Pick<AuthContext, "adapter" | "hasPlugin">,
  id: string,
): Promise<KeyOrganization | null> {
  if (!hasPlugin("organization")) return null;
  return adapter.findOne<KeyOrganization>({
    model: "organization",
    where: [{ field: "id", value: id }],
  });
}

/** Whether the user is banned at `now` (milliseconds since the epoch). */
export function isBanned(user: Readonly<Record<string, unknown>>, now: number): boolean {
  if (user["banned"] !== true) return false;
  const until = user["banExpires"];
  const endsAt = until instanceof Date || typeof until === "string" ? new Date(until) : null;
  return endsAt === null || endsAt.getTime() > now;
}
