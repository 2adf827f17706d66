import { useState } from "react";

/** True from the first time on that `isSettled` was: later waiting must not take away what is on screen. */
export function useSettled(isSettled: boolean): boolean {
  const [settled, setSettled] = useState(isSettled);
  if (isSettled && !settled) setSettled(true);
  return settled || isSettled;
}
