/** What a request presents as its key. */
export type Credential =
  | { readonly kind: "none" }
  | { readonly kind: "key"; readonly key: string }
  /** Two different ones: there is no telling which was meant. */
  | { readonly kind: "conflicting" }
  /** In the query string, where it ends in logs and histories: refused even if it is right. */
  | { readonly kind: "in-url" };

/** What of `Headers` is needed: a header that was sent several times is one value, joined by commas. */
export type HeaderReader = Pick<Headers, "get">;

const QUERY_NAMES = new Set(["api_key", "apikey", "api-key", "x-api-key", "access_token"]);
const BEARER = /^Bearer +(\S+)$/i;

/** Where keys are looked for beside `Authorization`. */
export const DEFAULT_KEY_HEADERS: readonly string[] = ["x-api-key"];

/**
 * Finds the key in `x-api-key` (or the headers named instead of it) or `Authorization: Bearer` (RFC 6750, section 2.1), and nowhere else.
 * Other authorization schemes are not ours and are passed over.
 */
export function readCredential(
  request: { headers: HeaderReader; url: string },
  headerNames: readonly string[] = DEFAULT_KEY_HEADERS,
): Credential {
  if (carriesKeyInQuery(request.url)) return { kind: "in-url" };
  const { headers } = request;
  const bearers = values(headers, "authorization").flatMap((it) => BEARER.exec(it)?.[1] ?? []);
  return oneOf([...keysInHeaders(headers, headerNames), ...bearers]);
}

/** Finds the key in the named headers alone, for whom `Authorization` means something else. */
export function readKeyHeaders(headers: HeaderReader, headerNames: readonly string[]): Credential {
  return oneOf(keysInHeaders(headers, headerNames));
}

function keysInHeaders(headers: HeaderReader, headerNames: readonly string[]): string[] {
  return headerNames.flatMap((name) => values(headers, name));
}

function oneOf(found: readonly string[]): Credential {
  const [key, another] = new Set(found);
  if (key === undefined) return { kind: "none" };
  return another === undefined ? { kind: "key", key } : { kind: "conflicting" };
}

/** The values of a header, however often it was sent: repeated ones arrive as one, joined by commas. */
function values(headers: HeaderReader, name: string): string[] {
  const joined = headers.get(name);
  if (joined === null || joined === "") return [];
  if (!joined.includes(",")) return joined.trim() === "" ? [] : [joined.trim()];
  return joined
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

function carriesKeyInQuery(url: string): boolean {
  const start = url.indexOf("?");
  if (start === -1) return false;
  for (const name of new URLSearchParams(url.slice(start)).keys()) {
    if (QUERY_NAMES.has(name.toLowerCase())) return true;
  }
  return false;
}
