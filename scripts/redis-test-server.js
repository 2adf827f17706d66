import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.js";
import { ensureRedis } from "./redis-binary.js";
const PORT_ATTEMPTS = 3;
/** Starts a Redis of its own: own folder, own port, own password. What it holds is in memory only. */
export async function startRedis({ place, settings = {}, } = {}) {
    const program = ensureRedis();
    const folder = mkdtempSync(join(tmpdir(), "latchkey-redis-"));
    const password = place?.password ?? randomBytes(18).toString("base64url");
    try {
        // Another process may take the port between finding it free and using it.
        for (let attempt = 1;; attempt += 1) {
            const port = place?.port ?? (await freePort());
            const server = spawnServer(program, folder, { port, password }, settings);
            const refusal = await readyOrRefused(server);
            if (refusal === null)
                return running(server, folder, { port, password, settings });
            if (attempt === PORT_ATTEMPTS)
                throw new Error(`Redis did not start:\n${refusal}`);
        }
    }
    catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
    }
}
function spawnServer(program, folder, { port, password }, more) {
    const settings = {
        bind: "127.0.0.1",
        port: String(port),
        requirepass: password,
        dir: `"${folder}"`,
        save: '""',
        appendonly: "no",
        daemonize: "no",
        ...more,
    };
    // Settings are read from standard input, so that no list of processes shows the password.
    const server = spawn(program, ["-"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    server.stdin?.end(Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(""));
    const end = () => server.kill("SIGKILL");
    process.once("exit", end);
    server.once("exit", () => process.removeListener("exit", end));
    return server;
}
function running(server, folder, started) {
    return {
        ...started,
        url: `redis://:${started.password}@127.0.0.1:${started.port}`,
        pause: () => void server.kill("SIGSTOP"),
        resume: () => void server.kill("SIGCONT"),
        async stop() {
            if (server.exitCode === null && server.signalCode === null) {
                const ended = once(server, "exit");
                server.kill("SIGKILL");
                await ended;
            }
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
/** `null` once the server answers; what it said, where it ended instead. */
async function readyOrRefused(server) {
    if (server.stdout === null)
        throw new Error("Redis was started without its log");
    const said = [];
    // The log is read to its end, or a full pipe would stop the server.
    const lines = createInterface(server.stdout);
    return new Promise((resolve, reject) => {
        lines.on("line", (line) => {
            if (said.length < 50)
                said.push(line);
            if (line.includes("Ready to accept connections"))
                resolve(null);
        });
        lines.once("close", () => {
            resolve(said.join("\n"));
        });
        server.once("error", reject);
    });
}
//# sourceMappingURL=redis-test-server.js.map