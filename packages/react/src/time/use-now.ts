"use client";
import { useEffect, useState } from "react";

const STEP = 30_000;

/** Milliseconds since the epoch, moving on every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP);
    return () => clearInterval(timer);
  }, []);
  return now;
}
