import type { BetterAuthClientOptions, BetterAuthClientPlugin } from "better-auth/client";
import type { CreatedApiKey, RotatedApiKey } from "./api-key.ts";
import { apiKeyJson } from "./client-json.ts";
import type { CreateInput, RotateInput } from "./endpoint/inputs.ts";
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
export type IssuedKeyResult<Key extends CreatedApiKey> =
  | { readonly data: Key; readonly error: null; readonly key: string }
  | { readonly data: null; readonly error: ApiKeyClientError; readonly key: undefined };

export type CreateApiKeyResult = IssuedKeyResult<CreatedApiKey>;

type FetchOptions = NonNullable<BetterAuthClientOptions["fetchOptions"]>;

/** Errors come as values, also where the client is otherwise set to throw. */
export type CreateApiKey = (
  input?: Omit<CreateInput, "userId">,
  fetchOptions?: FetchOptions,
) => Promise<CreateApiKeyResult>;

/** As `CreateApiKey`: `key` is the successor's, and seen this once. */
export type RotateApiKey = (
  input: Omit<RotateInput, "userId">,
  fetchOptions?: FetchOptions,
) => Promise<IssuedKeyResult<RotatedApiKey>>;

type ServerPlugin = ReturnType<typeof apiKey>;

/**
 * The client's half: `createAuthClient({ plugins: [apiKeyClient()] })` gives `authClient.apiKey`
 * with `create`, `rotate`, `get`, `list`, `policy`, `update`, `revoke`, `delete`, `usage`, `audit` and `alerts` (with
 * `alerts.acknowledge` and `alerts.resolve`), `authClient.apiKey.webhooks` (itself the list) with `create`,
 * `update`, `delete`, `rotateSecret`, `test`, `deliveries` and `redeliver`, and `authClient.apiKey.admin` with
 * `list`, `audit`, `alerts`, `overview`, `find` and `revoke`.
 */
export const apiKeyClient = () => {
  return {
    id: "api-key",
    // Only for inference. `create` and `rotate` are left out, because the actions below replace them
    // with their own types, and so is what has no address.
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- never a value, by Better Auth's convention
    $InferServerPlugin: {} as Omit<ServerPlugin, "endpoints"> & {
      endpoints: Omit<
        ServerPlugin["endpoints"],
        | "createApiKey"
        | "rotateApiKey"
        | "verifyApiKey"
        | "validateAPIKey"
        // A file to be saved, by a link: no JSON.
        | "exportApiKeyAudit"
      >;
    },
    $ERROR_CODES: API_KEY_ERROR_CODES,
    getActions: ($fetch) => {
      const issue = async <Key extends CreatedApiKey>(
        path: string,
        body: object,
        fetchOptions: FetchOptions = {},
      ): Promise<IssuedKeyResult<Key>> => {
        const { data, error } = await $fetch<Key>(path, {
          ...fetchOptions,
          method: "POST",
          body,
          throw: false,
        });
        return error === null
          ? { data, error, key: data.key }
          : { data: null, error, key: undefined };
      };
      const create: CreateApiKey = (input = {}, fetchOptions) =>
        issue("/api-key/create", input, fetchOptions);
      const rotate: RotateApiKey = (input, fetchOptions) =>
        issue("/api-key/rotate", input, fetchOptions);
      return { apiKey: { create, rotate } };
    },
    fetchPlugins: [apiKeyJson],
    pathMethods: {
      "/api-key/policy": "GET",
      "/api-key/get": "GET",
      "/api-key/list": "GET",
      "/api-key/usage": "GET",
      "/api-key/audit": "GET",
      "/api-key/alerts": "GET",
      "/api-key/alerts/acknowledge": "POST",
      "/api-key/alerts/resolve": "POST",
      "/api-key/update": "POST",
      "/api-key/revoke": "POST",
      "/api-key/delete": "POST",
      "/api-key/webhooks": "GET",
      "/api-key/webhooks/deliveries": "GET",
      "/api-key/webhooks/create": "POST",
      "/api-key/webhooks/update": "POST",
      "/api-key/webhooks/delete": "POST",
      "/api-key/webhooks/rotate-secret": "POST",
      "/api-key/webhooks/test": "POST",
      "/api-key/webhooks/redeliver": "POST",
      "/api-key/admin/list": "GET",
      "/api-key/admin/audit": "GET",
      "/api-key/admin/overview": "GET",
      "/api-key/admin/alerts": "GET",
      "/api-key/admin/find": "POST",
      "/api-key/admin/revoke": "POST",
    },
  } satisfies BetterAuthClientPlugin;
};
