import { reading, writing } from "./api-key-paths.ts";
import type { Paths } from "./operation.ts";

const TAG = "Administration";

/** What administrators do with anybody's keys. */
export const administrationPaths: Paths = {
  "/api/auth/api-key/admin/list": reading("listAll", {
    id: "listAllApiKeys",
    tag: TAG,
    summary: "List anybody's keys",
    answers: ["ApiKeyPage", "A page of them, and how many there are."],
    refuses: [],
  }),
  "/api/auth/api-key/admin/find": writing("FindAnyApiKey", {
    id: "findAnyApiKey",
    tag: TAG,
    summary: "Find whose key begins so",
    answers: ["ApiKeyPage", "Nearly always none or one."],
    refuses: [],
  }),
  "/api/auth/api-key/admin/revoke": writing("RevokeAnyApiKey", {
    id: "revokeAnyApiKey",
    tag: TAG,
    summary: "End anybody's key for good",
    answers: ["ApiKey", "The key as it is now."],
    refuses: [404, 409],
  }),
  "/api/auth/api-key/admin/alerts": reading("alertsAll", {
    id: "listAllApiKeyAlerts",
    tag: TAG,
    summary: "What there is to tell about anybody's keys, newest first",
    answers: ["AlertPage", "A page of alerts, and how many there are."],
    refuses: [],
  }),
  "/api/auth/api-key/admin/audit": reading("auditAll", {
    id: "listAllApiKeyAudit",
    tag: TAG,
    summary: "What was done to anybody's keys, newest first",
    answers: ["AuditPage", "A page of entries."],
    refuses: [],
  }),
  "/api/auth/api-key/admin/overview": reading("overview", {
    id: "apiKeyOverview",
    tag: TAG,
    summary: "All keys there are, and what became of them",
    answers: ["ApiKeyOverview", "Counts, and ten keys at most of each kind to look at."],
    refuses: [],
  }),
};
