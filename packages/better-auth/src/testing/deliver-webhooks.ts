import { once } from "node:events";
import { postgresStore, sqliteStore } from "./adapter-stores.ts";
import { webhooksOn } from "./webhooks-on.ts";

/*
 * A process of its own on the SQLite file or the PostgreSQL that it is told of. It says when it is
 * ready, waits for a word, and delivers all that is due. Told to `stop`, it stops dead between sending and
 * writing down that it has sent, says so, and waits there to be killed.
 */

const [, , database = "", kind = ""] = process.argv;
const opened = await (database.startsWith("postgres:")
  ? postgresStore(database, { keep: true })
  : sqliteStore(database));
const { webhooks: store } = opened;

const stoppingDead = new Proxy(store, {
  get(target, name) {
    const method: unknown = Reflect.get(target, name);
    if (typeof method !== "function") return method;
    return async (...values: readonly unknown[]) => {
      const [, , change] = values;
      if (name === "changeDelivery" && Object(change)["state"] === "delivered") {
        process.stdout.write("sent\n");
        await new Promise<never>(() => {
          setInterval(() => undefined, 60_000);
        });
      }
      return Reflect.apply(method, target, values);
    };
  },
});

const webhooks = webhooksOn({ webhooks: kind === "stop" ? stoppingDead : store });
process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();

webhooks.start();
do {
  webhooks.wake();
  await webhooks.idle();
} while ((await store.due({ now: new Date(), limit: 1 })).length > 0);
await webhooks.close();
await opened.dispose();
