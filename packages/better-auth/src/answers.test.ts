import type { JsonObject } from "@latchkey/core";
import { expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type {
  apiKeyAnswer,
  apiKeyPageAnswer,
  createdApiKeyAnswer,
  rotatedApiKeyAnswer,
} from "./api-key-answer.ts";
import type { ApiKey, ApiKeyPage, CreatedApiKey, RotatedApiKey } from "./api-key.ts";
import type { alertPageAnswer, handledAlertsAnswer } from "./alert-answer.ts";
import type { ApiKeyAlertPage, HandledApiKeyAlerts } from "./alert.ts";
import type { auditPageAnswer } from "./audit-entry-answer.ts";
import type { usageAnswer } from "./usage-answer.ts";
import type { ApiKeyUsage } from "./usage.ts";
import type { ApiKeyAuditPage } from "./audit-entry.ts";
import type {
  ApiKeyWebhookDeliveries,
  ApiKeyWebhookList,
  ApiKeyWebhookWithSecret,
  deliveriesAnswer,
  webhookListAnswer,
  webhookWithSecretAnswer,
} from "./webhook/webhook-answer.ts";
import type { policyAnswer } from "./endpoint/api-key-policy-answer.ts";
import type { ApiKeyPolicy } from "./endpoint/api-key-policy.ts";

/** A value after `JSON.stringify`: dates are text. Whether it may be written to makes no difference. */
type OnTheWire<T> = T extends Date
  ? string
  : JsonObject extends T
    ? T
    : T extends readonly (infer Item)[]
      ? OnTheWire<Item>[]
      : T extends object
        ? { -readonly [Name in keyof T]: OnTheWire<T[Name]> }
        : T;

type Described<Schema extends z.ZodType> = OnTheWire<z.output<Schema>>;

test("what is described of an answer is what it is", () => {
  expectTypeOf<Described<typeof apiKeyAnswer>>().toEqualTypeOf<OnTheWire<ApiKey>>();
  expectTypeOf<Described<typeof createdApiKeyAnswer>>().toEqualTypeOf<OnTheWire<CreatedApiKey>>();
  expectTypeOf<Described<typeof rotatedApiKeyAnswer>>().toEqualTypeOf<OnTheWire<RotatedApiKey>>();
  expectTypeOf<Described<typeof apiKeyPageAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyPage>>();
  expectTypeOf<Described<typeof auditPageAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyAuditPage>>();
  expectTypeOf<Described<typeof alertPageAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyAlertPage>>();
  expectTypeOf<Described<typeof handledAlertsAnswer>>().toEqualTypeOf<
    OnTheWire<HandledApiKeyAlerts>
  >();
  expectTypeOf<Described<typeof usageAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyUsage>>();
  expectTypeOf<Described<typeof policyAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyPolicy>>();
  expectTypeOf<Described<typeof webhookListAnswer>>().toEqualTypeOf<OnTheWire<ApiKeyWebhookList>>();
  expectTypeOf<Described<typeof webhookWithSecretAnswer>>().toEqualTypeOf<
    OnTheWire<ApiKeyWebhookWithSecret>
  >();
  expectTypeOf<Described<typeof deliveriesAnswer>>().toEqualTypeOf<
    OnTheWire<ApiKeyWebhookDeliveries>
  >();
});

test("and is not just anything", () => {
  expectTypeOf<Described<typeof apiKeyAnswer>>().not.toBeAny();
  expectTypeOf<Described<typeof apiKeyAnswer>["expiresAt"]>().toEqualTypeOf<string | null>();
});
