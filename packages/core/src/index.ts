export type { JsonObject, JsonValue } from "./record/json.ts";
export type { KeyRecord, KeyView } from "./record/record.ts";
export { KEY_STATUSES, type KeyStatus, keyStatus } from "./record/status.ts";
