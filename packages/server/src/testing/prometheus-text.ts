/** One metric of a text for Prometheus. */
export interface ParsedMetric {
  readonly type: string;
  readonly help: string;
  readonly samples: ParsedSample[];
}

export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\S+)$`);
const SUFFIXES = { histogram: ["_bucket", "_sum", "_count"], summary: ["", "_sum", "_count"] };

/**
 * Reads the text format (version 0.0.4) by the letter, and holds it to what is said of it: a type and a help
 * for each metric, once, before its samples, which come together; no sample twice; counters that are not
 * negative; buckets that ascend to `+Inf`, which is the count.
 *
 * @throws {Error} with the line that is wrong.
 */
export function parsePrometheus(text: string): ReadonlyMap<string, ParsedMetric> {
  if (!text.endsWith("\n")) throw new Error("The last line has no end.");
  const metrics = new Map<string, ParsedMetric>();
  const seen = new Set<string>();
  const helps = new Map<string, string>();
  let current: readonly [string, ParsedMetric] | null = null;
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const comment = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line);
    if (comment !== null) {
      const [, kind, name = "", said = ""] = comment;
      if (kind === "HELP") helps.set(name, said);
      else {
        if (metrics.has(name)) throw new Error(`Twice: ${line}`);
        if (!/^(?:counter|gauge|histogram|summary|untyped)$/.test(said)) throw new Error(line);
        current = [name, { type: said, help: helps.get(name) ?? "", samples: [] }];
        metrics.set(...current);
      }
      continue;
    }
    const sample = sampleOf(line);
    if (seen.has(line.slice(0, line.lastIndexOf(" ")))) throw new Error(`Twice: ${line}`);
    seen.add(line.slice(0, line.lastIndexOf(" ")));
    if (current === null || !isNamedFor(current, sample)) throw new Error(`Out of place: ${line}`);
    current[1].samples.push(sample);
  }
  for (const [name, metric] of metrics) assertSound(name, metric);
  return metrics;
}

function sampleOf(line: string): ParsedSample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`No sample: ${line}`);
  const [, name = "", labels = "", number = ""] = match;
  const value = number === "+Inf" ? Infinity : Number(number);
  if (Number.isNaN(value) && number !== "Nan" && number !== "NaN") throw new Error(line);
  const pairs = [...labels.matchAll(new RegExp(LABEL, "g"))].map(([pair]) => pair.split('="'));
  const entries = pairs.map(([label = "", said = ""]) => [label, said.slice(0, -1)] as const);
  if (new Set(entries.map(([label]) => label)).size < entries.length) throw new Error(line);
  return { name, labels: Object.fromEntries(entries), value };
}

function isNamedFor([name, { type }]: readonly [string, ParsedMetric], sample: ParsedSample) {
  const suffixes = type === "histogram" || type === "summary" ? SUFFIXES[type] : [""];
  return suffixes.some((suffix) => sample.name === name + suffix);
}

function assertSound(name: string, { type, help, samples }: ParsedMetric): void {
  if (help === "") throw new Error(`${name} has no help.`);
  if (type === "counter" && samples.some(({ value }) => !(value >= 0))) {
    throw new Error(`${name} counts less than nothing.`);
  }
  if (type !== "histogram") return;
  for (const count of samples.filter((each) => each.name === `${name}_count`)) {
    const own = samples.filter(({ name: of, labels }) => {
      const { le, ...others } = labels;
      return of === `${name}_bucket` && le !== undefined && isSame(others, count.labels);
    });
    const bounds = own.map(({ labels }) => Number(labels["le"]?.replace("+Inf", "Infinity")));
    const counts = own.map(({ value }) => value);
    if (bounds.at(-1) !== Infinity || counts.at(-1) !== count.value) {
      throw new Error(`${name} does not end with all.`);
    }
    if (!ascends(bounds) || !ascends(counts)) throw new Error(`${name} does not ascend.`);
  }
}

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

function ascends(numbers: readonly number[]): boolean {
  return numbers.every((each, index) => index === 0 || each >= (numbers[index - 1] ?? 0));
}
