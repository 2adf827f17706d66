"use client";
import { useId } from "react";
import { FieldError } from "../../part/field.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { ANY_ACTION, isGranted, type Permissions, toggled } from "../permissions.ts";

export interface PermissionPickerProps {
  /** What there is to pick from. */
  grantable: Permissions;
  permissions: Permissions;
  /** What the server said of them. */
  refusal: string | null;
  onChange: (permissions: Permissions) => void;
}

/** What the key may do, resource by resource. Nothing where nothing may be granted. */
export function PermissionPicker(props: PermissionPickerProps) {
  const { grantable, permissions, refusal, onChange } = props;
  const { text } = useText();
  const { label } = useClassNames();
  const id = useId();
  const resources = Object.entries(grantable).filter(([, actions]) => actions.length > 0);
  if (resources.length === 0) return null;
  const described = refusal === null ? `${id}-hint` : `${id}-hint ${id}-error`;
  return (
    <fieldset className="lk-field lk-fieldset" aria-describedby={described}>
      <legend className={joinClasses("lk-label", label)}>{text.PERMISSIONS}</legend>
      <div className="lk-permissions">
        {resources.map(([resource, actions], index) => (
          <fieldset key={resource} className="lk-permission" aria-labelledby={`${id}-${index}`}>
            <span className="lk-permission-resource" id={`${id}-${index}`}>
              {resource}
            </span>
            <div className="lk-choices">
              {actions.map((action) => (
                <label key={action} className="lk-choice">
                  <input
                    type="checkbox"
                    aria-invalid={refusal === null ? undefined : true}
                    checked={isGranted(permissions, resource, action)}
                    onChange={() => onChange(toggled(permissions, resource, action))}
                  />
                  <span>{action === ANY_ACTION ? text.ALL_ACTIONS : action}</span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <p className="lk-hint" id={`${id}-hint`}>
        {text.PERMISSIONS_HINT}
      </p>
      <FieldError id={`${id}-error`} error={refusal} />
    </fieldset>
  );
}
