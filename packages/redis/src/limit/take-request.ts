import type { LimitRule, LimitState, LimitVerdict } from "@latchkey/core";
import type { RedisCommands, ScriptInput } from "../connection/redis-client.ts";
import { TAKE_SCRIPT, TAKE_SCRIPT_SHA } from "./take-script.ts";

/** @param now milliseconds since the epoch; `null`: as Redis has it. */
export function takeArguments(
  rules: readonly LimitRule[],
  cost: number,
  now: number | null,
): string[] {
  const given = [now === null ? "" : String(now)];
  for (const rule of rules) {
    given.push(rule.name, String(rule.max), String(rule.window), String(rule.cost ?? cost));
  }
  return given;
}

/** Runs the script, which Redis has to be sent but once, and reads what it answers. */
export function runTake<T>(
  commands: RedisCommands,
  input: ScriptInput,
  read: (answer: unknown) => T,
): Promise<T> {
  return commands.evalSha(TAKE_SCRIPT_SHA, input).then(read, async (error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return read(await commands.eval(TAKE_SCRIPT, input));
  });
}

/** @throws {TypeError} for an answer that is none of the script's. */
export function readVerdict(
  rules: readonly LimitRule[],
  answer: unknown,
): LimitVerdict & { readonly mark: string | null } {
  const [mark, text]: readonly unknown[] = Array.isArray(answer) ? answer : [];
  if ((mark !== null && typeof mark !== "string") || typeof text !== "string") {
    throw new TypeError("The script answered with something else than it does.");
  }
  const numbers = text.split(" ");
  const states: LimitState[] = [];
  for (const { name, max, window } of rules) {
    const place = 1 + 2 * states.length;
    const resetAfter = Number(numbers[place + 1] ?? 0);
    states.push({
      name,
      max,
      window,
      remaining: Number(numbers[place] ?? 0),
      resetAfter: resetAfter < 0 ? window : resetAfter,
    });
  }
  return { refused: states[Number(numbers[0]) - 1] ?? null, states, mark };
}
