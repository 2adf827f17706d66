import { reading } from "./api-key-paths.ts";
import { type Paths, SIGNED_IN } from "./operation.ts";
import { refusalResponses } from "./refusals.ts";
import { parametersOf } from "./schemas.ts";

const TAG = "Audit";

/** What was done to keys, for their owners. */
export const auditPaths: Paths = {
  "/api/auth/api-key/audit": reading("audit", {
    id: "listApiKeyAudit",
    tag: TAG,
    summary: "What was done to one's keys, newest first",
    answers: ["AuditPage", "A page of entries."],
    refuses: [],
  }),
  "/api/auth/api-key/audit/export": {
    get: {
      operationId: "exportApiKeyAudit",
      tags: [TAG],
      summary: "All of what was done to one's keys, oldest first",
      security: SIGNED_IN,
      parameters: parametersOf("auditExport"),
      responses: {
        200: {
          description: "JSON Lines: an entry a line.",
          content: { "application/jsonl": { schema: { type: "string" } } },
        },
        ...refusalResponses([400, 401, 403, 429]),
      },
    },
  },
};
