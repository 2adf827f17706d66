"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import type { RefObject } from "react";
import type { KeyPolicy } from "../../client/key-policy.ts";
import { Button } from "../../part/button.tsx";
import { Failure } from "../../part/failure.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestState } from "../../request/use-request.ts";
import { useNow } from "../../time/use-now.ts";
import { namePlaceholder } from "../environment-text.ts";
import { expiryRuleOf } from "../expiry-rule.ts";
import { AddressField } from "../form/address-field.tsx";
import { ExpiryPicker } from "../form/expiry-picker.tsx";
import { MetadataEditor } from "../form/metadata-editor.tsx";
import { NameField } from "../form/name-field.tsx";
import { PermissionPicker } from "../form/permission-picker.tsx";
import { either } from "../permissions.ts";
import { isReplaced } from "../rotation.ts";
import type { KeyChanges } from "./key-edits.ts";
import { type EditForm, useEditForm } from "./use-edit-form.ts";

export interface EditKeyFormProps {
  apiKey: ApiKey;
  policy: KeyPolicy;
  request: RequestState;
  nameRef: RefObject<HTMLInputElement | null>;
  /** Is given nothing where nothing was changed. */
  onSubmit: (changes: KeyChanges) => void;
  onCancel: () => void;
}

export function EditKeyForm(props: EditKeyFormProps) {
  const { apiKey, policy, request, nameRef, onSubmit, onCancel } = props;
  const { text } = useText();
  const form = useEditForm({ apiKey, policy, failure: request.failure, onSubmit });
  const { ref, edits, problems, refusal, change, submit } = form;
  return (
    <form ref={ref} className="lk-form" noValidate onSubmit={submit}>
      <div className="lk-dialog-body">
        <NameField
          value={edits.name}
          rules={{ ...policy.name, required: policy.name.required || apiKey.name !== null }}
          placeholder={namePlaceholder(apiKey.environment, text)}
          problem={problems.name}
          refusal={refusal.of("name")}
          inputRef={nameRef}
          onChange={(name) => change({ name })}
        />
        <PermissionPicker
          grantable={either(policy.permissions.grantable, apiKey.permissions ?? {})}
          permissions={edits.permissions}
          refusal={refusal.of("permissions")}
          onChange={(permissions) => change({ permissions })}
        />
        <AddressField
          value={edits.addresses}
          problem={problems.addresses}
          refusal={refusal.of("addresses")}
          onChange={(addresses) => change({ addresses })}
        />
        <ExpiryField apiKey={apiKey} policy={policy} form={{ edits, problems, refusal, change }} />
        {edits.rows === null || !policy.metadata.enabled ? null : (
          <MetadataEditor
            rows={edits.rows}
            problem={problems.metadata}
            refusal={refusal.of("metadata")}
            defaults={undefined}
            onChange={(rows) => change({ rows })}
          />
        )}
        <Failure failure={refusal.rest} />
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>{text.CANCEL}</Button>
        <Button type="submit" variant="primary" pending={request.pending}>
          {text.SAVE}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Nothing where the policy leaves no choice. The end of a key that was replaced is that of its overlap. */
function ExpiryField({
  apiKey,
  policy,
  form,
}: Pick<EditKeyFormProps, "apiKey" | "policy"> & { form: Omit<EditForm, "ref" | "submit"> }) {
  const { edits, problems, refusal, change } = form;
  const rule = expiryRuleOf(apiKey, policy, useNow());
  if (rule === null || isReplaced(apiKey)) return null;
  return (
    <ExpiryPicker
      expiry={edits.expiry}
      current={apiKey.expiresAt}
      rule={rule}
      isMissing={problems.expiry}
      refusal={refusal.of("expiry")}
      onChange={(expiry) => change({ expiry })}
    />
  );
}
