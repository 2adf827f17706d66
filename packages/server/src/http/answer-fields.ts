import type { JsonObject } from "@latchkey/core";
import * as z from "zod";

/** A moment on the wire: ISO 8601, in UTC. */
export const momentAnswer = z.iso.datetime();

/** What an application attached to a key. */
export const metadataAnswer = z
  .custom<JsonObject>()
  .meta({ wire: { type: "object", additionalProperties: true } });

/** Actions by resource. */
export const permissionsAnswer = z.record(z.string(), z.array(z.string()).readonly()).readonly();
