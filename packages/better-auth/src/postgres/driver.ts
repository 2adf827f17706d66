import pg from "pg";

// Through the default export, for those before 8.15 have no other.
export const { Client, Pool } = pg;
