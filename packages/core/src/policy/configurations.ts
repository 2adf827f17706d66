import { KeyOperationError } from "../code/operation-error.ts";
import { DEFAULT_CONFIG_ID } from "../record/record.ts";
import { type KeyPolicy, assertPolicy } from "./key-policy.ts";

/** The rules that keys are under, by the id of their configuration. */
export class Configurations {
  readonly #policies: ReadonlyMap<string, KeyPolicy>;

  /** @throws {RangeError} for a policy that contradicts itself, or none at all. */
  constructor(policies: Readonly<Record<string, KeyPolicy>> = { [DEFAULT_CONFIG_ID]: {} }) {
    this.#policies = new Map(Object.entries(policies));
    if (this.#policies.size === 0) throw new RangeError("There must be a configuration.");
    for (const policy of this.#policies.values()) assertPolicy(policy);
  }

  /** Whether any of them has keys of the application's own form. */
  get generate(): boolean {
    return [...this.#policies.values()].some(({ generator }) => generator !== undefined);
  }

  get all(): readonly (readonly [configId: string, policy: KeyPolicy])[] {
    return [...this.#policies];
  }

  /** `undefined` for an id that is not configured (any more). */
  find(configId: string): KeyPolicy | undefined {
    return this.#policies.get(configId);
  }

  /** @throws {KeyOperationError} `INVALID_CONFIG_ID`, with those that there are. */
  get(configId: string): KeyPolicy {
    const policy = this.#policies.get(configId);
    if (policy !== undefined) return policy;
    throw new KeyOperationError(
      "INVALID_CONFIG_ID",
      `There is no such configuration; there are: ${[...this.#policies.keys()].join(", ")}.`,
    );
  }
}
