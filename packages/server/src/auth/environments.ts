import { DEFAULT_ENVIRONMENTS, type Environments } from "@latchkey/better-auth";

/**
 * The usual three, with prefixes by which people and secret scanners can tell whose keys these are and
 * what they are good for.
 */
export const ENVIRONMENTS = {
  development: { ...DEFAULT_ENVIRONMENTS.development, prefix: "lk_dev_" },
  production: { ...DEFAULT_ENVIRONMENTS.production, prefix: "lk_live_" },
  ci: { ...DEFAULT_ENVIRONMENTS.ci, prefix: "lk_ci_" },
} as const satisfies Environments;
