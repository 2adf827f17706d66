import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command takes beside its options. */
interface Positionals {
  /** How it is called in `usage`, for the sentence that says that it is missing. */
  readonly name: string;
}

/**
 * Reads a command's arguments: the options that it has, and at most one argument beside them, if it
 * takes any.
 *
 * @throws {UsageError} for anything else.
 */
export function parseCommandLine<const O extends Options>(
  args: readonly string[],
  options: O,
  positional?: Positionals,
) {
  const { values, positionals } = parsed(args, options);
  const [first, second] = positionals;
  if (positional === undefined && first !== undefined) {
    throw new UsageError(`It takes no argument ${first}.`);
  }
  if (positional !== undefined && second !== undefined) {
    throw new UsageError(`It takes one ${positional.name} and not also ${second}.`);
  }
  return { values, positional: first };
}

function parsed<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    throw new UsageError(error.message);
  }
}

function isArgumentError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("ERR_PARSE_ARGS_")
  );
}
