import { Registry, collectDefaultMetrics } from "prom-client";
import { type InstallationMetrics, reportEngine } from "./engine-report.ts";
import { reportGauge } from "./reported.ts";

/** A text for Prometheus. */
export interface Exposition {
  readonly contentType: string;
  /** What there is to tell now. */
  text(): Promise<string>;
}

/**
 * What the engine and the process tell to Prometheus. What Node tells (garbage collection, the event
 * loop's delay) is watched from the first text on: a server that nobody asks watches nothing.
 */
export function exposition(version: string, metrics: () => InstallationMetrics): Exposition {
  let registry: Registry | null = null;
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    text: () => (registry ??= registryOf(version, metrics)).metrics(),
  };
}

function registryOf(version: string, metrics: () => InstallationMetrics): Registry {
  const registry = new Registry();
  reportEngine(registry, metrics);
  reportGauge(registry, {
    name: "latchkey_build_info",
    help: "1, with the version that runs.",
    labels: ["version"],
    read: () => [[{ version }, 1]],
  });
  collectDefaultMetrics({ register: registry });
  return registry;
}
