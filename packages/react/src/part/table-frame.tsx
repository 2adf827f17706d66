"use client";
import type { ReactNode } from "react";

/** A table that scrolls in its frame where it is longer than the frame is high. */
export function TableFrame({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // What scrolls must be within the reach of the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="lk-table-frame" aria-label={caption} tabIndex={0}>
      <table className="lk-table">
        <caption className="lk-hidden">{caption}</caption>
        {children}
      </table>
    </section>
  );
}
