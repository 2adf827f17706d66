import { apiKeyClient, type CreatedApiKey } from "@latchkey/better-auth/client";
import { organizationClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { expectTypeOf, it } from "vitest";
import type { AuthUI } from "../provider/auth-ui-context.ts";
import type { AuthUIProviderProps } from "../provider/auth-ui-provider.tsx";

it("any Better Auth client with the plugin can be given to the provider; one without cannot", () => {
  const authClient = createAuthClient({ plugins: [apiKeyClient()] });
  expectTypeOf(authClient).toExtend<AuthUIProviderProps["authClient"]>();
  const organized = createAuthClient({ plugins: [apiKeyClient(), organizationClient()] });
  expectTypeOf(organized).toExtend<AuthUIProviderProps["authClient"]>();
  expectTypeOf(createAuthClient()).not.toExtend<AuthUIProviderProps["authClient"]>();
});

it("the context's client is typed as applications use it", () => {
  type Create = AuthUI["authClient"]["apiKey"]["create"];
  type Created = Awaited<ReturnType<Create>>;
  expectTypeOf<Parameters<Create>[0]>().not.toBeAny();
  expectTypeOf<{
    name: string;
    expiresIn: number;
    prefix: string;
    metadata: { service: string; permissions: string[]; rateLimit: number };
  }>().toExtend<Parameters<Create>[0]>();
  expectTypeOf<{ expiresIn: string }>().not.toExtend<Parameters<Create>[0]>();
  expectTypeOf<Created["key"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Created["data"]>().toEqualTypeOf<CreatedApiKey | null>();
});
