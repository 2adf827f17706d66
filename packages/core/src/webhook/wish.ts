import { KeyOperationError } from "../code/operation-error.ts";
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from "./event.ts";

export const MAX_DESCRIPTION_LENGTH = 200;

/** What is asked of a webhook. */
export interface WebhookWish {
  readonly url: string;
  readonly description?: string | null | undefined;
  /** At least one. */
  readonly types: readonly string[];
  readonly enabled: boolean;
}

/** @throws {KeyOperationError} `INVALID_WEBHOOK_DESCRIPTION`. */
export function checkedDescription(description: string | null | undefined): string | null {
  const text = description?.trim() ?? "";
  if (text === "") return null;
  if (text.length <= MAX_DESCRIPTION_LENGTH && !/\p{C}/u.test(text)) return text;
  throw new KeyOperationError(
    "INVALID_WEBHOOK_DESCRIPTION",
    `description is one line of ${MAX_DESCRIPTION_LENGTH} characters at most.`,
  );
}

/**
 * Each once.
 *
 * @throws {KeyOperationError} `INVALID_WEBHOOK_TYPES`.
 */
export function checkedTypes(types: readonly string[]): readonly WebhookEventType[] {
  const known = WEBHOOK_EVENT_TYPES.filter((type) => types.includes(type));
  if (known.length > 0 && types.every((type) => known.some((each) => each === type))) return known;
  throw new KeyOperationError(
    "INVALID_WEBHOOK_TYPES",
    `types must hold at least one of: ${WEBHOOK_EVENT_TYPES.join(", ")}; and nothing else.`,
  );
}
