import type { AuthUIClient, CreateKeyInput } from "./auth-client.ts";

/** What new keys get unless the call that creates them says otherwise. */
export interface KeyDefaults {
  prefix?: string;
  metadata?: Record<string, unknown>;
}

/**
 * A prefix of the call's own wins, and so does that of the environment that it names; metadata is merged by
 * name, the call's own winning too.
 */
export function withDefaults(input: CreateKeyInput, defaults: KeyDefaults): CreateKeyInput {
  const metadata = { ...defaults.metadata, ...input.metadata };
  const hasOwnPrefix = defaults.prefix === undefined || input.environment !== undefined;
  return {
    ...(hasOwnPrefix ? {} : { prefix: defaults.prefix }),
    ...input,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** The same client, except that keys it creates start from `defaults`. */
export function clientWithDefaults(client: AuthUIClient, defaults: KeyDefaults): AuthUIClient {
  const create: AuthUIClient["apiKey"]["create"] = (input) =>
    client.apiKey.create(withDefaults(input, defaults));
  // Better Auth's clients are proxies whose members do not exist until asked for: they cannot be spread.
  const apiKey = new Proxy(client.apiKey, {
    get: (target, name) => (name === "create" ? create : Reflect.get(target, name)),
  });
  return new Proxy(client, {
    get: (target, name) => (name === "apiKey" ? apiKey : Reflect.get(target, name)),
  });
}
