import { reading, writing } from "./api-key-paths.ts";
import type { Paths } from "./operation.ts";

const TAG = "Alerts";

/** What people should look at among their keys. */
export const alertPaths: Paths = {
  "/api/auth/api-key/alerts": reading("alerts", {
    id: "listApiKeyAlerts",
    tag: TAG,
    summary: "What there is to tell about one's keys, newest first",
    answers: ["AlertPage", "A page of alerts, and how many there are."],
    refuses: [],
  }),
  "/api/auth/api-key/alerts/acknowledge": writing("AcknowledgeAlerts", {
    id: "acknowledgeApiKeyAlerts",
    tag: TAG,
    summary: "Note that somebody has seen alerts; they stay in the list",
    answers: ["HandledAlerts", "The alerts as they are now."],
    refuses: [404],
  }),
  "/api/auth/api-key/alerts/resolve": writing("ResolveAlerts", {
    id: "resolveApiKeyAlerts",
    tag: TAG,
    summary: "Settle alerts for good",
    answers: ["HandledAlerts", "The alerts as they are now."],
    refuses: [404],
  }),
};
