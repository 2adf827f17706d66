import type { ReactNode } from "react";

export interface PlaceholderProps {
  icon?: ReactNode;
  title: string;
  description: string;
  action: ReactNode;
}

/** What stands where the list would be: why it is not there, and the way on. */
export function Placeholder({ icon, title, description, action }: PlaceholderProps) {
  return (
    <div className="lk-placeholder">
      {icon === undefined ? null : <span className="lk-placeholder-icon">{icon}</span>}
      <h3 className="lk-placeholder-title">{title}</h3>
      <p className="lk-placeholder-description">{description}</p>
      <div className="lk-placeholder-actions">{action}</div>
    </div>
  );
}
