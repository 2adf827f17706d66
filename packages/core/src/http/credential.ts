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
/** What all of these have in them, or must be hidden by: most queries need not be taken apart. */
const SUSPECT = /%|key|token/i;
const BEARER = /^Bearer +(\S+)$/i;
const NONE: Credential = { kind: "none" };
const CONFLICTING: Credential = { kind: "conflicting" };

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
  const found = readKeyHeaders(headers, headerNames);
  const authorization = headers.get("authorization");
  return authorization === null ? found : withValues(found, authorization, bearerIn);
}

/** Finds the key in the named headers alone, for whom `Authorization` means something else. */
export function readKeyHeaders(headers: HeaderReader, headerNames: readonly string[]): Credential {
  let found = NONE;
  for (const name of headerNames) {
    const value = headers.get(name);
    if (value !== null) found = withValues(found, value, itself);
  }
  return found;
}

/** With the keys in the values of a header, however often it was sent: repeated ones arrive as one, joined by commas. */
function withValues(
  found: Credential,
  joined: string,
  keyIn: (value: string) => string,
): Credential {
  // For every request: without a list where there is one value.
  if (!joined.includes(",")) return withKey(found, keyIn(joined.trim()));
  return joined.split(",").reduce((before, value) => withKey(before, keyIn(value.trim())), found);
}

function withKey(found: Credential, key: string): Credential {
  if (key === "") return found;
  if (found.kind === "none") return { kind: "key", key };
  return found.kind === "key" && found.key !== key ? CONFLICTING : found;
}

function itself(value: string): string {
  return value;
}

function bearerIn(value: string): string {
  return BEARER.exec(value)?.[1] ?? "";
}

function carriesKeyInQuery(url: string): boolean {
  const start = url.indexOf("?");
  if (start === -1) return false;
  const query = url.slice(start);
  if (!SUSPECT.test(query)) return false;
  for (const name of new URLSearchParams(query).keys()) {
    if (QUERY_NAMES.has(name.toLowerCase())) return true;
  }
  return false;
}
