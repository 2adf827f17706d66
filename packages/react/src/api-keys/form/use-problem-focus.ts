"use client";
import { type RefObject, useEffect } from "react";

/**
 * Leads to the first field that something is wrong with, each time that `trouble` is something else and not
 * `null`.
 */
export function useProblemFocus(form: RefObject<HTMLFormElement | null>, trouble: unknown): void {
  useEffect(() => {
    if (trouble === null) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
  }, [form, trouble]);
}
