import { alertPaths } from "./alert-paths.ts";
import { administrationPaths } from "./administration-paths.ts";
import { apiKeyPaths } from "./api-key-paths.ts";
import { auditPaths } from "./audit-paths.ts";
import { healthPaths } from "./health-paths.ts";
import { SECURITY_SCHEMES } from "./operation.ts";
import { refusalComponents } from "./refusals.ts";
import { namedSchemas } from "./schemas.ts";
import { verificationPaths } from "./verification-paths.ts";
import { webhookPaths } from "./webhook-paths.ts";

/** Of the API, as the packages are numbered. */
export const API_VERSION = "0.1.0";

const PATHS = {
  ...verificationPaths,
  ...apiKeyPaths,
  ...auditPaths,
  ...alertPaths,
  ...webhookPaths,
  ...administrationPaths,
  ...healthPaths,
};

/** All that can be called at `url`, as an OpenAPI 3.1 document. Accounts and sessions are Better Auth's own. */
export function openApiDocument(url: string) {
  const refusals = refusalComponents();
  return {
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: API_VERSION,
      description:
        "API keys: what people do with theirs, and how services verify them. Accounts, sessions and organizations are Better Auth's own routes under /api/auth, which it documents. Moments are ISO 8601; units are in the descriptions.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url }],
    tags: TAGS,
    paths: PATHS,
    components: {
      schemas: { ...namedSchemas(), ...refusals.schemas },
      responses: refusals.responses,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const TAGS = [
  { name: "Verification", description: "For services that are called with keys." },
  { name: "API keys", description: "For the owners of keys, signed in." },
  { name: "Audit", description: "What was done to keys, by whom and from where." },
  { name: "Alerts", description: "What owners of keys should look at." },
  { name: "Webhooks", description: "Where events are sent to, signed per Standard Webhooks." },
  { name: "Administration", description: "For administrators, in a session of their own." },
  { name: "Health", description: "For whatever keeps the server running." },
];
