import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../log/logger.ts";

/**
 * The ids of the users with these e-mail addresses. Addresses are not verified here, so whoever signs up
 * with one later is no administrator for it before the next start: an operator who names somebody can look
 * first at whether that account is theirs. What has no account is said in the log.
 */
export function administratorIds(
  database: DatabaseSync,
  emails: readonly string[],
  log: Logger,
): string[] {
  const find = database.prepare("select id from user where email = ?");
  return emails.flatMap((email) => {
    const id = find.get(email)?.["id"];
    if (typeof id === "string") return [id];
    log.warn({ email }, "an administrator has no account yet: sign up, then restart");
    return [];
  });
}
