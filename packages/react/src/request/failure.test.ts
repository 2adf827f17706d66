import { describe, expect, it } from "vitest";
import {
  answerOf,
  isOutdated,
  isSessionExpired,
  isWorthRetrying,
  RequestFailure,
} from "./failure.ts";

const refused = (status: number) =>
  Promise.resolve({ data: null, error: { status, statusText: "", code: "CODE", message: "No." } });

async function failureOf(request: Parameters<typeof answerOf>[0]): Promise<unknown> {
  return answerOf(request).catch((error: unknown) => error);
}

describe("the answer of a request", () => {
  it("is its data", async () => {
    expect(await answerOf(Promise.resolve({ data: { total: 3 }, error: null }))).toEqual({
      total: 3,
    });
  });

  it("fails with status, code and message where the server refuses", async () => {
    const failure = await failureOf(refused(403));
    expect(failure).toBeInstanceOf(RequestFailure);
    expect(failure).toMatchObject({ status: 403, code: "CODE", message: "No." });
  });

  it("fails with status 0, and without the thrown error's words, where no answer came", async () => {
    const failure = await failureOf(Promise.reject(new TypeError("fetch failed: key=secret")));
    expect(failure).toMatchObject({ status: 0, code: null, message: "" });
  });
});

describe("what a failure means", () => {
  it("is an ended session at 401 alone", async () => {
    expect(isSessionExpired(await failureOf(refused(401)))).toBe(true);
    expect(isSessionExpired(await failureOf(refused(403)))).toBe(false);
  });

  it("is that the page is out of date where the key has gone or was changed meanwhile", () => {
    const outdated = [400, 403, 404, 409, 500].filter((status) =>
      isOutdated(new RequestFailure(status, null, "")),
    );
    expect(outdated).toEqual([404, 409]);
  });

  it("is worth another try only where the server did not decide", async () => {
    const tries = await Promise.all([401, 404, 429, 500, 503].map((s) => failureOf(refused(s))));
    expect(tries.map(isWorthRetrying)).toEqual([false, false, false, true, true]);
  });
});
