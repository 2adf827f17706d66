import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Member } from "../src/testing/member.ts";

/** Somebody with a browser window. */
export interface Visitor {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, violations of the content security policy. */
  readonly complaints: readonly string[];
  /** Complaints that match are what the test is about. */
  expectComplaints(pattern: RegExp): void;
  /** Takes over the session of somebody who has signed up already. */
  readonly signInAs: (member: Member, url: string) => Promise<void>;
  leave(): Promise<void>;
}

/** `address` is where the visitor comes from, as a proxy would tell it. */
export async function welcome(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({
    locale: "en-US",
    // A transition under way has colors and places that no design has.
    reducedMotion: "reduce",
    extraHTTPHeaders: { "x-forwarded-for": address },
    ...options,
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const heard: string[] = [];
  const expected: RegExp[] = [];
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") heard.push(message.text());
  });
  return {
    page,
    get complaints() {
      return heard.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    },
    expectComplaints: (pattern) => {
      expected.push(pattern);
    },
    async signInAs(member, url) {
      const cookies = member.cookie.split("; ").map((cookie) => {
        const [name = "", ...value] = cookie.split("=");
        return { name, value: value.join("="), url };
      });
      await context.addCookies(cookies);
    },
    leave: () => context.close(),
  };
}
