import type { BetterAuthClientOptions, BetterAuthClientPlugin } from "better-auth/client";
import type { CreatedApiKey } from "./api-key.ts";
import { apiKeyJson } from "./client-json.ts";
import type { CreateInput } from "./endpoint/inputs.ts";
import { API_KEY_ERROR_CODES } from "./error-codes.ts";
import type { apiKey } from "./plugin.ts";

/** Better Auth's client error. `code` is one of `API_KEY_ERROR_CODES` or of Better Auth's own. */
export interface ApiKeyClientError {
  readonly status: number;
  readonly statusText: string;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** Better Auth's `{ data, error }`, and the key beside them, as the contract has it. */
export type CreateApiKeyResult =
  | { readonly data: CreatedApiKey; readonly error: null; readonly key: string }
  | { readonly data: null; readonly error: ApiKeyClientError; readonly key: undefined };

/** Errors come as values, also where the client is otherwise set to throw. */
export type CreateApiKey = (
  input?: Omit<CreateInput, "userId">,
  fetchOptions?: BetterAuthClientOptions["fetchOptions"],
) => Promise<CreateApiKeyResult>;

type ServerPlugin = ReturnType<typeof apiKey>;

/**
 * The client's half: `createAuthClient({ plugins: [apiKeyClient()] })` gives `authClient.apiKey`
 * with `create`, `get`, `list`, `update`, `revoke` and `delete`.
 */
export const apiKeyClient = () => {
  return {
    id: "api-key",
    // Only for inference. `create` is left out, because the action below replaces it with its own
    // type, and so is what has no address.
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- never a value, by Better Auth's convention
    $InferServerPlugin: {} as Omit<ServerPlugin, "endpoints"> & {
      endpoints: Omit<
        ServerPlugin["endpoints"],
        "createApiKey" | "verifyApiKey" | "validateAPIKey"
      >;
    },
    $ERROR_CODES: API_KEY_ERROR_CODES,
    getActions: ($fetch) => {
      const create: CreateApiKey = async (input = {}, fetchOptions = {}) => {
        const { data, error } = await $fetch<CreatedApiKey>("/api-key/create", {
          ...fetchOptions,
          method: "POST",
          body: input,
          throw: false,
        });
        return error === null
          ? { data, error, key: data.key }
          : { data: null, error, key: undefined };
      };
      return { apiKey: { create } };
    },
    fetchPlugins: [apiKeyJson],
    pathMethods: {
      "/api-key/get": "GET",
      "/api-key/list": "GET",
      "/api-key/update": "POST",
      "/api-key/revoke": "POST",
      "/api-key/delete": "POST",
    },
  } satisfies BetterAuthClientPlugin;
};
