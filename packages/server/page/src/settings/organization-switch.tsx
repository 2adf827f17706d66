import { useEffect, useId, useState } from "react";
import { authClient } from "../auth-client.ts";

interface Organization {
  id: string;
  name: string;
}

/** The organizations that the user is a member of; none until they are known. */
export function useOrganizations(userId: string | undefined): readonly Organization[] {
  const [organizations, setOrganizations] = useState<readonly Organization[]>([]);
  useEffect(() => {
    if (userId === undefined) return;
    let isCurrent = true;
    const ask = async () => {
      // Without an answer the page is about the user's own keys, which is what it begins with.
      const { data } = await authClient.$fetch<Organization[]>("/organization/list");
      if (isCurrent) setOrganizations(data ?? []);
    };
    ask().catch(() => undefined);
    return () => {
      isCurrent = false;
      setOrganizations([]);
    };
  }, [userId]);
  return organizations;
}

export interface OrganizationSwitchProps {
  label: string;
  organizations: readonly Organization[];
  /** `null`: the user's own keys. */
  chosen: string | null;
  onChoose: (organizationId: string | null) => void;
}

/** Whose keys are shown: there for users who are in an organization. */
export function OrganizationSwitch(props: OrganizationSwitchProps) {
  const { label, organizations, chosen, onChoose } = props;
  const id = useId();
  if (organizations.length === 0) return null;
  return (
    <div className="lk lk-toolbar owner">
      <label className="lk-label" htmlFor={id}>
        {label}
      </label>
      <div className="lk-select">
        <select
          id={id}
          value={chosen ?? ""}
          onChange={({ target }) => onChoose(target.value === "" ? null : target.value)}
        >
          <option value="">You</option>
          {organizations.map(({ id: organizationId, name }) => (
            <option key={organizationId} value={organizationId}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
