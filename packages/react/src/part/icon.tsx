const PATHS = {
  plus: "M8 3.5v9M3.5 8h9",
  close: "M4.5 4.5l7 7m0-7l-7 7",
  check: "M3.5 8.5l3 3 6-7",
  copy: "M6 6V4.2C6 3.5 6.5 3 7.2 3h4.6c.7 0 1.2.5 1.2 1.2v4.6c0 .7-.5 1.2-1.2 1.2H10M4.2 6h4.6c.7 0 1.2.5 1.2 1.2v4.6c0 .7-.5 1.2-1.2 1.2H4.2c-.7 0-1.2-.5-1.2-1.2V7.2C3 6.5 3.5 6 4.2 6z",
  download: "M8 3v7m-3-3l3 3 3-3M3.5 13h9",
  more: "M8 3.6h.01M8 8h.01M8 12.400h.01",
  previous: "M9.8 4L6 8l3.8 4",
  next: "M6.2 4L10 8l-3.8 4",
  search: "M7 2.800a4.2 4.2 0 1 0 0 8.400a4.2 4.2 0 0 0 0-8.400zM10.100 10.100L13.200 13.200",
  key: "M9.9 9.200a3.4 3.4 0 1 0-3.1-3.100L2.5 10.400v3.100h3v-1.700h1.700v-1.700h1.400l1.3-.9zM11 5.100h.01",
  send: "M13.5 2.500L7.200 8.800M13.5 2.500L9.500 13.500L7.200 8.800L2.500 6.500z",
  warning:
    "M8 5.800v2.900m0 2.200h.01M7.1 2.900L2 11.700c-.4.7.1 1.5.9 1.500h10.200c.8 0 1.3-.8.9-1.500L8.9 2.900c-.4-.7-1.4-.7-1.8 0z",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: what it says is always in words beside it, or in the name of the button around it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="lk-icon"
      data-icon={name}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
