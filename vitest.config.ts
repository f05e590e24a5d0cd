import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ["clients/typescript/tests/**/*.test.ts", "web/tests/**/*.test.ts"],
    unstubGlobals: true,
  },
});
