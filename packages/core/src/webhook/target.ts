import { KeyOperationError } from "../code/operation-error.ts";
import { isPublicAddress } from "./public-address.ts";

export const MAX_URL_LENGTH = 2_000;

/** Which places events may be sent to, beside https on public addresses. */
export interface TargetPolicy {
  /** Whether anything goes: private addresses and plain http. `false` by default. */
  readonly allowPrivateTargets?: boolean | undefined;
  /** Hosts, as they stand in a URL (`hooks.internal`, `10.0.0.5`, `[fd00::1]`), for which anything goes. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** Whether this host may be anywhere, and need not speak TLS. */
export function isTrusted(host: string, policy: TargetPolicy): boolean {
  if (policy.allowPrivateTargets === true) return true;
  return policy.allowedHosts?.some((each) => each.toLowerCase() === host) ?? false;
}

/**
 * A URL as it is stored, where events may be sent to it as far as the URL itself tells. What its host
 * resolves to is looked at with every connection.
 *
 * @throws {KeyOperationError} `INVALID_WEBHOOK_URL`.
 */
export function checkedUrl(text: string, policy: TargetPolicy): string {
  if (text.length > MAX_URL_LENGTH) {
    throw invalid(`url may be ${MAX_URL_LENGTH} characters long at most.`);
  }
  const url = URL.parse(text);
  if (url === null) throw invalid("url must be a URL like https://example.com/hooks.");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw invalid(HTTPS);
  if (url.username !== "" || url.password !== "") {
    throw invalid("url may hold no user name and no password: messages are signed instead.");
  }
  if (url.port === "0") throw invalid("url has a port that nobody can listen on.");
  if (!isTrusted(url.hostname, policy)) {
    if (url.protocol !== "https:") throw invalid(HTTPS);
    if (!mayBePublic(url.hostname)) {
      throw invalid("url must lead to a public address, not into a private network.");
    }
  }
  url.hash = "";
  return url.href;
}

/** The host as a connection is made to it: of an IPv6 address without brackets. */
export function connectHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

const HTTPS = "url must begin with https://.";

const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/;

/** `false` where the name alone says that it is not. URL parsing has made one form of each address. */
function mayBePublic(hostname: string): boolean {
  const host = connectHost(hostname);
  const isAddress = host.includes(":") || /^[\d.]+$/.test(host);
  return isAddress ? isPublicAddress(host) : !LOCAL_NAME.test(host);
}

function invalid(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_WEBHOOK_URL", message);
}
