import { KeyOperationError, OPERATION_CODES } from "@latchkey/core";
import { APIError } from "better-auth/api";
import type * as z from "zod";

/**
 * Runs an operation and says its refusal in Better Auth's terms.
 *
 * @throws {APIError} with the status and code of the refusal.
 */
export async function answering<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof KeyOperationError)) throw error;
    const { status } = OPERATION_CODES[error.code];
    throw new APIError(status, { code: error.code, message: error.message });
  }
}

/**
 * Checks input that has come from outside, once it is known who asks: whoever is nobody learns
 * nothing of what is allowed.
 *
 * @throws {APIError} 400 `VALIDATION_ERROR` that names every field at fault.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  place: "body" | "query",
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues
    .map((issue) => `[${[place, ...issue.path].join(".")}] ${issue.message}`)
    .join("; ");
  throw new APIError(400, { code: "VALIDATION_ERROR", message });
}
