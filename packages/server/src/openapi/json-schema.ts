import * as z from "zod";

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Record<string, unknown>;

const PLACE = "#/components/schemas/";

/** Where a schema with this name is in the document. */
export function referenceTo(name: string): JsonSchema {
  return { $ref: PLACE + name };
}

/**
 * Schemas by name, with references to each other where one holds another: as they are written to
 * (`input`: requests) or read from (`output`: answers).
 */
export function jsonSchemas(
  schemas: Readonly<Record<string, z.ZodType>>,
  io: "input" | "output",
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: described } = z.toJSONSchema(registry, {
    io,
    uri: (id) => PLACE + id,
    // What only the engine can check, and says on the wire what it looks like.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      asOnTheWire(zodSchema, jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(described).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}

function asOnTheWire(zodSchema: z.core.$ZodType, schema: JsonSchema): void {
  const wire = z.globalRegistry.get(zodSchema)?.["wire"];
  if (typeof wire === "object" && wire !== null) {
    const { description } = schema;
    for (const name of Object.keys(schema)) delete schema[name];
    Object.assign(schema, description === undefined ? {} : { description }, wire);
  }
  // A format says it better; and what `readonly` means in a program is not what `readOnly` means here.
  if (schema["format"] !== undefined) delete schema["pattern"];
  delete schema["readOnly"];
}
