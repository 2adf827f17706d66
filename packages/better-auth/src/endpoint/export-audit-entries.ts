import { type AuditEntry, auditLine } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { type AuditExportInput, auditExportInput } from "./audit-inputs.ts";
import { auditScope } from "./audit-scope.ts";
import { unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/**
 * `GET /api-key/audit/export`: all of what was done to the caller's keys, oldest first, as JSON Lines
 * (one entry a line), read and sent page by page.
 */
export const exportAuditEntries = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/audit/export",
    { method: "GET", query: unchecked<AuditExportInput | undefined>() },
    (ctx): Promise<Response> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(auditExportInput, ctx.query ?? {}, "query");
        const { userId: _userId, configId, organizationId, ...asked } = input;
        const scope = await auditScope(ctx, settings, actor, { configId, organizationId });
        const entries = engineOf(ctx.context).audit.entries({ ...asked, ...scope });
        return new Response(linesOf(entries), {
          headers: {
            "content-type": "application/jsonl",
            "content-disposition": 'attachment; filename="api-key-audit.jsonl"',
            "cache-control": "no-store",
          },
        });
      }),
  );

/** Read as fast as it is taken, and no faster. */
function linesOf(entries: AsyncGenerator<AuditEntry>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await entries.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(auditLine(value)));
    },
    async cancel() {
      await entries.return(undefined);
    },
  });
}
