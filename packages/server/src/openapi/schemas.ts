import {
  alertAnswer,
  alertPageAnswer,
  alertsAllInput,
  alertsInput,
  apiKeyAnswer,
  apiKeyPageAnswer,
  auditAllInput,
  auditEntryAnswer,
  auditExportInput,
  auditInput,
  auditPageAnswer,
  createInput,
  createWebhookInput,
  createdApiKeyAnswer,
  deletedAnswer,
  deliveriesAnswer,
  deliveriesInput,
  deliveryAnswer,
  findAnyInput,
  getInput,
  handleAlertsInput,
  handledAlertsAnswer,
  keyIdInput,
  listAllInput,
  listInput,
  overviewAnswer,
  overviewInput,
  listWebhooksInput,
  policyAnswer,
  policyInput,
  redeliverInput,
  revokeAnyInput,
  revokeInput,
  rotateInput,
  rotatedApiKeyAnswer,
  updateInput,
  usageAnswer,
  usageInput,
  updateWebhookInput,
  webhookAnswer,
  webhookIdInput,
  webhookListAnswer,
  webhookWithSecretAnswer,
} from "@latchkey/better-auth/schemas";
import * as z from "zod";
import { aliveAnswer, notReadyAnswer, readyAnswer } from "../http/health.ts";
import { problemAnswer } from "../http/problem-response.ts";
import { acceptedVerdict, refusedVerdict, verdict } from "../http/verify/verdict.ts";
import { verifyBatch, verifyEntry } from "../http/verify/verify-request.ts";
import { whoamiAnswer } from "../http/whoami.ts";
import { jsonSchemas } from "./json-schema.ts";

/** Only the server's own code may name a user: a request that does is refused. */
const userId = { userId: true } as const;

/** Bodies, by the names that the document gives them. */
const BODIES = {
  CreateApiKey: createInput.omit(userId),
  UpdateApiKey: updateInput.omit(userId),
  RotateApiKey: rotateInput.omit(userId),
  RevokeApiKey: revokeInput.omit(userId),
  DeleteApiKey: keyIdInput.omit(userId),
  AcknowledgeAlerts: handleAlertsInput.omit(userId),
  ResolveAlerts: handleAlertsInput.omit(userId),
  FindAnyApiKey: findAnyInput.omit(userId),
  RevokeAnyApiKey: revokeAnyInput.omit(userId),
  CreateWebhook: createWebhookInput.omit(userId),
  UpdateWebhook: updateWebhookInput.omit(userId),
  DeleteWebhook: webhookIdInput.omit(userId),
  RotateWebhookSecret: webhookIdInput.omit(userId),
  TestWebhook: webhookIdInput.omit(userId),
  RedeliverWebhook: redeliverInput.omit(userId),
  VerifyKey: verifyEntry,
  VerifyKeys: verifyBatch,
} as const;

/** Query strings. The document has their fields, not them. */
const QUERIES = {
  get: getInput.omit(userId),
  list: listInput.omit(userId),
  policy: policyInput.omit(userId),
  usage: usageInput.omit(userId),
  audit: auditInput.omit(userId),
  auditExport: auditExportInput.omit(userId),
  listAll: listAllInput.omit(userId),
  alerts: alertsInput.omit(userId),
  alertsAll: alertsAllInput.omit(userId),
  auditAll: auditAllInput.omit(userId),
  overview: overviewInput.omit(userId),
  listWebhooks: listWebhooksInput.omit(userId),
  webhookDeliveries: deliveriesInput.omit(userId),
} as const;

const ANSWERS = {
  ApiKey: apiKeyAnswer,
  CreatedApiKey: createdApiKeyAnswer,
  RotatedApiKey: rotatedApiKeyAnswer,
  ApiKeyPage: apiKeyPageAnswer,
  DeletedApiKey: deletedAnswer,
  ApiKeyPolicy: policyAnswer,
  ApiKeyUsage: usageAnswer,
  ApiKeyOverview: overviewAnswer,
  AuditEntry: auditEntryAnswer,
  AuditPage: auditPageAnswer,
  Alert: alertAnswer,
  AlertPage: alertPageAnswer,
  HandledAlerts: handledAlertsAnswer,
  Webhook: webhookAnswer,
  WebhookWithSecret: webhookWithSecretAnswer,
  WebhookList: webhookListAnswer,
  WebhookDelivery: deliveryAnswer,
  WebhookDeliveries: deliveriesAnswer,
  Whoami: whoamiAnswer,
  AcceptedKey: acceptedVerdict,
  RefusedKey: refusedVerdict,
  Verdict: verdict,
  Verdicts: z.strictObject({ results: z.array(verdict) }),
  Problem: problemAnswer,
  Alive: aliveAnswer,
  Ready: readyAnswer,
  NotReady: notReadyAnswer,
} as const;

export type BodyName = keyof typeof BODIES;
export type QueryName = keyof typeof QUERIES;
export type AnswerName = keyof typeof ANSWERS;

/** `components.schemas` of the document. */
export function namedSchemas() {
  return { ...jsonSchemas(BODIES, "input"), ...jsonSchemas(ANSWERS, "output") };
}

export interface Parameter {
  readonly name: string;
  readonly in: "query";
  readonly required: boolean;
  readonly description?: unknown;
  readonly schema: unknown;
}

/** The fields of a query string. */
export function parametersOf(name: QueryName): Parameter[] {
  const described = jsonSchemas({ [name]: QUERIES[name] }, "input")[name];
  const { properties = {}, required = [] } = objectSchema.parse(described);
  return Object.entries(properties).map(([field, { description, ...schema }]) => ({
    name: field,
    in: "query",
    required: required.includes(field),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});
