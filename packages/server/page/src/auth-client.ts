import { apiKeyClient } from "@latchkey/better-auth/client";
import { createAuthClient } from "better-auth/react";

/** Talks to `/api/auth` of the server that this page came from. */
export const authClient = createAuthClient({ plugins: [apiKeyClient()] });
