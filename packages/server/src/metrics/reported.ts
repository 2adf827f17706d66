import type { HistogramReading } from "@latchkey/core";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** By labels; one without labels where there is only one. */
export type Samples<Value> = readonly (readonly [Readonly<Record<string, string>>, Value])[];

/** What is told of one metric, beside its numbers. */
export interface Metric<Value> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Read when it is asked for. */
  readonly read: () => Samples<Value>;
}

export function reportGauge(registry: Registry, metric: Metric<number>): void {
  const gauge = new Gauge({
    ...configuration(metric),
    collect() {
      this.reset();
      for (const [labels, value] of metric.read()) this.set(labels, value);
    },
  });
  registry.registerMetric(gauge);
}

export function reportCounter(registry: Registry, metric: Metric<number>): void {
  const counter = new Counter({
    ...configuration(metric),
    collect() {
      this.reset();
      for (const [labels, value] of metric.read()) this.inc(labels, value);
    },
  });
  registry.registerMetric(counter);
}

export function reportHistogram(registry: Registry, metric: Metric<HistogramReading>): void {
  registry.registerMetric(new ReadHistogram(metric));
}

/** A histogram whose buckets somebody else counts. */
class ReadHistogram extends Histogram {
  readonly #metric: Metric<HistogramReading>;

  constructor(metric: Metric<HistogramReading>) {
    super(configuration(metric));
    this.#metric = metric;
  }

  /** What the registry makes its text from, and `get()` its answer. */
  async getForPromString() {
    const { name, help, read } = this.#metric;
    return { name, help, type: "histogram", values: read().flatMap((it) => this.#lines(it)) };
  }

  #lines([labels, { bounds, counts, count, sum }]: Samples<HistogramReading>[number]) {
    const { name } = this.#metric;
    const within = bounds.map((bound, index) => ({ le: String(bound), value: counts[index] ?? 0 }));
    const buckets = [...within, { le: "+Inf", value: count }];
    return [
      ...buckets.map(({ le, value }) => ({
        labels: { ...labels, le },
        sharedLabels: {},
        value,
        metricName: `${name}_bucket`,
      })),
      { labels, sharedLabels: {}, value: sum, metricName: `${name}_sum` },
      { labels, sharedLabels: {}, value: count, metricName: `${name}_count` },
    ];
  }
}

function configuration({ name, help, labels = [] }: Metric<unknown>) {
  return { name, help, labelNames: [...labels], registers: [] };
}
