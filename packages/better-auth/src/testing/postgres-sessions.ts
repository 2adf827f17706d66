import { Client } from "pg";

/** The sessions that a PostgreSQL database has with applications of one name, seen from a session of its own. */
export interface PostgresSessions {
  count(): Promise<number>;
  /** Ends them from the server's side. */
  terminate(): Promise<void>;
  query(text: string, values?: unknown[]): Promise<void>;
  close(): Promise<void>;
}

export async function postgresSessions(
  connectionString: string,
  application = "latchkey",
): Promise<PostgresSessions> {
  const client = new Client({ connectionString });
  // A server that is stopped ends this session, too.
  client.on("error", () => {});
  await client.connect();
  const where =
    "from pg_stat_activity where datname = current_database() and application_name = $1";
  return {
    async count() {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n ${where}`, [
        application,
      ]);
      return rows[0]?.n ?? 0;
    },
    async terminate() {
      await client.query(`select pg_terminate_backend(pid) ${where}`, [application]);
    },
    async query(text, values) {
      await client.query(text, values);
    },
    close: () => client.end(),
  };
}
