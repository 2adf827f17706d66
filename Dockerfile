# The server, built from this repository: docker build -t latchkey .
FROM node:24-slim AS manifests
WORKDIR /app
# What npm ci reads, and nothing else: it is installed anew when one of these changes, not with every line of code.
COPY package.json package-lock.json .npmrc ./
COPY packages/core/package.json packages/core/
COPY packages/better-auth/package.json packages/better-auth/
COPY packages/redis/package.json packages/redis/
COPY packages/react/package.json packages/react/
COPY packages/server/package.json packages/server/
COPY bench/package.json bench/
COPY examples/hono-api/package.json examples/hono-api/

FROM manifests AS build
RUN npm ci
COPY tsconfig.base.json ./
COPY packages packages
RUN npm run build

FROM manifests AS modules
RUN npm ci --omit=dev --workspace packages/server

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 LATCHKEY_DATA_DIR=/data
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/packages/core/package.json packages/core/
COPY --from=build /app/packages/core/dist packages/core/dist
COPY --from=build /app/packages/better-auth/package.json packages/better-auth/
COPY --from=build /app/packages/better-auth/dist packages/better-auth/dist
COPY --from=build /app/packages/redis/package.json packages/redis/
COPY --from=build /app/packages/redis/dist packages/redis/dist
COPY --from=build /app/packages/server/package.json packages/server/
COPY --from=build /app/packages/server/dist packages/server/dist
# On the path for `docker exec … latchkey stats`; in a folder of the account's own, for its eyes only, what it keeps.
RUN ln -s /app/packages/server/dist/main.js /usr/local/bin/latchkey \
  && chmod 755 packages/server/dist/main.js \
  && install -d -o node -g node -m 700 /data
USER node
# All that is ever written, and only without DATABASE_URL: the rest of the file system may be read-only.
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, without npm or a shell before it: signals reach the server.
ENTRYPOINT ["node", "/app/packages/server/dist/main.js"]
