import { expect, it } from "vitest";
import { RequestFailure } from "../request/failure.ts";
import { ENGLISH } from "./english.ts";
import { failureText } from "./failure-text.ts";

function told(status: number, message: string): string {
  return failureText(new RequestFailure(status, null, message), ENGLISH);
}

it("tells the server's reason where there is one, never the words of a server that broke", () => {
  expect(told(400, "The prefix is not allowed.")).toBe("The prefix is not allowed.");
  expect(told(400, "")).toBe(ENGLISH.FAILED);
  expect(told(500, "TypeError: x is undefined")).toBe(ENGLISH.FAILED);
  expect(told(0, "")).toBe(ENGLISH.FAILED_NO_ANSWER);
  expect(told(401, "Unauthorized")).toBe(ENGLISH.FAILED_SESSION);
  expect(told(429, "Too many requests.")).toBe(ENGLISH.FAILED_TOO_MANY);
});
