import type { AddressProblem } from "../addresses.ts";
import type { NameProblem } from "../key-name.ts";
import type { MetadataProblem } from "../metadata-rows.ts";

/** What stands in the way of sending a form. */
export interface KeyFormProblems {
  name: NameProblem | null;
  /** No date is chosen, or none that is allowed. */
  expiry: boolean;
  metadata: { row: number; problem: MetadataProblem } | null;
  addresses: AddressProblem | null;
}

export const NO_PROBLEMS: KeyFormProblems = {
  name: null,
  expiry: false,
  metadata: null,
  addresses: null,
};
