"use client";
import { useEffect, useState } from "react";

export interface Search {
  typed: string;
  type: (typed: string) => void;
}

/**
 * What is typed into the search field, passed on to `ask` as fast as it can be answered: at once while nothing
 * is on its way, else when that has come. So no letter waits for a timer, and no two searches run at once.
 * `ask` must be the same on every render.
 */
export function useSearch(asked: string, isAsking: boolean, ask: (search: string) => void): Search {
  const [typed, type] = useState(asked);
  const wanted = typed.trim();
  const isDue = wanted !== asked && !isAsking;

  useEffect(() => {
    if (isDue) ask(wanted);
  }, [isDue, wanted, ask]);
  return { typed, type };
}
