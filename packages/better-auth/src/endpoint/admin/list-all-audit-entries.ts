import { createAuthEndpoint } from "better-auth/api";
import { type ApiKeyAuditPage, toAuditEntry } from "../../audit-entry.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { administratorAuditScope } from "../audit-scope.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";
import { type AuditAllInput, auditAllInput } from "./admin-inputs.ts";
import { administratorOf } from "./administrator.ts";

/** `GET /api-key/admin/audit`, `auth.api.listAllApiKeyAudit`: a page of what was done to anybody's keys, newest first. For administrators. */
export const listAllAuditEntries = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/audit",
    { method: "GET", query: unchecked<AuditAllInput | undefined>() },
    (ctx): Promise<ApiKeyAuditPage> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "list");
        const input = parseInput(auditAllInput, ctx.query ?? {}, "query");
        const { userId: _userId, limit, cursor, ...filter } = input;
        const scope = await administratorAuditScope(ctx, actor, filter);
        const page = await engineOf(ctx.context).audit.page({ ...scope, limit, cursor });
        return { entries: page.entries.map(toAuditEntry), nextCursor: page.nextCursor };
      }),
  );
