import { expect, test as unitTest } from "vitest";
import { signUp } from "../src/testing/member.ts";
import { openStage } from "./stage.ts";

/**
 * A test in a browser. `stage` lasts as long as the worker, so that all files share one server and
 * one browser; the others are new for each test:
 * `visitor` is somebody with an empty browser, `member` somebody who has signed up, and `page` is
 * the member's browser on the page of their keys, of which there are none yet.
 *
 * Every test fails at its end if the browser complained about anything.
 */
export const test = unitTest
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs
  .extend("stage", { scope: "worker" }, async ({}, { onCleanup }) => {
    const stage = await openStage();
    onCleanup(() => stage.close());
    return stage;
  })
  .extend("visitor", async ({ stage }, { onCleanup }) => {
    const visitor = await stage.visit();
    onCleanup(async () => {
      await visitor.leave();
      expect(visitor.complaints).toEqual([]);
    });
    return visitor;
  })
  .extend("member", ({ stage, task }) => signUp(stage.url, `member-${task.id}`))
  .extend("page", async ({ stage, visitor, member }) => {
    await visitor.signInAs(member, stage.url);
    await visitor.page.goto(`${stage.url}/settings/api-keys`);
    // Until it is known that there are none, the button that creates one is in another place.
    await visitor.page.getByRole("heading", { name: "No API keys yet" }).waitFor();
    return visitor.page;
  });
