"use client";
import { useState } from "react";

/** A dialog that is open from the start: `close` begins its closing, its owner unmounts it once that is done. */
export function useOpen(): { open: boolean; close: () => void } {
  const [open, setOpen] = useState(true);
  return { open, close: () => setOpen(false) };
}
