"use client";
import type { RefObject } from "react";
import type { CreateKeyInput } from "../../client/auth-client.ts";
import type { KeyPolicy } from "../../client/key-policy.ts";
import { Button } from "../../part/button.tsx";
import { Disclosure } from "../../part/disclosure.tsx";
import { Failure } from "../../part/failure.tsx";
import { Filled } from "../../part/filled.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useAuthUI, useText } from "../../provider/use-auth-ui.ts";
import type { RequestState } from "../../request/use-request.ts";
import { namePlaceholder } from "../environment-text.ts";
import type { KeyField } from "../form/field-refusal.ts";
import { expiryRule } from "../expiry-rule.ts";
import { NameField } from "../form/name-field.tsx";
import { grantableOf } from "../permissions.ts";
import { AddressField } from "../form/address-field.tsx";
import { EnvironmentPicker } from "./environment-picker.tsx";
import { ExpiryPicker } from "../form/expiry-picker.tsx";
import { MetadataEditor } from "../form/metadata-editor.tsx";
import { PermissionPicker } from "../form/permission-picker.tsx";
import { useRefusal } from "../form/use-refusal.ts";
import { type KeyFormValues, useKeyForm } from "./use-key-form.ts";

export interface CreateKeyFormProps {
  policy: KeyPolicy;
  request: RequestState;
  nameRef: RefObject<HTMLInputElement | null>;
  onSubmit: (input: CreateKeyInput) => void;
  onCancel: () => void;
}

export function CreateKeyForm(props: CreateKeyFormProps) {
  const { policy, request, nameRef, onSubmit, onCancel } = props;
  const { text } = useText();
  const { apiKey } = useAuthUI();
  const form = useKeyForm(policy, onSubmit);
  const { ref, values, problems, submit } = form;
  const { environment } = values;
  const refusal = useRefusal(ref, request.failure, filledIn(values));
  const change = (changed: Partial<KeyFormValues>) => {
    form.change(changed);
    refusal.forget();
  };
  const { grantable, defaults } = policy.permissions;
  return (
    <form ref={ref} className="lk-form" noValidate onSubmit={submit}>
      <div className="lk-dialog-body">
        <EnvironmentPicker
          environments={policy.environments}
          environment={environment}
          onChange={(name) =>
            change({ environment: name, expiry: expiryRule(policy, name).initial })
          }
        />
        <NameField
          value={values.name}
          rules={policy.name}
          placeholder={namePlaceholder(environment, text)}
          problem={problems.name}
          refusal={refusal.of("name")}
          inputRef={nameRef}
          onChange={(name) => change({ name })}
        />
        <ExpiryPicker
          expiry={values.expiry}
          rule={expiryRule(policy, environment)}
          isMissing={problems.expiry}
          refusal={refusal.of("expiry")}
          onChange={(expiry) => {
            if (expiry !== null) change({ expiry });
          }}
        />
        <PermissionPicker
          grantable={grantable}
          permissions={values.permissions ?? grantableOf(defaults, grantable)}
          refusal={refusal.of("permissions")}
          onChange={(permissions) => change({ permissions })}
        />
        {policy.metadata.enabled ? (
          <MetadataEditor
            rows={values.rows}
            problem={problems.metadata}
            refusal={refusal.of("metadata")}
            defaults={apiKey?.metadata}
            onChange={(rows) => change({ rows })}
          />
        ) : null}
        <Disclosure
          title={text.MORE_OPTIONS}
          isHeldOpen={problems.addresses !== null || refusal.of("addresses") !== null}
        >
          {() => (
            <AddressField
              value={values.addresses}
              problem={problems.addresses}
              refusal={refusal.of("addresses")}
              onChange={(addresses) => change({ addresses })}
            />
          )}
        </Disclosure>
        <Failure failure={refusal.rest} />
      </div>
      <DialogFooter>
        {environment === null ? <PrefixHint prefix={apiKey?.prefix} /> : null}
        <Button onClick={onCancel}>{text.CANCEL}</Button>
        <Button type="submit" variant="primary" pending={request.pending}>
          {request.pending ? text.CREATING : text.CREATE_API_KEY}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Fields that can have been refused. Metadata too may speak of permissions; then no field says so. */
function filledIn({ rows, permissions }: KeyFormValues): ReadonlySet<KeyField> {
  const fields: KeyField[] = ["name", "expiry", "addresses"];
  if (permissions !== null) fields.push("permissions");
  if (rows.length > 0) fields.push("metadata");
  return new Set(fields);
}

function PrefixHint({ prefix }: { prefix: string | undefined }) {
  const { text } = useText();
  if (prefix === undefined || prefix === "") return null;
  return (
    <p className="lk-hint lk-prefix-hint">
      <Filled message={text.PREFIX_HINT} values={{ prefix: <code>{prefix}</code> }} />
    </p>
  );
}
