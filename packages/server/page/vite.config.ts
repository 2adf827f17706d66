import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  resolve: { conditions: ["latchkey-source", ...defaultClientConditions] },
  build: {
    outDir: "../dist/page",
    emptyOutDir: true,
    // Files of their own, never data: URLs: the server's content security policy has none for fonts and styles.
    assetsInlineLimit: 0,
    // Inline script that all browsers which can run this page do without.
    modulePreload: { polyfill: false },
  },
});
