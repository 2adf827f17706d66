/** What was measured of one thing: figures by their names and units. */
export interface Row {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** What one run writes down. */
export interface ClusterReport {
  readonly environment: Readonly<Record<string, string | number>>;
  readonly results: readonly Row[];
}

/** What a figure of one run must be. */
export interface ClusterTarget {
  readonly row: string;
  readonly figure: string;
  readonly bound: "at most" | "at least";
  readonly limit: number;
}
