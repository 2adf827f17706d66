export const NAME_MAX = 100;

export type NameProblem = "missing" | "too-long";

/** Counted in code points, as the server counts. */
export function nameProblem(name: string): NameProblem | null {
  const length = Array.from(name.trim()).length;
  if (length === 0) return "missing";
  return length > NAME_MAX ? "too-long" : null;
}
