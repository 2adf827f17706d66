"use client";
import { metadataText } from "./metadata-rows.ts";

export interface MetadataTagsProps {
  metadata: Readonly<Record<string, unknown>> | null | undefined;
  /** More than these are counted, and listed in the count's title. */
  max: number;
}

export function MetadataTags({ metadata, max }: MetadataTagsProps) {
  const entries = Object.entries(metadata ?? {});
  if (entries.length === 0) return null;
  const more = entries.slice(max);
  return (
    <ul className="lk-tags">
      {entries.slice(0, max).map(([name, value]) => (
        <li key={name} className="lk-tag" title={`${name}: ${metadataText(value)}`}>
          <span>{name}</span> {metadataText(value)}
        </li>
      ))}
      {more.length === 0 ? null : (
        <li
          className="lk-tag"
          data-more=""
          title={more.map(([name, value]) => `${name}: ${metadataText(value)}`).join("\n")}
        >
          +{more.length}
        </li>
      )}
    </ul>
  );
}
