import { MemoryWebhookStore } from "../webhook/memory-webhook-store.ts";
import type { WebhookEvent } from "../webhook/event.ts";
import type { Message, SendOutcome } from "../webhook/sender.ts";
import { Webhooks, type WebhooksOptions } from "../webhook/webhooks.ts";
import type { Fault } from "../background/background.ts";
import { manualClock } from "./manual-clock.ts";
import { manualTimers } from "./manual-timers.ts";
import { seededRandom } from "./seeded-random.ts";

export const OWNER = { referenceId: "ann", configId: "default" } as const;
export const ALERTS = ["api_key.alert.raised"] as const;

const accepting = () => ({ status: 204 });

/** Webhooks in memory, with a clock and timers that are moved together and a receiver that is made up. */
export function testWebhooks(options: Partial<WebhooksOptions> = {}) {
  const clock = manualClock();
  const timers = manualTimers();
  const faults: Fault[] = [];
  const received: Message[] = [];
  let answer: (message: Message) => SendOutcome | Promise<SendOutcome> = accepting;
  const store = new MemoryWebhookStore();
  const all = {
    store,
    sealer: {
      seal: async (secret: string, id: string) => `${id}|${secret}`,
      open: async (sealed: string, id: string) => {
        if (!sealed.startsWith(`${id}|`)) throw new Error("It was sealed for another webhook.");
        return sealed.slice(id.length + 1);
      },
    },
    send: async (message: Message) => {
      received.push(message);
      return answer(message);
    },
    clock,
    timers,
    random: seededRandom("webhooks"),
    onFault: (fault: Fault) => faults.push(fault),
    ...options,
  };
  /** Another process on the same store. */
  const process = (differences: Partial<WebhooksOptions> = {}) =>
    new Webhooks({ ...all, ...differences });
  const webhooks = process();
  let count = 0;

  return {
    clock,
    timers,
    store,
    faults,
    /** What came to the receiver, attempt by attempt. */
    received,
    webhooks,
    process,
    /** How the receiver answers from now on. */
    answering(next: typeof answer) {
      answer = next;
    },
    event: (differences: Partial<WebhookEvent> = {}): WebhookEvent => ({
      id: `event-${(count += 1)}`,
      type: "api_key.alert.raised",
      at: new Date(clock.now()),
      data: { keyId: "key" },
      ...OWNER,
      ...differences,
    }),
    register: (url = "https://example.com/hooks") =>
      webhooks.create({ ...OWNER, url, types: ALERTS }),
    /** Lets so many milliseconds pass, looking at each look's time, and waits for what comes of it. */
    async pass(milliseconds: number, step = 5_000) {
      for (let left = milliseconds; left > 0; left -= step) {
        clock.advance(Math.min(step, left));
        timers.advance(Math.min(step, left));
        await webhooks.idle();
      }
    },
  };
}
