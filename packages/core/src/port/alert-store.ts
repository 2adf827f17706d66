import type { AlertKind, NewAlert, StoredAlert } from "../alert/alert.ts";

/** Which alerts are meant. Absent fields are not looked at. */
export interface AlertFilter {
  readonly keyId?: string | undefined;
  readonly referenceId?: string | undefined;
  /** Of a list (which is not empty) any one will do. */
  readonly configId?: string | readonly string[] | undefined;
  readonly kind?: AlertKind | undefined;
  /** `true`: only those that are not settled; `false`: only those that are. */
  readonly open?: boolean | undefined;
  /** Whether somebody has acknowledged it. */
  readonly acknowledged?: boolean | undefined;
  /** Raised at this moment or later. */
  readonly raisedFrom?: Date | undefined;
}

export interface AlertQuery {
  readonly filter: AlertFilter;
  readonly limit: number;
  readonly offset: number;
}

export interface StoredAlertPage {
  /** Newest first, by `alertPlace`. */
  readonly alerts: readonly StoredAlert[];
  /** Of all that match, on this page or not. */
  readonly total: number;
}

/** What must still be true of an alert for a change to take place. Absent fields are not looked at. */
export interface AlertGuard {
  readonly resolvedAt?: null;
  readonly acknowledgedAt?: null;
  readonly lastSeenAt?: Date;
  readonly sendAt?: Date | null;
  readonly announceAt?: Date | null;
}

/** A field that is absent stays as it is. */
export type AlertChange = Partial<
  Pick<
    StoredAlert,
    | "severity"
    | "lastSeenAt"
    | "details"
    | "acknowledgedAt"
    | "acknowledgedById"
    | "resolvedAt"
    | "resolvedById"
    | "sentAt"
    | "sending"
    | "announcing"
  >
> & {
  /** Added to `count`. */
  readonly countBy?: number;
};

/** What messages about alerts there are: a digest to the owner, a word to the rest of the application. */
export type AlertMessage = "sending" | "announcing";

export interface DueAlertQuery {
  readonly message: AlertMessage;
  /** Those that are to be tried at this moment or earlier. */
  readonly until: Date;
  readonly limit: number;
}

/**
 * Where alerts lie. Every method rejects, with whatever the store threw, when the store cannot be reached;
 * what is written is durable when the promise resolves. Any number of processes may write at once.
 */
export interface AlertStore {
  /**
   * Adds an alert under a new id and answers it; `null`, having written nothing, where there is one of the
   * same `event`. Of several inserts of one event at once, by whatever processes, exactly one adds it.
   */
  insert(alert: NewAlert): Promise<StoredAlert | null>;
  /** Those of these events (100 at most) that there is an alert for: an indexed look-up. */
  findEvents(events: readonly string[]): Promise<readonly StoredAlert[]>;
  /** Those of these ids (100 at most) that there are, in any order. */
  find(ids: readonly string[]): Promise<readonly StoredAlert[]>;
  /** One page, newest first. */
  list(query: AlertQuery): Promise<StoredAlertPage>;
  /**
   * Open alerts, oldest first: those whose `alertPlace` comes after a text (`""`: all), up to the limit. An
   * indexed look-up.
   */
  listOpen(query: {
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly StoredAlert[]>;
  /**
   * Compare-and-set, in one atomic step: changes the alert if it is there and the guard holds, and answers it
   * as changed; else `null`.
   */
  update(id: string, guard: AlertGuard, change: AlertChange): Promise<StoredAlert | null>;
  /** Alerts that a message about is due, longest due first: an indexed look-up. */
  listDue(query: DueAlertQuery): Promise<readonly StoredAlert[]>;
  /** One owner's alerts that are to be in a digest and that no digest was tried with yet, oldest first. */
  listUnsent(query: {
    readonly referenceId: string;
    readonly limit: number;
  }): Promise<readonly StoredAlert[]>;
  /** Removes alerts that were settled at a moment or earlier, up to the limit, and answers how many. Indexed. */
  removeResolved(query: { readonly before: Date; readonly limit: number }): Promise<number>;
}
