import { Fragment, type ReactNode } from "react";

export interface FilledProps {
  /** With placeholders in braces. */
  message: string;
  values: Readonly<Record<string, ReactNode>>;
}

/** A message whose placeholders are filled with elements. */
export function Filled({ message, values }: FilledProps) {
  return message.split(/\{(\w+)\}/).map((part, index) => (
    // Every other part is a placeholder's name; parts never move, so their places tell them apart.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>{index % 2 === 1 ? values[part] : part}</Fragment>
  ));
}
