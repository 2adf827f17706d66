import type { Clock, OwnerDirectory } from "@latchkey/core";
import type { AuthContext, User } from "better-auth";

/** A user, with what plugins and `additionalFields` add to it. */
export type KeyOwner = User & Record<string, unknown>;

/** The users of a Better Auth installation. One who is banned (admin plugin) counts as gone while the ban lasts. */
export function userDirectory(
  context: Pick<AuthContext, "internalAdapter">,
  clock: Clock,
): OwnerDirectory<KeyOwner> {
  return {
    async find(referenceId, _kind) {
      const user: KeyOwner | null = await context.internalAdapter.findUserById(referenceId);
      return user === null || isBanned(user, clock.now()) ? null : user;
    },
  };
}

/** Whether the user is banned at `now` (milliseconds since the epoch). */
export function isBanned(user: KeyOwner, now: number): boolean {
  if (user["banned"] !== true) return false;
  const until = user["banExpires"];
  const endsAt = until instanceof Date || typeof until === "string" ? new Date(until) : null;
  return endsAt === null || endsAt.getTime() > now;
}
