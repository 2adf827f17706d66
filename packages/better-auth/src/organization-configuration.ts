import { DEFAULT_CONFIG_ID } from "@latchkey/core";
import type { ConfigurationOptions } from "./configuration.ts";

/** Of the configuration for organizations' keys that is there by itself. */
export const ORGANIZATION_CONFIG_ID = "organization";

/** An only configuration, and beside it the same rules for organizations' keys if it is for users'. */
export function withOrganizations<Options extends ConfigurationOptions>(
  only: Options,
): readonly Options[] {
  const { configId = DEFAULT_CONFIG_ID, references = "user" } = only;
  if (references === "organization" || configId === ORGANIZATION_CONFIG_ID) return [only];
  return [
    { ...only, configId },
    { ...only, configId: ORGANIZATION_CONFIG_ID, references: "organization" },
  ];
}
