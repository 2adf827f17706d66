import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";

let app: Installation;
let ann: Member;
let key: string;

beforeEach(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
  ({ key } = await createdKey(ann));
  expect(await outcome()).toBe("valid");
});

afterEach(() => {
  app.database.close();
});

const outcome = () => app.outcome(key);

/** A change made through Better Auth, as its own plugins make it. */
const internal = async () => (await app.auth.$context).internalAdapter;

describe("the keys of a user", () => {
  it("stop at the very next verification when the user is banned through Better Auth, and go on when it ends", async () => {
    await (await internal()).updateUser(ann.id, { banned: true });
    expect(await outcome()).toBe("API_KEY_INVALID");
    await (await internal()).updateUser(ann.id, { banned: false });
    expect(await outcome()).toBe("valid");
  });

  it("stop at the very next verification when the user is deleted through Better Auth", async () => {
    await (await internal()).deleteUser(ann.id);
    expect(await outcome()).toBe("API_KEY_INVALID");
  });

  it("stop within a second when the user is banned behind Better Auth's back", async () => {
    app.database.prepare("update user set banned = 1 where id = ?").run(ann.id);
    app.clock.advance(1_000);
    expect(await outcome()).toBe("API_KEY_INVALID");
  });

  it("work again when a ban that has an end has ended", async () => {
    const banExpires = new Date(app.clock.now() + 60_000);
    await (await internal()).updateUser(ann.id, { banned: true, banExpires });
    expect(await outcome()).toBe("API_KEY_INVALID");
    app.clock.advance(60_000);
    expect(await outcome()).toBe("valid");
  });

  it("carry the user as it is now, not as it was when the key was first seen", async () => {
    await (await internal()).updateUser(ann.id, { name: "Anna" });
    expect((await app.auth.api.validateAPIKey({ apiKey: key }))?.user.name).toBe("Anna");
  });
});

describe("when the database fails", () => {
  it("a key that is not known yet is unavailable, not invalid; validateAPIKey says 503", async () => {
    const fresh = await createdKey(ann);
    app.database.close();
    const verified = await app.auth.api.verifyApiKey({ body: { key: fresh.key } });
    expect(verified.error).toMatchObject({ code: "API_KEY_UNAVAILABLE", retryAfter: 1 });
    await expect(app.auth.api.validateAPIKey({ apiKey: fresh.key })).rejects.toMatchObject({
      statusCode: 503,
      body: { code: "API_KEY_UNAVAILABLE" },
    });
    app.database.open();
  });

  it("a key that is known keeps working for 30 seconds, and is then unavailable", async () => {
    app.database.close();
    app.clock.advance(29_999);
    expect(await outcome()).toBe("valid");
    app.clock.advance(1);
    expect(await outcome()).toBe("API_KEY_UNAVAILABLE");
    app.database.open();
  });
});
