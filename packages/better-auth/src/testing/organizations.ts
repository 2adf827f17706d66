import { type OrganizationOptions, organization } from "better-auth/plugins/organization";
import { type Installation, type Member, installation } from "./installation.ts";

/** An installation with Better Auth's organization plugin. */
export async function organizationInstallation(
  options: Parameters<typeof installation>[0] = {},
  organizationOptions: OrganizationOptions = {},
  authOptions: Parameters<typeof installation>[1] = {},
) {
  const app = await installation(options, authOptions, [organization(organizationOptions)]);
  const adapter = async () => (await app.auth.$context).adapter;

  /** Founds an organization, as its owner. */
  async function found(owner: Member, slug: string): Promise<string> {
    const answer = await app.call("POST", "/organization/create", {
      headers: owner.headers,
      body: { name: slug, slug },
    });
    return String(answer.body["id"]);
  }

  /** Makes somebody a member, without the invitation. */
  async function join(organizationId: string, { id: userId }: Member, role: string) {
    const data = { organizationId, userId, role, createdAt: new Date() };
    await (await adapter()).create({ model: "member", data });
  }

  const setRole = (organizationId: string, { id }: Member, role: string) => {
    app.database
      .prepare("update member set role = ? where organizationId = ? and userId = ?")
      .run(role, organizationId, id);
  };

  return { ...app, found, join, setRole };
}

export type OrganizationInstallation = Awaited<ReturnType<typeof organizationInstallation>>;

/** What can be asked of the keys' routes, with what it takes. */
export const ROUTES = {
  create: { method: "POST", of: "organization" },
  list: { method: "GET", of: "organization" },
  policy: { method: "GET", of: "organization" },
  get: { method: "GET", of: "key" },
  update: { method: "POST", of: "key" },
  rotate: { method: "POST", of: "key" },
  revoke: { method: "POST", of: "key" },
  delete: { method: "POST", of: "key" },
} as const;

export type Route = keyof typeof ROUTES;

/** Asks a route for this organization, or for this key, whichever it is about. */
export function ask(
  app: Pick<Installation, "call">,
  route: Route,
  headers: Record<string, string>,
  { organizationId, keyId }: { organizationId: string; keyId: string },
) {
  const { method, of } = ROUTES[route];
  const path = `/api-key/${route}`;
  if (of === "organization") {
    return method === "GET"
      ? app.call(method, `${path}?organizationId=${organizationId}`, { headers })
      : app.call(method, path, { headers, body: { organizationId } });
  }
  if (method === "GET") return app.call(method, `${path}?id=${keyId}`, { headers });
  const body = route === "update" ? { keyId, name: "Changed" } : { keyId };
  return app.call(method, path, { headers, body });
}
