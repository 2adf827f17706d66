export type { ApiKey, ApiKeyPage, CreatedApiKey } from "./api-key.ts";
