export type NameProblem = "missing" | "too-long";

/** Counted in code points, as the server counts. `max` is the policy's. */
export function nameProblem(name: string, max: number): NameProblem | null {
  const length = Array.from(name.trim()).length;
  if (length === 0) return "missing";
  return length > max ? "too-long" : null;
}
