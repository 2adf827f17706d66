import type { SecretSealer } from "@latchkey/core";
import type { AuthContext } from "better-auth";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import * as z from "zod";

const sealed = z.tuple([z.string(), z.string()]);

/**
 * Secrets of webhooks, encrypted by the application's own secret, with the webhook's id: a secret that
 * somebody copies to another row of the database opens nothing there.
 */
export function authSealer({ secretConfig: key }: Pick<AuthContext, "secretConfig">): SecretSealer {
  return {
    seal: (secret, webhookId) =>
      symmetricEncrypt({ key, data: JSON.stringify([webhookId, secret]) }),
    async open(text, webhookId) {
      const data: unknown = JSON.parse(await symmetricDecrypt({ key, data: text }));
      const [id, secret] = sealed.parse(data);
      if (id !== webhookId) throw new Error("A webhook has the secret of another.");
      return secret;
    },
  };
}
