import type { MiddlewareHandler } from "hono";

const ALWAYS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
} as const;

/** Everything that the page may do: talk to where it came from, and nothing inline. */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join("; ");

/** An answer of the API is data: shown as a page it may do nothing at all. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  set(c.res.headers, { ...ALWAYS, "content-security-policy": PAGE_POLICY });
};

export const apiHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  set(c.res.headers, {
    ...ALWAYS,
    "content-security-policy": API_POLICY,
    "cache-control": "no-store",
  });
};

function set(headers: Headers, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
}
