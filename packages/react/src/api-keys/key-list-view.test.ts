import { describe, expect, it } from "vitest";
import { FIRST_VIEW, isFirstView, type KeyListView, listQuery } from "./key-list-view.ts";

const asked = (view: Partial<KeyListView>) => listQuery({ ...FIRST_VIEW, ...view });
const first = { limit: 10, offset: 0, sortBy: "createdAt", sortDirection: "desc" };

describe("what is asked of the server", () => {
  it("is ten keys at a time, newest first, with a status only where one is chosen", () => {
    expect(asked({})).toEqual({ ...first, status: "live" });
    expect(asked({ filter: "all", page: 2 })).toEqual({ ...first, offset: 20 });
  });

  it("names the environment and the search where there are any, and an environment of none too", () => {
    expect(asked({ filter: "all", environment: "ci", search: "100%" })).toEqual({
      ...first,
      environment: "ci",
      search: "100%",
    });
    expect(asked({ environment: "" })).toMatchObject({ environment: "" });
  });

  it("begins with what the order is named for: A, the last used, the first to expire", () => {
    expect(asked({ sort: "name" })).toMatchObject({ sortBy: "name", sortDirection: "asc" });
    expect(asked({ sort: "used" })).toMatchObject({ sortBy: "lastRequest", sortDirection: "desc" });
    expect(asked({ sort: "expires" })).toMatchObject({ sortBy: "expiresAt", sortDirection: "asc" });
  });
});

it("only the very first view is the one that was asked for early", () => {
  expect(isFirstView({ ...FIRST_VIEW })).toBe(true);
  const others: Partial<KeyListView>[] = [
    { filter: "all" },
    { environment: "" },
    { search: "a" },
    { sort: "name" },
    { page: 1 },
  ];
  expect(others.map((other) => isFirstView({ ...FIRST_VIEW, ...other }))).not.toContain(true);
});
