import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../localization/english.ts";
import { actorText, historyText } from "./history-text.ts";

type Told = Parameters<typeof historyText>[0];
type Actor = Parameters<typeof actorText>[0];

const told = (entry: Partial<Told>) =>
  historyText({ action: "updated", changes: {}, reason: null, ...entry }, ENGLISH, "en");
const change = { before: null, after: "x" };

describe("what was done to a key", () => {
  it("is told in words, and by the server's word where that is newer than the page", () => {
    expect(told({ action: "created" })).toBe("Created");
    expect(told({ action: "revoked", changes: { revokedAt: change } })).toBe("Revoked");
    expect(told(JSON.parse('{ "action": "frozen", "changes": {} }'))).toBe("frozen");
    expect(told(JSON.parse('{ "action": "toString", "changes": {} }'))).toBe("toString");
  });

  it("names the fields that changed, as the forms do, each once", () => {
    const changes = { allowedAddresses: change, name: change, quota: change, rateLimit: change };
    expect(told({ changes })).toBe("Changed: Allowed addresses, Name, Limits");
    expect(told({})).toBe("Changed");
    expect(told({ changes: { unheardOf: change } })).toBe("Changed");
  });

  it("tells the beginning of a successor from that of any other key", () => {
    expect(told({ action: "created", changes: { replacesId: change } })).toBe(
      "Created to replace another key",
    );
    const none = { before: null, after: null };
    expect(told({ action: "created", changes: { replacesId: none } })).toBe("Created");
  });

  it("has the reason of a refusal", () => {
    expect(told({ action: "denied", reason: "KEY_LIMIT_REACHED" })).toBe(
      "Refused: KEY_LIMIT_REACHED",
    );
  });
});

it("whoever did it is you, a name, an id where there is no name, or no person at all", () => {
  const observer = { userId: "ada", names: new Map([["bob", "Bob"]]) };
  const by = (kind: Actor["kind"], id: string | null) => actorText({ kind, id }, observer, ENGLISH);
  expect(by("user", "ada")).toBe("You");
  expect(by("user", "bob")).toBe("Bob");
  expect(by("user", "eve")).toBe("User eve");
  expect(by("system", null)).toBe("The system");
  expect(by("server", null)).toBe("The application");
  expect(by("key", "k1")).toBe("An API key");
});
