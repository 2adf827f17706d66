import type { Logger } from "../log/logger.ts";
import type { Auth } from "./auth.ts";

/**
 * The ids of the users with these e-mail addresses. Addresses are not verified here, so whoever signs up
 * with one later is no administrator for it before the next start: an operator who names somebody can look
 * first at whether that account is theirs. What has no account is said in the log.
 */
export async function administratorIds(
  auth: Auth,
  emails: readonly string[],
  log: Logger,
): Promise<string[]> {
  const { internalAdapter } = await auth.$context;
  const ids: string[] = [];
  for (const email of emails) {
    const found = await internalAdapter.findUserByEmail(email);
    if (found !== null) ids.push(found.user.id);
    else log.warn({ email }, "an administrator has no account yet: sign up, then restart");
  }
  return ids;
}
