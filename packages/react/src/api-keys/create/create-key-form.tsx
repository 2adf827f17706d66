"use client";
import type { RefObject } from "react";
import type { CreateKeyInput } from "../../client/auth-client.ts";
import type { KeyPolicy } from "../../client/key-policy.ts";
import { Button } from "../../part/button.tsx";
import { Failure } from "../../part/failure.tsx";
import { Filled } from "../../part/filled.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useAuthUI, useText } from "../../provider/use-auth-ui.ts";
import type { RequestState } from "../../request/use-request.ts";
import { namePlaceholder } from "../environment-text.ts";
import { expiryRule } from "../expiry-rule.ts";
import { NameField } from "../name-field.tsx";
import { grantableOf } from "../permissions.ts";
import { AddressField } from "./address-field.tsx";
import { EnvironmentPicker } from "./environment-picker.tsx";
import { ExpiryPicker } from "./expiry-picker.tsx";
import { MetadataEditor } from "./metadata-editor.tsx";
import { MoreOptions } from "./more-options.tsx";
import { PermissionPicker } from "./permission-picker.tsx";
import { useKeyForm } from "./use-key-form.ts";

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
  const { ref, values, problems, change, submit } = useKeyForm(policy, onSubmit);
  const { environment } = values;
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
          maxLength={policy.name.maxLength}
          placeholder={namePlaceholder(environment, text)}
          problem={problems.name}
          inputRef={nameRef}
          onChange={(name) => change({ name })}
        />
        <ExpiryPicker
          expiry={values.expiry}
          rule={expiryRule(policy, environment)}
          isMissing={problems.expiry}
          onChange={(expiry) => change({ expiry })}
        />
        <PermissionPicker
          grantable={grantable}
          permissions={values.permissions ?? grantableOf(defaults, grantable)}
          onChange={(permissions) => change({ permissions })}
        />
        <MetadataEditor
          rows={values.rows}
          problem={problems.metadata}
          defaults={apiKey?.metadata}
          onChange={(rows) => change({ rows })}
        />
        <MoreOptions hasProblem={problems.addresses !== null}>
          <AddressField
            value={values.addresses}
            problem={problems.addresses}
            onChange={(addresses) => change({ addresses })}
          />
        </MoreOptions>
        <Failure failure={request.failure} />
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

function PrefixHint({ prefix }: { prefix: string | undefined }) {
  const { text } = useText();
  if (prefix === undefined || prefix === "") return null;
  return (
    <p className="lk-hint lk-prefix-hint">
      <Filled message={text.PREFIX_HINT} values={{ prefix: <code>{prefix}</code> }} />
    </p>
  );
}
