import { describe, expect, it } from "vitest";
import { RequestFailure } from "../../request/failure.ts";
import { testKey } from "../../testing/test-client.ts";
import { FIRST_VIEW } from "../key-queries.ts";
import { listPhase } from "./list-phase.ts";

const ada = { kind: "signed-in", userId: "ada", sessionId: "s" } as const;
const waiting = { data: undefined, error: null };
const pageOf = (total: number) => ({
  data: { apiKeys: total === 0 ? [] : [testKey()], total, limit: 10, offset: 0 },
  error: null,
});
const failed = (status: number) => ({
  data: undefined,
  error: new RequestFailure(status, null, ""),
});

describe("the list", () => {
  it("loads until both the session and a page are there", () => {
    expect(listPhase({ kind: "pending" }, FIRST_VIEW, waiting, waiting).kind).toBe("loading");
    expect(listPhase(ada, FIRST_VIEW, waiting, waiting).kind).toBe("loading");
    expect(listPhase(ada, FIRST_VIEW, pageOf(1), waiting).kind).toBe("keys");
  });

  it("never says that there are no keys where it could not ask", () => {
    expect(listPhase(ada, FIRST_VIEW, failed(500), waiting).kind).toBe("failed");
    expect(listPhase(ada, FIRST_VIEW, pageOf(0), failed(0)).kind).toBe("failed");
    expect(listPhase({ kind: "unreachable" }, FIRST_VIEW, waiting, waiting).kind).toBe("failed");
    expect(listPhase(ada, FIRST_VIEW, pageOf(0), waiting).kind).toBe("loading");
  });

  it("tells a session that has ended from other failures, also when keys were already shown", () => {
    expect(listPhase(ada, FIRST_VIEW, failed(401), waiting).kind).toBe("session-expired");
    const stale = { ...pageOf(3), error: new RequestFailure(401, null, "") };
    expect(listPhase(ada, FIRST_VIEW, stale, waiting).kind).toBe("session-expired");
    expect(listPhase({ kind: "signed-out" }, FIRST_VIEW, waiting, waiting).kind).toBe(
      "session-expired",
    );
  });

  it("keeps showing keys when asking for them anew failed", () => {
    const stale = { ...pageOf(3), error: new RequestFailure(500, null, "") };
    expect(listPhase(ada, FIRST_VIEW, stale, waiting).kind).toBe("keys");
  });

  it("tells having no key from having none that is current, and from none of a status", () => {
    const none = { data: false, error: null };
    const some = { data: true, error: null };
    const reasons = [
      listPhase(ada, FIRST_VIEW, pageOf(0), none),
      listPhase(ada, FIRST_VIEW, pageOf(0), some),
      listPhase(ada, { filter: "expired", page: 0 }, pageOf(0), some),
    ];
    expect(reasons).toEqual(
      ["none", "no-current", "no-match"].map((reason) => ({ kind: "empty", reason })),
    );
  });
});
