import { describe, expect, it } from "vitest";
import { ENGLISH } from "../localization/english.ts";
import { answerText, eventText, webhookState, webhookTitle } from "./webhook-text.ts";

describe("a webhook", () => {
  it("goes by its description, or else by the host that it leads to", () => {
    const url = "https://hooks.example.com:8443/in?token=1";
    expect(webhookTitle({ description: "On-call", url })).toBe("On-call");
    expect(webhookTitle({ description: null, url })).toBe("hooks.example.com:8443");
  });

  it("is failing only while it is on", () => {
    const failingSince = new Date();
    expect(webhookState({ enabled: true, failingSince: null })).toBe("on");
    expect(webhookState({ enabled: true, failingSince })).toBe("failing");
    expect(webhookState({ enabled: false, failingSince })).toBe("off");
  });
});

it("an event of a type that only a newer server knows goes by that type", () => {
  expect(eventText("api_key.alert.raised", ENGLISH)).toBe("Alerts about keys");
  expect(eventText("api_key.key.revoked", ENGLISH)).toBe("api_key.key.revoked");
  expect(eventText("constructor", ENGLISH)).toBe("constructor");
});

it("what came back is the status where there was one, or else why there was none", () => {
  expect(answerText({ lastStatus: 204, lastError: null }, ENGLISH)).toBe(
    "The receiver answered 204",
  );
  expect(answerText({ lastStatus: null, lastError: "Nobody there." }, ENGLISH)).toBe(
    "Nobody there.",
  );
  expect(answerText({ lastStatus: null, lastError: null }, ENGLISH)).toBeNull();
});
