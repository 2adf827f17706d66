import { DEFAULT_KEY_HEADERS, readKeyHeaders } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import type { Configuration } from "../configuration.ts";

/** What a request presents where sessions may be made from keys. */
export type Presentation =
  | { readonly kind: "none" }
  /** `configurations`: those in whose place the key was found. It must be under one of them. */
  | {
      readonly kind: "key";
      readonly key: string;
      readonly configurations: readonly Configuration[];
    }
  | { readonly kind: "conflicting" };

/** Looks for a key where each of the configurations has it. A getter that fails has found none. */
export function presentedKey(
  ctx: GenericEndpointContext,
  configurations: readonly Configuration[],
): Presentation {
  const found = configurations.map((configuration) => lookFor(ctx, configuration));
  if (found.some((each) => each.kind === "conflicting")) return { kind: "conflicting" };
  const places = found.flatMap((each) => (each.kind === "key" ? [each] : []));
  const [key, another] = new Set(places.map((each) => each.key));
  if (key === undefined) return { kind: "none" };
  if (another !== undefined) return { kind: "conflicting" };
  return { kind: "key", key, configurations: places.flatMap((each) => each.configurations) };
}

function lookFor(ctx: GenericEndpointContext, configuration: Configuration): Presentation {
  const { customAPIKeyGetter: getter, apiKeyHeaders = DEFAULT_KEY_HEADERS } = configuration.options;
  const configurations = [configuration];
  if (getter !== undefined) {
    const key = got(ctx, getter);
    return key === null ? { kind: "none" } : { kind: "key", key, configurations };
  }
  if (ctx.headers === undefined) return { kind: "none" };
  const names = typeof apiKeyHeaders === "string" ? [apiKeyHeaders] : apiKeyHeaders;
  const credential = readKeyHeaders(ctx.headers, names);
  if (credential.kind === "key") return { ...credential, configurations };
  return { kind: credential.kind === "none" ? "none" : "conflicting" };
}

function got(
  ctx: GenericEndpointContext,
  getter: (ctx: GenericEndpointContext) => string | null,
): string | null {
  try {
    const key: unknown = getter(ctx);
    return typeof key === "string" && key !== "" ? key : null;
  } catch (error) {
    ctx.context.logger.error("API keys: customAPIKeyGetter failed", error);
    return null;
  }
}
