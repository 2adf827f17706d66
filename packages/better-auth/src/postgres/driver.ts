import pg from "pg";

// Through the default export: `pg` before 8.15 has no other.
// oxlint-disable-next-line import/no-named-as-default-member
export const { Client, Pool } = pg;
