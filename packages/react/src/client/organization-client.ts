import type { AlertsClient, AlertsQuery, HandleAlertsInput } from "./alerts-client.ts";
import type { AuthUIClient, KeyClient } from "./auth-client.ts";
import { webhooksOfOrganization } from "./webhook-client.ts";

/** The same client, except that the keys that it creates, lists, and tells the history, the usage and the alerts of, are the organization's. */
export function clientForOrganization(client: AuthUIClient, organizationId: string): AuthUIClient {
  const alerts: AlertsClient = Object.assign(
    ({ query }: { query: AlertsQuery }) =>
      client.apiKey.alerts({ query: { ...query, organizationId } }),
    {
      // Which alerts are meant says whose they are.
      acknowledge: (input: HandleAlertsInput) => client.apiKey.alerts.acknowledge(input),
      resolve: (input: HandleAlertsInput) => client.apiKey.alerts.resolve(input),
    },
  );
  const inOrganization: Pick<
    KeyClient,
    "create" | "list" | "policy" | "audit" | "usage" | "webhooks" | "alerts"
  > = {
    alerts,
    create: (input) => client.apiKey.create({ ...input, organizationId }),
    list: ({ query }) => client.apiKey.list({ query: { ...query, organizationId } }),
    audit: ({ query }) => client.apiKey.audit({ query: { ...query, organizationId } }),
    usage: ({ query }) => client.apiKey.usage({ query: { ...query, organizationId } }),
    policy: () => client.apiKey.policy({ query: { organizationId } }),
    webhooks: webhooksOfOrganization(client.apiKey.webhooks, organizationId),
  };
  // Better Auth's clients are proxies whose members do not exist until asked for: they cannot be spread.
  const apiKey = new Proxy(client.apiKey, {
    get: (target, name) =>
      Object.hasOwn(inOrganization, name)
        ? Reflect.get(inOrganization, name)
        : Reflect.get(target, name),
  });
  return new Proxy(client, {
    get: (target, name) => (name === "apiKey" ? apiKey : Reflect.get(target, name)),
  });
}
