/** Of a span, what is needed here: OpenTelemetry's has it. */
export interface Span {
  setAttribute(name: string, value: string): unknown;
  setStatus(status: { readonly code: number }): unknown;
  end(): void;
}

/** What makes spans: a tracer of OpenTelemetry is one. */
export interface Tracer {
  /** Runs `run` at once, in a span that spans begun meanwhile are children of, and answers what it answers. */
  startActiveSpan<T>(name: string, run: (span: Span) => T): T;
}

/** OpenTelemetry's `SpanStatusCode.ERROR`. */
export const SPAN_ERROR = 2;

/**
 * What `run` answers, which is given a span of this name, ended when that is settled; `null` where there is no
 * tracer. What it rejects with is marked in the span and not said: an error's text may hold anything.
 */
export function inSpan<T>(
  tracer: Tracer | undefined,
  name: string,
  run: (span: Span | null) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return run(null);
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      span.setStatus({ code: SPAN_ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
