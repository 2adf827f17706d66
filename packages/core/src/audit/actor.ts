/** Who can act: a user, the application's own code, a key, or Latchkey by itself. */
export const ACTOR_KINDS = ["user", "server", "key", "system"] as const;

export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** Of the user or the key; `null` where there is none to name. */
  readonly id: string | null;
}

/** Who does something, and from where. */
export interface By {
  readonly actor: Actor;
  /** The IP address that the request came from; `null`: there was no request, or it cannot be told. */
  readonly address: string | null;
  /** What the client says it is (`user-agent`). */
  readonly client: string | null;
}

export const BY_SYSTEM: By = {
  actor: { kind: "system", id: null },
  address: null,
  client: null,
};

/** What is done to a key by somebody. */
export interface Operation {
  /** Who does it, for the audit log. Latchkey itself by default. */
  readonly by?: By | undefined;
}

/** Characters of an address and of a client's name that are kept. */
export const MAX_ADDRESS_LENGTH = 64;
export const MAX_CLIENT_LENGTH = 256;

/** As it is written down: what a client says of itself is its own choice, so it is bounded and one line. */
export function boundedBy({ actor, address, client }: By): By {
  return {
    actor: { kind: actor.kind, id: actor.id },
    address: boundedText(address, MAX_ADDRESS_LENGTH),
    client: boundedText(client, MAX_CLIENT_LENGTH),
  };
}

function boundedText(text: string | null, length: number): string | null {
  if (text === null) return null;
  const line = text.replaceAll(/\p{C}+/gu, " ").trim();
  return line === "" ? null : line.slice(0, length).toWellFormed();
}
