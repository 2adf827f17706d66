import { once } from "node:events";
import { createServer } from "node:net";
/** A port of 127.0.0.1 that nobody listens on. Somebody else may take it before it is used. */
export async function freePort() {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    probe.close();
    await once(probe, "close");
    if (address === null || typeof address === "string")
        throw new Error("No port was given");
    return address.port;
}
//# sourceMappingURL=free-port.js.map