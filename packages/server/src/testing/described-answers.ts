import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import * as z from "zod";

const reference = z.object({ $ref: z.string() });
const response = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) });

/** Holds real answers against what an OpenAPI document says of them. */
export interface DescribedAnswers {
  /** What is wrong with the body of an answer, by the document; empty where nothing is. */
  faultsOf(answer: Response, method: string, path: string): Promise<string[]>;
  /** As above, of the body of a request. */
  faultsOfBody(body: unknown, path: string): string[];
}

export function describedAnswers(document: object): DescribedAnswers {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { ...fullFormats } });
  ajv.addSchema(document, "api");
  const faults = (place: readonly string[], value: unknown): string[] => {
    const pointer = place.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1"));
    const validate = ajv.compile({ $ref: `api#/${pointer.map(encodeURIComponent).join("/")}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message = "" }) => `${instancePath} ${message}`,
    );
  };
  return {
    async faultsOf(answer, method, path) {
      const place = ["paths", path, method.toLowerCase(), "responses", String(answer.status)];
      const named = reference.safeParse(at(document, place));
      const found = named.success ? named.data.$ref.split("/").slice(1) : place;
      const type = answer.headers.get("content-type")?.split(";", 1)[0] ?? "";
      const { content } = response.parse(at(document, found));
      if (!Object.hasOwn(content, type))
        return [`${type} is not among ${Object.keys(content).join(", ")}`];
      return faults([...found, "content", type, "schema"], JSON.parse(await answer.clone().text()));
    },
    faultsOfBody: (body, path) =>
      faults(["paths", path, "post", "requestBody", "content", "application/json", "schema"], body),
  };
}

function at(value: unknown, place: readonly string[]): unknown {
  return place.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined,
    value,
  );
}
