import { brotliCompressSync, gzipSync } from "node:zlib";

import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

/** Writes each script and style compressed beside itself, as WhiteNoise serves them. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue;
        const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
        this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        this.emitFile({ type: "asset", fileName: `${fileName}.br`, source: brotliCompressSync(source) });
      }
    },
  };
}

export default defineConfig({
  base: "/static/board/",
  plugins: [vue(), compressed()],
  build: { outDir: "../src/solo_export/page/dist", emptyOutDir: true },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/files": "http://127.0.0.1:8000" } },
});
