/** Events that are sent to places that owners and administrators register. */
export interface WebhookOptions {
  /**
   * Hosts, as they stand in a URL (`hooks.internal`, `10.0.0.5`, `[fd00::1]`), that may be anywhere and need
   * not speak TLS. None by default: events go to https on public addresses.
   */
  readonly allowedHosts?: readonly string[];
  /** Whether all hosts are so. `false` by default, and for development only: whoever may register a webhook then reaches whatever the server does. */
  readonly allowPrivateTargets?: boolean;
  /**
   * Whether this process sends. `true` by default; `false` where others do: what is to be sent lies in
   * the database until one comes.
   */
  readonly deliver?: boolean;
}
