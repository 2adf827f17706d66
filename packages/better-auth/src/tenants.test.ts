import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Member, createdKey } from "./testing/installation.ts";
import {
  type OrganizationInstallation,
  organizationInstallation,
} from "./testing/organizations.ts";

/*
 * Two users, each with an organization of their own, who try everything with every key there is. Whatever
 * they do, and in whatever order: what they are answered is theirs, and what is not theirs stays as it is.
 */

let app: OrganizationInstallation;
let users: readonly [Member, Member];
let tenants: readonly [readonly string[], readonly string[]];
let organizations: readonly string[];

beforeAll(async () => {
  app = await organizationInstallation({ leavers: "revoke" });
  users = [await app.signUp("Ann"), await app.signUp("Bob")];
  organizations = [await app.found(users[0], "anns"), await app.found(users[1], "bobs")];
  tenants = [
    [`default ${users[0].id}`, `organization ${organizations[0]}`],
    [`default ${users[1].id}`, `organization ${organizations[1]}`],
  ];
});

afterAll(() => {
  app.database.close();
});

interface Row {
  readonly id: string;
  readonly tenant: string;
  readonly json: string;
}

const rows = (): Row[] =>
  app.rows().map((row) => ({
    id: String(row["id"]),
    tenant: `${String(row["configId"])} ${String(row["referenceId"])}`,
    json: JSON.stringify(row),
  }));

const who = fc.constantFrom(0 as const, 1 as const);
const whose = fc.constantFrom(undefined, 0 as const, 1 as const);
const operations = fc.record({
  actor: who,
  route: fc.constantFrom("create", "list", "policy", "get", "update", "rotate", "revoke", "delete"),
  organization: whose,
  creator: whose,
  configId: fc.constantFrom(undefined, "default", "organization"),
  key: fc.nat(),
  forged: fc.constantFrom(undefined, "userId", "referenceId", "createdById"),
  status: fc.constantFrom(undefined, "live", "revoked"),
});
type Operation = typeof operations extends fc.Arbitrary<infer Value> ? Value : never;

const given = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

async function perform(operation: Operation, before: readonly Row[]) {
  const { route, configId, organization, creator, forged, status } = operation;
  const { headers } = users[operation.actor];
  const keyId = before[operation.key % before.length]?.id ?? "none";
  const organizationId = organization === undefined ? undefined : organizations[organization];
  const createdById = creator === undefined ? undefined : users[creator].id;
  const path = `/api-key/${route}`;
  const isRead = route === "list" || route === "get" || route === "policy";
  if (isRead) {
    const about = route === "get" ? { id: keyId } : { organizationId };
    const filter = route === "list" ? { createdById, status } : {};
    const query = new URLSearchParams(given({ configId, ...about, ...filter }));
    return app.call("GET", `${path}?${query.toString()}`, { headers });
  }
  const other = users[operation.actor === 0 ? 1 : 0].id;
  const about = route === "create" ? { organizationId } : { keyId };
  const body = {
    ...given({ configId, ...about, ...(route === "update" && { name: "Changed" }) }),
    ...(forged !== undefined && { [forged]: other }),
  };
  return app.call("POST", path, { headers, body });
}

it("no sequence of operations returns or changes a key of somebody else's", async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operations, { minLength: 8, maxLength: 25 }), async (sequence) => {
      app.database.exec("delete from apikey");
      for (const [index, user] of users.entries()) {
        await createdKey(user);
        await createdKey(user, { organizationId: organizations[index] });
      }
      for (const operation of sequence) {
        const before = rows();
        const answer = await perform(operation, before);
        const after = rows();
        const mine = tenants[operation.actor];
        const foreign = (all: readonly Row[]) => all.filter(({ tenant }) => !mine.includes(tenant));
        expect(foreign(after)).toEqual(foreign(before));
        for (const { id } of foreign(after)) expect(answer.text).not.toContain(id);
        expect([200, 400, 403, 404, 409]).toContain(answer.status);
        if (answer.status === 200) answered += 1;
      }
    }),
    { numRuns: 30 },
  );
  expect(answered).toBeGreaterThan(30);
});
