import { once } from "node:events";
import { type Server, type Socket, connect, createServer } from "node:net";
import { manualTimers } from "@latchkey/core/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { startFaultyProxy } from "./faulty-proxy.ts";

/** Far more time than needed: a test shares its machine. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 5 });

/** A server that says everything back. */
async function startEcho(): Promise<{ server: Server; sockets: Set<Socket>; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port was given");
  return { server, sockets, port: address.port };
}

async function setUp() {
  const echo = await startEcho();
  const timers = manualTimers();
  const proxy = await startFaultyProxy({ target: echo.port, timers });
  onTestFinished(async () => {
    await proxy.stop();
    echo.server.close();
  });
  return { echo, timers, proxy };
}

/** A connection, and what has come back on it. */
async function open(port: number) {
  const socket = connect({ port, host: "127.0.0.1" });
  const heard: string[] = [];
  let error: NodeJS.ErrnoException | null = null;
  socket.on("error", (reason) => {
    error = reason;
  });
  socket.on("data", (chunk) => heard.push(chunk.toString()));
  onTestFinished(() => void socket.destroy());
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  // A reset may come before the client knows that it was connected.
  await Promise.race([new Promise((resolve) => socket.once("connect", resolve)), closed]);
  return { socket, heard: () => heard.join(""), error: () => error, closed };
}

test("what one side says reaches the other, and so does its end", async () => {
  const { proxy, echo } = await setUp();
  const { socket, heard } = await open(proxy.port);
  socket.write("hello");
  await eventually(() => {
    expect(heard()).toBe("hello");
  });
  expect(proxy.connections).toBe(1);

  socket.end();
  await once(socket, "close");
  await eventually(() => {
    expect([proxy.connections, echo.sockets.size]).toEqual([0, 0]);
  });
});

test("cut resets what is open and what comes; healed, it takes connections again", async () => {
  const { proxy, echo } = await setUp();
  const before = await open(proxy.port);
  before.socket.write("hello");
  await once(before.socket, "data");

  proxy.cut();
  await before.closed;
  expect(before.error()).toMatchObject({ code: "ECONNRESET" });
  await eventually(() => {
    expect([proxy.connections, echo.sockets.size]).toEqual([0, 0]);
  });

  const during = await open(proxy.port);
  await during.closed;
  expect(during.error()).toMatchObject({ code: "ECONNRESET" });

  proxy.heal();
  const after = await open(proxy.port);
  after.socket.write("again");
  await eventually(() => {
    expect(after.heard()).toBe("again");
  });
});

test("held, it passes on nothing, nor that one side has gone, until it is healed", async () => {
  const { proxy, echo } = await setUp();
  const staying = await open(proxy.port);
  const leaving = await open(proxy.port);
  staying.socket.write("1");
  leaving.socket.write("1");
  await Promise.all([once(staying.socket, "data"), once(leaving.socket, "data")]);

  proxy.hold();
  staying.socket.write("2");
  leaving.socket.destroy();
  const late = await open(proxy.port);
  late.socket.write("late");
  // Says itself back past the proxy: what would have come through it has had its time.
  const beside = await open(echo.port);
  beside.socket.write("beside");
  await once(beside.socket, "data");
  expect([staying.heard(), late.heard()]).toEqual(["1", ""]);
  expect(staying.socket.destroyed).toBe(false);
  await eventually(() => {
    expect(echo.sockets.size).toBe(4);
  });

  proxy.heal();
  await eventually(() => {
    expect([staying.heard(), late.heard()]).toEqual(["12", "late"]);
    expect(echo.sockets.size).toBe(3);
  });
});

test("delayed, what was said waits for its time, once in each direction, and keeps its order", async () => {
  const { proxy, timers } = await setUp();
  const slow = await open(proxy.port);
  proxy.delay(100);
  slow.socket.write("slow,");
  await eventually(() => {
    expect(timers.armed).toBe(1);
  });
  timers.advance(100);
  await eventually(() => {
    // There by now, and on its way back.
    expect(timers.armed).toBe(1);
  });

  proxy.heal();
  const quick = await open(proxy.port);
  quick.socket.write("quick");
  slow.socket.write("behind");
  await once(quick.socket, "data");
  expect([quick.heard(), slow.heard()]).toEqual(["quick", ""]);

  timers.advance(99);
  expect(slow.heard()).toBe("");
  timers.advance(1);
  await eventually(() => {
    expect(slow.heard()).toBe("slow,behind");
  });
});

test("a server that is not there resets the connection", async () => {
  const { proxy, echo } = await setUp();
  echo.server.close();
  await once(echo.server, "close");
  const { error, closed } = await open(proxy.port);
  await closed;
  expect(error()).toMatchObject({ code: "ECONNRESET" });
});

test("stopped, it takes no connection and leaves none open, held or not", async () => {
  const { proxy, echo } = await setUp();
  const { socket, closed } = await open(proxy.port);
  socket.write("hello");
  await once(socket, "data");
  proxy.hold();

  await Promise.all([closed, proxy.stop()]);
  await proxy.stop();
  await eventually(() => {
    expect(echo.sockets.size).toBe(0);
  });
  const late = connect({ port: proxy.port, host: "127.0.0.1" });
  const [refusal]: unknown[] = await once(late, "error");
  expect(refusal).toMatchObject({ code: "ECONNREFUSED" });
});
