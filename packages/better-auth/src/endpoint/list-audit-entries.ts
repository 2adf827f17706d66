import { createAuthEndpoint } from "better-auth/api";
import { type ApiKeyAuditPage, toAuditEntry } from "../audit-entry.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { type AuditInput, auditInput } from "./audit-inputs.ts";
import { auditScope } from "./audit-scope.ts";
import { unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/audit`, `auth.api.listApiKeyAudit`: a page of what was done to the caller's keys, newest first. */
export const listAuditEntries = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/audit",
    { method: "GET", query: unchecked<AuditInput | undefined>() },
    (ctx): Promise<ApiKeyAuditPage> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(auditInput, ctx.query ?? {}, "query");
        const { userId: _userId, configId, organizationId, ...asked } = input;
        const scope = await auditScope(ctx, settings, actor, { configId, organizationId });
        const page = await engineOf(ctx.context).audit.page({ ...asked, ...scope });
        return { entries: page.entries.map(toAuditEntry), nextCursor: page.nextCursor };
      }),
  );
