export { metadataAnswer, momentAnswer, permissionsAnswer } from "./answer-fields.ts";
export {
  apiKeyAnswer,
  apiKeyPageAnswer,
  createdApiKeyAnswer,
  deletedAnswer,
  rotatedApiKeyAnswer,
} from "./api-key-answer.ts";
export { alertAnswer, alertPageAnswer, handledAlertsAnswer } from "./alert-answer.ts";
export { auditEntryAnswer, auditPageAnswer } from "./audit-entry-answer.ts";
export {
  auditAllInput,
  findAnyInput,
  listAllInput,
  overviewInput,
  revokeAnyInput,
} from "./endpoint/admin/admin-inputs.ts";
export { overviewAnswer } from "./overview-answer.ts";
export { alertsAllInput, alertsInput, handleAlertsInput } from "./endpoint/alert/alert-inputs.ts";
export { usageAnswer } from "./usage-answer.ts";
export { usageInput } from "./endpoint/usage-inputs.ts";
export { policyAnswer } from "./endpoint/api-key-policy-answer.ts";
export { auditExportInput, auditInput } from "./endpoint/audit-inputs.ts";
export {
  createInput,
  getInput,
  keyIdInput,
  listInput,
  policyInput,
  revokeInput,
  rotateInput,
  updateInput,
} from "./endpoint/inputs.ts";
export {
  deliveriesAnswer,
  deliveryAnswer,
  webhookAnswer,
  webhookListAnswer,
  webhookWithSecretAnswer,
} from "./webhook/webhook-answer.ts";
export {
  createWebhookInput,
  deliveriesInput,
  listWebhooksInput,
  redeliverInput,
  updateWebhookInput,
  webhookIdInput,
} from "./webhook/webhook-inputs.ts";
