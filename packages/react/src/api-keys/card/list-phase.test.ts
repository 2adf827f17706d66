import { describe, expect, it } from "vitest";
import { RequestFailure } from "../../request/failure.ts";
import { testKey } from "../../testing/test-client.ts";
import { FIRST_VIEW, type KeyListView } from "../key-list-view.ts";
import { listPhase } from "./list-phase.ts";

const ada = { kind: "signed-in", userId: "ada", sessionId: "s" } as const;
const waiting = { data: undefined, error: null };
const pageOf = (total: number, view: Partial<KeyListView> = {}) => ({
  data: {
    apiKeys: total === 0 ? [] : [testKey()],
    total,
    limit: 10,
    offset: 0,
    view: { ...FIRST_VIEW, ...view },
  },
  error: null,
});
const failed = (status: number) => ({
  data: undefined,
  error: new RequestFailure(status, null, ""),
});

describe("the list", () => {
  it("loads until both the session and a page are there", () => {
    expect(listPhase({ kind: "pending" }, waiting, waiting).kind).toBe("loading");
    expect(listPhase(ada, waiting, waiting).kind).toBe("loading");
    expect(listPhase(ada, pageOf(1), waiting).kind).toBe("keys");
  });

  it("never says that there are no keys where it could not ask", () => {
    expect(listPhase(ada, failed(500), waiting).kind).toBe("failed");
    expect(listPhase(ada, pageOf(0), failed(0)).kind).toBe("failed");
    expect(listPhase({ kind: "unreachable" }, waiting, waiting).kind).toBe("failed");
    expect(listPhase(ada, pageOf(0), waiting).kind).toBe("loading");
  });

  it("tells a session that has ended from other failures, also when keys were already shown", () => {
    expect(listPhase(ada, failed(401), waiting).kind).toBe("session-expired");
    const stale = { ...pageOf(3), error: new RequestFailure(401, null, "") };
    expect(listPhase(ada, stale, waiting).kind).toBe("session-expired");
    expect(listPhase({ kind: "signed-out" }, waiting, waiting).kind).toBe("session-expired");
  });

  it("keeps showing keys when asking for them anew failed", () => {
    const stale = { ...pageOf(3), error: new RequestFailure(500, null, "") };
    expect(listPhase(ada, stale, waiting).kind).toBe("keys");
  });

  it("tells having no key from having none that is current, and from none of a status", () => {
    const none = { data: false, error: null };
    const some = { data: true, error: null };
    const reasonOf = (view: Partial<KeyListView>, hasKeys: typeof none) => {
      const phase = listPhase(ada, pageOf(0, view), hasKeys);
      return phase.kind === "empty" ? phase.reason : phase.kind;
    };
    expect(reasonOf({}, none)).toBe("none");
    expect(reasonOf({}, some)).toBe("no-current");
    expect(reasonOf({ filter: "expired" }, some)).toBe("no-match");
    expect(reasonOf({ filter: "all" }, none)).toBe("none");
  });

  it("does not ask for any key before it says that none matches", () => {
    for (const view of [{ search: "x" }, { environment: "ci" }, { environment: "" }]) {
      expect(listPhase(ada, pageOf(0, view), waiting)).toMatchObject({ reason: "no-match", view });
    }
  });
});
