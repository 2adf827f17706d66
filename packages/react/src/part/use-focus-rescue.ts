"use client";
import { type RefObject, useEffect, useRef } from "react";

/**
 * Where the focused element goes away with what it was part of, the focus goes to the title of `root`'s card
 * instead of being lost.
 */
export function useFocusRescue(root: RefObject<HTMLElement | null>): void {
  const last = useRef<Element | null>(null);

  useEffect(() => {
    const element = root.current;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last.current = target;
    };
    element?.addEventListener("focusin", remember);
    return () => element?.removeEventListener("focusin", remember);
  }, [root]);

  // After every change of the card: any of them may be the one that took the element away.
  useEffect(() => {
    if (last.current === null || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement !== document.body) return;
    const title = root.current?.querySelector<HTMLElement>('[data-lk-focus="title"]');
    title?.focus({ preventScroll: true });
  });
}
