import type { JsonObject } from "@latchkey/core";
import * as z from "zod";

/*
 * What answers are made of on the wire. Where a schema cannot say by itself how its values look in JSON, its
 * meta `wire` does, as a JSON Schema.
 */

/** ISO 8601, in UTC. */
export const momentAnswer = z.iso.datetime();

/** What an application attached to a key. */
export const metadataAnswer = z
  .custom<JsonObject>()
  .meta({ wire: { type: "object", additionalProperties: true } });

/** Actions by resource. */
export const permissionsAnswer = z.record(z.string(), z.array(z.string()).readonly()).readonly();
