"use client";
import { type ComponentType, useState } from "react";

export interface Lazy<Props> {
  /** `null` until its code is there. */
  Component: ComponentType<Props> | null;
  /** Fetches the code, unless it is there. Where that fails, the next call tries again. */
  load: () => void;
}

/** A component whose code comes when it is first needed, or better a moment before that. */
export function useLazy<Props>(
  fetch: () => Promise<ComponentType<Props>>,
  onFailed: () => void,
): Lazy<Props> {
  const [Component, setComponent] = useState<ComponentType<Props> | null>(null);
  const load = () => {
    if (Component !== null) return;
    fetch().then((fetched) => setComponent(() => fetched), onFailed);
  };
  return { Component, load };
}
