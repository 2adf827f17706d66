import { ANYBODY, type Paths, answerNamed } from "./operation.ts";

const TAG = "Health";

/** For orchestrators. */
export const healthPaths: Paths = {
  "/healthz": {
    get: {
      operationId: "isAlive",
      tags: [TAG],
      summary: "Whether the process is up",
      security: ANYBODY,
      responses: { 200: answerNamed("Alive", "It is.") },
    },
  },
  "/readyz": {
    get: {
      operationId: "isReady",
      tags: [TAG],
      summary: "Whether requests should be sent here, and what the server does without",
      security: ANYBODY,
      responses: {
        200: answerNamed("Ready", "They should."),
        503: answerNamed("NotReady", "They should not, and why."),
      },
    },
  },
};
