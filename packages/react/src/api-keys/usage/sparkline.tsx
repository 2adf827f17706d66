"use client";
import type { UsageStep } from "./usage-steps.ts";

const WIDTH = 3;
const GAP = 1;
const HEIGHT = 18;

/** Bars of requests, what was not served in another colour. Decoration: what it says is in words beside it. */
export function Sparkline({ steps }: { steps: readonly UsageStep[] }) {
  const most = Math.max(1, ...steps.map(({ total }) => total));
  return (
    <svg
      className="lk-sparkline"
      viewBox={`0 0 ${steps.length * (WIDTH + GAP) - GAP} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      {steps.map((step, index) => (
        <Bar key={step.start.getTime()} step={step} x={index * (WIDTH + GAP)} most={most} />
      ))}
    </svg>
  );
}

function Bar({ step, x, most }: { step: UsageStep; x: number; most: number }) {
  const { served, total } = step;
  // A single request is seen, however many there were at another time.
  const height = total === 0 ? 1 : Math.max(2, (total / most) * HEIGHT);
  const failed = total === 0 ? 0 : (height * (total - served)) / total;
  const top = HEIGHT - height;
  return (
    <>
      <rect
        x={x}
        y={top + failed}
        width={WIDTH}
        height={height - failed}
        data-empty={total === 0}
      />
      {failed === 0 ? null : (
        <rect x={x} y={top} width={WIDTH} height={Math.max(1, failed)} data-failed="" />
      )}
    </>
  );
}
