import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import {
  type Message,
  SEND_TIMEOUT,
  type SendOutcome,
  type Sender,
  type TargetPolicy,
  type Timers,
  connectHost,
  isPublicAddress,
  isTrusted,
} from "@latchkey/core";
import { Webhook } from "standardwebhooks";
import { type LookupAll, guardedLookup } from "./guarded-lookup.ts";

/** Bytes of an answer's body that are read, and dropped. */
const MAX_BODY = 1_024;

/** One sentence for whatever happened to a connection that was not to be, or did not come about. */
const UNREACHABLE = "The receiver could not be reached, or its address is not allowed.";
const TIMED_OUT = `The receiver did not answer within ${SEND_TIMEOUT / 1_000} seconds.`;
const NOT_TRUSTED = "No secure connection to the receiver: its certificate was not accepted.";

export interface HttpSenderOptions {
  readonly targets: TargetPolicy;
  readonly timers: Timers;
  /** For tests. */
  readonly lookup?: LookupAll | undefined;
}

/** Signs messages per the Standard Webhooks specification and sends them, over connections of their own, past any proxy. */
export function httpSender({ targets, timers, lookup }: HttpSenderOptions): Sender {
  return (message) => {
    const url = URL.parse(message.url);
    const trusted = url !== null && isTrusted(url.hostname, targets);
    if (url === null || !(trusted || mayConnect(url))) {
      return Promise.resolve({ status: null, error: UNREACHABLE });
    }
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)({
      protocol: url.protocol,
      hostname: connectHost(url.hostname),
      port: url.port,
      path: url.pathname + url.search,
      method: "POST",
      headers: headersOf(message),
      agent: false,
      ...(!trusted && { lookup: guardedLookup(lookup) }),
    });
    return exchange(request, message.payload, timers);
  };
}

/** An address in the URL itself is looked up by nobody. */
function mayConnect({ protocol, hostname }: URL): boolean {
  const host = connectHost(hostname);
  return protocol === "https:" && (isIP(host) === 0 || isPublicAddress(host));
}

function headersOf({ id, timestamp, payload, secrets }: Message): Record<string, string> {
  const at = new Date(timestamp);
  return {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(payload)),
    "user-agent": "Latchkey-Webhooks",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(timestamp / 1_000)),
    "webhook-signature": secrets
      .map((secret) => new Webhook(secret).sign(id, at, payload))
      .join(" "),
  };
}

function exchange(request: ClientRequest, payload: string, timers: Timers): Promise<SendOutcome> {
  return new Promise((resolve) => {
    let status: number | null = null;
    const end = (error: string) => {
      cancelTimer();
      request.destroy();
      // Whoever has answered has answered, whatever becomes of the rest of it.
      resolve(status === null ? { status, error } : { status });
    };
    const cancelTimer = timers.after(SEND_TIMEOUT, () => {
      end(TIMED_OUT);
    });
    request.on("response", (response) => {
      status = response.statusCode ?? 0;
      drop(response, () => {
        end(UNREACHABLE);
      });
    });
    request.on("error", (error) => {
      end(isAboutTls(error) ? NOT_TRUSTED : UNREACHABLE);
    });
    request.end(payload);
  });
}

/** Reads as much as is polite. */
function drop(response: IncomingMessage, done: () => void): void {
  let read = 0;
  response.on("data", (chunk: Buffer) => {
    read += chunk.length;
    if (read >= MAX_BODY) done();
  });
  response.on("close", done);
}

function isAboutTls(error: NodeJS.ErrnoException): boolean {
  return /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(
    error.code ?? "",
  );
}
