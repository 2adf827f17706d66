import { ALLOWED_MOMENTS, momentOf } from "./moment.ts";

/** One line of a series: as it came, and what it means. */
export type Row =
  | {
      readonly kind: "observation";
      readonly timestamp: string;
      readonly value: string;
      readonly time: number | Date;
      /** Null where it is missing. */
      readonly number: number | null;
    }
  | { readonly kind: "wrong"; readonly problem: string }
  | { readonly kind: "nothing" };

const TIME_NAMES = new Set(["timestamp", "time", "datetime", "date", "ts", "ds", "epoch", "index"]);
const VALUE_NAMES = new Set(["value", "values", "val", "y", "v", "count", "metric", "data"]);
const MISSING = new Set(["", "nan", "null", "na", "n/a", "none", "-"]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a series line by line. The first line names the columns, in any order and among others: by
 * names that are usual, or else the first is the time and the second the value. It may be left out.
 */
export class SeriesReader {
  #separator = ",";
  #timeColumn = 0;
  #valueColumn = 1;
  #isFirst = true;

  read(line: string): Row {
    const text = line.replace(/^\uFEFF/, "").trim();
    if (text === "") return { kind: "nothing" };
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#separator = [",", ";", "\t"].find((each) => text.includes(each)) ?? ",";
      const fields = this.#fields(text);
      if (momentOf(fields[0] ?? "") === null) return this.#readHeader(fields);
    }
    return this.#readObservation(this.#fields(text));
  }

  #readHeader(fields: readonly string[]): Row {
    if (fields.length < 2) {
      return { kind: "wrong", problem: "It must name two columns: timestamp,value." };
    }
    const names = fields.map((field) => field.toLowerCase());
    const time = names.findIndex((name) => TIME_NAMES.has(name));
    const value = names.findIndex((name) => VALUE_NAMES.has(name));
    this.#timeColumn = time >= 0 ? time : value === 0 ? 1 : 0;
    this.#valueColumn = value >= 0 ? value : this.#timeColumn === 0 ? 1 : 0;
    return { kind: "nothing" };
  }

  #readObservation(fields: readonly string[]): Row {
    const timestamp = fields[this.#timeColumn];
    const value = fields[this.#valueColumn];
    if (timestamp === undefined || value === undefined) {
      return {
        kind: "wrong",
        problem: `It has ${fields.length} ${fields.length === 1 ? "column" : "columns"}; a timestamp and a value must be there (the value may be blank).`,
      };
    }
    const time = momentOf(timestamp);
    if (time === null) {
      return {
        kind: "wrong",
        problem: `${shown(timestamp)} is no timestamp; allowed are ${ALLOWED_MOMENTS}.`,
      };
    }
    const isMissing = MISSING.has(value.toLowerCase());
    if (!isMissing && !(NUMBER.test(value) && Number.isFinite(Number(value)))) {
      return {
        kind: "wrong",
        problem: `${shown(value)} is no number; a value is one, or blank where it is missing.`,
      };
    }
    return {
      kind: "observation",
      timestamp,
      value,
      time,
      number: isMissing ? null : Number(value),
    };
  }

  #fields(text: string): string[] {
    return text.split(this.#separator).map((field) =>
      field
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
  }
}

const shown = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
