import type { RequestFailure } from "../request/failure.ts";
import type { Localization } from "./localization.ts";

/** What to tell the user: our words where the status says it all, else the server's, which name the reason. */
export function failureText(failure: RequestFailure, text: Localization): string {
  if (failure.status === 0) return text.FAILED_NO_ANSWER;
  if (failure.status === 401) return text.FAILED_SESSION;
  if (failure.status === 429) return text.FAILED_TOO_MANY;
  return failure.message === "" || failure.status >= 500 ? text.FAILED : failure.message;
}
